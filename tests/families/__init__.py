"""Families, persons, visits, and what finds a person."""
