"""How long which kind of data is kept, what stops its erasure, what is due, and what was erased.

Terms are data: none is shipped, because each country's law sets them. What has no term in force stays.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import Profile
from cases.enums import ItemState, RetentionKind, RuleState, RunState

from .base import Stamped
from .cases import Case


class SecondPerson(Stamped):
    """Made by one, decided by another; whoever made it may only take it back."""

    decided_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        abstract = True


class RetentionRule(SecondPerson):
    """A term: years after the closing of the case. In force is the newest confirmed one of its kind.

    ``kept_by_law``: the law demands the whole term; else a person may ask for an earlier erasure.
    """

    kind = models.CharField(_("kind of data"), max_length=13, choices=RetentionKind.choices)
    years = models.PositiveSmallIntegerField(
        _("years after closing"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    basis = models.CharField(_("legal basis"), max_length=300)
    kept_by_law = models.BooleanField(_("the law demands the whole term"), default=True)
    state = models.CharField(_("state"), max_length=9, choices=RuleState.choices, default=RuleState.PROPOSED)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(state="proposed"), name="retention_one_proposal"),
            models.CheckConstraint(name="retention_years", condition=Q(years__gte=1, years__lte=100)),
            models.CheckConstraint(
                name="retention_rule_second_person",
                condition=~Q(state="confirmed") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("created_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.years}"


class LegalHold(Stamped):
    """Nothing of this case is erased while it holds. ``number`` repeats the case's for the data protection officer,
    who sees no case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="holds")
    number = models.CharField(max_length=9, editable=False)
    reason = EncryptedTextField(_("reason"), null=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_reason = EncryptedTextField(_("why lifted"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(lifted_at=None), name="hold_one_on_a_case")
        ]

    def __str__(self) -> str:
        return self.number


class RetentionRun(SecondPerson):
    """One destruction: what it takes was counted beforehand (``counts``), agreed by a second person, carried out
    (``erased``), and stays written down. ``request``: the person's request that it carries out; ``kept``: what stays
    then, as kind, until when (ISO day or null) and why."""

    state = models.CharField(_("state"), max_length=8, choices=RunState.choices, default=RunState.COUNTING)
    kinds = models.JSONField(default=list)
    request = models.BigIntegerField(null=True, editable=False)
    for_case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+", editable=False)
    number = models.CharField(max_length=9, blank=True, editable=False)
    counts = models.JSONField(default=dict)
    erased = models.JSONField(default=dict)
    kept = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="retention_run_second_person",
                condition=~Q(state__in=["approved", "running", "done"])
                | Q(total=0)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("created_by"))),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class RetentionItem(models.Model):
    """One kind of data of one case whose time is over: due, part of a run, erased. Stays as the log of what was erased.

    ``closed_at`` is the closing that it counts from: a case that was opened again since is left alone. ``files``:
    stored papers still to be removed; ``listed``: it stands in the list that a restored backup is held against.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    number = models.CharField(max_length=9)
    kind = models.CharField(_("kind of data"), max_length=13, choices=RetentionKind.choices)
    rule = models.ForeignKey(RetentionRule, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField()
    due_on = models.DateField(_("due"))
    run = models.ForeignKey(RetentionRun, models.PROTECT, null=True, related_name="items")
    state = models.CharField(_("state"), max_length=8, choices=ItemState.choices, default=ItemState.DUE)
    counts = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    listed = models.BooleanField(default=False)
    done_at = models.DateTimeField(_("erased"), null=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["due_on", "id"], name="retention_due", condition=Q(state="due")),
            models.Index(fields=["run", "state", "id"], name="retention_run_items"),
            models.Index(fields=["case", "kind"], name="retention_case_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(state__in=["due", "waiting"]), name="retention_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind}"
