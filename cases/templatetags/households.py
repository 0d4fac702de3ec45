"""Ages and birth dates as exactly as they are known. ``{% load households %}``"""

from __future__ import annotations

from django import template

from cases.ages import age_of, birth_text
from cases.models import Person

register = template.Library()


@register.filter
def age(person: Person) -> str:
    """The age of a person, such as "10", "7 months" or "about 30"."""
    return age_of(person)


@register.filter
def born(person: Person) -> str:
    """The birth date of a person, such as "5.3.2015", "2015" or "about 1950"."""
    return birth_text(person)
