"""The writes of the tasks room. Both doors, pages and API, call these."""
