"""The search behind both walls: it finds what the user may see, in any spelling, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.models import Profile
from cases.models import Case, NameToken, Person
from cases.search import person_search
from cases.search.persons import forget_indexes
from cases.services.persons import person_name_add, person_update
from tests.factories import grant, make_agency, make_case, make_office, make_person, make_profile, make_region

pytestmark = pytest.mark.django_db


class World:
    """One name in four places: a worker's case, the region's, a restricted one, and another region's."""

    def __init__(self) -> None:
        self.here, self.there = make_region("Samarqand"), make_region("Buxoro")
        self.worker = make_profile(Role.SOCIAL_WORKER, make_office(self.here))
        self.specialist = make_profile(Role.SPECIALIST, self.here)
        self.supervisor = make_profile(Role.SUPERVISOR, self.here)
        self.far_supervisor = make_profile(Role.SUPERVISOR, self.there)
        self.own = self.girl(self.here, self.worker)
        self.region = self.girl(self.here)
        self.restricted = self.girl(self.here, restricted=True)
        self.far = self.girl(self.there)
        make_case(self.here, self.worker, person=make_person(surname="Toshmatova", given_name="Sevara"))
        Person.objects.update(made_in=0)

    def girl(self, region: object, worker: Profile | None = None, **values: object) -> Case:
        person = make_person(surname="Йўлдошева", given_name="Гулнора", patronymic="Анваровна")
        return make_case(region, worker, person=person, **values)  # type: ignore[arg-type]


@pytest.fixture
def world() -> Iterator[World]:
    forget_indexes()
    yield World()
    forget_indexes()


def found(by: Profile, text: str = "Gulnora Yoʻldosheva") -> set[int]:
    with acting_as(by):
        return {hit.person_id for hit in person_search(text, by=by)}


def test_each_user_finds_her_own_and_nobody_elses(world: World) -> None:
    assert NameToken.objects.filter(token="gulnara").count() == 4
    assert found(world.worker) == {world.own.person_id}
    assert found(world.specialist) == set()
    assert found(world.supervisor) == {world.own.person_id, world.region.person_id}
    assert found(world.far_supervisor) == {world.far.person_id}


@pytest.mark.parametrize("role", [Role.NATIONAL, Role.DPO, Role.ADMIN, Role.AGENCY])
def test_others_find_nobody(world: World, role: str) -> None:
    agency = make_agency() if role == Role.AGENCY else None
    assert found(make_profile(role, agency=agency)) == set()


@pytest.mark.parametrize(
    "text",
    ["Гульнора Юлдашева", "Yuldasheva Gulnora", "غولنورا", "Iuldasheva", "Gulnra Yuldashva", "gulnora anvar qizi"],
)
def test_in_any_spelling(world: World, text: str) -> None:
    assert found(world.worker, text) == {world.own.person_id}
    assert found(world.supervisor, text) == {world.own.person_id, world.region.person_id}


@pytest.mark.parametrize("text", ["", "   ", "—", "Zebiniso", "12345"])
def test_nobody(world: World, text: str) -> None:
    assert found(world.worker, text) == found(world.supervisor, text) == set()


def test_grant_opens_and_other_names_are_found(world: World) -> None:
    grant(world.far, world.specialist, by=world.far_supervisor)
    grant(world.far, world.supervisor, by=world.far_supervisor)
    person_name_add(world.far.person, by=None, surname="", given_name="Umm Hamza")
    assert found(world.specialist) == {world.far.person_id}
    assert found(world.supervisor, "أم حمزة") == {world.far.person_id}
    assert world.far.person_id in found(world.supervisor)


def test_region_and_restriction_follow_the_case(world: World) -> None:
    world.region.restricted = True
    world.region.save()
    assert found(world.supervisor) == {world.own.person_id}
    world.own.region = world.there
    world.own.save()
    assert found(world.supervisor) == set()
    assert found(world.far_supervisor) == {world.far.person_id, world.own.person_id}


def test_restricted_tokens_are_no_part_of_the_dictionary(world: World) -> None:
    """A row of the table is read through the wall as well, with no filter of the code."""
    secret = make_case(
        world.here, person=make_person(surname="Quvondiqova", given_name="Zumrad"), restricted=True
    )
    Person.objects.update(made_in=0)
    with acting_as(world.supervisor):
        seen = set(NameToken.objects.values_list("person_id", flat=True))
    assert secret.person_id not in seen
    assert {world.own.person_id, world.region.person_id} <= seen
    assert found(world.supervisor, "Quvondiqova") == set()


def test_a_name_written_since_the_dictionary_was_made(world: World) -> None:
    assert found(world.supervisor, "Zebiniso") == set()
    person_update(world.region.person, by=world.supervisor, given_name="Зебинисо")
    assert found(world.supervisor, "Zebiniso") == {world.region.person_id}
