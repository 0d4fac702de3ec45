"""The API of the sharing room, a file for each resource."""
