"""What leaves under an agreement.

Two rows for each summary: ``Summary`` is the house's side and knows the case; ``Release`` is the copy that an agency
may read, with the agency's key on the row and nothing that leads back to the case (an agency's database role has
no right on Summary, nor on any table of the rooms to the left).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import Agency, Profile
from cases.enums import SharingPurpose
from cases.models import Consent, Document, Person
from cases.models.base import OfCase, Stamped
from cases.querysets import OfCaseQuerySet
from sharing.enums import AnswerKind, AnswerWay, Channel, EndReason, HandoverWay, LegalBasis, SummaryState
from sharing.querysets import AnswerQuerySet, DestructionQuerySet, ReleaseQuerySet

from .agreements import Agreement


def content_write(content: Iterable[tuple[str, Any]]) -> str:
    """A snapshot as the text that is encrypted in the column."""
    return json.dumps([[code, value] for code, value in content], ensure_ascii=False)


def content_read(text: str | None) -> list[tuple[str, Any]]:
    """A snapshot; empty once it was erased."""
    return [(code, value) for code, value in json.loads(text or "[]")]


class AgencyReference(Stamped):
    """By what an agency knows a person: a number of its own, never the case's."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="agency_references")
    reference = models.CharField(max_length=12, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "person"], name="reference_once")]

    def __str__(self) -> str:
        return self.reference


class Summary(OfCase):
    """What a worker wants an agency to know. ``content`` is the snapshot that was previewed and is released as it
    stands: pairs of field code and value in the order of the disclosure table. It is ciphertext in the column,
    because it may repeat a telephone number, and ciphertext in the history."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("agency"))
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="summaries")
    consents = models.ManyToManyField(Consent, through="SummaryConsent", related_name="summaries")
    purpose = models.CharField(_("purpose"), max_length=20, choices=SharingPurpose.choices)
    reference = models.CharField(_("reference"), max_length=12)
    request = EncryptedTextField(_("what we ask of the agency"), null=True)
    sealed = EncryptedTextField(null=True)
    # Kept as they were on the day: the consent may end, the guardian change.
    legal_basis = models.CharField(
        _("legal basis"), max_length=14, choices=LegalBasis.choices, default=LegalBasis.CONSENT
    )
    authority = models.CharField(_("who holds authority over the child"), max_length=200, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=160, blank=True)
    expires_at = models.DateTimeField(_("until"))
    state = models.CharField(
        _("state"), max_length=10, choices=SummaryState.choices, default=SummaryState.BUILT
    )
    returned_reason = models.TextField(_("why returned"), blank=True)
    released_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(_("why ended"), max_length=10, choices=EndReason.choices, blank=True)
    end_note = models.TextField(_("note"), blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "summaries"
        indexes = [
            models.Index(fields=["case", "-id"], name="summary_case"),
            models.Index(fields=["-id"], name="summary_waiting", condition=models.Q(state="built")),
            models.Index(fields=["expires_at"], name="summary_running", condition=models.Q(state="released")),
        ]
        constraints = [
            models.CheckConstraint(
                name="summary_second_person",
                condition=models.Q(released_by=None) | ~models.Q(released_by=models.F("created_by")),
            ),
            models.CheckConstraint(
                name="summary_released_by_somebody",
                condition=~models.Q(state="released")
                | models.Q(released_by__isnull=False, released_at__isnull=False, ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.get_purpose_display()}"

    @property
    def content(self) -> list[tuple[str, Any]]:
        """The snapshot: field code and value."""
        return content_read(self.sealed)

    @property
    def is_running(self) -> bool:
        """The agency can read it now."""
        return self.state == SummaryState.RELEASED and timezone.now() < self.expires_at


class SummaryConsent(models.Model):
    """On which consents a summary rests. Its case stands here so that the row rule asks one table."""

    case_lookup = "summary__case"

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="bases")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="bases")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["summary", "consent"], name="basis_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Release(models.Model):
    """The agency's copy. Made by a release, ended by a trigger in the moment in which the summary ends; the row rule
    stops the reading at ``expires_at`` whether or not a job has run."""

    summary = models.OneToOneField(Summary, models.PROTECT, primary_key=True, related_name="release")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=20, choices=SharingPurpose.choices)
    reference = models.CharField(_("reference"), max_length=12)
    sender = models.CharField(_("sender"), max_length=160)
    legal_basis = models.CharField(
        _("legal basis"), max_length=14, choices=LegalBasis.choices, default=LegalBasis.CONSENT
    )
    request = EncryptedTextField(_("what we ask of you"), null=True)
    fields = ArrayField(models.CharField(max_length=60))
    sealed = EncryptedTextField(null=True)
    # What it tells otherwise than the version that the agency read last, which was received then.
    changes_sealed = EncryptedTextField(null=True, editable=False)
    changed_since = models.DateTimeField(null=True, editable=False)
    released_at = models.DateTimeField(_("received"))
    expires_at = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(max_length=10, choices=EndReason.choices, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-released_at", "-pk"]
        indexes = [
            models.Index(
                fields=["agency", "-released_at", "-summary"], name="release_agency_running",
                condition=models.Q(ended_at=None),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference

    @property
    def content(self) -> list[tuple[str, Any]]:
        """The snapshot: field code and value."""
        return content_read(self.sealed)

    @property
    def changes(self) -> dict[str, tuple[str, Any]]:
        """Field code → what kind of change (enums.Change), and the value that was read before."""
        found: dict[str, Any] = json.loads(self.changes_sealed) if self.changes_sealed else {}
        return {code: (kind, value) for code, (kind, value) in found.items()}


class Handover(Stamped):
    """A printed summary went to an agency that works on paper: to whom, when, how, and what they signed for it."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="handovers")
    handed_to = models.CharField(_("handed to"), max_length=160)
    way = models.CharField(_("how"), max_length=10, choices=HandoverWay.choices)
    handed_on = models.DateField(_("on"))
    receipt = models.CharField(_("number of the receipt"), max_length=80, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed receipt")
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.get_way_display())


class SummaryReading(models.Model):
    """One reading by an agency. The agency may add a row and nothing else, not even read it.
    ``code`` stands on the printed page, so that a page found in the street names its reader."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="readings")
    reader = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    channel = models.CharField(max_length=4, choices=Channel.choices)
    code = models.CharField(max_length=9, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["release", "-id"], name="reading_release"),
            models.Index(fields=["code"], name="reading_code", condition=~models.Q(code="")),
        ]

    def __str__(self) -> str:
        return self.code or str(self.pk)


class SummaryAnswer(models.Model):
    """What the agency says; ``reply`` is the office's word to a question. ``noticed_at``: the case's timeline and its
    worker know of it (sharing/jobs.py)."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="answers")
    kind = models.CharField(_("answer"), max_length=13, choices=AnswerKind.choices)
    text = models.TextField(_("text"), blank=True)
    service_on = models.DateField(_("service given on"), null=True, blank=True)
    # Of an agency that works on paper ``by`` is who wrote it down, ``told_by`` who said it there.
    way = models.CharField(_("how it came"), max_length=10, choices=AnswerWay.choices, default=AnswerWay.ONLINE)
    told_by = models.CharField(_("who said it"), max_length=160, blank=True)
    told_on = models.DateField(_("on"), null=True, blank=True)
    by = models.ForeignKey(Profile, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reply = models.TextField(_("reply"), blank=True)
    replied_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)
    noticed_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["release", "id"], name="answer_release"),
            models.Index(fields=["id"], name="answer_unnoticed", condition=models.Q(noticed_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Destruction(models.Model):
    """A request to an agency: destroy what you hold of a summary that ended before its time, and say so. Made by the
    trigger that ends the agency's copy. The agency no longer reads the copy; here it finds its own reference only."""

    release = models.OneToOneField(Release, models.PROTECT, primary_key=True, related_name="destruction")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=20, choices=SharingPurpose.choices)
    reference = models.CharField(_("reference"), max_length=12)
    sender = models.CharField(_("sender"), max_length=160)
    reason = models.CharField(_("why ended"), max_length=10, choices=EndReason.choices)
    asked_at = models.DateTimeField(_("asked"))
    destroyed_on = models.DateField(_("destroyed on"), null=True, blank=True)
    destroyed_by = models.CharField(_("destroyed by"), max_length=160, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    noticed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = DestructionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["agency", "-asked_at"], name="destruction_agency"),
            models.Index(fields=["asked_at"], name="destruction_open", condition=models.Q(confirmed_at=None)),
        ]

    def __str__(self) -> str:
        return self.reference
