"""Psychological: results by total, sessions with protected notes, safety alerts, agreed instructions.

Who may read what differs by table, so that the database can hold it: results, sessions and alerts are for the
psychologists of the case, the case worker and the supervisor; a note of a session for psychologists of the
case alone; an agreed instruction ("do not leave alone") for everybody on the case.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import Profile
from cases.models.base import OfCase
from cases.querysets import OfCaseQuerySet
from rehabilitation.ages import age_range
from rehabilitation.enums import AlertKind, AlertStage, Attendance, Instruction, RecordState, SessionKind
from rehabilitation.instruments import BANDS, CHOICES, INSTRUMENTS, read_total
from rehabilitation.querysets import RecordQuerySet

from .base import Errors, Record, joined


class InstrumentResult(Record):
    """A sitting by its total. No total means incomplete: nothing is ever imputed. ``band`` was read with
    the set of bands ``band_set``; ``positive`` asks for a service within 14 days."""

    instrument = models.CharField(_("instrument"), max_length=10, choices=CHOICES)
    total = models.PositiveSmallIntegerField(
        _("total"),
        null=True,
        blank=True,
        help_text=_("Leave empty where an answer is missing: the result is incomplete."),
    )
    safety_item = models.BooleanField(
        _("safety item positive"), default=False,
        help_text=_("PHQ-9, PHQ-A: item 9 or a question on suicide; ASQ: item 5. An alert is raised."),
    )  # fmt: skip
    band = models.CharField(_("band"), max_length=20, choices=list(BANDS.items()), blank=True, editable=False)
    band_set = models.CharField(max_length=20, blank=True, editable=False)
    positive = models.BooleanField(_("positive screen"), null=True, editable=False)

    computed: ClassVar[tuple[str, ...]] = ("band", "band_set", "positive")

    thread: ClassVar[tuple[str, ...]] = ("instrument",)

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("screening result"), _("screening results")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="result_case")]

    @property
    def summary(self) -> str:
        if self.total is None:
            return joined(self.label_of("instrument"), _now("incomplete"))
        return joined(f"{self.label_of('instrument')}: {self.total}", self.label_of("band"))

    def details(self) -> dict[str, Any]:
        return {"instrument": self.instrument}

    def settle(self) -> None:
        if self.instrument in INSTRUMENTS and not self.refusals():
            reading = read_total(self.instrument, self.total, safety=self.safety_item, version=self.band_set)
            self.band, self.band_set, self.positive = reading.band, reading.version, reading.positive

    def refusals(self) -> Errors:
        instrument = INSTRUMENTS.get(self.instrument)
        found: Errors = {}
        if instrument is None:
            return found
        if self.total is not None and self.total not in instrument.totals:
            found["total"] = _now("%(name)s cannot give this total (%(low)s to %(high)s).") % {
                "name": instrument.name, "low": min(instrument.totals), "high": max(instrument.totals),
            }  # fmt: skip
        if self.safety_item and not instrument.safety:
            found["safety_item"] = _now("%(name)s has no safety item.") % {"name": instrument.name}
        youngest, oldest = self.ages or instrument.ages
        if not instrument.fits(youngest, oldest):
            found["instrument"] = _now("%(name)s is for ages %(low)s to %(high)s.") % {
                "name": instrument.name, "low": instrument.ages[0], "high": instrument.ages[1],
            }  # fmt: skip
        return found

    @classmethod
    def choices_for(cls, person: Any, record: Any) -> dict[str, list[tuple[str, Any]]]:
        """Instruments for the age of the person."""
        ages = age_range(person.birth_earliest, person.birth_latest, timezone.localdate())
        fitting = [
            (one.code, one.name)
            for one in INSTRUMENTS.values()
            if ages is None or one.fits(*ages) or (record is not None and one.code == record.instrument)
        ]
        return {"instrument": [("", "---------"), *fitting]}

    @property
    def raises_alert(self) -> bool:
        """A positive safety item, or a positive ASQ."""
        return self.safety_item or (self.instrument == "asq" and bool(self.positive))


class Session(Record):
    """A sitting of therapy or counselling; what was said stands in its note."""

    kind = models.CharField(
        _("kind"), max_length=10, choices=SessionKind.choices, default=SessionKind.INDIVIDUAL
    )
    attendance = models.CharField(
        _("attendance"), max_length=9, choices=Attendance.choices, default=Attendance.ATTENDED
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MaxValueValidator(480)]
    )

    class Meta(Record.Meta):
        verbose_name, verbose_name_plural = _("session"), _("sessions")
        indexes = [models.Index(fields=["case", "-on", "-id"], name="session_case")]

    @property
    def summary(self) -> str:
        minutes = _now("%(count)s min") % {"count": self.minutes} if self.minutes else ""
        return joined(self.label_of("kind"), self.label_of("attendance"), minutes)

    def details(self) -> dict[str, Any]:
        return {"session_kind": self.kind}


class SessionNote(OfCase):
    """Protected: ciphertext, and readable in the database by psychologists of the case alone. Never
    changed: a correction is a further note."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="notes")
    text = EncryptedTextField(_("protected note"))

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("protected note"), _("protected notes")
        ordering = ["id"]
        indexes = [models.Index(fields=["session", "id"], name="session_note")]

    def __str__(self) -> str:
        return str(self.pk)


class SafetyAlert(OfCase):
    """A danger. It is acknowledged by somebody, and closed only with an outcome."""

    kind = models.CharField(_("kind"), max_length=10, choices=AlertKind.choices)
    acute = models.BooleanField(
        _("acute"),
        default=False,
        help_text=_("Now. The person must not be left alone until somebody has come."),
    )
    description = models.TextField(_("what happened"), blank=True)
    result = models.ForeignKey(InstrumentResult, models.PROTECT, null=True, blank=True, related_name="alerts")
    stage = models.CharField(_("stage"), max_length=12, choices=AlertStage.choices, default=AlertStage.OPEN)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.TextField(_("outcome"), blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("safety alert"), _("safety alerts")
        ordering = ["-id"]
        indexes = [models.Index(fields=["case", "-id"], name="alert_case")]
        constraints = [
            models.CheckConstraint(
                name="alert_closed_with_outcome",
                condition=~models.Q(stage=AlertStage.CLOSED)
                | (~models.Q(outcome="") & models.Q(closed_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return joined(self.get_kind_display(), _now("acute") if self.acute else "", self.get_stage_display())

    @property
    def is_open(self) -> bool:
        return self.stage != AlertStage.CLOSED


class AgreedInstruction(OfCase):
    """What everybody on the case is to do, without the reason. Holds until it is ended."""

    alert = models.ForeignKey(SafetyAlert, models.PROTECT, null=True, blank=True, related_name="instructions")
    instruction = models.CharField(_("instruction"), max_length=16, choices=Instruction.choices)
    text = models.CharField(
        _("in words"), max_length=200, blank=True,
        help_text=_("What to do, never why: everybody on the case reads this."),
    )  # fmt: skip
    state = models.CharField(max_length=8, choices=RecordState.choices, default=RecordState.VALID)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("agreed instruction"), _("agreed instructions")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["case", "-id"], name="instruction_case", condition=models.Q(ended_at=None))
        ]

    def __str__(self) -> str:
        if self.instruction == Instruction.OTHER:
            return self.text
        return joined(self.get_instruction_display(), self.text)
