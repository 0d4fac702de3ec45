"""What a user must have handed over before she leaves her place: later rooms say what she still carries.

A caseload without a worker is a child whom nobody visits; so switching a user off, another role or another region is
refused until her supervisor has handed everything over.
"""

from __future__ import annotations

from collections.abc import Callable

from .errors import Conflict
from .models import Profile

#: Each says in words what the user still carries; an empty text for nothing.
CARRIED: list[Callable[[Profile], str]] = []


def leaving_check(profile: Profile) -> None:
    """Raise Conflict, with everything that she still carries, where there is anything."""
    words = [text for carried in CARRIED if (text := carried(profile))]
    if words:
        raise Conflict(" ".join(words), code="carries")
