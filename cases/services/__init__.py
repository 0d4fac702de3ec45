"""The writes of the cases room. Both doors, pages and API, call these."""
