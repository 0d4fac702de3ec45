"""The people of a manifest become persons, families, kin and cases, in a few statements for thousands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.crypto import keyed_hash
from accounts.enums import Level
from accounts.errors import Conflict
from accounts.models import Profile
from cases import names
from cases.dates import age_range
from cases.enums import IdentifierKind, NoteKind, Relation, RowFate
from cases.manifest.codes import Code
from cases.manifest.persons import ManifestPerson, split_full_name
from cases.manifest.relatives import ADULT_AGE, family_key
from cases.models import (
    Arrival,
    Case,
    Family,
    FamilyMember,
    Identifier,
    Kinship,
    Manifest,
    ManifestRow,
    NameToken,
    Note,
    Person,
    PersonName,
    TimelineEntry,
)
from cases.numbers import number_new
from cases.services.bulk import ciphertext, columns_update
from cases.services.households import by_sex
from cases.signals import health_noted
from cases.timeline import KINDS

from .kin import Member, kin_of

BATCH = 500
_TRIES = 5
#: An arrival that lies longer back is historic: its clocks start today (tasks).
HISTORIC_DAYS = 365
_CAREGIVERS = frozenset({
    Relation.MOTHER, Relation.FATHER, Relation.GRANDMOTHER, Relation.GRANDFATHER, Relation.AUNT, Relation.UNCLE,
    Relation.WIFE, Relation.HUSBAND, Relation.GUARDIAN,
})  # fmt: skip
_CHILDREN = frozenset({Relation.SON, Relation.DAUGHTER, Relation.CHILD, Relation.GRANDCHILD, Relation.WARD})
_ALPHA_2 = {
    "UZB": "UZ", "KAZ": "KZ", "KGZ": "KG", "TJK": "TJ", "TKM": "TM", "RUS": "RU", "AZE": "AZ", "TUR": "TR",
    "SYR": "SY", "IRQ": "IQ", "AFG": "AF", "PAK": "PK", "IRN": "IR", "UKR": "UA",
}  # fmt: skip

#: Called with the step at hand, how many are done and how many there are.
Tell = Callable[[str, int, int], None]


@dataclass
class Newcomer:
    """A row of the manifest on its way to a case."""

    row: ManifestRow
    told: ManifestPerson
    person: Person = field(default_factory=Person)
    family: Family | None = None
    case: Case = field(default_factory=Case)


@dataclass
class Household:
    """The newcomers of one family of the file, and its people who were registered before."""

    family: Family | None = None
    old: list[tuple[Person, ManifestPerson]] = field(default_factory=list)
    new: list[Newcomer] = field(default_factory=list)


def people_make(
    manifest: Manifest,
    todo: Sequence[tuple[ManifestRow, ManifestPerson]],
    *,
    old: Sequence[tuple[Person, ManifestPerson]],
    by: Profile | None,
    tell: Tell,
) -> list[Case]:
    """Make everything for these rows. ``old`` are the people of the same file who are registered already."""
    newcomers = [Newcomer(row, told) for row, told in todo]
    steps: list[tuple[str, Callable[[], None]]] = [
        ("persons", lambda: _persons(newcomers, manifest, by)),
        ("families", lambda: _families(_households(newcomers, old), manifest.arrival, by)),
        ("cases", lambda: _cases(newcomers, manifest, by)),
        ("rows", lambda: _rows(newcomers)),
        ("notes", lambda: _notes(newcomers, manifest, by)),
    ]
    for done, (name, step) in enumerate(steps):
        tell(name, done * len(newcomers), len(steps) * len(newcomers))
        step()
    return [one.case for one in newcomers]


def bulk(model: type[models.Model], rows: Iterable[Any]) -> list[Any]:
    """Insert rows in batches; a generator is not held as a whole."""
    made: list[Any] = []
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        made += model._default_manager.bulk_create(batch)
    return made


# --- Persons -----------------------------------------------------------------------------------------------


def _persons(newcomers: Sequence[Newcomer], manifest: Manifest, by: Profile | None) -> None:
    for one in newcomers:
        one.person = _person(one.told, by)
    bulk(Person, [one.person for one in newcomers])
    aliases = {one.row.pk: list(_aliases(one, by)) for one in newcomers}
    bulk(PersonName, [name for several in aliases.values() for name in several])
    region = manifest.region_id
    bulk(
        NameToken,
        (
            NameToken(person=one.person, token=token, region_id=region)
            for one in newcomers
            for token in _tokens(one.person, aliases[one.row.pk])
        ),
    )
    bulk(Identifier, (number for one in newcomers for number in _identifiers(one, by)))


def _person(told: ManifestPerson, by: Profile | None) -> Person:
    born = told.birth
    person = Person(
        surname=told.surname, given_name=told.given_name, patronymic=told.patronymic,
        name_unknown=told.name_unknown, sex=told.sex or "", birth_place=told.birth_place,
        citizenship=told.citizenship, phone=told.phone or None, created_by=by,
        birth_earliest=born.earliest if born else None, birth_latest=born.latest if born else None,
        birth_precision=born.precision if born else "",
    )  # fmt: skip
    person.script = names.detect_script(person.full_name)
    return person


def _aliases(one: Newcomer, by: Profile | None) -> Iterable[PersonName]:
    """The name in one cell where other columns tell it in another way: another script, another order."""
    full = one.row.mended.get("full_name") or one.row.cells.get("full_name", "")
    own = one.person.full_name
    if full and one.told.given_name and set(full.split()) != set(own.split()):
        surname, given, patronymic = split_full_name(full)
        name = PersonName(
            person=one.person, surname=surname, given_name=given, patronymic=patronymic, created_by=by,
            source=str(_("manifest")),
        )  # fmt: skip
        name.script = names.detect_script(str(name))
        yield name


def _tokens(person: Person, aliases: Sequence[PersonName]) -> list[str]:
    told: list[Person | PersonName] = [person, *aliases]
    parts = [part for name in told for part in (name.surname, name.given_name, name.patronymic)]
    return sorted(set(names.tokens(*filter(None, parts))))


def _identifiers(one: Newcomer, by: Profile | None) -> Iterable[Identifier]:
    told = one.told
    country = _ALPHA_2.get(told.citizenship, "")
    own = {"KAZ": IdentifierKind.IIN, "UZB": IdentifierKind.PINFL, "": IdentifierKind.PINFL}
    numbers = (
        (own.get(told.citizenship, IdentifierKind.OTHER), told.pinfl),
        (told.document_type or IdentifierKind.OTHER, told.document_no),
    )
    for kind, value in numbers:
        if any(sign.isalnum() for sign in value):
            yield Identifier(
                person=one.person, kind=kind, value=value, value_hash=keyed_hash(value), country=country,
                created_by=by,
            )  # fmt: skip


# --- Families and kin --------------------------------------------------------------------------------------


def _households(
    newcomers: Sequence[Newcomer], old: Sequence[tuple[Person, ManifestPerson]]
) -> list[Household]:
    """By the family number of the file; somebody without one is alone."""
    found: dict[str, Household] = defaultdict(Household)
    for one in newcomers:
        found[family_key(one.told)].new.append(one)
    current = dict(
        FamilyMember.objects.filter(person__in=[person for person, _told in old], left_on=None).values_list(
            "person_id", "family_id"
        )
    )
    families = Family.objects.in_bulk(set(current.values()))
    for person, told in old:
        household = found.get(family_key(told))
        if household is not None and (family := families.get(current.get(person.pk, 0))):
            household.old.append((person, told))
            household.family = household.family or family
    return list(found.values())


def _families(households: Sequence[Household], arrival: Arrival, by: Profile | None) -> None:
    fresh = [household for household in households if household.family is None]
    families = _numbered(Family, [Family(created_by=by) for _one in fresh])
    for household, family in zip(fresh, families, strict=True):
        household.family = family
    for household in households:
        for one in household.new:
            one.family = household.family
    bulk(FamilyMember, (_member(one, household, arrival, by) for household in households for one in household.new))
    bulk(
        Kinship,
        (
            Kinship(person_id=person, relative_id=relative, relation=relation, created_by=by)
            for household in households
            for (person, relative), relation in _links(household).items()
        ),
    )


def _member(one: Newcomer, household: Household, arrival: Arrival, by: Profile | None) -> FamilyMember:
    alone = len(household.new) + len(household.old) == 1
    relation = Relation.HEAD if alone else by_sex(one.told.relation or Relation.OTHER, one.told.sex or "F")
    adult = one.told.birth is None or age_range(one.told.birth, arrival.date)[0] >= ADULT_AGE
    caregiver = one.told.relation in _CAREGIVERS or (adult and one.told.relation not in _CHILDREN)
    return FamilyMember(
        family=one.family, person=one.person, relation=relation, joined_on=arrival.date, created_by=by,
        is_caregiver=caregiver and not one.told.unaccompanied,
    )  # fmt: skip


def _links(household: Household) -> dict[tuple[int, int], str]:
    told = [*household.old, *((one.person, one.told) for one in household.new)]
    links = kin_of([Member(person.pk, one.relation, person.sex) for person, one in told])
    fresh = {one.person.pk for one in household.new}
    return {pair: relation for pair, relation in links.items() if fresh & set(pair)}


# --- Cases -------------------------------------------------------------------------------------------------


def _numbered(model: type[Any], rows: list[Any]) -> list[Any]:
    """Insert rows with fresh numbers, batch by batch; a number that is taken makes a batch try again."""
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        for attempt in range(_TRIES):
            for row in batch:
                row.pk, row.number, row._state.adding = None, number_new(), True
            try:
                with transaction.atomic():
                    model._default_manager.bulk_create(batch)
                break
            except IntegrityError:
                if attempt == _TRIES - 1:
                    raise Conflict(_("The case could not be opened. Try again.")) from None
    return rows


def _cases(newcomers: Sequence[Newcomer], manifest: Manifest, by: Profile | None) -> None:
    arrival = manifest.arrival
    historic = arrival.date < timezone.localdate() - timedelta(days=HISTORIC_DAYS)
    for one in newcomers:
        told = one.told
        one.case = Case(
            person=one.person, family=one.family, arrival=arrival, office=arrival.reception_centre,
            region_id=manifest.region_id, arrived_on=arrival.date, historic=historic, created_by=by,
            # A child without anybody is treated as unaccompanied until somebody is found for it.
            unaccompanied=told.unaccompanied or Code.CHILD_WITHOUT_CAREGIVER.value in one.row.codes,
            destination_region=told.destination_region, destination_district=told.destination_district,
        )  # fmt: skip
    _numbered(Case, [one.case for one in newcomers])
    entries_add("case_opened", [(one.case.pk, None) for one in newcomers], by)


def entries_add(kind: str, places: Sequence[tuple[int, int | None]], by: Profile | None, **details: Any) -> None:
    """A line in each timeline (case key, object key)."""
    now = timezone.now()
    bulk(
        TimelineEntry,
        (
            TimelineEntry(
                case_id=case, at=now, kind=kind, audience=KINDS[kind].audience, author=by, object_id=key,
                details=details,
            )
            for case, key in places
        ),
    )  # fmt: skip


def _rows(newcomers: Sequence[Newcomer]) -> None:
    for one in newcomers:
        one.row.person, one.row.case, one.row.fate = one.person, one.case, RowFate.MADE
    rows_settle([one.row for one in newcomers])


def rows_settle(rows: Sequence[ManifestRow]) -> None:
    """Keep whom the rows became."""
    columns_update(
        "cases_manifestrow",
        [row.pk for row in rows],
        {
            "person_id": ("bigint", [row.person_id for row in rows]),
            "case_id": ("bigint", [row.case_id for row in rows]),
            "fate": ("text", [row.fate for row in rows]),
        },
    )


def _notes(newcomers: Sequence[Newcomer], manifest: Manifest, by: Profile | None) -> None:
    """Remarks become notes, health notes go to the medical module; then both leave the row."""
    remarks = [one for one in newcomers if one.told.remarks]
    day = manifest.arrival.date
    notes = bulk(
        Note,
        (
            Note(
                case=one.case, text=one.told.remarks, kind=NoteKind.NOTE, happened_on=min(day, timezone.localdate()),
                audience=Level.CARRIERS, created_by=by,
            )
            for one in remarks
        ),
    )  # fmt: skip
    entries_add("note_added_carriers", [(note.case_id, note.pk) for note in notes], by, note_kind=NoteKind.NOTE)
    health = [(one.case.pk, one.told.health_note) for one in newcomers if one.told.health_note]
    kept = {"remarks"}
    if health and any(taken for _receiver, taken in health_noted.send(Case, notes=health, by=by, on=day)):
        kept.add("health_note")
    told = [one for one in newcomers if kept & {*one.row.cells, *one.row.mended}]
    for one in told:
        one.row.cells = {name: text for name, text in one.row.cells.items() if name not in kept}
        one.row.mended = {name: text for name, text in one.row.mended.items() if name not in kept}
    columns_update(
        "cases_manifestrow",
        [one.row.pk for one in told],
        {
            "cells_text": ("bytea", [ciphertext(one.row.cells_text) for one in told]),
            "mended_text": ("bytea", [ciphertext(one.row.mended_text) for one in told]),
        },
    )

