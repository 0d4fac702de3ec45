"""The one shape of every record of support: case, author, dates, state.

A module's real differences stand in its models: fields, ``clean`` (what is refused), ``summary`` (one line
for a list), ``details`` (codes and numbers for the timeline). Nothing is deleted; a record is "entered in
error".
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.models.base import OfCase
from rehabilitation.ages import age_range
from rehabilitation.enums import RecordState
from rehabilitation.querysets import RecordQuerySet

Errors = dict[str, Any]


class Record(OfCase):
    """One thing that happened on one day."""

    on = models.DateField(_("date"), default=timezone.localdate)
    next_on = models.DateField(_("next due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=RecordState.choices, default=RecordState.VALID)
    error_reason = models.CharField(_("why it was an error"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    #: Properties that the API shows beside the fields.
    computed: ClassVar[tuple[str, ...]] = ()
    #: Questions asked only when a record is made: name → label (yes or no).
    options: ClassVar[dict[str, Any]] = {}
    #: Fields that tell parallel courses of one kind apart (each vaccine has its own next dose).
    thread: ClassVar[tuple[str, ...]] = ()
    #: How far ahead a record may be dated, in days.
    ahead: ClassVar[int] = 0

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.summary

    @property
    def summary(self) -> str:
        """The record in one line, in the reader's language."""
        raise NotImplementedError

    def settle(self) -> None:
        """Fill what derives from the values; the services call it before the values are checked."""

    def details(self) -> dict[str, Any]:
        """Codes and numbers for the line of the timeline."""
        return {}

    def refusals(self) -> Errors:
        """What is wrong with the values of this record, by field; the model's own rules."""
        return {}

    def clean(self) -> None:
        errors = {**self._date_refusals(), **self.refusals()}
        if errors:
            raise ValidationError(errors)

    def _date_refusals(self) -> Errors:
        found: Errors = {}
        if not isinstance(self.on, date):
            return found
        if self.on > timezone.localdate() + timedelta(days=self.ahead):
            found["on"] = _now("This date lies in the future.")
        born = self.case.person.birth_earliest
        if born and self.on < born:
            found["on"] = _now("This date lies before the birth.")
        if self.next_on and self.next_on < self.on:
            found["next_on"] = _now("This lies before the date of the record.")
        return found

    @classmethod
    def choices_for(cls, person: Any, record: Any) -> dict[str, list[tuple[str, Any]]]:
        """Choices that a form narrows for a person, by field; ``record`` is the one that is being changed, if any."""
        return {}

    @property
    def ages(self) -> tuple[int, int] | None:
        """Youngest and oldest possible age in full years on the day of the record; None where unknown."""
        person = self.case.person
        if not isinstance(self.on, date):
            return None
        return age_range(person.birth_earliest, person.birth_latest, self.on)

    def label_of(self, name: str) -> str:
        """The reader's word for the code in a field; empty for an empty one."""
        return str(getattr(self, f"get_{name}_display")()) if getattr(self, name) else ""


class Lasting(Record):
    """A record that runs from ``on`` until ``until``; on that day itself it no longer holds. Open where
    empty."""

    on = models.DateField(_("from"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    ahead: ClassVar[int] = 366

    class Meta:
        abstract = True
        ordering = ["-on", "-id"]

    def _date_refusals(self) -> Errors:
        found = super()._date_refusals()
        if self.until and isinstance(self.on, date) and self.until < self.on:
            found["until"] = _now("The end lies before the beginning.")
        return found

    @property
    def is_current(self) -> bool:
        """Runs today."""
        today = timezone.localdate()
        started = self.on <= today
        return self.state == RecordState.VALID and started and (self.until is None or self.until > today)


def joined(*parts: Any) -> str:
    """Parts of a line, the empty ones left out."""
    return " · ".join(str(part) for part in parts if part not in (None, ""))
