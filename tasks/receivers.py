"""What other rooms announce wakes the planner. Nothing is decided here; a lost job is found by the next sweep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from accounts.queue import enqueue
from cases.models import Case
from cases.signals import (
    case_closed,
    case_held,
    case_reopened,
    cases_changed,
    cases_opened,
    life_event_recorded,
    plan_changed,
    visit_recorded,
)

#: Ids of one job: a message in Redis stays small, and a chunk is one short transaction.
_CHUNK = 5_000


def plan_soon(case_ids: Iterable[int]) -> None:
    """Ask for the planning of these cases once the transaction is committed."""
    from .jobs import plan_cases

    ids = list(case_ids)
    for start in range(0, len(ids), _CHUNK):
        enqueue(plan_cases, ids[start : start + _CHUNK])


@receiver([cases_opened, cases_changed], dispatch_uid="tasks.cases")
def _on_cases(sender: Any, case_ids: Iterable[int], **_: Any) -> None:
    plan_soon(case_ids)


@receiver([plan_changed, life_event_recorded, case_closed, case_reopened, case_held], dispatch_uid="tasks.case")
def _on_case(sender: Any, case_id: int, **_: Any) -> None:
    plan_soon([case_id])


@receiver(visit_recorded, dispatch_uid="tasks.visit")
def _on_visit(sender: Any, family_id: int, **_: Any) -> None:
    # One member stands for the family: planning takes in the others.
    plan_soon(Case.objects.filter(family_id=family_id).values_list("pk", flat=True)[:1])
