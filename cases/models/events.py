"""Turns of a life, each with a checklist; the closing of a case and its reopening."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Profile
from cases.enums import ClosureReason, ClosureState, LifeEventKind, TaskEffect, Told
from cases.querysets import OfCaseQuerySet

from .base import OfCase


class LifeEvent(OfCase):
    """Something that changes what the case is about. ``effect`` says what becomes of open tasks."""

    kind = models.CharField(_("what happened"), max_length=16, choices=LifeEventKind.choices)
    happened_on = models.DateField(_("day"))
    note = models.TextField(_("what is known"), blank=True)
    effect = models.CharField(_("effect on tasks"), max_length=12, choices=TaskEffect.choices)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-id"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class LifeEventItem(OfCase):
    """One thing to see to after an event; ``code`` is its line in cases/life_events.py."""

    event = models.ForeignKey(LifeEvent, models.PROTECT, related_name="items")
    code = models.CharField(max_length=30)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["event", "code"], name="life_event_item_once")]

    def __str__(self) -> str:
        return self.code


class Closure(OfCase):
    """One closing of a case: asked for by one, decided by another, perhaps undone later. None is ever removed."""

    state = models.CharField(_("state"), max_length=10, choices=ClosureState.choices, default=ClosureState.REQUESTED)
    reason = models.CharField(_("reason"), max_length=16, choices=ClosureReason.choices)
    explanation = models.TextField(_("explanation"))
    person_told = models.CharField(_("the person was told"), max_length=16, choices=Told.choices)
    caregiver_told = models.CharField(_("the caregiver was told"), max_length=16, choices=Told.choices)
    goals_reached = models.PositiveSmallIntegerField(default=0, editable=False)
    goals_total = models.PositiveSmallIntegerField(default=0, editable=False)
    requested_by = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    comments = models.TextField(_("comments of the supervisor"), blank=True)
    reopened_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    reopened_at = models.DateTimeField(_("reopened"), null=True, blank=True)
    reopen_reason = models.TextField(_("reason of the reopening"), blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="requested"), name="closure_one_waiting"),
            models.CheckConstraint(
                name="closure_not_decided_by_who_asked",
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_state_display())
