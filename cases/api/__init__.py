"""The API of the cases room, a file for each resource."""
