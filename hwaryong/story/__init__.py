"""The story desk: from a treatment in prose to a script, and from a script to its scenes and lines."""
