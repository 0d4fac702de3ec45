"""Wall two: what PostgreSQL gives to whom."""
