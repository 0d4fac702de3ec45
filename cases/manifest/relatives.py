"""What the rows of a manifest say about each other: the same person twice, and who looks after a child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from cases import names
from cases.dates import age_range, years_between
from cases.enums import Relation
from cases.manifest.persons import ManifestPerson

ADULT_AGE = 18
#: A smaller distance between the birth of a parent (a grandparent) and a child is taken for a mistake in a
#: date.
PARENT_YEARS = 12
GRANDPARENT_YEARS = 24

_PARENTS = frozenset({Relation.MOTHER, Relation.FATHER})
_GRANDPARENTS = frozenset({Relation.GRANDMOTHER, Relation.GRANDFATHER})
_CHILDREN = frozenset({Relation.SON, Relation.DAUGHTER, Relation.CHILD})
_GRANDCHILDREN = frozenset({Relation.GRANDCHILD})
_CAREGIVERS = _PARENTS | _GRANDPARENTS | {
    Relation.AUNT, Relation.UNCLE, Relation.WIFE, Relation.HUSBAND, Relation.GUARDIAN,
}  # fmt: skip
_FOLLOWERS = _CHILDREN | _GRANDCHILDREN | {
    Relation.BROTHER, Relation.SISTER, Relation.SIBLING, Relation.NIECE_NEPHEW, Relation.COUSIN,
    Relation.WARD, Relation.WIFE,
}  # fmt: skip


def family_key(person: ManifestPerson) -> str:
    """What the members of a family share in this file; somebody without a family number is alone."""
    return f"no {person.family_no.casefold()}" if person.family_no else f"row {person.row}"


def follows(person: ManifestPerson) -> bool:
    """True for a relation that stands below the one who begins the family."""
    return person.relation in _FOLLOWERS and not person.unaccompanied


# --- The same person twice
# -----------------------------------------------------------------------------------


def doubled(persons: Sequence[ManifestPerson]) -> Iterator[int]:
    """The rows of people who stand further up already, in whatever spelling or script."""
    seen: dict[object, list[ManifestPerson]] = defaultdict(list)
    for person in persons:
        keys = _meeting_keys(person)
        if any(_same(person, other) for key in keys for other in seen[key]):
            yield person.row
        for key in keys:
            seen[key].append(person)


def _meeting_keys(person: ManifestPerson) -> list[object]:
    """Only people who share one of these are compared, or thousands would be compared pair by pair."""
    keys: list[object] = [("family", family_key(person))]
    if person.birth and person.birth.exact:
        keys.append(("born", person.birth.earliest))
    if person.pinfl:
        keys.append(("pinfl", person.pinfl))
    return keys


def _same(one: ManifestPerson, other: ManifestPerson) -> bool:
    """Names alike and born on the same day; a less exact date counts inside of a family only."""
    if one.sex and other.sex and one.sex != other.sex:
        return False
    if (
        one.pinfl
        and one.pinfl == other.pinfl
        and (_same_birth(one, other) or _alike(one.given_name, other.given_name))
    ):
        return True
    if not _alike(one.given_name, other.given_name) or _differ(one.patronymic, other.patronymic):
        return False
    relatives = family_key(one) == family_key(other)
    surnames = _alike(one.surname, other.surname) or (relatives and not (one.surname and other.surname))
    if not surnames:
        return False
    if one.birth and other.birth and not (one.birth.exact and other.birth.exact):
        return relatives and one.birth.overlaps(other.birth)
    return _same_birth(one, other) or (relatives and one.birth is None and other.birth is None)


def _same_birth(one: ManifestPerson, other: ManifestPerson) -> bool:
    return one.birth is not None and one.birth == other.birth and one.birth.exact


def _alike(one: str, other: str) -> bool:
    return bool(one and other) and names.same_person_name(one, other)


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and not names.same_person_name(one, other)


# --- Who looks after a child
# ---------------------------------------------------------------------------------


def without_caregiver(person: ManifestPerson, others: Sequence[ManifestPerson], on: date) -> bool:
    """True for a child with no adult beside it in the family, not declared unaccompanied.

    A mother of sixteen is such a child herself. Where a date is inexact, the doubt counts for the child.
    """
    return _is_child(person, on) and not person.unaccompanied and not _caregivers(others, on)


def caregiver_too_young(person: ManifestPerson, others: Sequence[ManifestPerson], on: date) -> bool:
    """True where every parent (grandparent) is too near in age, or every caregiver is a child."""
    if person.relation in _CHILDREN and _all_too_near(person, others, _PARENTS, PARENT_YEARS):
        return True
    if person.relation in _GRANDCHILDREN and _all_too_near(person, others, _GRANDPARENTS, GRANDPARENT_YEARS):
        return True
    if not _is_child(person, on) or person.relation in _CAREGIVERS:
        return False
    caregivers = _caregivers(others, on)
    return bool(caregivers) and all(_surely_child(other, on) for other in caregivers)


def _all_too_near(
    child: ManifestPerson, others: Sequence[ManifestPerson], relations: frozenset[Relation], years: int
) -> bool:
    elders = [other for other in others if other.relation in relations]
    return bool(elders) and all(
        child.birth is not None
        and elder.birth is not None
        and years_between(elder.birth.earliest, child.birth.latest) < years
        for elder in elders
    )


def _caregivers(others: Sequence[ManifestPerson], on: date) -> list[ManifestPerson]:
    return [other for other in others if _is_caregiver(other, on)]


def _is_caregiver(person: ManifestPerson, on: date) -> bool:
    if person.relation in _CAREGIVERS:
        return True
    if person.birth is None:  # the date of a row in error; a head of family is one until it is mended
        return person.relation is Relation.HEAD and not person.unaccompanied
    return age_range(person.birth, on)[0] >= ADULT_AGE


def _is_child(person: ManifestPerson, on: date) -> bool:
    if person.birth is None:
        return person.relation in _CHILDREN | _GRANDCHILDREN
    return age_range(person.birth, on)[0] < ADULT_AGE


def _surely_child(person: ManifestPerson, on: date) -> bool:
    return person.birth is not None and age_range(person.birth, on)[1] < ADULT_AGE
