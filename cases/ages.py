"""How old somebody is. Where the birth date is not known well enough she counts as a child: the safer mistake."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from .dates import PartialDate, age_range, age_text, date_text
from .enums import Precision
from .models import Person

ADULT_AT = 18


def birth_of(person: Person) -> PartialDate | None:
    """The birth date as a span with its precision; None where nothing is known."""
    if person.birth_earliest is None or person.birth_latest is None:
        return None
    return PartialDate(
        person.birth_earliest, person.birth_latest, Precision(person.birth_precision or Precision.DAY)
    )


def is_child(person: Person, on: date | None = None) -> bool:
    """Whether the person may be under 18 on a day (today). Who has no known birth date counts as a child."""
    born = birth_of(person)
    return born is None or age_range(born, on or timezone.localdate())[0] < ADULT_AT


def age_of(person: Person, on: date | None = None) -> str:
    """The age for people to read, as exactly as it is known; of the dead on their last day."""
    return age_text(birth_of(person), on or person.died_on or timezone.localdate())


def birth_text(person: Person) -> str:
    """The birth date as exactly as it is known."""
    return date_text(birth_of(person))
