"""The description of the API against the API."""
