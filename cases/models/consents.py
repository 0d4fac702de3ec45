"""Consent to share: who agreed, to which agency, for what, which kinds of data, until when; and consent to be helped.

A refusal is a row as well: it is kept, it is never shared, and it blocks no service.
"""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.models import Agency, Profile
from cases.enums import (
    Assent,
    ConsentDecision,
    ConsentGiver,
    ConsentLapse,
    ConsentManner,
    DataKind,
    ServiceArea,
    ServiceDecision,
    SharingPurpose,
)
from cases.querysets import ConsentQuerySet, OfCaseQuerySet

from .base import OfCase


class Decision(OfCase):
    """Who decided, and how: the same for sharing and for help."""

    given_by = models.CharField(_("given by"), max_length=10, choices=ConsentGiver.choices, blank=True)
    giver_name = models.CharField(_("name of the one who decided"), max_length=160, blank=True)
    assent = models.CharField(_("the child's own word"), max_length=10, choices=Assent.choices, blank=True)
    assent_note = models.TextField(_("what the child said"), blank=True)
    manner = models.CharField(_("how given"), max_length=10, choices=ConsentManner.choices, blank=True)
    witness = models.CharField(_("witness"), max_length=160, blank=True)
    language = models.CharField(_("language it was explained in"), max_length=10, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=160, blank=True)
    document = models.ForeignKey(
        "cases.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed paper")
    )

    class Meta:
        abstract = True


class ServiceConsent(Decision):
    """A person's word on casework itself, or on one of the services; the newest of an area counts.

    Nobody has to give a reason, and nothing is taken away for a refusal. It is never shared.
    """

    area = models.CharField(_("what it is about"), max_length=14, choices=ServiceArea.choices)
    decision = models.CharField(_("decision"), max_length=10, choices=ServiceDecision.choices)
    decided_on = models.DateField(_("on"))
    note = models.TextField(_("what she said"), blank=True)
    replaced_at = models.DateTimeField(null=True, editable=False)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "area"], condition=models.Q(replaced_at=None), name="service_consent_one_counts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_area_display()}: {self.get_decision_display()}"


class Consent(Decision):
    """One decision. ``assent_blocks``: a child of 12 or more did not agree, so her caregiver's word is not enough.

    An override in the child's best interests is a row of its own: written by one, agreed by a supervisor who is
    not the one that wrote it.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("agency"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=SharingPurpose.choices)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=DataKind.choices), verbose_name=_("kinds of data"), default=list
    )
    decision = models.CharField(_("decision"), max_length=10, choices=ConsentDecision.choices)
    assent_blocks = models.BooleanField(default=False, editable=False)
    given_on = models.DateField(_("on"))
    until = models.DateField(_("until"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.TextField(_("why withdrawn"), blank=True)
    # A newer decision for the same agency and purpose; what this one covers alone ends (sharing/sql.py).
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    lapsed = models.CharField(_("why lapsed"), max_length=10, choices=ConsentLapse.choices, blank=True, editable=False)
    override_reason = models.TextField(_("why it is in the child's best interests"), blank=True)
    override_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    override_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["case", "agency", "purpose"], name="consent_case_agency"),
            models.Index(
                fields=["id"], name="consent_override_waiting",
                condition=models.Q(decision="override", override_by=None),
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(name="consent_term", condition=models.Q(until__gte=models.F("given_on"))),
            models.CheckConstraint(
                name="consent_override_second_person",
                condition=models.Q(override_by=None) | ~models.Q(override_by=models.F("created_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_decision_display()}"

    def in_force(self, on: date | None = None) -> bool:
        """The same answer as the queryset's ``in_force``, for a row at hand."""
        day = on or clock.today()
        agreed = (self.decision == ConsentDecision.GIVEN and not self.assent_blocks) or (
            self.decision == ConsentDecision.OVERRIDE and self.override_by_id is not None
        )
        return agreed and self.withdrawn_at is None and self.given_on <= day <= self.until

    @property
    def state(self) -> str:
        """One word for a list: in_force, waiting, refused, superseded, lapsed, withdrawn, blocked, ended, future."""
        if self.lapsed:
            return "superseded" if self.lapsed == ConsentLapse.SUPERSEDED else "lapsed"
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.decision == ConsentDecision.REFUSED:
            return "refused"
        if self.decision == ConsentDecision.OVERRIDE and self.override_by_id is None:
            return "waiting"
        if self.decision == ConsentDecision.GIVEN and self.assent_blocks:
            return "blocked"
        today = clock.today()
        return "ended" if self.until < today else "future" if self.given_on > today else "in_force"

    @property
    def kind_labels(self) -> list[str]:
        return [str(DataKind(kind).label) for kind in self.kinds if kind in DataKind.values]
