"""The API of the tasks room."""
