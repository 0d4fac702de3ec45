"""Overview: rows that a job counts anew each minute (insights/services/refresh.py), so that a page of figures over a
million cases reads a few thousand rows. Nothing here is a source: all of it can be thrown away and counted again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Profile
from cases.models import Arrival, Case

from .enums import PatternKind
from .querysets import RegionQuerySet


class _OfRegion(models.Model):
    """``restricted``: whether these are the restricted cases, which no list shows."""

    region = models.ForeignKey(Office, models.PROTECT, related_name="+")
    restricted = models.BooleanField(default=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        abstract = True


class Figure(_OfRegion):
    """``count`` of ``of``, for one measure and one key of its split (a level of risk, a kind of task, …).

    ``month``: the first day of the month in which the deadline fell or the event happened; empty for a state, which
    is as of the last refresh. ``of`` is 0 where a measure has no denominator.
    """

    measure = models.CharField(max_length=30)
    key = models.CharField(max_length=40, blank=True)
    arrival = models.ForeignKey(Arrival, models.PROTECT, null=True, related_name="+")
    month = models.DateField(null=True)
    count = models.IntegerField(default=0)
    of = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["region", "measure"], name="figure_region_measure")]

    def __str__(self) -> str:
        return f"{self.measure} {self.key}"


class WeekFigure(_OfRegion):
    """The states of one week (``week`` is its Monday), as they last stood in it: the trend."""

    week = models.DateField()
    measure = models.CharField(max_length=30)
    arrival = models.ForeignKey(Arrival, models.PROTECT, null=True, related_name="+")
    count = models.IntegerField(default=0)
    of = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["week", "region"], name="weekfigure_week_region")]

    def __str__(self) -> str:
        return f"{self.measure} {self.week:%Y-%m-%d}"


class WorkerLoad(_OfRegion):
    """What one worker carries: cases counted, families shown, what is overdue, the high risk that nobody visits."""

    worker = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    cases = models.IntegerField(_("cases"), default=0)
    families = models.IntegerField(_("families"), default=0)
    overdue = models.IntegerField(_("overdue"), default=0)
    high_unvisited = models.IntegerField(_("high risk without a visit"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker", "region", "restricted"], name="load_worker_once")
        ]
        indexes = [models.Index(fields=["region", "-overdue", "-id"], name="load_region_overdue")]

    def __str__(self) -> str:
        return str(self.pk)


class CaseFlag(_OfRegion):
    """One thing that a figure counts about one case, so that the list behind the figure is what was counted."""

    # Without a constraint: undoing a manifest removes its cases, and the next refresh what was counted of them.
    case = models.ForeignKey(Case, models.DO_NOTHING, related_name="flags", db_constraint=False)
    flag = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "flag"], name="flag_case_once")]
        indexes = [models.Index(fields=["flag", "region"], name="flag_region")]

    def __str__(self) -> str:
        return self.flag


class Target(models.Model):
    """What an indicator shall reach, in hundredths, where it differs from the shipped one."""

    indicator = models.CharField(max_length=30, unique=True)
    value = models.PositiveSmallIntegerField(_("target"))
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(Profile, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.indicator


class Refresh(models.Model):
    """When the rows were last counted, as of which day, and how long that took; ``whole_at``: with the months that
    are over and what the report alone reads. One row."""

    at = models.DateTimeField()
    whole_at = models.DateTimeField()
    day = models.DateField()
    took_ms = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class OddPattern(models.Model):
    """Somebody opened more than the thresholds bear (insights/thresholds.py): how many cases, within which span."""

    kind = models.CharField(_("what is odd"), max_length=12, choices=PatternKind.choices)
    user = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    begins_at = models.DateTimeField(_("when"))
    ends_at = models.DateTimeField()
    count = models.PositiveIntegerField(_("cases"))
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)
    reviewed_by = models.ForeignKey(Profile, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["-id"], name="pattern_waiting", condition=models.Q(reviewed_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["kind", "user", "begins_at"], name="pattern_once"),
            models.CheckConstraint(
                name="pattern_reviewed_by_another",
                condition=models.Q(reviewed_by=None) | ~models.Q(reviewed_by=models.F("user")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.begins_at:%Y-%m-%d %H:%M}"
