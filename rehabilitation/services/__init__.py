"""The writes of the rehabilitation room. Both doors, pages and API, call these."""
