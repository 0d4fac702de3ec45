"""What is beside the records of each of the five: services for a need, and the state of each kind of
support."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.enums import Discipline
from cases.models.base import OfCase
from rehabilitation.enums import ServiceOutcome, ServiceStage, Tone
from rehabilitation.querysets import RecordQuerySet

from .base import Errors, Record, joined


class Service(Record):
    """A need, and what is done for it: requested on ``on``, delivered, with an outcome; ``next_on`` is the
    day by which it is expected."""

    module = models.CharField(_("kind of support"), max_length=20, choices=Discipline.choices)
    need = models.CharField(_("need"), max_length=200)
    what = models.CharField(_("service"), max_length=200)
    provider = models.CharField(_("provider"), max_length=160, blank=True)
    stage = models.CharField(
        _("stage"), max_length=9, choices=ServiceStage.choices, default=ServiceStage.REQUESTED, editable=False
    )
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True, editable=False)
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=ServiceOutcome.choices, blank=True, editable=False
    )
    outcome_note = models.CharField(_("outcome in words"), max_length=300, blank=True, editable=False)

    computed: ClassVar[tuple[str, ...]] = ("stage", "delivered_on", "outcome", "outcome_note")

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("service"), _("services")
        indexes = [models.Index(fields=["case", "module", "-on", "-id"], name="service_case")]

    @property
    def summary(self) -> str:
        return joined(self.need, self.what, self.provider, self.label_of("outcome") or self.label_of("stage"))

    def details(self) -> dict[str, Any]:
        return {"module": self.module}

    def refusals(self) -> Errors:
        if self.delivered_on and self.delivered_on < self.on:
            return {"delivered_on": _now("Delivered before it was requested.")}
        return {}


class SupportState(OfCase):
    """How one kind of support stands in one case: what a card and a family's row show, in one row.

    Written by the services after each change of a record, so that a page with five cards reads five rows
    and not twenty tables. ``code`` and ``details`` are read by rehabilitation/states.py; ``until`` is the
    day when the state stops being true by itself (a placement that ends)."""

    module = models.CharField(max_length=20, choices=Discipline.choices)
    code = models.CharField(max_length=30)
    tone = models.CharField(max_length=6, choices=Tone.choices)
    details = models.JSONField(default=dict, blank=True)
    last_on = models.DateField(null=True)
    last_kind = models.CharField(max_length=30, blank=True)
    next_on = models.DateField(null=True)
    until = models.DateField(null=True)
    open_services = models.PositiveSmallIntegerField(default=0)

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "module"], name="support_state_once")]
        indexes = [models.Index(fields=["module", "code"], name="support_state_code")]

    def __str__(self) -> str:
        return f"{self.module}: {self.code}"

    def is_over(self, on: date | None = None) -> bool:
        """The state has stopped being true by itself."""
        return self.until is not None and self.until <= (on or timezone.localdate())
