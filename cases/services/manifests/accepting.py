"""Accepting: the good rows become persons, families and cases, all in one transaction; nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import set_reason
from accounts.errors import Conflict
from accounts.models import Profile
from cases.enums import ManifestStatus, RowFate
from cases.manifest.checking import CheckedRow
from cases.manifest.codes import Outcome
from cases.manifest.persons import ManifestPerson
from cases.models import Case, Manifest, ManifestRow, Person
from cases.services.cases import cases_announce
from cases.services.persons import tokens_rebuild
from cases.signals import cases_changed

from .checking import counts_keep, manifest_check
from .comparing import differences, manifest_compare, pairs_of
from .making import Tell, entries_add, people_make, rows_settle

#: A field of the manifest → the fields of the person that follow it when a revised one tells it differently.
_PERSON_FIELDS = {
    "surname": ("surname",), "given_name": ("given_name",), "patronymic": ("patronymic",),
    "full_name": ("surname", "given_name", "patronymic"), "sex": ("sex",), "birth_place": ("birth_place",),
    "citizenship": ("citizenship",), "birth_date": ("birth_earliest", "birth_latest", "birth_precision"),
}  # fmt: skip
_CASE_FIELDS = ("destination_region", "destination_district")


def tell_nobody(step: str, done: int, total: int) -> None:
    """Progress for a caller who does not wait for it."""


@transaction.atomic
def manifest_accept(manifest: Manifest, *, by: Profile | None, tell: Tell = tell_nobody) -> Manifest:
    """Accept the rows that are good now; those in error wait until they are mended and accepted again.

    Rows that were accepted stay as they are, so a second call makes nothing twice. Of a revised manifest those whom
    the one before has already are changed where it tells something else, not made. Raises Conflict.
    """
    manifest = (
        Manifest.objects.select_for_update(of=("self",)).select_related("arrival__reception_centre").get(pk=manifest.pk)
    )
    if manifest.status == ManifestStatus.UNDONE:
        raise Conflict(_("This manifest was undone. Upload the file again."))
    if manifest.status == ManifestStatus.UPLOADED:
        raise Conflict(_("No column holds the names: say which one does."))
    set_reason(f"manifest {manifest.pk}")
    tell("checking", 0, 1)
    checked = manifest_check(manifest)
    rows = list(manifest.rows.order_by("number").select_related("person"))
    told = {one.row: one for one in checked}
    waiting = [row for row in rows if row.outcome == Outcome.ACCEPTED and not row.fate]
    if waiting:
        waiting = _known_before(manifest, waiting, told, by)
        cases = people_make(
            manifest, [(row, _person_of(told[row.number])) for row in waiting],
            old=_registered(rows, told), by=by, tell=tell,
        )  # fmt: skip
        cases_announce([case.pk for case in cases])
        counts_keep(manifest, rows)
    if waiting or manifest.status != ManifestStatus.ACCEPTED:
        manifest.status = ManifestStatus.ACCEPTED
        manifest.accepted_at, manifest.accepted_by = timezone.now(), by
        manifest.save(update_fields=["status", "accepted_at", "accepted_by", "updated_at"])
    set_reason("")
    return manifest


def _person_of(found: CheckedRow) -> ManifestPerson:
    if found.person is None:
        raise AssertionError("an accepted row has a person")
    return found.person


def _registered(
    rows: Sequence[ManifestRow], told: dict[int, CheckedRow]
) -> list[tuple[Person, ManifestPerson]]:
    """The people of the file who are registered and in sight: relatives of those who come now."""
    keys = [row.person_id for row in rows if row.fate]
    seen = Person.objects.in_bulk([key for key in keys if key is not None])
    return [
        (seen[row.person_id], person)
        for row in rows
        if row.fate and row.person_id in seen and (person := told[row.number].person) is not None
    ]


# --- A revised manifest ------------------------------------------------------------------------------------


def _known_before(
    manifest: Manifest, waiting: Sequence[ManifestRow], told: dict[int, CheckedRow], by: Profile | None
) -> list[ManifestRow]:
    """Settle the rows of people whom the manifest before has registered; returns the others."""
    if manifest.revision_of_id is None:
        return list(waiting)
    pairs = {new.pk: old for new, old in pairs_of(manifest, waiting)}
    settled = []
    for row in waiting:
        old = pairs.get(row.pk)
        if old is None or old.person_id is None or old.case_id is None:
            continue
        fields = differences(row, old)
        row.person_id, row.case_id = old.person_id, old.case_id
        row.fate = RowFate.CHANGED if fields else RowFate.SAME
        if fields and not _change(row, set(fields), _person_of(told[row.number]), by):
            row.fate = RowFate.SAME
        settled.append(row)
    rows_settle(settled)
    _removed_note(manifest, by)
    return [row for row in waiting if not row.fate]


def _change(row: ManifestRow, fields: set[str], told: ManifestPerson, by: Profile | None) -> bool:
    """Put what is told differently on person and case; False where they are out of sight (handed over)."""
    case = Case.objects.filter(pk=row.case_id or 0).select_related("person").first()
    if case is None:
        return False
    person = case.person
    born = told.birth
    values: dict[str, Any] = {
        "surname": told.surname, "given_name": told.given_name, "patronymic": told.patronymic,
        "sex": told.sex or person.sex, "birth_place": told.birth_place, "citizenship": told.citizenship,
        "birth_earliest": born.earliest if born else None, "birth_latest": born.latest if born else None,
        "birth_precision": born.precision if born else "",
    }  # fmt: skip
    names = [name for one in sorted(fields) for name in _PERSON_FIELDS.get(one, ())]
    for name in names:
        setattr(person, name, values[name])
    if names:
        person.name_unknown = not person.given_name
        person.save()
        tokens_rebuild(person)
    moved = [name for name in _CASE_FIELDS if name in fields]
    for name in moved:
        setattr(case, name, getattr(told, name))
    if moved:
        case.save(update_fields=[*moved, "updated_at"])
    entries_add("manifest_changed", [(case.pk, None)], by)
    cases_changed.send(Case, case_ids=[case.pk])
    return True


def _removed_note(manifest: Manifest, by: Profile | None) -> None:
    """A line in the timeline of those who are no longer on the list; what it means is for a person to decide."""
    keys = [row.case_id for row in manifest_compare(manifest).removed if row.case_id is not None]
    seen = Case.objects.filter(pk__in=keys).values_list("pk", flat=True)
    entries_add("manifest_removed", [(key, None) for key in seen], by)
