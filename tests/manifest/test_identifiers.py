from __future__ import annotations

from datetime import date

import pytest

from cases.dates import PartialDate, day
from cases.enums import Precision
from cases.identifiers import iin_valid, number_warnings, pinfl_valid


@pytest.mark.parametrize("number", ["30101901001000", "61503182010016", "53112150170453", "42208980111013"])
def test_valid_pinfl(number: str) -> None:
    assert pinfl_valid(number)


@pytest.mark.parametrize(
    "number",
    [
        "30101901001001",
        "3010190100100",
        "301019010010000",
        "3010190100100x",
        "",
        "３０１０１９０１００１０００",
    ],
)
def test_invalid_pinfl(number: str) -> None:
    assert not pinfl_valid(number)


def test_every_single_wrong_digit_but_the_blind_ones_is_found() -> None:
    # Weights 7, 3 and 1 are prime to 10, so that any one changed digit changes the sum.
    number = "42208980111013"
    for place in range(14):
        for digit in set("0123456789") - {number[place]}:
            assert not pinfl_valid(number[:place] + digit + number[place + 1 :])


@pytest.mark.parametrize(
    ("number", "valid"),
    [("791028302728", True), ("150101500207", True), ("791028302729", False), ("79102830272", False)],
)
def test_iin(number: str, valid: bool) -> None:
    assert iin_valid(number) is valid


BORN = day(date(1998, 8, 22))


@pytest.mark.parametrize(
    ("number", "options", "warnings"),
    [
        ("42208980111013", {"sex": "F", "birth": BORN}, ()),
        ("4220 8980 1110 13", {"sex": "F", "birth": BORN}, ()),
        ("42208980111013", {"sex": "M", "birth": BORN}, ("pinfl_mismatch",)),
        ("42208980111013", {"sex": "F", "birth": day(date(1998, 8, 23))}, ("pinfl_mismatch",)),
        ("42208980111013", {}, ()),
        ("42208980111014", {"sex": "F", "birth": BORN}, ("pinfl_checksum",)),
        ("42208980111014", {"sex": "M", "birth": BORN}, ("pinfl_checksum", "pinfl_mismatch")),
        ("42208980111013", {"sex": "F",
        "birth": PartialDate(date(1998, 1, 1), date(1998, 12, 31), Precision.YEAR)}, ()),
        ("42208980111013", {"sex": "F",
        "birth": PartialDate(date(1997, 1, 1), date(1997, 12, 31), Precision.YEAR)}, ("pinfl_mismatch",)),
        ("4220898", {"sex": "F", "birth": BORN}, ("pinfl_checksum",)),
        ("AB1234567", {}, ("pinfl_checksum",)),
        ("", {"sex": "F"}, ()),
        # Kazakhstan: 28 October 1979, 3 = a man of the 20th century.
        ("791028302728", {"citizenship": "KAZ", "sex": "M", "birth": day(date(1979, 10, 28))}, ()),
        ("791028302728", {"citizenship": "KAZ", "sex": "F",
        "birth": day(date(1979, 10, 28))}, ("pinfl_mismatch",)),
        ("791028302728", {"sex": "M", "birth": day(date(1979, 10, 28))}, ()),
        ("150101500207", {"citizenship": "KAZ", "sex": "M",
        "birth": day(date(2015, 1, 2))}, ("pinfl_mismatch",)),
        # Kyrgyzstan: 1 = a woman, then DDMMYYYY; no check digit.
        ("11203199000123", {"citizenship": "KGZ", "sex": "F", "birth": day(date(1990, 3, 12))}, ()),
        ("21203199000123", {"citizenship": "KGZ", "sex": "F",
        "birth": day(date(1990, 3, 12))}, ("pinfl_mismatch",)),
        ("1120319900012", {"citizenship": "KGZ"}, ("pinfl_checksum",)),
        ("anything at all", {"citizenship": "TJK"}, ()),
    ],
)  # fmt: skip
def test_warnings(number: str, options: dict[str, object], warnings: tuple[str, ...]) -> None:
    assert number_warnings(number, **options) == warnings  # type: ignore[arg-type]
