"""The row rules of this room (see accounts/rowrules.py)."""
