"""A small world: a child's case with its people, and those who must not see it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.enums import Role
from cases.models import Family, Person
from tests.factories import (
    grant,
    make_agency,
    make_case,
    make_office,
    make_person,
    make_profile,
    make_region,
)


class World:
    """``child`` was born on 2016-05-14; ``mother`` on 1990-04-12. Both belong to ``worker``."""

    def __init__(self) -> None:
        self.here, self.there = make_region("Samarqand"), make_region("Buxoro")
        self.centre = make_office(self.here, kind="centre", name="Adaptation centre")
        self.worker = make_profile(Role.SOCIAL_WORKER, make_office(self.here))
        self.other = make_profile(Role.SOCIAL_WORKER, self.there)
        self.supervisor = make_profile(Role.SUPERVISOR, self.here)
        self.psychologist = make_profile(Role.SPECIALIST, self.here, disciplines=["psychological"])
        self.teacher = make_profile(Role.SPECIALIST, self.here, disciplines=["education"])
        self.stranger = make_profile(Role.SPECIALIST, self.here, disciplines=["psychological"])
        self.national = make_profile(Role.NATIONAL)
        self.clinic = make_profile(Role.AGENCY, agency=make_agency())
        born = date(2016, 5, 14)
        self.girl = make_person(given_name="Asma", birth_earliest=born, birth_latest=born)
        self.woman = make_person(given_name="Ozoda")
        self.child = make_case(self.here, self.worker, person=self.girl)
        self.mother = make_case(self.here, self.worker, person=self.woman)
        self.far = make_case(self.there, self.other, person=make_person(given_name="Zuhra"))
        for specialist in (self.psychologist, self.teacher):
            grant(self.child, specialist, self.supervisor)
            grant(self.mother, specialist, self.supervisor)


@pytest.fixture
def world(db: Any) -> World:
    found = World()
    # As if made by an earlier transaction than the test's: what a transaction made itself, it may read.
    Person.objects.update(made_in=0)
    Family.objects.update(made_in=0)
    return found
