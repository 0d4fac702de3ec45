"""One household in Samarqand with its worker, and a stranger's in Buxoro."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from accounts.enums import Role
from cases.models import Family, Person
from cases.services.families import kin_link
from tests.factories import make_case, make_family, make_office, make_person, make_profile, make_region


def years_ago(years: int) -> date:
    today = timezone.localdate()
    return date(today.year - years, 1, 1)


def born(years: int, **values: Any) -> Person:
    """A person of about this age: her birthday was on the first of January."""
    day = years_ago(years)
    return make_person(birth_earliest=day, birth_latest=day, birth_precision="day", **values)


class Household:
    """Ozoda (30) with Asma (9) and Ali (4) in Samarqand; Zuhra alone in Buxoro."""

    def __init__(self) -> None:
        self.here, self.there = make_region("Samarqand"), make_region("Buxoro")
        self.office = make_office(self.here)
        self.worker = make_profile(Role.SOCIAL_WORKER, self.office)
        self.colleague = make_profile(Role.SOCIAL_WORKER, self.office)
        self.far_worker = make_profile(Role.SOCIAL_WORKER, self.there)
        self.supervisor = make_profile(Role.SUPERVISOR, self.here)
        self.far_supervisor = make_profile(Role.SUPERVISOR, self.there)
        self.specialist = make_profile(Role.SPECIALIST, self.here, disciplines=["medical"])
        self.mother = born(30, given_name="Ozoda", surname="Yoʻldosheva", citizenship="UZB")
        self.daughter = born(9, given_name="Asma", surname="Yoʻldosheva")
        self.son = born(4, given_name="Ali", surname="Yoʻldoshev", sex="M")
        self.family = make_family(self.mother, self.daughter, self.son)
        for child in (self.daughter, self.son):
            kin_link(self.mother, relative=child, relation="mother", by=None)
        kin_link(self.daughter, relative=self.son, relation="sister", by=None)
        self.cases = [
            make_case(self.office, self.worker, person=person, family=self.family)
            for person in (self.mother, self.daughter, self.son)
        ]
        self.far_person = born(25, given_name="Zuhra", surname="Nazarova")
        self.far_family = make_family(self.far_person)
        self.far_case = make_case(self.there, self.far_worker, person=self.far_person, family=self.far_family)

    def settle(self) -> Household:
        """As if made by an earlier transaction than the test's."""
        Person.objects.update(made_in=0)
        Family.objects.update(made_in=0)
        return self


@pytest.fixture
def home(db: None) -> Household:
    return Household().settle()
