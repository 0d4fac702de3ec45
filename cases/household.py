"""A household as its pages and forms need it: the members whom the reader may see, and how they are kin."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Profile

from .ages import age_of, is_child
from .enums import Relation
from .models import Case, Family, FamilyMember, Kinship, Person
from .photos import photo_url, with_photo

#: Who gives a family its name: its head, or the parent from whom its list speaks.
HEADS = (Relation.HEAD, Relation.MOTHER, Relation.FATHER)


@dataclass(frozen=True)
class Member:
    """Somebody in the household, with her newest case."""

    case: Case
    membership: FamilyMember
    age: str
    child: bool

    @property
    def person(self) -> Person:
        return self.case.person

    @property
    def photo(self) -> str:
        """The address of her photograph, or ""."""
        return photo_url(self.case)


@dataclass(frozen=True)
class Household:
    """``hidden`` counts members whom the reader may not see; of them she learns that they are there, no more."""

    family: Family
    members: Sequence[Member]
    hidden: int

    @property
    def cases(self) -> list[Case]:
        """The cases, in the order of the members."""
        return [member.case for member in self.members]

    @property
    def persons(self) -> list[Person]:
        return [member.person for member in self.members]

    @property
    def children(self) -> list[Member]:
        return [member for member in self.members if member.child]

    @property
    def adults(self) -> list[Member]:
        return [member for member in self.members if not member.child]

    @property
    def name(self) -> str:
        """What people call the family: the surname of its first member."""
        first = self.members[0].person if self.members else None
        return (first.surname or first.given_name) if first else self.family.number


def household_of(family: Family, profile: Profile) -> Household:
    """The head first, other adults, then children from the oldest; who has left is not in it. Two queries."""
    places = {place.person_id: place for place in FamilyMember.objects.filter(family=family, left_on=None)}
    cases: dict[int, Case] = {}
    found = with_photo(Case.objects.visible_to(profile).filter(family=family, person_id__in=places), profile)
    found = found.select_related("person", "worker", "office").order_by("pk")
    for case in found:
        cases[case.person_id] = case
    members = [
        Member(case, places[key], age_of(case.person), is_child(case.person)) for key, case in cases.items()
    ]
    members.sort(key=lambda one: (one.child, one.membership.relation not in HEADS, _born(one.person), one.case.pk))
    return Household(family, members, hidden=len(places) - len(members))


def _born(person: Person) -> date:
    return person.birth_earliest or date.max


def kin_among(persons: Sequence[Person], left_out: Container[int] = ()) -> list[Kinship]:
    """The links among these persons, both ways; who is left out of what is decided for a child
    (cases/implicated.py) stands in none of them as a guardian. One query."""
    keys = [person.pk for person in persons]
    links = Kinship.objects.filter(person__in=keys, relative__in=keys).order_by("pk")
    return [
        one
        for one in links
        if not (one.relation == Relation.GUARDIAN and one.person_id in left_out)
        and not (one.relation == Relation.WARD and one.relative_id in left_out)
    ]


def kin_lines(persons: Sequence[Person], links: Sequence[Kinship]) -> list[tuple[Person, str, list[Person]]]:
    """The kin in words, each link once: (person, relation, her relatives), in the order of ``persons``."""
    place = {person.pk: index for index, person in enumerate(persons)}
    grouped: dict[tuple[int, str], list[Person]] = {}
    for link in sorted(links, key=lambda one: (place[one.person_id], place[one.relative_id])):
        if place[link.person_id] < place[link.relative_id]:
            grouped.setdefault((link.person_id, link.relation), []).append(persons[place[link.relative_id]])
    return [
        (persons[place[key]], str(Relation(relation).label), others) for (key, relation), others in grouped.items()
    ]
