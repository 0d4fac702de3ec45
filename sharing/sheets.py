"""The sheet: what an agency sees, the same for preview, page, PDF and program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.enums import SharingPurpose

from .models import Release, Summary
from .registry import label, lines


@dataclass(frozen=True)
class SheetRow:
    code: str
    label: str
    lines: list[str]


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


def rows_of(content: Iterable[tuple[str, Any]]) -> list[SheetRow]:
    """A snapshot in the reader's language; what says nothing is left out."""
    rows = [SheetRow(code, label(code), lines(code, value)) for code, value in content]
    return [row for row in rows if row.lines]


def sheet_of_release(release: Release) -> Sheet:
    """The agency's copy as it reads it."""
    return Sheet(
        reference=release.reference, purpose=str(SharingPurpose(release.purpose).label), sender=release.sender,
        request=release.request, rows=rows_of(release.content), released_at=release.released_at,
        expires_at=release.expires_at,
    )  # fmt: skip


def sheet_of_summary(summary: Summary) -> Sheet:
    """The house's row as the agency reads it or will read it."""
    return Sheet(
        reference=summary.reference, purpose=str(SharingPurpose(summary.purpose).label),
        sender=summary.case.region.name, request=summary.request, rows=rows_of(summary.content),
        released_at=summary.released_at, expires_at=summary.expires_at,
    )  # fmt: skip
