"""Two regions with a worker, a colleague and a supervisor each; a family here, one of whose children is restricted."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.enums import Role
from cases.models import Family, Person
from tests.factories import make_case, make_family, make_office, make_person, make_profile, make_region


class World:
    def __init__(self) -> None:
        self.here, self.there = make_region("Samarqand"), make_region("Buxoro")
        self.worker = make_profile(Role.SOCIAL_WORKER, make_office(self.here), name="Alma Worker")
        self.colleague = make_profile(Role.SOCIAL_WORKER, make_office(self.here), name="Bibi Colleague")
        self.specialist = make_profile(Role.SPECIALIST, self.here, disciplines=["psychological"], name="Salima Psy")
        self.supervisor = make_profile(Role.SUPERVISOR, self.here, name="Dilnoza Supervisor")
        self.second = make_profile(Role.SUPERVISOR, self.here, name="Erkin Second")
        self.far = make_profile(Role.SOCIAL_WORKER, self.there, name="Farida Far")
        self.far_supervisor = make_profile(Role.SUPERVISOR, self.there, name="Gani Far")
        self.national = make_profile(Role.NATIONAL, name="Kamola National")
        self.dpo = make_profile(Role.DPO, name="Olim Officer")
        self.admin = make_profile(Role.ADMIN, name="Anvar Admin")
        mother = make_person(surname="Sentinelova", given_name="Ozoda", birth_earliest=date(1988, 5, 1),
                             birth_latest=date(1988, 5, 1))  # fmt: skip
        child = make_person(surname="Hidova", given_name="Hafsa", birth_earliest=date(2017, 1, 1),
                            birth_latest=date(2018, 12, 31), birth_precision="about")  # fmt: skip
        self.family = make_family(mother, child)
        self.case = make_case(self.here, self.worker, person=mother, family=self.family)
        self.child = make_case(self.here, self.worker, person=child, family=self.family)
        self.distant = make_case(self.there, self.far, person=make_person(given_name="Zuhra"))


@pytest.fixture
def world(db: None) -> World:
    found = World()
    # As if made by an earlier transaction than the test's.
    Person.objects.update(made_in=0)
    Family.objects.update(made_in=0)
    return found
