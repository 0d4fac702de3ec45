"""A likely fix for a cell that is wrong. Proposed beside the cell, never put in its place without a person."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date

from rapidfuzz import process
from rapidfuzz.distance import OSA

from accounts.regions import REGIONS
from accounts.wordfold import fold_word
from cases.dates import DateError, parse_date
from cases.enums import Sex
from cases.manifest import words
from cases.manifest.codes import Code

_DAY_FIRST = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})$")
_YEAR_FIRST = re.compile(r"(\d{4})[./\- ](\d{1,2})[./\- ](\d{1,2})")
_SHORT_YEAR = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{2})$")
_FEMALE_END = re.compile(r"(ova|eva|ina|skaya|ovna|evna|qizi)$")
_MALE_END = re.compile(r"(ov|ev|in|skiy|ovich|evich|ogli|ugli)$")
#: Below this likeness a region is a guess.
_LIKE = 0.6


def propose(code: str, field: str, cells: Mapping[str, str], *, today: date) -> str:
    """The text that may have been meant in ``field``, or an empty one."""
    text = cells.get(field, "")
    if code == Code.BAD_DATE:
        return _date(text, today)
    if code == Code.DATE_IN_FUTURE:
        return _past(text, today)
    if code == Code.UNKNOWN_SEX:
        return _sex(cells)
    if code == Code.UNKNOWN_REGION:
        return _region(text)
    return ""


def _date(text: str, today: date) -> str:
    """A day that its month does not have becomes the last one; day and month are swapped; two digits of a year."""
    if match := _SHORT_YEAR.search(text):
        day, month, short = match.groups()
        century = today.year // 100 * 100
        year = century + int(short)
        return _valid(f"{year if year <= today.year else year - 100}-{int(month):02}-{int(day):02}", today)
    if match := _DAY_FIRST.search(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := _YEAR_FIRST.match(text):
        year, month, day = (int(part) for part in match.groups())
    else:
        found = re.search(r"(?:19|20)\d\d", text)
        return _valid(found[0], today) if found else ""
    if month > 12 and day <= 12:
        return _valid(f"{year}-{day:02}-{month:02}", today)
    if 1 <= month <= 12 and day > 28 and 1900 <= year <= today.year:
        return _valid(f"{year}-{month:02}-{calendar.monthrange(year, month)[1]:02}", today)
    return ""


def _past(text: str, today: date) -> str:
    """The nearest wrong digit of the year: 2031 was 2013, or 2021."""
    found = re.search(r"20(\d)(\d)", text)
    if found is None:
        return ""
    years = (f"20{found[2]}{found[1]}", f"20{max(int(found[1]) - 1, 0)}{found[2]}", f"19{found[1]}{found[2]}")
    for year in years:
        if valid := _valid(text.replace(found[0], year), today):
            return valid
    return ""


def _valid(text: str, today: date) -> str:
    try:
        parse_date(text, today=today)
    except DateError:
        return ""
    return text


def _sex(cells: Mapping[str, str]) -> str:
    told = words.sex_of_relation(cells.get("relation", ""))
    if told:
        return str(told)
    for name in ("patronymic", "surname", "full_name"):
        for word in fold_word(cells.get(name, "")).split():
            if _FEMALE_END.search(word):
                return Sex.FEMALE.value
            if _MALE_END.search(word):
                return Sex.MALE.value
    return ""


def _region(text: str) -> str:
    names = {fold_word(name): region for region in REGIONS for name in (region.uz_latn, region.ru, region.en)}
    names |= {name.split()[0]: region for name, region in names.items() if " " in name}
    best = process.extractOne(fold_word(text), list(names), scorer=OSA.normalized_similarity)
    return names[best[0]].uz_latn if best and best[1] >= _LIKE else ""
