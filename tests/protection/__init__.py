"""The data protection officer's overview."""
