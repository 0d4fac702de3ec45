"""Operation → phase → arrival: how people came home. No person's data stand here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from cases.enums import ArrivalKind
from cases.querysets import ArrivalQuerySet, OperationQuerySet

from .base import Stamped


class Operation(Stamped):
    """A return operation such as Mehr-3. Totals derive from records; ``official_figures`` lists what was published:
    ``source``, ``on`` (the day, ISO) and those of ``people``, ``women``, ``children``, ``orphans`` it tells.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    country = models.CharField(_("country"), max_length=2, default="UZ")
    official_figures = models.JSONField(_("official figures"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = OperationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class Phase(Stamped):
    """A part of an operation; most have one."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="phases")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    name = models.CharField(_("name"), max_length=80, blank=True)

    objects = OperationQuerySet.as_manager()

    class Meta:
        ordering = ["operation", "number"]
        constraints = [models.UniqueConstraint(fields=["operation", "number"], name="phase_once")]

    def __str__(self) -> str:
        return f"{self.operation} · {self.name or self.number}"


class Arrival(Stamped):
    """One flight or land crossing. ``date`` is the day of landing, planned or real."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="arrivals")
    kind = models.CharField(_("kind"), max_length=10, choices=ArrivalKind.choices, default=ArrivalKind.FLIGHT)
    date = models.DateField(_("date"))
    departed_from = models.CharField(_("from"), max_length=120, blank=True)
    place = models.CharField(_("place of arrival"), max_length=120, blank=True)
    reception_centre = models.ForeignKey(Office, models.PROTECT, related_name="arrivals")
    landed_at = models.DateTimeField(_("landed"), null=True, blank=True)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-id"]
        constraints = [models.UniqueConstraint(fields=["phase", "date", "kind", "place"], name="arrival_once")]

    def __str__(self) -> str:
        return f"{self.phase.operation} · {self.date:%Y-%m-%d}"
