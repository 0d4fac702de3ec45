"""The case of a person, its risk, and the one list of everything that happened in it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Level
from accounts.models import Office, Profile
from cases.enums import CaseStatus, Risk, ServiceArea
from cases.querysets import CaseQuerySet, TimelineQuerySet

from .arrivals import Arrival
from .base import OfCase, Stamped
from .families import Family
from .persons import Person


class Case(Stamped):
    """One person's case. What lists scope and sort by stands on this row (design §3): ``region`` is the office's
    region, ``worker`` the one case worker, ``next_due_at`` the day of the earliest open task."""

    number = models.CharField(max_length=9, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    family = models.ForeignKey(Family, models.PROTECT, null=True, blank=True, related_name="cases")
    arrival = models.ForeignKey(Arrival, models.PROTECT, null=True, blank=True, related_name="cases")
    office = models.ForeignKey(Office, models.PROTECT, related_name="cases")
    region = models.ForeignKey(Office, models.PROTECT, related_name="+")
    worker = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="cases")
    status = models.CharField(_("status"), max_length=16, choices=CaseStatus.choices, default=CaseStatus.REGISTERED)
    risk = models.CharField(_("risk"), max_length=6, choices=Risk.choices, default=Risk.UNSET)
    restricted = models.BooleanField(_("restricted"), default=False)
    unaccompanied = models.BooleanField(_("unaccompanied child"), default=False)
    # What she refuses now (ServiceArea): her word stands in ServiceConsent, and here what planner and figures ask for.
    refused = ArrayField(
        models.CharField(max_length=14, choices=ServiceArea.choices), verbose_name=_("refused"), default=list,
        db_default=[], editable=False,
    )  # fmt: skip
    historic = models.BooleanField(_("arrived long before registration"), default=False)
    on_hold_until = models.DateField(_("on hold until"), null=True, blank=True)
    on_hold_reason = models.TextField(_("reason of the hold"), blank=True)
    destination_region = models.CharField(_("destination region"), max_length=4, blank=True)
    destination_district = models.CharField(_("destination district"), max_length=120, blank=True)
    arrived_on = models.DateField(_("arrived on"), null=True, blank=True)
    arrival_presence = models.CharField(max_length=10, blank=True)
    next_due_at = models.DateField(_("next due"), null=True, blank=True)
    last_visit_on = models.DateField(_("last visit"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    anonymised_on = models.DateField(_("made anonymous"), null=True, blank=True, editable=False)

    #: Set by ``case_for`` for those who may close: a request to close it waits.
    closing_waits = False
    #: Set by ``case_for`` likewise: somebody is left out of what is decided for the child.
    leaves_out = False

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(fields=["worker", "-updated_at", "-id"], name="case_worker_recent"),
            models.Index(
                fields=["region", "-updated_at", "-id"], name="case_region_recent", condition=models.Q(restricted=False)
            ),
            models.Index(fields=["-updated_at", "-id"], name="case_recent", condition=models.Q(restricted=False)),
            models.Index(
                fields=["closed_at"], name="case_closed_named",
                condition=models.Q(closed_at__isnull=False, anonymised_on=None),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def on_hold(self) -> bool:
        """Whether the case rests today; it goes on by itself when its day has passed."""
        return self.on_hold_until is not None and self.on_hold_until >= timezone.localdate()

    @property
    def refused_labels(self) -> list[str]:
        """What she refuses, in words."""
        return [str(ServiceArea(area).label) for area in self.refused]

    def refuses(self, service: str = "") -> bool:
        """Does she refuse casework, or this service, now?"""
        return ServiceArea.CASEWORK in self.refused or service in self.refused

    @property
    def is_open(self) -> bool:
        return self.status != CaseStatus.CLOSED


class RiskAssessment(OfCase):
    """A human's decision on the level of risk, with its reason."""

    level = models.CharField(_("level"), max_length=6, choices=Risk.choices)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(Profile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.get_level_display())


class TimelineEntry(models.Model):
    """One line of the timeline. ``kind`` is a row of cases/timeline.py, ``details`` holds codes and numbers for its
    text; the content itself stays in the row it points to."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="timeline")
    at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=40)
    audience = models.CharField(max_length=20, choices=Level.choices, default=Level.CORE)
    author = models.ForeignKey(Profile, models.PROTECT, null=True, related_name="+")
    object_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict, blank=True)

    objects = TimelineQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["case", "-at", "-id"], name="timeline_case_recent")]

    def __str__(self) -> str:
        return self.kind
