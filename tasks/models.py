"""When: the rules of follow-up, the tasks that people do, and what was sent about them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Discipline
from accounts.models import Office, Profile
from cases.models import Family
from cases.models.base import OfCase, Stamped

from .clock import today
from .enums import (
    ACTIVE,
    TITLES,
    AppliesTo,
    EscalateTo,
    Historic,
    MessageKind,
    Outcome,
    Priority,
    RuleRisk,
    Starts,
    TaskKind,
    TaskReason,
    TaskState,
    Unit,
)
from .querysets import TaskQuerySet


class TaskRule(Stamped):
    """What is due when. One row for each code and level of risk (``any`` where risk does not matter).

    The clock starts with ``starts``; the first task is due ``first_due`` later, the next ones ``repeat_every`` after
    the last was done. ``version`` counts changes: open tasks made by an older version are computed anew.
    """

    code = models.SlugField(_("code"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=TaskKind.choices)
    risk = models.CharField(_("risk"), max_length=6, choices=RuleRisk.choices, default=RuleRisk.ANY)
    starts = models.CharField(_("starts with"), max_length=14, choices=Starts.choices)
    applies_to = models.CharField(_("for"), max_length=20, choices=AppliesTo.choices, default=AppliesTo.EVERYONE)
    per_family = models.BooleanField(_("one for the family"), default=False)
    historic = models.CharField(_("historic cases"), max_length=5, choices=Historic.choices, default=Historic.ALSO)
    first_due = models.PositiveSmallIntegerField(_("first due after"))
    first_unit = models.CharField(_("unit"), max_length=6, choices=Unit.choices)
    repeat_every = models.PositiveSmallIntegerField(_("repeated every"), null=True, blank=True)
    repeat_unit = models.CharField(_("unit"), max_length=6, choices=Unit.choices, blank=True)
    escalate_after_days = models.PositiveSmallIntegerField(_("escalated after days"), default=1)
    escalate_to = models.CharField(
        _("escalated to"), max_length=10, choices=EscalateTo.choices, default=EscalateTo.SUPERVISOR, blank=True
    )
    extension_supervised = models.BooleanField(_("a supervisor grants an extension"), default=False)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    text = models.CharField(_("the rule in own words"), max_length=200, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["code", "risk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "risk"], name="rule_once"),
            models.CheckConstraint(
                name="rule_repeat_has_unit",
                condition=Q(repeat_every=None, repeat_unit="") | Q(repeat_every__gt=0) & ~Q(repeat_unit=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.risk})"


class Task(OfCase):
    """Something that a person does in a case. A family's task hangs on its lead case and names the family.

    ``code`` and ``period`` say which round of which rule it is, ``counts_from`` the day its clock started; a task
    made by hand has no code. ``first_due_on`` is the day that timeliness is measured by, ``due_on`` the day that is
    asked for now. ``done_on`` is the day of the work, ``entered_at`` the moment it was told.
    """

    family = models.ForeignKey(Family, models.PROTECT, null=True, blank=True, related_name="tasks")
    kind = models.CharField(_("kind"), max_length=20, choices=TaskKind.choices)
    title = models.CharField(_("what"), max_length=200, blank=True)
    # Of which service it is a part: it stops when the person refuses that.
    service = models.CharField(_("service"), max_length=14, choices=Discipline.choices, blank=True, db_default="")
    # Foreign keys that no query starts from have no index of their own: a million cases write five million rows.
    rule = models.ForeignKey(TaskRule, models.PROTECT, null=True, blank=True, related_name="tasks", db_index=False)
    rule_version = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True)
    period = models.PositiveIntegerField(default=1)
    counts_from = models.DateField(_("counts from"))
    due_on = models.DateField(_("due"))
    first_due_on = models.DateField(_("first due"))
    # What lists scope by stands on the row (design §3).
    region = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey(
        Profile, models.PROTECT, null=True, blank=True, related_name="tasks", db_index=False
    )
    handed_over = models.BooleanField(_("handed over"), default=False)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    state = models.CharField(_("state"), max_length=9, choices=TaskState.choices, default=TaskState.OPEN)
    reason_code = models.CharField(max_length=14, choices=TaskReason.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    outcome_note = models.TextField(_("note"), blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    entered_at = models.DateTimeField(_("entered"), null=True, blank=True)
    extension_until = models.DateField(_("extension asked until"), null=True, blank=True)
    extension_reason = models.TextField(_("reason of the extension"), blank=True)
    extension_by = models.ForeignKey(
        Profile, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    extension_declined_at = models.DateTimeField(null=True, blank=True)
    extension_answer = models.TextField(_("answer"), blank=True)
    escalated_at = models.DateTimeField(_("escalated"), null=True, blank=True)
    escalated_to = models.ForeignKey(
        Profile, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["assignee", "due_on", "id"], name="task_assignee_due", condition=Q(state__in=ACTIVE)),
            models.Index(fields=["region", "due_on", "id"], name="task_region_due", condition=Q(state__in=ACTIVE)),
            models.Index(fields=["due_on"], name="task_due", condition=Q(state__in=ACTIVE)),
            models.Index(fields=["done_by", "-entered_at"], name="task_done_recent", condition=Q(state="done")),
            models.Index(
                fields=["escalated_to"], name="task_escalated",
                condition=Q(state__in=ACTIVE, escalated_at__isnull=False),
            ),
            models.Index(
                fields=["extension_by"], name="task_extension",
                condition=Q(state__in=ACTIVE, extension_until__isnull=False),
            ),
            models.Index(fields=["updated_at"], name="task_recent"),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["family", "code", "period"], name="task_family_once",
                condition=~Q(code="") & Q(family__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["case", "code", "period"], name="task_case_once",
                condition=~Q(code="") & Q(family__isnull=True),
            ),
            models.CheckConstraint(
                name="task_done_says_how",
                condition=~Q(state="done") | (~Q(outcome="") & Q(done_on__isnull=False, entered_at__isnull=False)),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title or str(TITLES.get(self.code) or self.get_kind_display())

    @property
    def is_active(self) -> bool:
        """Still to be done."""
        return self.state in ACTIVE

    @property
    def is_overdue(self) -> bool:
        return self.is_active and self.due_on < today()

    @property
    def days_overdue(self) -> int:
        """Days since the due day; 0 where it is not overdue."""
        return (today() - self.due_on).days if self.is_overdue else 0

    @property
    def extension_asked(self) -> bool:
        """A request for an extension waits for a supervisor."""
        return self.is_active and self.extension_until is not None and self.extension_declined_at is None

    def is_late(self, on: date | None = None) -> bool:
        """Done later than first due, or still not done then. The day of the work counts, not the day of entry."""
        return (self.done_on or on or today()) > self.first_due_on


class Message(models.Model):
    """One message to one recipient for one period: taken before it is sent, so a retry never sends twice."""

    recipient = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=MessageKind.choices)
    period = models.DateField()
    taken_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "kind", "period"], name="message_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.period:%Y-%m-%d}"
