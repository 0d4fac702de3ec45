"""Personal numbers of the region's states: their check digits, and what they say about sex and birth.

A number that does not fit *warns* and never refuses: the paper may be wrong, and a missing or faulty paper
blocks nothing. Rules: PINFL of Uzbekistan (14 digits), IIN of Kazakhstan (12), the personal number of
Kyrgyzstan (14); Tajikistan's is free text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from cases.dates import PartialDate

PINFL_CHECKSUM = "pinfl_checksum"
PINFL_MISMATCH = "pinfl_mismatch"

_SEPARATORS = re.compile(r"[\s\-–.]+")


def clean_number(text: str) -> str:
    """The number without the spaces and dashes that people set into it."""
    return _SEPARATORS.sub("", text)


def pinfl_valid(number: str) -> bool:
    """Uzbekistan: 14 digits, the last is the sum of digit × (7, 3, 1, repeating) modulo 10."""
    if not _digits(number, 14):
        return False
    return _weighted(number[:13], (7, 3, 1) * 5) % 10 == int(number[13])


def iin_valid(number: str) -> bool:
    """Kazakhstan: 12 digits, the last a weighted sum modulo 11, with second weights where that is 10."""
    if not _digits(number, 12):
        return False
    check = _weighted(number[:11], range(1, 12)) % 11
    if check == 10:
        check = _weighted(number[:11], (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return check == int(number[11])  # a second 10 equals no digit


def number_warnings(
    number: str, *, citizenship: str = "", sex: str = "", birth: PartialDate | None = None
) -> tuple[str, ...]:
    """What is doubtful about a personal number: ``pinfl_checksum``, ``pinfl_mismatch``, both, or nothing.

    ``citizenship`` is an ISO 3166-1 alpha-3 code and chooses the rule (Uzbekistan's where it is unknown, save
    that twelve digits are read as an IIN); ``sex`` is ``F``, ``M`` or empty. A number too malformed to be
    read gives the checksum warning alone.
    """
    number = clean_number(number)
    if not number or citizenship == "TJK":
        return ()
    if citizenship == "KAZ" or (citizenship != "UZB" and len(number) == 12):
        valid, told = iin_valid(number), _iin_told(number)
    elif citizenship == "KGZ":
        valid, told = _digits(number, 14), _kg_told(number)
    else:
        valid, told = pinfl_valid(number), _pinfl_told(number)
    warnings = [] if valid else [PINFL_CHECKSUM]
    if told and _contradicts(told, sex, birth):
        warnings.append(PINFL_MISMATCH)
    return tuple(warnings)


#: What a number tells: the sex (empty where it does not) and the day of birth (None where it is no day).
_Told = tuple[str, date | None]


def _pinfl_told(number: str) -> _Told | None:
    if not _digits(number, 14):
        return None
    day, month, year = int(number[1:3]), int(number[3:5]), int(number[5:7])
    return _century_sex(number[0], year, month, day)


def _iin_told(number: str) -> _Told | None:
    if not _digits(number, 12):
        return None
    year, month, day = int(number[:2]), int(number[2:4]), int(number[4:6])
    return None if number[6] == "0" else _century_sex(number[6], year, month, day)


def _kg_told(number: str) -> _Told | None:
    if not _digits(number, 14):
        return None
    sex = {"1": "F", "2": "M"}.get(number[0], "")
    return sex, _date(int(number[5:9]), int(number[3:5]), int(number[1:3]))


def _century_sex(digit: str, year: int, month: int, day: int) -> _Told:
    """1 and 2 are the 19th century, 3 and 4 the 20th, 5 and 6 the 21st; odd is male."""
    place = int(digit)
    if not 1 <= place <= 6:
        return "", None
    return ("M" if place % 2 else "F"), _date(1800 + (place - 1) // 2 * 100 + year, month, day)


def _contradicts(told: _Told, sex: str, birth: PartialDate | None) -> bool:
    told_sex, told_day = told
    if told_day is None or (sex and told_sex != sex):
        return True
    return birth is not None and not birth.earliest <= told_day <= birth.latest


def _digits(number: str, length: int) -> bool:
    return len(number) == length and number.isascii() and number.isdigit()


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
