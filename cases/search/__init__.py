"""Persons by name in another script, another spelling, or with a slip or two.

The query is folded (cases/names), each token is widened to the tokens near it, those are looked up by
equality, and what comes back is ranked. The dictionary of tokens is personal data itself: it widens queries
inside the process and is never shown, and what is found is read through the row rules of the acting user.
"""

from .index import TokenIndex, rank, widen
from .persons import SHORTLIST, Hit, person_search

__all__ = ["SHORTLIST", "Hit", "TokenIndex", "person_search", "rank", "widen"]
