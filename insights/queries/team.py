"""The workers of a region, those who need help first, and what has been overdue longest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Profile
from insights.models import WorkerLoad
from tasks.models import Task
from tasks.words import ICONS, why

#: ``?sort=`` → the order; the one with most overdue first, where nothing is said.
SORTS: dict[str, tuple[str, ...]] = {
    "-overdue": ("-overdue", "-high_unvisited", "-id"),
    "overdue": ("overdue", "high_unvisited", "id"),
    "-cases": ("-cases", "-id"),
    "cases": ("cases", "id"),
    "-high": ("-high_unvisited", "-overdue", "-id"),
    "high": ("high_unvisited", "overdue", "id"),
}


@dataclass(frozen=True)
class OverdueTask:
    """A task with what a supervisor has to know to step in."""

    task: Task
    late: str
    why: str
    icon: str
    worker: str
    url: str
    form_url: str

    @property
    def row_id(self) -> str:
        return f"task-{self.task.pk}"


def loads(profile: Profile) -> QuerySet[Any]:
    """Each worker's row of the user's scope, with her profile, office and region."""
    return WorkerLoad.objects.visible_to(profile).select_related("worker__office", "region")


def oldest_overdue(profile: Profile, limit: int = 10) -> list[OverdueTask]:
    """The region's oldest overdue tasks. One query."""
    tasks = Task.objects.listed_for(profile).overdue().select_related("case__person", "family", "rule", "assignee")
    return [
        OverdueTask(
            task, ngettext("%(n)s day late", "%(n)s days late", task.days_overdue) % {"n": task.days_overdue},
            why(task), ICONS[task.kind], task.assignee.name if task.assignee else _("nobody"),
            _page("tasks:task_detail", task.pk), _page("tasks:task_hand_over", task.pk),
        )
        for task in tasks.order_by("due_on", "id")[:limit]
    ]  # fmt: skip


def _page(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
