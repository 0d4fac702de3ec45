"""The writes of the sharing room. Both doors, pages and API, call these."""
