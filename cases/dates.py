"""Dates of birth as people know them: a day, a month, a year, or "about 1950", and never more exact than
that.

A date is a span of days with the precision in which it was told. What it means for an age is worked out from
both ends of the span, so that nobody becomes an adult, or a child, by a guess.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.wordfold import fold_word
from cases.enums import Precision

#: "About 1950" is taken as 1948 to 1952.
ABOUT_YEARS = 2
#: Nobody is older: an earlier date is a mistake (the longest life on record is 122 years).
OLDEST_YEARS = 120

BAD_DATE = "bad_date"
DATE_IN_FUTURE = "date_in_future"


class DateError(ValueError):
    """A text that is no date of birth; ``code`` is ``bad_date`` or ``date_in_future``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class PartialDate:
    """The first and the last day that a date may mean; both the same where the day is known."""

    earliest: date
    latest: date
    precision: Precision = Precision.DAY

    @property
    def exact(self) -> bool:
        """True where the day itself is known."""
        return self.precision is Precision.DAY

    def overlaps(self, other: PartialDate) -> bool:
        """True where both may be the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest


def day(value: date) -> PartialDate:
    """A date whose day is known."""
    return PartialDate(value, value, Precision.DAY)


# --- Reading
# -------------------------------------------------------------------------------------------------

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ][\d:.]+z?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})")
#: After a point two digits only: a spreadsheet makes 2015.1 of 2015.10.
_YEAR_MONTH = re.compile(r"(\d{4})(?:[-/](?=\d)|\.(?=\d\d))(\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-./](\d{4})")
_YEAR = re.compile(r"(?:18|19|20|21)\d\d")
_YEARS = re.compile(r"(\d{4})\s*[-–—/]\s*(\d{4})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_NAMED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s.\-]+)?([^\W\d]{3,12})\.?,?[\s.\-]+(\d{4})")
_NAMED_MONTH_FIRST = re.compile(r"([^\W\d]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
#: 2015-yil 3-may, the Uzbek order.
_NAMED_YEAR_FIRST = re.compile(r"(\d{4})(?:\s*-?\s*(?:yil|йил))?,?\s+(?:(\d{1,2})[\s\-]+)?([^\W\d]{3,12})")
_ABOUT = re.compile(
    r"^(?:около|приблизительно|примерно|прибл\.?|ок\.|taxminan|tahminan|taxm\.|chamasi|тахминан|тахм\.|"
    r"чамаси|around|about|approximately|approx\.?|circa|ca?\.|ca\s|~|≈|±)\s*|"
    r"\s*(?:\?|\batrofida|\bатрофида|\(примерно\)|\(taxminan\)|\(approx\.?\))$"
)
_YEAR_WORD = re.compile(r"(?<=\d)\s*-?\s*(?:г\.?\s*р\.?|года?|г\.?|yilda|yili|yil|y\.|йилда|йили|йил|й\.)$")
#: The first letters of the months, folded (``accounts.wordfold``): English, Russian and Uzbek in both
#: scripts.
_MONTHS = (
    ("jan", "yan"), ("feb", "fev"), ("mar",), ("apr",), ("may", "maya"), ("jun", "iyun"), ("jul", "iyul"),
    ("aug", "avg"), ("sep", "sen"), ("oct", "okt"), ("nov", "noy"), ("dec", "dek"),
)  # fmt: skip
_EXCEL_DAY_ZERO = date(1899, 12, 30)


def parse_date(value: object, *, today: date) -> PartialDate:
    """Read a date of birth as it stands in a sheet: text, a number, or a date object.

    The day comes before the month unless the year comes first; a year of two digits is refused rather than
    guessed. Raises ``DateError`` with ``bad_date`` or ``date_in_future`` (later than ``today``).
    """
    if isinstance(value, datetime):
        found = day(value.date())
    elif isinstance(value, date):
        found = day(value)
    elif isinstance(value, bool) or value is None:
        raise DateError(BAD_DATE)
    elif isinstance(value, int | float):
        found = _from_text(f"{value:.0f}" if float(value).is_integer() else str(value))
    else:
        found = _from_text(str(value))
    if found.earliest > today:
        raise DateError(DATE_IN_FUTURE)
    if found.latest.year < today.year - OLDEST_YEARS:
        raise DateError(BAD_DATE)
    return PartialDate(found.earliest, min(found.latest, today), found.precision)


def _from_text(text: str) -> PartialDate:
    text = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)  # ٢٠١٥ as well
    text = " ".join(text.casefold().split())
    told = _ABOUT.sub("", text).strip()
    about = told != text
    told = _YEAR_WORD.sub("", told).strip()
    try:
        found = _numbers(told) or _named(told)
    except (ValueError, OverflowError) as error:
        raise DateError(BAD_DATE) from error
    if found is None:
        raise DateError(BAD_DATE)
    return _widened(found) if about else found


def _numbers(text: str) -> PartialDate | None:
    if match := _ISO.fullmatch(text):
        return day(date(*map(int, match.groups())))
    if match := _DAY_FIRST.fullmatch(text):
        return day(date(*map(int, reversed(match.groups()))))
    if match := _YEAR_MONTH.fullmatch(text):
        return _month(int(match[1]), int(match[2]))
    if match := _MONTH_YEAR.fullmatch(text):
        return _month(int(match[2]), int(match[1]))
    if match := _YEARS.fullmatch(text):
        first, last = int(match[1]), int(match[2])
        return PartialDate(date(first, 1, 1), date(last, 12, 31), Precision.ABOUT) if first <= last else None
    if _YEAR.fullmatch(text):
        return PartialDate(date(int(text), 1, 1), date(int(text), 12, 31), Precision.YEAR)
    if _SERIAL.fullmatch(text):  # the number of a day, as Excel keeps it, where its cell lost the date format
        return day(_EXCEL_DAY_ZERO + timedelta(days=int(float(text))))
    return None


def _named(text: str) -> PartialDate | None:
    if match := _NAMED.fullmatch(text):
        number, name, year = match.groups()
    elif match := _NAMED_MONTH_FIRST.fullmatch(text):
        name, number, year = match.groups()
    elif match := _NAMED_YEAR_FIRST.fullmatch(text):
        year, number, name = match.groups()
    else:
        return None
    folded = fold_word(name)
    month = next((n for n, starts in enumerate(_MONTHS, 1) if folded.startswith(starts)), None)
    if month is None:
        return None
    return day(date(int(year), month, int(number))) if number else _month(int(year), month)


def _month(year: int, month: int) -> PartialDate:
    return PartialDate(date(year, month, 1), date(year, month, monthrange(year, month)[1]), Precision.MONTH)


def _widened(told: PartialDate) -> PartialDate:
    first, last = told.earliest.year - ABOUT_YEARS, told.latest.year + ABOUT_YEARS
    return PartialDate(date(first, 1, 1), date(last, 12, 31), Precision.ABOUT)


# --- Ages
# ----------------------------------------------------------------------------------------------------


def years_between(earlier: date, later: date) -> int:
    """Whole years from one day to another; a birthday of 29 February counts from 1 March in other years."""
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))


def age_range(born: PartialDate, on: date) -> tuple[int, int]:
    """The least and the greatest age in whole years on a day; never below 0."""
    return max(years_between(born.latest, on), 0), max(years_between(born.earliest, on), 0)


def age_text(born: PartialDate | None, on: date) -> str:
    """The age for people to read: ``10``, ``about 10``, ``7 months`` under two years, or ``unknown``."""
    if born is None:
        return _("unknown")
    if born.exact:
        months = (
            (on.year - born.earliest.year) * 12
            + on.month
            - born.earliest.month
            - (on.day < born.earliest.day)
        )
        if months < 24:
            months = max(months, 0)
            return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    least, most = age_range(born, on)
    if least == most and born.precision is not Precision.ABOUT:
        return str(least)
    middle = born.earliest + (born.latest - born.earliest) / 2
    return _("about %(number)s") % {"number": max(years_between(middle, on), 0)}


def date_text(born: PartialDate | None) -> str:
    """The date as exactly as it is known: a day, ``05.2015``, ``2015``, ``about 1950``, or ``unknown``."""
    if born is None:
        return _("unknown")
    if born.precision is Precision.DAY:
        return formats.date_format(born.earliest, "d.m.Y")
    if born.precision is Precision.MONTH:
        return formats.date_format(born.earliest, "m.Y")
    if born.precision is Precision.YEAR:
        return str(born.earliest.year)
    return _("about %(number)s") % {"number": (born.earliest.year + born.latest.year) // 2}
