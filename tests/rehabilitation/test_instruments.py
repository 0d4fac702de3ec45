"""Every band at its boundaries, by hand from the field's table; impossible totals."""

from __future__ import annotations

import pytest

from rehabilitation.instruments import BANDS, INSTRUMENTS, Reading, read_total

#: instrument, total, band, positive screen.
TABLE = [
    ("phq9", 0, "minimal", False), ("phq9", 4, "minimal", False), ("phq9", 5, "mild", False),
    ("phq9", 9, "mild", False), ("phq9", 10, "moderate", True), ("phq9", 14, "moderate", True),
    ("phq9", 15, "moderately_severe", True), ("phq9", 19, "moderately_severe", True), ("phq9", 20, "severe", True),
    ("phq9", 27, "severe", True),
    ("phqa", 4, "minimal", False), ("phqa", 5, "mild", False), ("phqa", 10, "moderate", True),
    ("phqa", 15, "moderately_severe", True), ("phqa", 20, "severe", True),
    ("gad7", 0, "minimal", False), ("gad7", 4, "minimal", False), ("gad7", 5, "mild", False),
    ("gad7", 9, "mild", False), ("gad7", 10, "moderate", True), ("gad7", 14, "moderate", True),
    ("gad7", 15, "severe", True), ("gad7", 21, "severe", True),
    ("pcl5", 0, "below", False), ("pcl5", 32, "below", False), ("pcl5", 33, "above", True), ("pcl5", 80, "above", True),
    ("cries8", 16, "below", False), ("cries8", 17, "above", True), ("cries8", 40, "above", True),
    ("cries13", 29, "below", False), ("cries13", 30, "above", True), ("cries13", 65, "above", True),
    ("who5", 0, "likely_depression", True), ("who5", 28, "likely_depression", True),
    ("who5", 32, "low_well_being", True), ("who5", 48, "low_well_being", True), ("who5", 52, "well_being", False),
    ("who5", 100, "well_being", False),
    ("k10", 10, "low", False), ("k10", 15, "low", False), ("k10", 16, "moderate", False),
    ("k10", 21, "moderate", False),
    ("k10", 22, "high", True), ("k10", 29, "high", True), ("k10", 30, "very_high", True),
    ("k10", 50, "very_high", True),
    ("k6", 4, "low", False), ("k6", 5, "moderate", False), ("k6", 12, "moderate", False), ("k6", 13, "serious", True),
    ("k6", 24, "serious", True),
    ("psc17", 14, "below", False), ("psc17", 15, "above", True), ("psc17", 34, "above", True),
    ("asq", 0, "negative", False), ("asq", 1, "positive", True), ("asq", 4, "positive", True),
]  # fmt: skip


@pytest.mark.parametrize(("code", "total", "band", "positive"), TABLE)
def test_each_boundary(code: str, total: int, band: str, positive: bool) -> None:
    reading = read_total(code, total)
    assert (reading.band, reading.positive) == (band, positive)
    assert reading.version


def test_the_table_names_every_instrument_with_bands() -> None:
    assert {row[0] for row in TABLE} == {one.code for one in INSTRUMENTS.values() if one.sets}


def test_every_total_has_exactly_one_band() -> None:
    for one in INSTRUMENTS.values():
        for bands in one.sets:
            for total in one.totals:
                assert sum(low <= total <= high for low, high, _code in bands.bands) == 1
                assert bands.band_of(total) in BANDS


@pytest.mark.parametrize(
    ("code", "lowest", "highest", "impossible"),
    [
        ("phq9", 0, 27, [28]), ("gad7", 0, 21, [22]), ("pcl5", 0, 80, [81]),
        # 8 items of 0, 1, 3, 5: seven fives and a four or a two do not exist.
        ("cries8", 0, 40, [37, 39, 41]), ("cries13", 0, 65, [62, 64]),
        # The raw sum times four.
        ("who5", 0, 100, [1, 50, 51, 98]), ("k10", 10, 50, [9, 51]), ("k6", 0, 24, [25]), ("psc17", 0, 34, [35]),
        ("asq", 0, 4, [5]), ("sdq", 0, 40, [41]),
    ],
)  # fmt: skip
def test_totals_that_answers_can_give(code: str, lowest: int, highest: int, impossible: list[int]) -> None:
    totals = INSTRUMENTS[code].totals
    assert (min(totals), max(totals)) == (lowest, highest)
    assert totals.isdisjoint(impossible)


def test_an_acute_asq_and_an_incomplete_sitting() -> None:
    assert read_total("asq", 2, safety=True).band == "acute"
    assert read_total("phq9", 3, safety=True).band == "minimal"
    assert read_total("phq9", None) == Reading("", "", None)
    assert read_total("sdq", 12) == Reading("", "", None)
