"""What a person may ask of the house about herself, what she may complain of, and what authorities demand.

All words are encrypted in the column. The data protection officer decides requests and demands and sees no case; a
complaint goes past the whole house to the Ombudsman's office.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.fields import EncryptedTextField
from accounts.models import Office, Profile
from cases.enums import KeptWhy, RetentionKind
from cases.models.base import OfCase, Stamped
from sharing.enums import DecisionState, RightKind, ToldPerson
from sharing.querysets import DemandQuerySet, PersonRequestQuerySet


class Decided(models.Model):
    """Open until somebody has decided; then with her words."""

    state = models.CharField(_("state"), max_length=8, choices=DecisionState.choices, default=DecisionState.OPEN)
    answer = EncryptedTextField(_("answer"), null=True, blank=True)
    decided_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.state == DecisionState.OPEN


class PersonRequest(OfCase, Decided):
    """A right that somebody uses: access, correction, restriction, erasure. ``number`` repeats the case's number for
    the data protection officer, who sees no case. ``outcome`` of an erasure: the kinds of data that went, and what
    stays, until when and why."""

    number = models.CharField(_("case"), max_length=9, editable=False)
    kind = models.CharField(_("what is asked"), max_length=11, choices=RightKind.choices)
    asked_by = EncryptedTextField(_("who asks"), null=True)
    text = EncryptedTextField(_("in her words"), null=True)
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("to be answered by"))
    outcome = models.JSONField(default=dict, editable=False)

    objects = PersonRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["due_on"], name="request_open", condition=models.Q(state="open"))]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_kind_display()}"

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < clock.today()

    @property
    def goes(self) -> list[str]:
        """The kinds of data that go, or went, by this request, in words."""
        return [str(RetentionKind(kind).label) for kind in self.outcome.get("goes", ())]

    @property
    def kept(self) -> list[dict[str, Any]]:
        """What stays: kind of data and reason in words, and the day until when, where there is one."""
        return [
            {
                "label": str(RetentionKind(row["kind"]).label), "words": str(KeptWhy(row["why"]).label),
                "until": date.fromisoformat(row["until"]) if row["until"] else None,
            }
            for row in self.outcome.get("kept", ())
        ]  # fmt: skip


class Demand(Stamped, Decided):
    """The police, a court or a security service demands data. Decided by the data protection officer alone; only the
    least that the law asks for is given, and the person is told where that is lawful."""

    authority = models.CharField(_("authority"), max_length=200)
    reference = models.CharField(_("their number"), max_length=80, blank=True)
    received_on = models.DateField(_("received on"))
    legal_basis = models.CharField(_("legal basis that they name"), max_length=300, blank=True)
    text = EncryptedTextField(_("what is demanded"))
    released = EncryptedTextField(_("what was given, no more than the law asks for"), null=True, blank=True)
    told = models.CharField(_("was the person told"), max_length=12, choices=ToldPerson.choices, blank=True)
    told_note = EncryptedTextField(_("why not"), null=True, blank=True)

    objects = DemandQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.authority


class Complaint(models.Model):
    """Said to the Ombudsman's office, past the whole house; nobody's name need stand in it. No history: it would keep
    when and from which request it came."""

    code = models.CharField(max_length=9)
    region = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")
    text = EncryptedTextField(_("what happened"))
    contact = EncryptedTextField(_("how to reach you"), null=True, blank=True)
    made_on = models.DateField(_("made on"))
    state = models.CharField(_("state"), max_length=8, choices=DecisionState.choices, default=DecisionState.OPEN)
    answer = EncryptedTextField(_("what was done"), null=True, blank=True)
    closed_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.code
