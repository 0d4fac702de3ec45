"""Tasks: when."""
