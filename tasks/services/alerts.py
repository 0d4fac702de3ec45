"""A safety alert is work at once: for the case worker and for a supervisor of the region, due today, urgent.

Psychologists raise alerts and have no right to make tasks for others, so the system does, in a job; the job that
catches up finds what a lost message left (the alert's row is the truth).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from accounts.dbroles import DatabaseRole
from rehabilitation.enums import AlertStage
from rehabilitation.models import SafetyAlert
from tasks import clock
from tasks.enums import Priority, TaskKind
from tasks.models import Task
from tasks.supervising import supervisor_of

from .tasks import task_create


def _alerts(ids: Iterable[int] | None) -> QuerySet[SafetyAlert]:
    found = SafetyAlert.objects.exclude(stage=AlertStage.CLOSED).select_related("case").order_by("pk")
    return found if ids is None else found.filter(pk__in=list(ids))


@transaction.atomic
def alert_tasks_make(alert_ids: Iterable[int] | None = None) -> int:
    """Make what is missing for these alerts (all that are not closed); returns how many tasks. Idempotent: one
    task for each person and case since the alert, done or not. Run as the system."""
    made = 0
    for alert in _alerts(alert_ids):
        case = alert.case
        if not case.is_open:
            continue
        people = {one.pk: one for one in (case.worker, supervisor_of(case, by=DatabaseRole.SYSTEM)) if one is not None}
        told = Task.objects.filter(case=case, kind=TaskKind.SAFETY, title="", created_at__gte=alert.created_at)
        for key in set(people) - set(told.values_list("assignee_id", flat=True)):
            task_create(
                case, title="", kind=TaskKind.SAFETY, due_on=clock.today(), by=None, assignee=people[key],
                priority=Priority.URGENT,
            )  # fmt: skip
            made += 1
    return made
