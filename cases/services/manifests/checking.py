"""The rows of a manifest against the rules, against each other and against everybody known here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Profile
from cases.enums import ManifestStatus, RowFate
from cases.manifest.checking import CheckedRow, Decision, check_lines
from cases.manifest.codes import Outcome
from cases.manifest.columns import FIELDS, Line
from cases.manifest.persons import ManifestPerson
from cases.models import Manifest, ManifestRow
from cases.services.bulk import columns_update

from .matching import known_persons, matches_of


@transaction.atomic
def manifest_check(manifest: Manifest) -> list[CheckedRow]:
    """Check all rows under what was decided, and keep outcome and findings of those not accepted yet."""
    rows = list(manifest.rows.order_by("number"))
    checked = check_rows(manifest, rows)
    changed = []
    for row, found in zip(rows, checked, strict=True):
        problems = [[problem.code.value, problem.field] for problem in found.problems]
        if row.fate or (row.outcome == found.outcome and row.problems == problems):
            continue
        row.outcome, row.problems = found.outcome, problems
        changed.append(row)
    columns_update(
        "cases_manifestrow",
        [row.pk for row in changed],
        {
            "outcome": ("text", [str(row.outcome) for row in changed]),
            "problems": ("jsonb", [json.dumps(row.problems) for row in changed]),
        },
    )
    counts_keep(manifest, rows)
    return checked


def check_rows(manifest: Manifest, rows: Sequence[ManifestRow]) -> list[CheckedRow]:
    """The rows checked, in their order, nothing kept."""
    lines = [Line(row.number, row.cells) for row in rows]
    decisions = {
        row.number: Decision(row.mended, row.excluded, row.name_unknown)
        for row in rows
        if row.excluded or row.name_unknown or row.mended_text
    }
    settled = {row.number for row in rows if row.fate}
    # A person of the manifest that this one revises is no match but the same.
    before = set() if manifest.revision_of_id is None else revised_numbers(manifest, rows)

    def find_matches(persons: Sequence[ManifestPerson], /) -> list[bool]:
        asked = [person for person in persons if person.row not in settled | before]
        known = known_persons(asked)
        return [bool(known.get(person.row)) for person in persons]

    return check_lines(
        lines, today=timezone.localdate(), arrived_on=manifest.arrival.date, decisions=decisions,
        find_matches=find_matches,
    )  # fmt: skip


def revised_numbers(manifest: Manifest, rows: Sequence[ManifestRow]) -> set[int]:
    """The rows whose person stood on the revised manifest and is registered."""
    from .comparing import pairs_of

    return {new.number for new, old in pairs_of(manifest, rows) if old.person_id is not None}


def counts_keep(manifest: Manifest, rows: Sequence[ManifestRow]) -> None:
    """Keep the people by outcome, and how many were made."""
    counts: Counter[str] = Counter(row.outcome for row in rows)
    counts["warnings"] = sum(1 for row in rows if row.outcome == Outcome.ACCEPTED and row.problems)
    counts["made"] = sum(1 for row in rows if row.fate == RowFate.MADE)
    counts["waiting"] = sum(1 for row in rows if row.outcome == Outcome.ACCEPTED and not row.fate)
    fresh = dict(sorted(counts.items()))
    if fresh != manifest.counts:
        manifest.counts = fresh
        manifest.save(update_fields=["counts", "updated_at"])


@transaction.atomic
def manifest_decide(
    manifest: Manifest,
    *,
    row: int,
    by: Profile,
    cells: Mapping[str, str] | None = None,
    excluded: bool | None = None,
    name_unknown: bool | None = None,
) -> ManifestRow:
    """Mend cells of a row (field → text), leave it out, or say that the name is unknown; all rows are checked anew.

    What is None stays as it was. Raises NotFound for a row that is not there, Invalid for an unknown field, Conflict
    for a row or a manifest that is settled.
    """
    found = manifest.rows.select_for_update().filter(number=row).first()
    if found is None or not found.cells:
        raise NotFound
    if manifest.status == ManifestStatus.UNDONE or found.fate:
        raise Conflict(_("This row is settled already."))
    if cells is not None:
        unknown = set(cells) - set(FIELDS)
        if unknown:
            raise Invalid(fields={"cells": _("There is no such column.")})
        found.mended = {**found.mended, **{name: text.strip() for name, text in cells.items()}}
    if excluded is not None:
        found.excluded = excluded
    if name_unknown is not None:
        found.name_unknown = name_unknown
    found.decided_by, found.decided_at = by, timezone.now()
    found.save(update_fields=["mended_text", "excluded", "name_unknown", "decided_by", "decided_at"])
    manifest_check(manifest)
    found.refresh_from_db()
    return found


def row_matches(manifest: Manifest, rows: Sequence[ManifestRow]) -> dict[int, list[int]]:
    """For rows with a possible match: the persons in sight whom they may be."""
    asked = [row for row in rows if "possible_match" in row.codes]
    if not asked:
        return {}
    lines = [Line(row.number, {**row.cells, **row.mended}) for row in asked]
    persons = [one.person for one in check_lines(lines, today=timezone.localdate()) if one.person]
    return {row: sorted(found) for row, found in matches_of(persons).items()}
