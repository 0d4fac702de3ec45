from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import translation

from cases.dates import DateError, PartialDate, age_range, age_text, date_text, day, parse_date
from cases.enums import Precision

TODAY = date(2024, 6, 1)


@pytest.mark.parametrize(
    "value",
    [
        "2013-09-03", "03.09.2013", "3.9.2013", "03/09/2013", "3-9-2013", "03 09 2013", " 03.09.2013 ",
        "2013-09-03T00:00:00",
        "2013-09-03 00:00:00", datetime(2013, 9, 3, 14, 30), date(2013, 9, 3), 41520, "41520",
        41520.0, 41520.75,
        "3 сентября 2013 г.", "3 сентября 2013", "3 sentabr 2013", "3-sentabr 2013", "2013-yil 3-sentabr",
        "3 сентябр 2013",
        "3 Sep 2013", "September 3, 2013", "3rd September 2013", "03.09.2013 г.",
    ],
)  # fmt: skip
def test_a_day(value: object) -> None:
    # A spreadsheet shows 41275 for 1 January 2013, and 3 September is 245 days later.
    assert parse_date(value, today=TODAY) == day(date(2013, 9, 3))


@pytest.mark.parametrize(
    "value", ["2015-05", "05.2015", "5/2015", "2015.05", "май 2015", "May 2015", "may 2015", "мая 2015 г."]
)
def test_a_month(value: str) -> None:
    assert parse_date(value, today=TODAY) == PartialDate(date(2015, 5, 1), date(2015, 5, 31), Precision.MONTH)


@pytest.mark.parametrize(
    "value",
    [2016, 2016.0, "2016", "2016 г.", "2016г.", "2016 год", "2016-yil", "2016 йил", "2016 г.р.", "٢٠١٦"],
)
def test_a_year(value: object) -> None:
    assert parse_date(value, today=TODAY) == PartialDate(date(2016, 1, 1), date(2016, 12, 31), Precision.YEAR)


@pytest.mark.parametrize(
    "value",
    [
        "около 1950", "Около 1950 г.", "примерно 1950", "ок. 1950", "taxminan 1950", "taxminan 1950-yil",
        "тахминан 1950 йил",
        "around 1950", "about 1950", "ca. 1950", "ca 1950", "c. 1950", "~1950", "≈ 1950", "1950?",
        "1950 atrofida",
        "1950 (примерно)", "1948-1952",
    ],
)  # fmt: skip
def test_about_a_year(value: str) -> None:
    assert parse_date(value, today=TODAY) == PartialDate(
        date(1948, 1, 1), date(1952, 12, 31), Precision.ABOUT
    )


@pytest.mark.parametrize(
    "value",
    [
        "", "-", None, True, "31.02.1991", "29.02.2015", "05/14/2015", "2015-13-01", "2015-13", "13.2015",
        "03.09.13", "1.1.90",
        "yesterday", "12", 7, "1850", "01.01.1850", 1850, 5000, "3 foobar 2013", "1952-1948",
        "2013-09-03x", float("nan"),
        float("inf"), 2016.5, 2015.1, "2015.1", "0000", "00.00.0000", "9" * 400,
    ],
)  # fmt: skip
def test_no_date(value: object) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(value, today=TODAY)
    assert caught.value.code == "bad_date"


@pytest.mark.parametrize(
    "value", ["02.06.2024", "2031-01-01", datetime(2031, 1, 1), 2025, "2024-07", "июль 2024", "2031", "99999"]
)
def test_the_future(value: object) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(value, today=TODAY)
    assert caught.value.code == "date_in_future"


def test_today_is_not_the_future_and_this_year_ends_today() -> None:
    assert parse_date("01.06.2024", today=TODAY) == day(TODAY)
    assert parse_date("2024", today=TODAY) == PartialDate(date(2024, 1, 1), TODAY, Precision.YEAR)


def test_ages_from_both_ends() -> None:
    on = date(2020, 12, 8)
    assert age_range(day(date(2010, 12, 8)), on) == (10, 10)
    assert age_range(day(date(2010, 12, 9)), on) == (9, 9)
    assert age_range(PartialDate(date(2012, 1, 1), date(2012, 12, 31), Precision.YEAR), on) == (7, 8)
    assert age_range(PartialDate(date(1948, 1, 1), date(1952, 12, 31), Precision.ABOUT), on) == (67, 72)
    assert age_range(day(date(2021, 1, 1)), on) == (0, 0)


@pytest.mark.parametrize(
    ("born", "text"),
    [
        (day(date(2010, 12, 8)), "10"),
        (day(date(2020, 5, 9)), "6 months"),
        (day(date(2020, 11, 8)), "1 month"),
        (day(date(2018, 12, 9)), "23 months"),
        (day(date(2018, 12, 8)), "2"),
        # The middle of 2012 is 1 July; on 8 December 2020 that is 8 years.
        (PartialDate(date(2012, 1, 1), date(2012, 12, 31), Precision.YEAR), "about 8"),
        # Whatever the day in May 2010 was, she is ten in December 2020.
        (PartialDate(date(2010, 5, 1), date(2010, 5, 31), Precision.MONTH), "10"),
        (PartialDate(date(1948, 1, 1), date(1952, 12, 31), Precision.ABOUT), "about 70"),
        (None, "unknown"),
    ],
)
def test_an_age_to_read(born: PartialDate | None, text: str) -> None:
    with translation.override("en"):
        assert age_text(born, date(2020, 12, 8)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("2013-09-03", "03.09.2013"), ("2015-05", "05.2015"), ("2016", "2016"), ("около 1950", "about 1950")],
)
def test_a_date_to_read(value: str, text: str) -> None:
    with translation.override("en"):
        assert date_text(parse_date(value, today=TODAY)) == text


def test_overlap() -> None:
    year = parse_date("2016", today=TODAY)
    assert year.overlaps(day(date(2016, 12, 31))) and not year.overlaps(day(date(2017, 1, 1)))
