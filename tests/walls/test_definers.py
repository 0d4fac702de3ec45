"""Functions of the owner read past the row rules: each asks who calls, and answers nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from accounts.models import Profile
from cases.models import Identifier, Visit
from cases.services.persons import identifier_add
from tests.factories import make_case, make_family, make_person, make_profile, make_region

pytestmark = pytest.mark.django_db

#: What an agency's requests may call of them: nothing. Readings and answers are plain inserts.
FOR_AGENCIES: set[str] = set()


class World:
    """A household carried in one region, with a visit and a paper; nobody of the other region knows of it."""

    def __init__(self) -> None:
        self.here, self.there = make_region("Samarqand"), make_region("Buxoro")
        self.worker = make_profile(Role.SOCIAL_WORKER, self.here)
        self.colleague = make_profile(Role.SOCIAL_WORKER, self.here)
        self.supervisor = make_profile(Role.SUPERVISOR, self.here)
        self.far = make_profile(Role.SUPERVISOR, self.there)
        self.national = make_profile(Role.NATIONAL)
        mother = make_person(given_name="Ozoda")
        self.family = make_family(mother)
        self.case = make_case(self.here, self.worker, person=mother, family=self.family)
        self.visit = Visit.objects.create(
            family=self.family, on=timezone.localdate(), safety="yes", created_by=self.worker
        )
        identifier_add(mother, kind="passport", value="AB2145138", by=None)
        self.hash = Identifier.objects.get().value_hash


@pytest.fixture
def world() -> World:
    return World()


def ask(who: Profile | DatabaseRole, question: str, *values: Any) -> list[Any]:
    """The rows of a function; "denied" where the role may not call it."""
    try:
        with transaction.atomic(), acting_as(who), connection.cursor() as cursor:
            cursor.execute(question, list(values))
            return list(cursor.fetchall())
    except ProgrammingError:
        return ["denied"]


def test_the_family_of_a_visit_is_for_those_who_see_a_case_of_it(world: World) -> None:
    question = "SELECT cases_family_of_visit(%s)"
    for who in (world.worker, world.supervisor, DatabaseRole.SYSTEM):
        assert ask(who, question, world.visit.pk) == [(world.family.pk,)]
    for who in (world.colleague, world.far):
        assert ask(who, question, world.visit.pk) == [(None,)]
    assert ask(world.national, question, world.visit.pk) == ["denied"]


def test_loads_are_for_the_region_and_for_those_who_send_somebody_there(world: World) -> None:
    question = "SELECT * FROM cases_worker_load(%s)"
    load = [(world.worker.pk, 1, 1)]
    assert ask(world.supervisor, question, [world.here.pk]) == load
    assert ask(DatabaseRole.SYSTEM, question, [world.here.pk]) == load
    assert ask(world.far, question, [world.here.pk]) == []
    make_case(world.there, None, destination_region=world.here.region_code)
    assert ask(world.far, question, [world.here.pk]) == load
    assert ask(world.national, question, [world.here.pk]) == ["denied"]
    assert ask(world.worker, question, [world.here.pk]) == ["denied"]


def test_known_papers_are_told_to_supervisors_alone(world: World) -> None:
    question = "SELECT * FROM cases_hashes_known(%s)"
    assert ask(world.far, question, [world.hash]) == [(world.hash,)]
    assert ask(world.worker, question, [world.hash]) == ["denied"]
    # The kind alone is not enough: whoever was switched off, or says she is of another region, hears nothing.
    Profile.objects.filter(pk=world.far.pk).update(is_active=False)
    assert ask(world.far, question, [world.hash]) == []
    world.supervisor.region = world.there
    assert ask(world.supervisor, question, [world.hash]) == []
    assert ask(world.supervisor, "SELECT * FROM cases_worker_load(%s)", [world.there.pk]) == []


def test_every_function_of_the_owner_is_closed() -> None:
    """A fixed search path, the owner's, nobody's by default, and none for agencies save those named above."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname, p.proconfig, p.proowner = d.datdba, "
            "p.proacl IS NULL OR EXISTS (SELECT 1 FROM aclexplode(p.proacl) a WHERE a.grantee = 0), "
            "has_function_privilege('hamroh_agency', p.oid, 'EXECUTE') "
            "FROM pg_proc p JOIN pg_database d ON d.datname = current_database() "
            "WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace"
        )
        found = cursor.fetchall()
    assert len(found) > 15
    assert {row[0] for row in found if row[1] != ["search_path=public, pg_temp"]} == set()
    assert {row[0] for row in found if not row[2]} == set()
    assert {row[0] for row in found if row[3]} == set()
    assert {row[0] for row in found if row[4]} == FOR_AGENCIES
