"""What this room holds of a case: tasks stay for the figures, without their words and without the household."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.holdings import Holding, hold, words_of

from .models import Task

hold(
    "tasks",
    "tasks_task",
    Holding(
        "tasks_task",
        blank=words_of(
            Task,
            keep=("code",),
            # A round of a family's rule is one of that family; without it, of nobody's.
            code="CASE WHEN t.family_id IS NULL THEN t.code ELSE '' END",
            family_id="NULL",
        ),
    ),
    words={"tasks_task": _("Tasks")},
)
