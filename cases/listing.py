"""The list of families: what a row says, worked out for a page of families in two queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Profile

from .ages import is_child
from .enums import Risk
from .household import HEADS
from .models import Case, Family, FamilyMember

#: From the most pressing: a case without triage counts as high until somebody has looked.
RISK_ORDER = (Risk.HIGH, Risk.UNSET, Risk.MEDIUM, Risk.LOW)
UNSEEN_DAYS = 30


@dataclass(frozen=True)
class FamilyLine:
    """One row of the list."""

    family: Family
    name: str
    adults: int
    children: int
    risk: str
    next_due: date | None
    overdue: bool
    last_visit: date | None
    workers: Sequence[str]
    open: bool


def highest_risk(cases: Sequence[Case]) -> str:
    """The most pressing level among cases; empty for none."""
    found = {case.risk for case in cases}
    return next((level for level in RISK_ORDER if level in found), "")


def families_filter(profile: Profile, params: Mapping[str, Any]) -> QuerySet[Family]:
    """The families that the user's list holds, narrowed by ``risk``, ``due=late`` and ``unseen=1``."""
    found = Family.objects.listed_for(profile)
    cases = Case.objects.listed_for(profile).open().filter(family_id=OuterRef("pk"))
    if (risk := params.get("risk", "")) in Risk.values:
        found = found.filter(Exists(cases.filter(risk=risk)))
    if params.get("due") == "late":
        found = found.filter(Exists(cases.filter(next_due_at__lt=timezone.localdate())))
    if params.get("unseen"):
        long_ago = timezone.localdate() - timedelta(days=UNSEEN_DAYS)
        found = found.filter(
            Exists(cases.filter(last_visit_on__lt=long_ago)) | Exists(cases.filter(last_visit_on=None))
        )
    if params.get("mine"):
        found = found.filter(Exists(cases.filter(worker=profile)))
    return found


def family_lines(families: Sequence[Family], profile: Profile) -> list[FamilyLine]:
    """The rows of these families, from the cases that the user may see. Two queries."""
    keys = [family.pk for family in families]
    places = FamilyMember.objects.filter(family__in=keys, left_on=None, relation__in=HEADS)
    heads = set(places.values_list("person_id", flat=True))
    by_family: dict[int, list[Case]] = {}
    cases = (
        Case.objects.visible_to(profile).filter(family__in=keys)
        .select_related("person", "worker").order_by("pk")
    )  # fmt: skip
    for case in cases:
        if case.family_id is not None:
            by_family.setdefault(case.family_id, []).append(case)
    return [_line(family, by_family.get(family.pk, []), heads) for family in families]


def _line(family: Family, cases: Sequence[Case], heads: Collection[int]) -> FamilyLine:
    persons = {case.person_id: case for case in cases}  # the newest case of each
    newest = sorted(
        persons.values(),
        key=lambda case: (case.person_id not in heads, case.person.birth_earliest or date.max, case.pk),
    )
    running = [case for case in newest if case.is_open]
    children = sum(is_child(case.person) for case in newest)
    due = min((case.next_due_at for case in running if case.next_due_at), default=None)
    first = newest[0].person if newest else None
    return FamilyLine(
        family=family, name=first.full_name if first else family.number, adults=len(newest) - children,
        children=children, risk=highest_risk(running), next_due=due,
        overdue=due is not None and due < timezone.localdate(),
        last_visit=min((case.last_visit_on for case in running if case.last_visit_on), default=None)
        if all(case.last_visit_on for case in running) else None,
        workers=sorted({case.worker.name for case in running if case.worker}), open=bool(running),
    )  # fmt: skip
