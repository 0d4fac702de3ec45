"""The case plan: versions, goals, steps. What was approved is never changed silently: a new version is."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Profile
from cases.enums import PLAN_EDITABLE, PLAN_IN_FORCE, GoalArea, GoalState, PlanStatus, StepState
from cases.querysets import OfCaseQuerySet

from .base import OfCase


class Plan(OfCase):
    """One version of the plan of a case. ``agreed`` keeps goals and steps as they were when approved."""

    version = models.PositiveSmallIntegerField(_("version"), default=1)
    status = models.CharField(_("status"), max_length=10, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    summary = models.TextField(_("situation and aim"), blank=True)
    wishes = models.TextField(_("what the person and the family want"), blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    reviewed_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    review_note = models.TextField(_("result of the review"), blank=True)
    comments = models.TextField(_("comments of the supervisor"), blank=True)
    agreed = models.JSONField(default=list, blank=True, editable=False)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        indexes = [models.Index(fields=["submitted_at"], name="plan_waiting", condition=Q(status="submitted"))]
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status__in=["draft", "submitted", "returned"]), name="plan_one_in_work"
            ),
            models.CheckConstraint(
                name="plan_not_approved_by_its_author",
                condition=Q(approved_by=None) | Q(submitted_by=None) | ~Q(approved_by=F("submitted_by")),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Plan %(version)s")) % {"version": self.version}

    @property
    def is_editable(self) -> bool:
        return self.status in PLAN_EDITABLE

    @property
    def in_force(self) -> bool:
        return self.status in PLAN_IN_FORCE


class Goal(OfCase):
    """What shall be reached, and how that will be seen. ``plan`` is the version that brought it in; it stays in
    later versions until it is closed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    area = models.CharField(_("area"), max_length=16, choices=GoalArea.choices, default=GoalArea.OTHER)
    text = models.CharField(_("goal"), max_length=300)
    measure = models.CharField(_("how we will know"), max_length=300, blank=True)
    due_on = models.DateField(_("to be reached by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=GoalState.choices, default=GoalState.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_note = models.TextField(_("result"), blank=True)
    handed_over_to = models.CharField(_("handed over to"), max_length=200, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="goal_closed_has_day", condition=Q(state="open", closed_on=None) | ~Q(state="open")
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.state == GoalState.OPEN


class Step(OfCase):
    """One thing that somebody does for a goal. The owner is a colleague, or somebody else by words
    ("the grandmother")."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="steps")
    text = models.CharField(_("step"), max_length=300)
    owner = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    owner_text = models.CharField(_("who else"), max_length=120, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=StepState.choices, default=StepState.TODO)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text
