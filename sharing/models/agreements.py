"""What was signed with an agency. No person's data."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.models import Agency, Profile
from cases.enums import SharingPurpose
from cases.models.base import Stamped
from sharing.querysets import AgreementQuerySet

#: So long before its end an agreement is marked.
WARN_AHEAD = timedelta(days=30)


class Agreement(Stamped):
    """A paper signed with an agency: which fields it may get, for which purpose, from when until when."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="agreements", verbose_name=_("agency"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=SharingPurpose.choices)
    fields = ArrayField(models.CharField(max_length=60), verbose_name=_("fields"))
    starts_on = models.DateField(_("from"))
    until = models.DateField(_("until"))
    signatory = models.CharField(_("signed by"), max_length=160)
    document_number = models.CharField(_("number of the document"), max_length=80)
    ended_at = models.DateTimeField(_("ended early"), null=True, blank=True)
    paper_key = models.CharField(max_length=80, blank=True, editable=False)
    paper_name = models.CharField(_("document"), max_length=120, blank=True, editable=False)
    paper_type = models.CharField(max_length=100, blank=True, editable=False)
    # Who sees to it that it is signed anew; ``warned_at``: when that became her task, ``settled_at``: when it was done.
    responsible = models.ForeignKey(
        Profile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible")
    )
    warned_at = models.DateTimeField(null=True, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(Profile, models.PROTECT, null=True, related_name="+", editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "purpose", "-until"]
        indexes = [models.Index(fields=["agency", "purpose"], name="agreement_agency_purpose")]
        constraints = [
            models.CheckConstraint(name="agreement_term", condition=models.Q(until__gte=models.F("starts_on")))
        ]

    def __str__(self) -> str:
        return self.document_number

    def in_force(self, on: date | None = None) -> bool:
        """The same answer as the queryset's ``in_force``, for a row at hand."""
        return self.ended_at is None and self.starts_on <= (on or clock.today()) <= self.until

    @property
    def ends_soon(self) -> bool:
        """In force, and its end is no more than 30 days away: time to sign it anew."""
        return self.in_force() and self.until <= clock.today() + WARN_AHEAD

    @property
    def waits_for_renewal(self) -> bool:
        """A task of who is responsible: sign it anew, or let it end."""
        return self.warned_at is not None and self.settled_at is None and self.ended_at is None
