"""What other rooms announce wakes the planner. Nothing is decided here; a lost job is found by the next sweep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Subquery
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import Profile
from accounts.queue import enqueue
from cases.models import Case, Document
from cases.signals import (
    case_closed,
    case_held,
    case_reopened,
    caseload_handed_over,
    cases_changed,
    cases_opened,
    child_absent,
    document_refused,
    life_event_recorded,
    plan_changed,
    visit_recorded,
)
from rehabilitation.signals import safety_alert_raised

from . import clock
from .enums import ACTIVE, Priority, TaskKind
from .models import Task

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


@receiver(caseload_handed_over, dispatch_uid="tasks.caseload")
def _on_caseload(sender: Any, worker: Profile, to: Profile, by: Profile, **_: Any) -> None:
    """What she was to do goes to whoever carries its case now: the new worker, or for a colleague's case its own."""
    found = Task.objects.filter(assignee=worker, state__in=ACTIVE, case__in=Case.objects.visible_to(by))
    of_others = found.exclude(case__worker=to)
    of_others.update(assignee=Subquery(Case.objects.filter(pk=OuterRef("case_id")).values("worker")[:1]),
                     handed_over=False, updated_at=timezone.now())  # fmt: skip
    found.filter(case__worker=to).update(assignee=to, handed_over=False, updated_at=timezone.now())


@receiver(safety_alert_raised, dispatch_uid="tasks.safety_alert")
def _on_safety_alert(sender: Any, alert_id: int, **_: Any) -> None:
    from .jobs import make_alert_tasks

    enqueue(make_alert_tasks, [alert_id])


@receiver(visit_recorded, dispatch_uid="tasks.visit")
def _on_visit(sender: Any, family_id: int, **_: Any) -> None:
    # One member stands for the family: planning takes in the others.
    plan_soon(Case.objects.filter(family_id=family_id).values_list("pk", flat=True)[:1])


@receiver(child_absent, dispatch_uid="tasks.child_absent")
def _on_child_absent(sender: Any, case_ids: Iterable[int], by: Profile | None, **_: Any) -> None:
    """A child who was on the list and did not land is looked for today, by the supervisor who called the roll."""
    from .services.tasks import task_create

    busy = Task.objects.filter(case__in=case_ids, kind=TaskKind.TRACE, state__in=ACTIVE).values("case_id")
    for case in Case.objects.filter(pk__in=case_ids).exclude(pk__in=busy):
        task_create(
            case, title="", kind=TaskKind.TRACE, due_on=clock.today(), assignee=by, priority=Priority.URGENT, by=by
        )


@receiver(document_refused, dispatch_uid="tasks.document_refused")
def _on_document_refused(sender: Any, document_id: int, **_: Any) -> None:
    from .services.papers import refused_tasks_make

    refused_tasks_make(Document.objects.select_related("case__worker", "created_by").get(pk=document_id))
