"""What is written down and kept of a case: notes and papers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Level
from cases.clamd import scanner_is_set
from cases.enums import DocumentKind, NoteKind, ScanState
from cases.querysets import DocumentQuerySet, OfCaseQuerySet

from .base import OfCase


class Note(OfCase):
    """A remark of a day. It is not changed afterwards; a correction is another note. ``audience`` "carriers" hides
    it from specialists."""

    kind = models.CharField(_("kind"), max_length=12, choices=NoteKind.choices, default=NoteKind.NOTE)
    happened_on = models.DateField(_("day"))
    text = models.TextField(_("text"))
    audience = models.CharField(_("who may read it"), max_length=20, choices=Level.choices, default=Level.CORE)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-id"]
        indexes = [models.Index(fields=["case", "-happened_on", "-id"], name="note_case_recent")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Document(OfCase):
    """A paper, encrypted in the store under a name that tells nothing (``key``). ``file_name`` is the sender's name
    made harmless, ``media_type`` what the content is, whatever the name says. ``thumb_key`` is a small picture of a
    photograph. Who may open it, may not once the scanner found something, nor before it has looked."""

    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind.choices, default=DocumentKind.OTHER)
    title = models.CharField(_("title"), max_length=160, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    file_name = models.CharField(_("file name"), max_length=120, editable=False)
    media_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    key = models.CharField(max_length=80, unique=True, editable=False)
    thumb_key = models.CharField(max_length=80, blank=True, editable=False)
    scan = models.CharField(
        _("virus scan"), max_length=9, choices=ScanState.choices, default=ScanState.UNSCANNED, editable=False
    )
    scanned_at = models.DateTimeField(null=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["id"], name="document_unscanned", condition=models.Q(scan=ScanState.UNSCANNED))
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    @property
    def is_refused(self) -> bool:
        """The scanner found something; the content is destroyed."""
        return self.scan == ScanState.INFECTED

    @property
    def is_waiting(self) -> bool:
        """There is a scanner, and it has not looked yet."""
        return self.scan == ScanState.UNSCANNED and scanner_is_set()
