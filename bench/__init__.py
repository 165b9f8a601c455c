"""What is fast and how good, against rivals: one module a desk, run by `hwaryong bench DESK`."""
