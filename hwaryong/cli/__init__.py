"""The command line: `hwaryong VERB`, one small module a desk."""
