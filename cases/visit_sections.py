"""What rooms on the right put into the visit form: only what is due for this family.

A section offers a form for the household, or None where nothing is due, and records the cleaned answers. It knows
neither the page nor the API; both ask it through ``sections_for``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Profile
from accounts.policy import may

from .enums import Risk
from .models import Case, Family, Visit


@dataclass(frozen=True)
class VisitSection:
    """``form(family, cases, profile, data)`` returns a Django form with ``prefix=code`` (bound where ``data`` is not
    None), or None where nothing is due. ``record(visit, cleaned, by)`` writes its answers inside the visit's
    transaction. ``template`` renders the section with ``form`` and ``section``; empty for the plain form."""

    code: str
    title: Any
    form: Callable[[Family, Sequence[Case], Profile, Mapping[str, Any] | None], Any]
    record: Callable[[Visit, Mapping[str, Any], Profile], None]
    policy: tuple[str, str]
    template: str = ""
    order: int = 0


SECTIONS: dict[str, VisitSection] = {}


def visit_section_add(section: VisitSection) -> None:
    """Declare a section. Raises ValueError for a code that is taken."""
    if SECTIONS.get(section.code, section) is not section:
        raise ValueError(f"visit section {section.code} is taken")
    SECTIONS[section.code] = section


def sections_for(
    family: Family, cases: Sequence[Case], profile: Profile, data: Mapping[str, Any] | None = None
) -> list[tuple[VisitSection, Any]]:
    """The sections that are due for this family and allowed to this reader, each with its form."""
    found = []
    for section in sorted(SECTIONS.values(), key=lambda one: one.order):
        if may(profile, *section.policy):
            form = section.form(family, cases, profile, data)
            if form is not None:
                found.append((section, form))
    return found


#: Days until the next visit by the highest risk among the members, until a room with rules of its own says otherwise.
_DAYS = {Risk.HIGH: 7, Risk.UNSET: 7, Risk.MEDIUM: 14, Risk.LOW: 30}
NextVisit = Callable[[Family, Sequence[Case]], date | None]


def _by_risk(family: Family, cases: Sequence[Case]) -> date | None:
    days = min((_DAYS[Risk(case.risk)] for case in cases), default=None)
    return None if days is None else timezone.localdate() + timedelta(days=days)


_propose: list[NextVisit] = [_by_risk]


def next_visit_set(propose: NextVisit) -> None:
    """Let the rules of follow-up say when the next visit is (the tasks room calls this when it is loaded)."""
    _propose[:] = [propose]


def next_visit_proposed(family: Family, cases: Sequence[Case]) -> date | None:
    """The day that the visit form proposes for the next visit."""
    return _propose[0](family, cases)
