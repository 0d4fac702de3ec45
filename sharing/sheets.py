"""The sheet: what an agency sees, the same for preview, page, PDF and program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cases.enums import SharingPurpose
from sharing.enums import Change

from .models import Release, Summary
from .registry import label, lines


@dataclass(frozen=True)
class SheetRow:
    """``change`` is what a newer version tells otherwise (enums.Change), ``before`` what was read before."""

    code: str
    label: str
    lines: list[str]
    change: str = ""
    before: list[str] = field(default_factory=list)

    @property
    def change_word(self) -> str:
        return str(Change(self.change).label) if self.change else ""


@dataclass(frozen=True)
class Sheet:
    """``reference`` is the agency's own number for the person; nothing here leads to the case."""

    reference: str
    purpose: str
    sender: str
    request: str
    rows: list[SheetRow]
    released_at: datetime | None
    expires_at: datetime | None
    changed_since: datetime | None = None
    removed: list[str] = field(default_factory=list)


def rows_of(content: Iterable[tuple[str, Any]], changes: Mapping[str, tuple[str, Any]] | None = None) -> list[SheetRow]:
    """A snapshot in the reader's language; what says nothing is left out."""
    told = changes or {}
    rows = []
    for code, value in content:
        change, before = told.get(code, ("", None))
        read = lines(code, before) if before is not None else []
        rows.append(SheetRow(code, label(code), lines(code, value), change, read))
    return [row for row in rows if row.lines]


def sheet_of_release(release: Release) -> Sheet:
    """The agency's copy as it reads it."""
    return Sheet(
        reference=release.reference, purpose=str(SharingPurpose(release.purpose).label), sender=release.sender,
        request=release.request, rows=rows_of(release.content, release.changes), released_at=release.released_at,
        expires_at=release.expires_at, changed_since=release.changed_since, removed=removed_from(release),
    )  # fmt: skip


def removed_from(release: Release) -> list[str]:
    """The names of the fields that were read before and are no longer told."""
    return [label(code) for code, (change, _before) in release.changes.items() if change == Change.REMOVED]


def sheet_of_summary(summary: Summary) -> Sheet:
    """The house's row as the agency reads it or will read it."""
    return Sheet(
        reference=summary.reference, purpose=str(SharingPurpose(summary.purpose).label),
        sender=summary.case.region.name, request=summary.request, rows=rows_of(summary.content),
        released_at=summary.released_at, expires_at=summary.expires_at,
    )  # fmt: skip
