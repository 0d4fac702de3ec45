"""What the search box finds: a case number, a family's number, the number of a paper, or a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import Invalid
from accounts.models import Profile
from accounts.policy import may

from .ages import birth_of
from .dates import PartialDate
from .models import Case
from .names import same_person_name
from .numbers import number_read
from .search import person_search
from .services.persons import persons_with_identifier

#: Shorter numbers are not looked up: a house number is no paper.
_PAPER_FROM = 5

HOW = {
    "number": _("Case number"),
    "family": _("Family number"),
    "paper": _("Number of a paper"),
    "name": _("Name"),
    "birth": _("Birth date fits"),
}


@dataclass(frozen=True)
class Found:
    """A case that answers the search, and how: a key of ``HOW``. ``score`` is from 0.5 to 1."""

    case: Case
    how: str
    score: float = 1.0


def number_in_address(text: str) -> str:
    """The number that a parameter of an address names. Raises Invalid for anything else: no name stands in an address,
    in a browser's history or in the log of a proxy."""
    number = number_read(text)
    if not number:
        raise Invalid(fields={"q": _("Names do not stand in an address: search with POST /api/v1/persons/search/.")})
    return number


def find(text: str, *, by: Profile, limit: int = 20) -> list[Found]:
    """The cases, among those that ``by`` may see, that the text names, best first. Inside ``acting_as(by)``."""
    text = text.strip()
    if not text or not may(by, "person", "search"):
        return []
    if number := number_read(text):
        by_number = _cases(by, number=number)
        if by_number:
            return [Found(case, "number") for case in by_number]
        if in_family := _cases(by, family__number=number):
            return [Found(case, "family") for case in in_family[:limit]]
    found = [Found(case, "paper") for case in _with_paper(text, by)]
    hits = {hit.person_id: hit.score for hit in person_search(text, by=by, limit=limit)}
    known = {one.case.person_id for one in found}
    named = [Found(case, "name", hits[case.person_id]) for case in _newest(_cases(by, person_id__in=hits))]
    named.sort(key=lambda one: -one.score)
    return [*found, *(one for one in named if one.case.person_id not in known)][:limit]


def _cases(by: Profile, **lookup: Any) -> list[Case]:
    found = Case.objects.visible_to(by).filter(**lookup).select_related("person", "family", "worker", "office")
    return list(found.order_by("-pk"))


def _newest(cases: Iterable[Case]) -> list[Case]:
    """One case for each person: the newest, for they come newest first."""
    kept: dict[int, Case] = {}
    for case in cases:
        kept.setdefault(case.person_id, case)
    return list(kept.values())


def _with_paper(text: str, by: Profile) -> list[Case]:
    digits = sum(c.isdigit() for c in text)
    if digits < _PAPER_FROM or not may(by, "identifier", "view"):
        return []
    return _newest(_cases(by, person_id__in=persons_with_identifier(text)))


@dataclass(frozen=True)
class Match:
    """A case that may be the same person's, with the reasons (keys of ``HOW``). Proposed, never merged."""

    case: Case
    reasons: Sequence[str]


def possible_matches(
    *,
    name: str,
    by: Profile,
    sex: str = "",
    birth: PartialDate | None = None,
    papers: Sequence[str] = (),
    limit: int = 5,
) -> list[Match]:
    """Who may already be here, before somebody new is registered; the surest first.

    Only among those whom ``by`` may see, so that the answer tells nothing of other regions. A paper's number alone
    suffices; a name must agree, and neither sex nor birth date may contradict it.
    """
    found: dict[int, Match] = {}
    for paper in papers:
        for case in _with_paper(paper, by):
            found[case.person_id] = Match(case, ("paper",))
    for one in find(name, by=by) if name.strip() else ():
        person = one.case.person
        if one.how != "name" or not same_person_name(name, person.full_name, partial=True):
            continue
        if sex and person.sex != sex:
            continue
        theirs = birth_of(person)
        if birth is not None and theirs is not None and not birth.overlaps(theirs):
            continue
        before = found[person.pk].reasons if person.pk in found else ()
        fits = ("birth",) if birth is not None and theirs is not None else ()
        found[person.pk] = Match(one.case, (*before, "name", *fits))
    return sorted(found.values(), key=lambda match: -len(match.reasons))[:limit]
