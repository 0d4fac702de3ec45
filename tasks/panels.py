"""What the tasks room puts on the case page; the family page reads next_due_at by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Profile
from accounts.policy import may
from cases.models import Case
from cases.panels import CasePanel, case_panel_add

from .agenda import Row, due_words, may_act
from .models import Task
from .words import ICONS, why

NEXT = 3


def _next(case: Case, profile: Profile) -> Mapping[str, Any]:
    """The three next tasks of a case and its family: one query."""
    found = Task.objects.of_case(case).visible_to(profile).active().select_related("rule")
    tasks = found.order_by("due_on", "id")[:NEXT]
    rows = [
        Row(
            task, _("Whole family") if task.family_id else "", due_words(task), why(task), ICONS[task.kind],
            can_act=may_act(task, profile),
        )
        for task in tasks
    ]  # fmt: skip
    return {"rows": rows, "may_make": case.is_open and may(profile, "task", "create")}


case_panel_add(CasePanel("next", "tasks/panels/next.html", _next, ("task", "list")))
