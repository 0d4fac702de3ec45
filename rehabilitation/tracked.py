"""Which tables of this room have a history (see accounts/history.py)."""
