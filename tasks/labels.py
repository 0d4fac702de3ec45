"""What this room writes into timelines, and the labels of its codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.enums import Level
from cases.timeline import LABELS, TELLS, TimelineKind, kind_add

from .enums import Outcome, TaskKind

LABELS.update(task=dict(TaskKind.choices), outcome=dict(Outcome.choices))

for _code, _text, _icon, _audience in (
    ("task_made", _("Task: %(task)s"), "checklist", Level.CORE),
    ("task_done", _("%(task)s: %(outcome)s"), "circle-check", Level.CORE),
    ("task_undone", _("%(task)s: taken back"), "arrow-back-up", Level.CORE),
    ("task_postponed", _("%(task)s: postponed"), "calendar-pause", Level.CORE),
    ("task_extension_asked", _("%(task)s: extension asked"), "calendar-question", Level.CARRIERS),
    ("task_extension_declined", _("%(task)s: extension declined"), "calendar-x", Level.CARRIERS),
    ("task_handed_over", _("%(task)s: handed to %(worker)s"), "arrow-forward-up", Level.CORE),
    ("task_escalated", _("%(task)s: overdue, told to the supervisor"), "alert-triangle", Level.CARRIERS),
):
    kind_add(_code, TimelineKind(_text, _icon, _audience, group="task"))
TELLS.update(("task_handed_over", "task_extension_declined", "task_escalated"))
