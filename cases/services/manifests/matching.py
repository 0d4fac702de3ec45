"""Whether somebody is known here already: by the number of a paper, or by names and birth date.

A match is proposed, never merged. Names are looked up among the persons whom the acting user sees (the system sees
everybody); a paper's number is asked of all regions, and answered with yes or no.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db import connection

from accounts.crypto import keyed_hash
from cases import names
from cases.dates import PartialDate
from cases.enums import Precision
from cases.manifest.persons import ManifestPerson
from cases.models import Identifier, Person, PersonName
from cases.services.definers import call

#: How much earlier than an inexact date another inexact one may begin and still mean the same.
_YEARS_BEFORE = 5
#: A match outside of the user's sight has no key.
ELSEWHERE = 0


def known_persons(persons: Sequence[ManifestPerson]) -> dict[int, set[int]]:
    """Row → keys of the persons whom she may be; ELSEWHERE for a paper known in another region."""
    found = matches_of(persons)
    hashes = {row: set(_hashes(person)) for row, person in _by_row(persons) if row not in found}
    wanted = sorted({one for several in hashes.values() for one in several})
    elsewhere = {row[0] for row in call("cases_hashes_known", wanted)} if wanted else set()
    for row, own in hashes.items():
        if own & elsewhere:
            found[row].add(ELSEWHERE)
    return found


def matches_of(persons: Sequence[ManifestPerson]) -> dict[int, set[int]]:
    """Row → keys of the persons in sight whom she may be."""
    found: dict[int, set[int]] = defaultdict(set)
    for row, person in _by_paper(persons):
        found[row].add(person)
    for row, person in _by_name(persons):
        found[row].add(person)
    return found


def _by_row(persons: Sequence[ManifestPerson]) -> Iterator[tuple[int, ManifestPerson]]:
    return ((person.row, person) for person in persons)


def _hashes(person: ManifestPerson) -> Iterator[str]:
    for value in (person.pinfl, person.document_no):
        if sum(sign.isalnum() for sign in value) > 4:
            yield keyed_hash(value)


def _by_paper(persons: Sequence[ManifestPerson]) -> Iterator[tuple[int, int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for person in persons:
        for value in _hashes(person):
            rows[value].append(person.row)
    known = Identifier.objects.filter(value_hash__in=list(rows)).values_list("value_hash", "person_id")
    for value, key in known:
        for row in rows[value]:
            yield row, key


# --- By name and birth date -------------------------------------------------------------------------------

#: Days are compared as equal where they can be: with a range alone the planner pairs everybody of the same name first,
#: forty million pairs and nine seconds for 2,000 people among a million.
_BORN_ON = """
SELECT DISTINCT w.row, p.id FROM unnest(%s::int[], %s::date[], %s::date[], %s::text[]) AS w (row, first, last, token)
JOIN cases_person p ON p.birth_earliest = w.first
JOIN cases_nametoken t ON t.person_id = p.id AND t.token = w.token
"""
_BORN_BETWEEN = """
SELECT DISTINCT w.row, p.id FROM unnest(%s::int[], %s::date[], %s::date[], %s::text[]) AS w (row, first, last, token)
JOIN cases_person p ON p.birth_earliest BETWEEN w.first AND w.last
JOIN cases_nametoken t ON t.person_id = p.id AND t.token = w.token
"""


def _by_name(persons: Sequence[ManifestPerson]) -> Iterator[tuple[int, int]]:
    asked = {person.row: person for person in persons if person.given_name and person.birth}
    pairs = _candidates(list(asked.values()))
    people = {one.pk: one for one in Person.objects.filter(pk__in={key for _row, key in pairs})}
    others: dict[int, list[PersonName]] = defaultdict(list)
    for name in PersonName.objects.filter(person_id__in=people):
        others[name.person_id].append(name)
    for row, key in pairs:
        person = people.get(key)
        if person is not None and _same(asked[row], person, others[key]):
            yield row, key


def _candidates(persons: Sequence[ManifestPerson]) -> list[tuple[int, int]]:
    windows = [
        (person.row, first, last, token)
        for person in persons
        for token in names.tokens(person.given_name)
        for first, last in _windows(person.birth)
    ]
    found: list[tuple[int, int]] = []
    for statement, exact in ((_BORN_ON, True), (_BORN_BETWEEN, False)):
        some = [one for one in windows if (one[1] == one[2]) is exact]
        if some:
            with connection.cursor() as cursor:
                cursor.execute(statement, [list(column) for column in zip(*some, strict=True)])
                found += cursor.fetchall()
    return found


def _windows(born: PartialDate | None) -> list[tuple[date, date]]:
    """Where the earliest day of the same person's date may lie: told to the day, the month or the year."""
    if born is None:
        return []
    if born.exact:
        day = born.earliest
        return [(one, one) for one in {day, day.replace(day=1), day.replace(month=1, day=1)}]
    return [(born.earliest.replace(year=born.earliest.year - _YEARS_BEFORE, day=1), born.latest)]


def _same(told: ManifestPerson, known: Person, others: Sequence[PersonName]) -> bool:
    if told.sex and known.sex and told.sex != known.sex:
        return False
    if known.birth_earliest is None or known.birth_latest is None or told.birth is None:
        return False
    born = PartialDate(known.birth_earliest, known.birth_latest, Precision(known.birth_precision or "day"))
    both_exact = told.birth.exact and born.exact
    if not told.birth.overlaps(born):
        return False
    named: list[Person | PersonName] = [known, *others]
    return any(
        _alike(told.given_name, one.given_name)
        # An inexact date says little: then the surname has to be told on both sides.
        and (_alike(told.surname, one.surname) or (both_exact and not (told.surname and one.surname)))
        and not _differ(told.patronymic, one.patronymic)
        for one in named
    )


def _alike(one: str, other: str) -> bool:
    return bool(one and other) and names.same_person_name(one, other)


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and not names.same_person_name(one, other)
