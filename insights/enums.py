"""Leaves of the insights room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApprovalKind(models.TextChoices):
    """What waits for a supervisor's decision."""

    PLAN = "plan", _("Case plan")
    CLOSURE = "closure", _("Closing of a case")
    TRANSFER = "transfer", _("Transfer")
    SUMMARY = "summary", _("Summary for an agency")
    OVERRIDE = "override", _("Sharing without consent")
    EXTENSION = "extension", _("Extension of a deadline")
    OPENING = "opening", _("Opening out of scope")


class Age(models.TextChoices):
    """For how long a follow-up has been overdue."""

    WEEK = "week", _("1 to 7 days")
    MONTH = "month", _("8 to 30 days")
    LONGER = "longer", _("more than 30 days")


class Better(models.TextChoices):
    """Which way an indicator is to go; ``NONE``: each one counts, there is no target."""

    HIGH = "high", _("at least")
    LOW = "low", _("at most")
    NONE = "none", ""


class PatternKind(models.TextChoices):
    """What is odd about somebody's openings of cases (insights/thresholds.py)."""

    MANY_CASES = "many_cases", _("Many cases opened within an hour")
    WITHOUT_TASK = "without_task", _("Cases opened without a task there")
