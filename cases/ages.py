"""Who is a child. Where the birth date is not known well enough, she is treated as one: the safer mistake."""

from __future__ import annotations

from datetime import date

from .models import Person

ADULT_AT = 18


def is_child(person: Person, on: date) -> bool:
    """Whether the person may be under 18 on a day, by the latest day on which she may have been born.

    A person whose birth date is unknown counts as a child.
    """
    born = person.birth_latest
    if born is None:
        return True
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < ADULT_AT
