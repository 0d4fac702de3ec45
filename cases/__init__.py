"""Whom: operations, arrivals, persons, families, cases, plans, documents, consent, history."""
