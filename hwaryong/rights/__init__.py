"""The rights desk: who and what made a film, from which material, and whether that may be shown."""
