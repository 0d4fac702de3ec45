"""How: medical, psychological, education, housing, employment; one shape each."""
