"""A revised manifest against the one before: added, changed, removed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from accounts.wordfold import fold_word
from cases import names
from cases.manifest.codes import Outcome
from cases.models import Manifest, ManifestRow

#: Not compared: the text of the one goes to the medical module, that of the other to a note, and both leave the row.
_NOT_COMPARED = frozenset({"health_note", "remarks"})


@dataclass(frozen=True)
class Change:
    """A person on both: ``fields`` are field → (before, now)."""

    row: ManifestRow
    before: ManifestRow
    fields: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Comparison:
    """What a revised manifest says against the one before. Skipped rows do not count."""

    added: Sequence[ManifestRow] = field(default_factory=tuple)
    changed: Sequence[Change] = field(default_factory=tuple)
    removed: Sequence[ManifestRow] = field(default_factory=tuple)
    unchanged: int = 0


def manifest_compare(manifest: Manifest) -> Comparison:
    """Compare with the manifest that this one revises; without one, everybody is added."""
    rows = [row for row in manifest.rows.order_by("number") if row.outcome != Outcome.SKIPPED]
    pairs = {new.pk: old for new, old in pairs_of(manifest, rows)}
    changes = [Change(row, pairs[row.pk], differences(row, pairs[row.pk])) for row in rows if row.pk in pairs]
    known = {old.pk for old in pairs.values()}
    return Comparison(
        added=[row for row in rows if row.pk not in pairs],
        changed=[change for change in changes if change.fields],
        removed=[row for row in _before(manifest) if row.pk not in known],
        unchanged=sum(1 for change in changes if not change.fields),
    )


def differences(row: ManifestRow, before: ManifestRow) -> dict[str, tuple[str, str]]:
    """Field → (before, now) of what is told differently; case and blanks do not count."""
    now, then = told_of(row), told_of(before)
    return {
        name: (then.get(name, ""), now.get(name, ""))
        for name in sorted({*now, *then} - _NOT_COMPARED)
        if fold_word(then.get(name, "")) != fold_word(now.get(name, ""))
    }


def told_of(row: ManifestRow) -> dict[str, str]:
    """The cells as mended."""
    return {name: text for name, text in {**row.cells, **row.mended}.items() if text}


def _before(manifest: Manifest) -> list[ManifestRow]:
    if manifest.revision_of_id is None:
        return []
    return [
        row
        for row in ManifestRow.objects.filter(manifest_id=manifest.revision_of_id).order_by("number")
        if row.outcome != Outcome.SKIPPED and row.cells
    ]


def pairs_of(manifest: Manifest, rows: Sequence[ManifestRow]) -> Iterator[tuple[ManifestRow, ManifestRow]]:
    """The same person on both manifests: by her papers, else by names and birth date, else by given name within the
    family, else by the place in the family. Each row has one partner at most."""
    free = {row.pk: row for row in _before(manifest)}
    left = [row for row in rows if row.outcome != Outcome.SKIPPED and row.cells]
    for key_of in (_papers, _exactly, _in_family, _place):
        places: dict[object, list[ManifestRow]] = defaultdict(list)
        for old in free.values():
            for key in key_of(told_of(old)):
                places[key].append(old)
        rest = []
        for new in left:
            # A key that several of the old rows share says nothing.
            alone = [places[key][0] for key in key_of(told_of(new)) if len(places[key]) == 1]
            partner = next((old for old in alone if old.pk in free), None)
            if partner is None:
                rest.append(new)
            else:
                del free[partner.pk]
                yield new, partner
        left = rest


def _papers(told: Mapping[str, str]) -> list[object]:
    numbers = (fold_word(told.get("pinfl", "")), fold_word(told.get("document_no", "")))
    return [("paper", number) for number in numbers if sum(sign.isalnum() for sign in number) > 4]


def _name(told: Mapping[str, str], *fields: str) -> tuple[str, ...]:
    return tuple(sorted(names.tokens(*(told[one] for one in fields if told.get(one)))))


def _exactly(told: Mapping[str, str]) -> list[object]:
    name = _name(told, "surname", "given_name", "patronymic", "full_name")
    return [("name", name, fold_word(told.get("birth_date", "")))] if name else []


def _in_family(told: Mapping[str, str]) -> list[object]:
    name, family = _name(told, "given_name", "full_name"), told.get("family_no", "")
    return [("family", family, name)] if name and family else []


def _place(told: Mapping[str, str]) -> list[object]:
    parts = tuple(fold_word(told.get(one, "")) for one in ("family_no", "relation", "birth_date"))
    return [("place", *parts)] if all(parts) else []
