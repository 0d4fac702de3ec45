"""What the API of the cases room takes and gives, a file for each resource."""
