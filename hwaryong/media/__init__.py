"""What flows between tools: one kind of media a file, no logic of a desk."""
