"""Who: users, roles, offices, agencies, and the one table of who may do what."""
