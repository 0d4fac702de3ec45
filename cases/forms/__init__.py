"""The forms of the cases room, a file for each part of it."""
