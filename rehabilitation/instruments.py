"""Screening instruments by their total. A score is screening, never a diagnosis; the page says so.

Sources of bands and cut-offs: the table "Instruments" of the field's domain page (PHQ-9: Kroenke 2001;
GAD-7: Spitzer 2006; PCL-5: National Center for PTSD; CRIES: Children and War Foundation; WHO-5: WHO 1998;
K10: Australian Bureau of Statistics; K6: Kessler 2003; PSC-17: Gardner 1999; ASQ: NIMH 2017). A set of
bands has a version, and a result keeps the version it was read with: a new set never rewrites an old
result. Bands are data: to change one, add a set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

#: What a band means. One vocabulary for all instruments, so that lists and exports need one.
BANDS: Mapping[str, Any] = {
    "minimal": _("minimal"),
    "mild": _("mild"),
    "moderate": _("moderate"),
    "moderately_severe": _("moderately severe"),
    "severe": _("severe"),
    "low": _("low distress"),
    "high": _("high distress"),
    "very_high": _("very high distress"),
    "serious": _("serious distress"),
    "below": _("below the cut-off"),
    "above": _("at or above the cut-off"),
    "likely_depression": _("low well-being, likely depression"),
    "low_well_being": _("low well-being"),
    "well_being": _("well-being not low"),
    "negative": _("negative"),
    "positive": _("positive, not acute"),
    "acute": _("positive, acute"),
}

NEVER_A_DIAGNOSIS = _("This is screening, never a diagnosis.")


@dataclass(frozen=True)
class BandSet:
    """``bands``: (lowest total, highest total, code), without gaps; ``positive``: totals that ask for a
    service."""

    version: str
    bands: Sequence[tuple[int, int, str]]
    positive: tuple[int, int]

    def band_of(self, total: int) -> str:
        """Raises ValueError for a total outside all bands."""
        for low, high, code in self.bands:
            if low <= total <= high:
                return code
        raise ValueError(f"no band for {total}")

    def is_positive(self, total: int) -> bool:
        return self.positive[0] <= total <= self.positive[1]


@dataclass(frozen=True)
class Instrument:
    """``answers`` are the values one item may take, so that impossible totals are refused (CRIES-8 has no
    39). ``ages``: youngest and oldest, in full years. ``safety``: what the safety item asks, where there is
    one. ``sets``: the newest last; empty for instruments whose totals come from outside (licence)."""

    code: str
    name: str
    items: int
    answers: Sequence[int]
    ages: tuple[int, int]
    sets: Sequence[BandSet] = ()
    factor: int = 1
    safety: Any = ""
    outside: bool = False
    highest: int = 0

    @cached_property
    def totals(self) -> frozenset[int]:
        """Every total that answers can give."""
        if self.outside:
            return frozenset(range(self.highest + 1))
        sums = {0}
        for _item in range(self.items):
            sums = {done + answer for done in sums for answer in self.answers}
        return frozenset(total * self.factor for total in sums)

    def fits(self, youngest: int, oldest: int) -> bool:
        """Somebody whose age lies between these may be of the right age."""
        return oldest >= self.ages[0] and youngest <= self.ages[1]

    def set_of(self, version: str = "") -> BandSet | None:
        """A set by its version, the newest without one; None where the instrument has no bands here."""
        for one in reversed(self.sets):
            if not version or one.version == version:
                return one
        return None


_FOUR = (0, 1, 2, 3)
_PHQ = BandSet(
    "kroenke-2001",
    (
        (0, 4, "minimal"),
        (5, 9, "mild"),
        (10, 14, "moderate"),
        (15, 19, "moderately_severe"),
        (20, 27, "severe"),
    ),
    (10, 27),
)

_GAD = BandSet(
    "spitzer-2006",
    ((0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 21, "severe")),
    (10, 21),
)
_WHO = BandSet(
    "who-1998",
    ((0, 28, "likely_depression"), (29, 50, "low_well_being"), (51, 100, "well_being")),
    (0, 50),
)
_K10 = BandSet(
    "abs-2012",
    ((10, 15, "low"), (16, 21, "moderate"), (22, 29, "high"), (30, 50, "very_high")),
    (22, 50),
)


def _cut(version: str, cut: int, highest: int) -> BandSet:
    return BandSet(version, ((0, cut - 1, "below"), (cut, highest, "above")), (cut, highest))


INSTRUMENTS: Mapping[str, Instrument] = {
    one.code: one
    for one in (
        Instrument("phq9", "PHQ-9", 9, _FOUR, (18, 120), (_PHQ,), safety=_("Item 9 was answered 1 or more")),
        Instrument(
            "phqa", "PHQ-A", 9, _FOUR, (11, 17), (_PHQ,),
            safety=_("Item 9 was answered 1 or more, or an extra question on suicide with yes"),
        ),
        Instrument(
            "gad7", "GAD-7", 7, _FOUR, (12, 120),
            (_GAD,),
        ),
        Instrument("pcl5", "PCL-5", 20, (0, 1, 2, 3, 4), (18, 120), (_cut("ncptsd-33", 33, 80),)),
        Instrument("cries8", "CRIES-8", 8, (0, 1, 3, 5), (8, 18), (_cut("cwf-17", 17, 40),)),
        Instrument("cries13", "CRIES-13", 13, (0, 1, 3, 5), (8, 18), (_cut("cwf-30", 30, 65),)),
        Instrument(
            "who5", "WHO-5", 5, (0, 1, 2, 3, 4, 5), (9, 120),
            (_WHO,),
            factor=4,
        ),
        Instrument(
            "k10", "K10", 10, (1, 2, 3, 4, 5), (18, 120),
            (_K10,),
        ),
        Instrument(
            "k6", "K6", 6, (0, 1, 2, 3, 4), (18, 120),
            (BandSet("kessler-2003", ((0, 4, "low"), (5, 12, "moderate"), (13, 24, "serious")), (13, 24)),),
        ),
        Instrument("psc17", "PSC-17", 17, (0, 1, 2), (4, 16), (_cut("gardner-1999", 15, 34),)),
        # The total counts the answers "yes" or refused in 1 to 4; item 5 is the safety item. Any is positive.
        Instrument(
            "asq", "ASQ", 4, (0, 1), (8, 120),
            (BandSet("nimh-2017", ((0, 0, "negative"), (1, 4, "positive")), (1, 4)),),
            safety=_("Item 5 (now) was answered with yes, refused or not asked"),
        ),
        Instrument("sdq", "SDQ", 0, (), (2, 17), outside=True, highest=40),
        Instrument("rcads", "RCADS", 0, (), (6, 18), outside=True, highest=141),
        Instrument("htq", "HTQ", 0, (), (18, 120), outside=True, highest=160),
    )
}  # fmt: skip

CHOICES = [(one.code, one.name) for one in INSTRUMENTS.values()]


@dataclass(frozen=True)
class Reading:
    """What a total means by a set of bands; empty where there is none."""

    band: str = ""
    version: str = ""
    positive: bool | None = None


def read_total(code: str, total: int | None, *, safety: bool = False, version: str = "") -> Reading:
    """Band, version and screen of a total. An incomplete sitting (no total) is read as nothing, never
    imputed.

    A positive safety item of the ASQ makes it acute; PHQ bands stay what they are, the alert is raised
    beside them.
    """
    instrument = INSTRUMENTS[code]
    bands = instrument.set_of(version) or instrument.set_of()
    if total is None or bands is None:
        return Reading()
    band, positive = bands.band_of(total), bands.is_positive(total)
    if code == "asq" and positive and safety:
        band = "acute"
    return Reading(band, bands.version, positive)
