"""Who is kin to whom in a family of a manifest, as far as its words say so; what is open is not guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from cases.enums import Relation as R
from cases.services.families import inverse
from cases.services.households import by_sex

_CHILDREN = frozenset({R.SON, R.DAUGHTER, R.CHILD})
_SIBLINGS = frozenset({R.BROTHER, R.SISTER, R.SIBLING})
_SPOUSES = frozenset({R.WIFE, R.HUSBAND})
#: Said of a family without a head: these are to the children.
_TO_CHILDREN = frozenset({R.MOTHER, R.FATHER, R.GRANDMOTHER, R.GRANDFATHER, R.AUNT, R.UNCLE, R.GUARDIAN})
_NOT_SAID = frozenset({R.HEAD, R.OTHER})


@dataclass(frozen=True)
class Member:
    """A person of the family: her key, what the manifest calls her, her sex."""

    key: int
    relation: R | None
    sex: str


def kin_of(members: Sequence[Member]) -> dict[tuple[int, int], str]:
    """(person, relative) → what the person is to the relative, both ways."""
    links: dict[tuple[int, int], str] = {}
    for one, other, relation in _said(members):
        links.setdefault((one.key, other.key), relation)
        links.setdefault((other.key, one.key), inverse(relation, sex_of_other=other.sex))
    return links


def _said(members: Sequence[Member]) -> Iterator[tuple[Member, Member, str]]:
    heads = [one for one in members if one.relation == R.HEAD]
    children = [one for one in members if one.relation in _CHILDREN]
    if len(heads) == 1:
        for one in members:
            if one.relation is not None and one.relation not in _NOT_SAID:
                yield one, heads[0], by_sex(one.relation, one.sex)
        yield from _siblings(children)
    elif not heads:
        yield from _without_head(members, children)


def _without_head(members: Sequence[Member], children: Sequence[Member]) -> Iterator[tuple[Member, Member, str]]:
    """In a list without heads "mother" is the mother of the children. Two mothers: whose is whose is not said."""
    clear = all(sum(one.relation == parent for one in members) <= 1 for parent in (R.MOTHER, R.FATHER))
    grandchildren = [one for one in members if one.relation == R.GRANDCHILD]
    for one in members:
        if one.relation in (R.GRANDMOTHER, R.GRANDFATHER):
            below = [*children, *grandchildren]
        elif one.relation in (R.MOTHER, R.FATHER) and not clear:
            below = []
        elif one.relation in _TO_CHILDREN:
            below = list(children)
        else:
            below = []
        if one.relation == R.GUARDIAN:
            below += [ward for ward in members if ward.relation == R.WARD]
        for child in below:
            yield one, child, one.relation or R.OTHER
    if clear:
        yield from _siblings(children)
    if not children:
        yield from _siblings([one for one in members if one.relation in _SIBLINGS])
    spouses = [one for one in members if one.relation in _SPOUSES]
    if len(spouses) == 2 and spouses[0].relation != spouses[1].relation:
        yield spouses[0], spouses[1], spouses[0].relation or R.OTHER


def _siblings(children: Sequence[Member]) -> Iterator[tuple[Member, Member, str]]:
    for one, other in permutations(children, 2):
        yield one, other, by_sex(R.SIBLING, one.sex)
