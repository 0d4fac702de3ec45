"""What is found about a row by itself, and beside the others."""

from __future__ import annotations

from datetime import date

import pytest

from cases.enums import Relation, Sex
from cases.manifest.checking import Decision
from cases.manifest.codes import ERRORS, Code, Outcome
from cases.manifest.persons import split_full_name

from .building import check, check_csv, codes

MOTHER = "1,mother,Karimova,Zulfiya,,F,1988-07-01,UZB,,no,Buxoro"


# --- One row
# -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("1,mother,Karimova,Zulfiya,,F,1988-07-01,UZB,,no,Buxoro", ()),
        ("1,mother,,Zulfiya,,F,1988-07-01,UZB,,no,", ()),
        ("1,mother,Karimova,,,F,1988-07-01,UZB,,no,Buxoro", ("missing_name",)),
        ("1,mother,Karimova,-,,F,1988-07-01,UZB,,no,Buxoro", ("missing_name",)),
        ("1,mother,Karimova,неизвестно,,F,1988-07-01,UZB,,no,Buxoro", ("missing_name",)),
        ("1,mother,Karimova,Zulfiya,,,1988-07-01,UZB,,no,Buxoro", ()),
        ("1,guardian,Karimova,Zulfiya,,,1988-07-01,UZB,,no,Buxoro", ("unknown_sex",)),
        ("1,mother,Karimova,Zulfiya,,Q,1988-07-01,UZB,,no,Buxoro", ("unknown_sex",)),
        ("1,mother,Karimova,Zulfiya,,F,,UZB,,no,Buxoro", ("approximate_date",)),
        ("1,mother,Karimova,Zulfiya,,F,неизвестно,UZB,,no,Buxoro", ("approximate_date",)),
        ("1,mother,Karimova,Zulfiya,,F,1988-07,UZB,,no,Buxoro", ("approximate_date",)),
        ("1,mother,Karimova,Zulfiya,,F,1988-31-07,UZB,,no,Buxoro", ("bad_date",)),
        ("1,mother,Karimova,Zulfiya,,F,2025-01-01,UZB,,no,Buxoro", ("date_in_future",)),
        ("1,mother,Karimova,Zulfiya,,F,1988-07-01,UZB,,no,Narnia", ("unknown_region",)),
        ("1,mother,Karimova,Zulfiya,,F,1988-07-01,UZB,нет,no,Buxoro", ()),
        ("1,mother,Karimova,Zulfiya,,F,1988-07-01,UZB,40107881234567,no,Buxoro", ("pinfl_checksum",)),
        ("1,mother,Karimova,Zulfiya,,F,1988-07-01,UZB,42208980111013,no,Buxoro", ("pinfl_mismatch",)),
        (
            "1,mother,Karimova,Zulfiya,,Q,1988-31-07,UZB,1,no,Narnia",
            ("bad_date", "unknown_region", "unknown_sex"),
        ),
        (f"1,mother,Karimova,{'Z' * 101},,F,1988-07-01,UZB,,no,Buxoro", ("too_long",)),
    ],
)
def test_codes_of_one_row(line: str, found: tuple[str, ...]) -> None:
    (row,) = check_csv(line)
    assert row.codes == found
    assert row.outcome == (Outcome.ERROR if set(found) & ERRORS else Outcome.ACCEPTED)


def test_a_row_in_error_shows_no_warnings_until_it_is_mended() -> None:
    line = "1,mother,Karimova,,,F,1988,UZB,40107881234567,no,Buxoro"
    assert codes(check_csv(line)) == [("missing_name",)]
    assert codes(check_csv(line, decisions={2: Decision(cells={"given_name": "Zulfiya"})})) == [
        ("approximate_date", "pinfl_checksum")
    ]


def test_every_code_has_a_reason_to_read() -> None:
    assert all(str(code.label) != code.value for code in Code)


# --- Decisions
# -----------------------------------------------------------------------------------------------


def test_name_unknown_clears_the_error() -> None:
    (row,) = check_csv(
        "1,mother,Karimova,,,F,1988-07-01,UZB,,no,Buxoro", decisions={2: Decision(name_unknown=True)}
    )
    assert (row.outcome, row.codes) == (Outcome.ACCEPTED, ())
    assert row.person is not None and row.person.name_unknown and row.person.given_name == ""


def test_a_name_that_is_there_is_not_unknown() -> None:
    (row,) = check_csv(MOTHER, decisions={2: Decision(name_unknown=True)})
    assert row.person is not None and not row.person.name_unknown


def test_a_mended_cell() -> None:
    line = "1,mother,Karimova,Zulfiya,,F,31.02.1988,UZB,,no,Narnia"
    (row,) = check_csv(
        line, decisions={2: Decision(cells={"birth_date": "1.3.1988", "destination_region": ""})}
    )
    assert (row.outcome, row.codes) == (Outcome.ACCEPTED, ())
    assert row.cells["birth_date"] == "1.3.1988" and "destination_region" not in row.cells
    assert row.person is not None and row.person.birth is not None
    assert row.person.birth.earliest == date(1988, 3, 1)


def test_an_excluded_row_is_skipped_and_counts_for_nobody() -> None:
    child = "1,son,Karimov,Ali,,M,2018-01-01,UZB,,no,Buxoro"
    assert codes(check_csv(MOTHER, child)) == [(), ()]
    rows = check_csv(MOTHER, child, decisions={2: Decision(excluded=True)})
    assert [(row.outcome, row.codes) for row in rows] == [
        (Outcome.SKIPPED, ()),
        (Outcome.ACCEPTED, ("child_without_caregiver",)),
    ]
    assert rows[0].person is None


def test_excluding_the_first_of_two_frees_the_second() -> None:
    rows = check_csv(MOTHER, MOTHER)
    assert codes(rows) == [(), ("duplicate_in_file",)]
    rows = check_csv(MOTHER, MOTHER, decisions={2: Decision(excluded=True)})
    assert [row.outcome for row in rows] == [Outcome.SKIPPED, Outcome.ACCEPTED]


# --- The same person twice
# -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,mother,Қодирова,Ўғилой,,Ж,1985-05-05,,,,", "1,mother,Qodirova,Oʻgʻiloy,,F,05.05.1985,,,,"),
        ("1,mother,Йўлдошева,Гулнора,,Ж,1985-05-05,,,,", "7,head,Yuldasheva,Gulnora,,F,1985-05-05,,,,"),
        ("1,mother,Karimova,Zulfiya,,F,1988-07-01,,,,", "2,mother,KARIMOVA,ZULFIYA,,F,01.07.1988,,,,"),
        # The same number, and a slip in the date.
        (
            "1,mother,Karimova,Zulfiya,,F,1998-08-22,,42208980111013,,",
            "2,mother,Karimova,Zulfiya,,F,1998-08-23,,42208980111013,,",
        ),
        # Inside of one family a less exact date, or a surname left out, is no difference.
        ("1,son,Karimov,Ali,,M,2012,,,yes,", "1,son,Karimov,Али,,M,2012-05-03,,,yes,"),
        ("1,son,Karimov,Ali,,M,2012-05-03,,,yes,", "1,son,,Али,,M,2012-05-03,,,yes,"),
        ("1,son,Karimov,Ali,,M,,,,yes,", "1,son,Karimov,Али,,M,,,,yes,"),
    ],
)
def test_the_same_person_in_two_spellings(one: str, other: str) -> None:
    assert [("duplicate_in_file" in row.codes) for row in check_csv(one, other)] == [False, True]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Twins.
        ("1,son,Karimov,Hasan,,M,2015-01-05,,,yes,", "1,son,Karimov,Husan,,M,2015-01-05,,,yes,"),
        ("1,daughter,Тўраева,Фотима,,Ж,2014-04-04,,,да,", "1,daughter,Тўраева,Зуҳра,,Ж,2014-04-04,,,да,"),
        ("1,son,Karimov,Nodir,,M,2015-01-05,,,yes,", "1,daughter,Karimova,Nodira,,F,2015-01-05,,,yes,"),
        # Half-brothers of one name.
        ("6,son,Ismoilov,Zafar,,M,2012-12-25,,,yes,", "6,son,Ismoilov,Zafar,,M,2009-01-18,,,yes,"),
        ("6,son,Ismoilov,Zafar,,M,2012,,,yes,", "6,son,Ismoilov,Zafar,,M,2009,,,yes,"),
        (
            "1,son,Karimov,Ali,Vali oʻgʻli,M,2015-01-05,,,yes,",
            "1,son,Karimov,Ali,Gani oʻgʻli,M,2015-01-05,,,yes,",
        ),
        # Two strangers of whom little is known.
        ("26,head,,Hamza,,M,2012,,,yes,", "27,head,,Hamza,,M,2012,,,yes,"),
        ("26,head,,Hamza,,M,2012-01-01,,,yes,", "27,head,,Hamza,,M,2012-01-01,,,yes,"),
        ("26,head,Karimov,Ali,,M,2012,,,yes,", "27,head,Karimov,Ali,,M,2012,,,yes,"),
        # A mother whose child was given her number by mistake: the number's own warning says so.
        (
            "1,mother,Karimova,Zulfiya,,F,1998-08-22,,42208980111013,,",
            "1,daughter,Karimova,Amina,,F,2018-08-22,,42208980111013,,",
        ),
    ],
)
def test_two_people(one: str, other: str) -> None:
    assert not any("duplicate_in_file" in row.codes for row in check_csv(one, other))


# --- Who looks after a child
# ---------------------------------------------------------------------------------


def test_a_child_alone() -> None:
    assert codes(check_csv("1,daughter,Karimova,Amina,,F,2015-01-01,,,no,")) == [("child_without_caregiver",)]
    assert codes(check_csv("1,daughter,Karimova,Amina,,F,2015-01-01,,,yes,")) == [()]
    assert codes(check_csv("1,daughter,Karimova,Amina,,F,1999-01-01,,,no,")) == [()]


@pytest.mark.parametrize("relation", ["mother", "grandmother", "aunt", "тётя", "buvi", "опекун"])
def test_a_child_with_a_caregiver(relation: str) -> None:
    adult = f"1,{relation},Karimova,Zulfiya,,F,1970-07-01,,,no,"
    assert codes(check_csv(adult, "1,child,Karimova,Amina,,F,2015-01-01,,,no,")) == [(), ()]


def test_a_grown_sister_is_a_caregiver_and_a_sister_of_fifteen_is_none() -> None:
    child = "1,brother,Karimov,Ali,,M,2015-01-01,,,no,"
    assert codes(check_csv("1,sister,Karimova,Amina,,F,2004-01-01,,,no,", child)) == [(), ()]
    assert (
        codes(check_csv("1,sister,Karimova,Amina,,F,2009-01-01,,,no,", child))
        == [("child_without_caregiver",)] * 2
    )


def test_childhood_is_that_of_the_day_of_arrival() -> None:
    line = "1,daughter,Karimova,Amina,,F,2003-01-01,,,no,"
    assert codes(check_csv(line)) == [()]
    assert codes(check_csv(line, arrived_on=date(2020, 12, 8))) == [("child_without_caregiver",)]


def test_a_mother_in_error_is_still_the_caregiver() -> None:
    child = "1,daughter,Karimova,Amina,,F,2015-01-01,,,no,"
    assert codes(check_csv("1,mother,Karimova,,,F,31.02.1991,,,no,", child)) == [
        ("bad_date", "missing_name"),
        (),
    ]
    assert codes(check_csv("1,head,Karimova,Zulfiya,,F,31.02.1991,,,no,", child)) == [("bad_date",), ()]


def test_caregivers_of_another_family_do_not_count() -> None:
    assert codes(check_csv(MOTHER, "2,daughter,Karimova,Amina,,F,2015-01-01,,,no,")) == [
        (),
        ("child_without_caregiver",),
    ]


@pytest.mark.parametrize(
    ("mother", "child", "found"),
    [
        ("1992-10-10", "1996-10-10", ("caregiver_too_young",)),
        ("1992-10-10", "2004-10-09", ("caregiver_too_young",)),
        ("1992-10-10", "2004-10-10", ()),
        ("1992-10-10", "2004", ("approximate_date",)),
        ("1992-10-10", "2003", ("approximate_date", "caregiver_too_young")),
    ],
)
def test_a_mother_too_near_in_age(mother: str, child: str, found: tuple[str, ...]) -> None:
    rows = check_csv(f"1,mother,A,Lola,,F,{mother},,,no,", f"1,daughter,A,Hafsa,,F,{child},,,no,")
    assert rows[1].codes == found


def test_one_plausible_parent_is_enough() -> None:
    rows = check_csv(
        "1,mother,A,Lola,,F,1992-10-10,,,no,",
        "1,father,A,Vali,,M,1970-01-01,,,no,",
        "1,daughter,A,Hafsa,,F,2000-01-01,,,no,",
    )
    assert codes(rows) == [(), (), ()]


def test_a_grandmother_too_near_in_age() -> None:
    rows = check_csv("1,бабушка,A,Lola,,F,1980-01-01,,,no,", "1,внук,A,Ali,,M,2003-12-31,,,no,")
    assert codes(rows) == [(), ("caregiver_too_young",)]


def test_a_mother_of_sixteen_is_a_child_herself() -> None:
    rows = check_csv("1,mother,A,Lola,,F,2008-01-01,,,no,", "1,son,A,Ali,,M,2024-01-01,,,no,")
    assert codes(rows) == [("child_without_caregiver",), ("caregiver_too_young",)]


# --- Families
# ------------------------------------------------------------------------------------------------


def families(*lines: str) -> list[str]:
    return [row.person.family_no for row in check_csv(*lines) if row.person]


def test_a_family_number_written_once_goes_on_below() -> None:
    assert families(
        "1,mother,A,Lola,,F,1990-01-01,,,,", ",son,A,Ali,,M,2015-01-01,,,,", ",дочь,A,Asma,,F,2016-01-01,,,,",
        "2,mother,B,Lola,,F,1991-01-01,,,,", ",son,B,Vali,,M,2015-01-01,,,,",
    ) == ["1", "1", "1", "2", "2"]  # fmt: skip


def test_it_does_not_go_on_to_who_begins_a_family_or_is_alone() -> None:
    assert families(
        "1,mother,A,Lola,,F,1990-01-01,,,,", ",head,B,Ali,,M,1980-01-01,,,,", ",son,B,Vali,,M,2015-01-01,,,,",
        "2,mother,C,Lola,,F,1991-01-01,,,,", ",child,,Hamza,,M,2012-01-01,,,yes,",
    ) == ["1", "", "", "2", ""]  # fmt: skip


# --- Names
# ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Йўлдошева Гулсара Каримовна", ("Йўлдошева", "Гулсара", "Каримовна")),
        ("Гулсара Каримовна Йўлдошева", ("Йўлдошева", "Гулсара", "Каримовна")),
        ("Гулсара Каримовна", ("", "Гулсара", "Каримовна")),
        ("Yoʻldosheva Ozoda", ("Yoʻldosheva", "Ozoda", "")),
        ("Ozoda Yoʻldosheva", ("Yoʻldosheva", "Ozoda", "")),
        ("YULDASHEVA, Ozoda", ("YULDASHEVA", "Ozoda", "")),
        ("Karimova Zulfiya Vali qizi", ("Karimova", "Zulfiya", "Vali qizi")),
        ("Zulfiya Vali qizi", ("", "Zulfiya", "Vali qizi")),
        ("Каримов Али Вали ўғли", ("Каримов", "Али", "Вали ўғли")),
        ("Ozoda", ("", "Ozoda", "")),
        ("محمد", ("", "محمد", "")),
        ("", ("", "", "")),
    ],
)
def test_a_name_in_one_cell(text: str, parts: tuple[str, str, str]) -> None:
    assert split_full_name(text) == parts


def test_a_sheet_with_one_column_of_names() -> None:
    rows = check(
        "№;ФИО;Пол;Дата рождения\n1;Йўлдошева Гулсара Каримовна;Ж;12.04.1990\n2;;Ж;12.04.1991\n".encode()
    )
    assert codes(rows) == [(), ("missing_name",)]
    person = rows[0].person
    assert person is not None
    assert (person.surname, person.given_name, person.patronymic) == ("Йўлдошева", "Гулсара", "Каримовна")
    assert (person.relation, person.sex) == (None, Sex.FEMALE)


def test_a_cell_that_says_unknown_is_no_surname() -> None:
    (row,) = check_csv("1,mother,неизвестна,Zulfiya,,F,1988-07-01,UZB,,no,Buxoro")
    assert row.person is not None and row.person.surname == ""


def test_relations_are_read() -> None:
    rows = check_csv(MOTHER, "1,ўғли,Каримов,Али,,М,2018-01-01,,,,", "1,соседка,A,Lola,,F,1980-01-01,,,,")
    assert [row.person.relation for row in rows if row.person] == [Relation.MOTHER, Relation.SON, None]


# --- The whole
# -----------------------------------------------------------------------------------------------


def test_another_country_brings_its_own_regions() -> None:
    (row,) = check_csv(
        "1,mother,A,Lola,,F,1980-01-01,KAZ,,no,Almaty", find_region=lambda text: {"Almaty": "75"}.get(text)
    )
    assert row.codes == () and row.person is not None and row.person.destination_region == "75"


@pytest.mark.timeout(20)
def test_five_thousand_people_in_seconds() -> None:
    relations, years = ("mother", "son", "daughter", "child"), (1990, 2015, 2015, 2015)
    lines = [
        f"{n // 4},{relations[n % 4]},Karimova{n},Ali{n},,F,{years[n % 4]}-01-{1 + n % 28:02},,,no,Buxoro"
        for n in range(4999)
    ]
    assert len(check_csv(*lines)) == 4999


def test_nobody_of_a_row_is_lost_or_doubled() -> None:
    rows = check_csv(MOTHER, "", ",,,,,,,,,,", MOTHER, "Jami,2,,,,,,,,,")
    assert [(row.row, row.outcome) for row in rows] == [
        (2, Outcome.ACCEPTED), (3, Outcome.SKIPPED), (4, Outcome.SKIPPED), (5, Outcome.ERROR),
        (6, Outcome.SKIPPED),
    ]  # fmt: skip
