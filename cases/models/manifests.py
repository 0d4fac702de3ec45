"""A manifest: the file of a flight, its rows as uploaded, what was found and decided about each."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models import Office, Profile
from cases.enums import ManifestStatus, RowFate
from cases.manifest.codes import Outcome
from cases.querysets import ManifestQuerySet

from .arrivals import Arrival
from .base import Stamped
from .cases import Case
from .persons import Person


class Manifest(Stamped):
    """``region`` is that of the arrival's reception centre: who sees the manifest is one comparison with it.

    ``mapping`` is column index (as text) → field; ``titles`` are encrypted, because a sheet without a header has people
    there. ``content_hash`` finds the same content in another file. ``counts`` are people by outcome and fate.
    """

    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="manifests")
    region = models.ForeignKey(Office, models.PROTECT, related_name="+")
    revision_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="revisions")
    file_name = models.CharField(_("file"), max_length=120)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64, db_index=True)
    content_hash = models.CharField(max_length=64, blank=True, db_index=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ManifestStatus.choices, default=ManifestStatus.UPLOADED
    )
    titles_text = EncryptedTextField(null=True)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    accepting_since = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(Profile, models.PROTECT, null=True, blank=True, related_name="+")
    raw_until = models.DateField(_("file kept until"))

    objects = ManifestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def titles(self) -> list[str]:
        """The header's cells, one for each column of the sheet."""
        return list(json.loads(self.titles_text or "[]"))

    @property
    def columns(self) -> dict[int, str]:
        """Column index → field."""
        return {int(index): name for index, name in self.mapping.items()}


class ManifestFile(models.Model):
    """The raw file, encrypted; destroyed after 30 days (cases/jobs.py). No history: a copy there would outlive it."""

    manifest = models.OneToOneField(Manifest, models.PROTECT, primary_key=True, related_name="file")
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class ManifestRow(models.Model):
    """A row of the sheet: its mapped cells, what was found, what the user decided, whom it became.

    Cells are encrypted and lose the health note once the medical module has it. No history, for the file's reason;
    who decided and when stands on the row.
    """

    manifest = models.ForeignKey(Manifest, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    cells_text = EncryptedTextField(null=True)
    mended_text = EncryptedTextField(null=True)
    excluded = models.BooleanField(_("left out"), default=False)
    name_unknown = models.BooleanField(_("name unknown"), default=False)
    decided_by = models.ForeignKey(Profile, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    problems = models.JSONField(default=list)  # [[code, field], …]
    fate = models.CharField(max_length=10, choices=RowFate.choices, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["manifest", "number"], name="manifest_row_once")]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def cells(self) -> dict[str, str]:
        """Field → text as it stood in the file."""
        return _read(self.cells_text)

    @cells.setter
    def cells(self, value: dict[str, str]) -> None:
        self.cells_text = json.dumps(value, ensure_ascii=False)

    @property
    def mended(self) -> dict[str, str]:
        """Field → text that the user put in its place."""
        return _read(self.mended_text)

    @mended.setter
    def mended(self, value: dict[str, str]) -> None:
        self.mended_text = json.dumps(value, ensure_ascii=False)

    @property
    def codes(self) -> list[str]:
        """The codes found, sorted, each once."""
        return sorted({code for code, _field in self.problems})

    def result(self) -> dict[str, Any]:
        """The row as the command's ``--json`` and the API tell it."""
        return {"row": self.number, "outcome": self.outcome, "codes": self.codes}


def _read(text: str | None) -> dict[str, str]:
    return dict(json.loads(text)) if text else {}
