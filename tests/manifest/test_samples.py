"""The two samples of the main job, whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cases.enums import IdentifierKind, Precision, Relation, Sex
from cases.manifest.codes import Outcome
from cases.manifest.persons import ManifestPerson

from .building import check

SAMPLES = Path(__file__).parent.parent / "samples"
FIRST = (SAMPLES / "manifest-98.csv").read_bytes()
MESSY = (SAMPLES / "manifest-messy.xlsx").read_bytes()
TODAY = date(2025, 11, 25)


def known_from_the_first(persons: Sequence[ManifestPerson]) -> list[bool]:
    """Ozoda Yoʻldosheva's number stands in the first sample; nobody else of the second stands there."""
    return [person.pinfl == "42208980111013" for person in persons]


def test_all_98_are_accepted() -> None:
    rows = check(FIRST, today=TODAY, arrived_on=date(2020, 12, 8))
    assert [row.row for row in rows] == list(range(2, 100))
    assert {row.outcome for row in rows} == {Outcome.ACCEPTED}
    # The three unaccompanied boys at the end have a year of birth only; nothing else is doubtful.
    assert [(row.row, row.codes) for row in rows if row.codes] == [
        (97, ("approximate_date",)),
        (98, ("approximate_date",)),
        (99, ("approximate_date",)),
    ]


def test_what_is_read_of_a_mother_and_of_an_unaccompanied_boy() -> None:
    rows = check(FIRST, today=TODAY, arrived_on=date(2020, 12, 8))
    mother, boy = rows[0].person, rows[95].person
    assert mother is not None and boy is not None
    assert (mother.surname, mother.given_name, mother.patronymic) == ("Yoʻldosheva", "Ozoda", "")
    assert (mother.family_no, mother.relation, mother.sex) == ("1", Relation.MOTHER, Sex.FEMALE)
    assert mother.birth is not None and mother.birth.earliest == mother.birth.latest == date(1998, 8, 22)
    assert (mother.document_type, mother.document_no) == (IdentifierKind.PASSPORT, "AB2145138")
    assert (mother.pinfl, mother.citizenship) == ("42208980111013", "UZB")
    assert (mother.destination_region, mother.destination_district) == ("SA", "Urgut")
    assert (mother.health_note, mother.remarks, mother.unaccompanied) == ("pregnant, 5 months", "", False)
    assert (boy.surname, boy.given_name, boy.name_unknown) == ("", "Hamza", False)
    assert boy.birth is not None
    assert (boy.birth.earliest, boy.birth.latest) == (date(2012, 1, 1), date(2012, 12, 31))
    assert boy.birth.precision is Precision.YEAR
    assert (boy.unaccompanied, boy.remarks, boy.destination_region) == (True, "no known relatives", "BU")


def test_the_messy_one_gives_exactly_the_expected_outcomes() -> None:
    expected = json.loads((SAMPLES / "manifest-messy.expected.json").read_text())
    rows = check(MESSY, today=TODAY, find_matches=known_from_the_first)
    assert [row.result() for row in rows] == expected


def test_the_outcomes_do_not_depend_on_the_day_of_arrival_given() -> None:
    expected = json.loads((SAMPLES / "manifest-messy.expected.json").read_text())
    rows = check(MESSY, today=TODAY, arrived_on=date(2021, 4, 30), find_matches=known_from_the_first)
    assert [row.result() for row in rows] == expected


def test_each_error_of_the_messy_one_names_its_field() -> None:
    rows = check(MESSY, today=TODAY, find_matches=known_from_the_first)
    found = {row.row: [(p.code.value, p.field) for p in row.problems] for row in rows if row.problems}
    assert found == {
        6: [("approximate_date", "birth_date")],
        7: [("bad_date", "birth_date")],
        9: [("pinfl_checksum", "pinfl")],
        10: [("date_in_future", "birth_date")],
        11: [("missing_name", "given_name")],
        14: [("unknown_sex", "sex")],
        15: [("unknown_region", "destination_region")],
        16: [("caregiver_too_young", "birth_date")],
        17: [("child_without_caregiver", "unaccompanied")],
        18: [("child_without_caregiver", "unaccompanied")],
        20: [("duplicate_in_file", "")],
        21: [("possible_match", "")],
        22: [("pinfl_mismatch", "pinfl")],
        24: [("approximate_date", "birth_date")],
        25: [("approximate_date", "birth_date")],
    }


def test_the_colour_of_the_bag_is_dropped() -> None:
    rows = check(MESSY, today=TODAY)
    assert "красная" not in repr(rows)
    assert rows[0].cells["given_name"] == "Гулсара"


def test_only_good_rows_are_asked_for_matches() -> None:
    asked: list[int] = []

    def remember(persons: Sequence[ManifestPerson]) -> list[bool]:
        asked.extend(person.row for person in persons)
        return [False] * len(persons)

    check(MESSY, today=TODAY, find_matches=remember)
    assert asked == [4, 5, 6, 8, 9, 12, 13, 16, 17, 18, 19, 21, 22, 24, 25]
