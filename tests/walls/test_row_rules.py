"""The database's own answers, with every filter of the code left out."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from accounts.models import Event, Profile
from accounts.rowrules import RULES
from cases.models import Case, Family, Identifier, NameToken, Person
from cases.services.cases import case_open
from cases.services.grants import grant_end
from cases.services.persons import identifier_add, person_create
from tests.factories import (
    grant,
    make_agency,
    make_case,
    make_family,
    make_office,
    make_person,
    make_profile,
    make_region,
)

pytestmark = pytest.mark.django_db


class World:
    """Two regions, a worker and a supervisor in each, two cases here and one there."""

    def __init__(self) -> None:
        self.here, self.there = make_region("Samarqand"), make_region("Buxoro")
        self.worker = make_profile(Role.SOCIAL_WORKER, make_office(self.here))
        self.other = make_profile(Role.SOCIAL_WORKER, self.there)
        self.supervisor = make_profile(Role.SUPERVISOR, self.here)
        self.specialist = make_profile(Role.SPECIALIST, self.here, disciplines=["psychological"])
        mother, child = make_person(given_name="Ozoda"), make_person(given_name="Asma")
        self.family = make_family(mother, child)
        self.own = make_case(self.here, self.worker, person=mother, family=self.family)
        self.team = make_case(self.here, None, person=child, family=self.family)
        self.far = make_case(self.there, self.other, person=make_person(given_name="Zuhra"))
        self.secret = make_case(self.here, None, person=make_person(given_name="Hafsa"), restricted=True)
        identifier_add(mother, kind="passport", value="AB2145138", by=None)


@pytest.fixture
def world() -> World:
    found = World()
    # As if made by an earlier transaction than the test's: what a transaction made itself, it may read.
    Person.objects.update(made_in=0)
    Family.objects.update(made_in=0)
    return found


def cases_seen(profile: Profile) -> set[int]:
    with acting_as(profile):
        return set(Case.objects.values_list("pk", flat=True))


def test_each_kind_sees_exactly_its_cases(world: World) -> None:
    assert cases_seen(world.worker) == {world.own.pk}
    assert cases_seen(world.other) == {world.far.pk}
    assert cases_seen(world.supervisor) == {world.own.pk, world.team.pk}
    assert cases_seen(world.specialist) == set()
    assert cases_seen(make_profile(Role.NATIONAL)) == {world.own.pk, world.team.pk, world.far.pk}


@pytest.mark.parametrize("role", [Role.DPO, Role.ADMIN, Role.AGENCY])
def test_kinds_without_cases_have_no_grant_at_all(world: World, role: str) -> None:
    profile = make_profile(role, agency=make_agency() if role == Role.AGENCY else None)
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(profile):
        list(Case.objects.all())


def test_the_agency_has_no_privilege_on_any_table_of_the_house(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.role_table_grants WHERE grantee = 'hamroh_agency' "
            "AND (table_name LIKE 'cases\\_%' OR table_name LIKE 'rehabilitation\\_%' OR table_name LIKE 'tasks\\_%')"
        )
        assert cursor.fetchall() == []


def test_persons_families_names_and_papers_follow_the_case(world: World) -> None:
    with acting_as(world.other):
        assert set(Person.objects.values_list("given_name", flat=True)) == {"Zuhra"}
        assert not Family.objects.exists()
        assert not Identifier.objects.exists()
        assert {t.person_id for t in NameToken.objects.all()} == {world.far.person_id}
    with acting_as(world.worker):
        assert set(Person.objects.values_list("given_name", flat=True)) == {"Ozoda"}
        assert list(Family.objects.all()) == [world.family]
        assert Identifier.objects.get().value == "AB2145138"


def test_a_grant_opens_a_case_and_its_end_closes_it(world: World) -> None:
    given = grant(world.team, world.specialist, world.supervisor)
    assert cases_seen(world.specialist) == {world.team.pk}
    grant_end(given, by=world.supervisor)
    assert cases_seen(world.specialist) == set()


def test_nobody_gives_herself_access(world: World) -> None:
    from cases.models import CaseAccess

    for profile in (world.worker, world.specialist, world.supervisor):
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(profile):
            CaseAccess.objects.create(user=profile, case=world.far)


def test_a_worker_opens_a_case_of_her_own_and_not_elsewhere(world: World) -> None:
    with acting_as(world.worker):
        baby = person_create(by=world.worker, given_name="Yangi", sex="F")
        case = case_open(person=baby, office=world.here, by=world.worker, worker=world.worker)
    assert cases_seen(world.worker) == {world.own.pk, case.pk}
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.worker):
        baby = person_create(by=world.worker, given_name="Boshqa", sex="F")
        case_open(person=baby, office=world.there, by=world.worker, worker=world.worker)


def test_the_new_worker_sees_the_case_and_the_old_one_does_not(world: World) -> None:
    second = make_profile(Role.SOCIAL_WORKER, world.here)
    world.own.worker = second
    world.own.save()
    assert cases_seen(world.worker) == set()
    assert cases_seen(second) == {world.own.pk}


def test_no_table_without_a_rule(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, rowsecurity FROM pg_tables WHERE schemaname = 'public'")
        tables = dict(cursor.fetchall())
    assert set(tables) - set(RULES) == set()
    assert {t for t, secured in tables.items() if not secured and not RULES[t].open} == set()


def test_only_retention_and_identity_and_tokens_may_delete(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT grantee, table_name FROM information_schema.role_table_grants "
            "WHERE privilege_type = 'DELETE' AND grantee LIKE 'hamroh\\_%' "
            "AND grantee NOT IN ('hamroh_owner', 'hamroh_system', 'hamroh_identity')"
        )
        assert set(cursor.fetchall()) == {
            ("hamroh_caseworker", "cases_nametoken"), ("hamroh_supervisor", "cases_nametoken"),
        }  # fmt: skip


def test_a_change_has_its_author_and_the_role_is_put_back(world: World) -> None:
    world.own.person.refresh_from_db()
    with acting_as(world.worker):
        world.own.person.birth_place = "Urgut"
        world.own.person.save()
    event = Event.objects.filter(table="cases_person", verb="update").latest("id")
    assert (event.actor_id, event.actor_role) == (world.worker.pk, "hamroh_caseworker")
    assert event.data == {"birth_place": "Urgut"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), current_setting('app.user_id', true)")
        assert cursor.fetchone() == ("none", "")


def test_a_write_without_an_author_is_refused(world: World) -> None:
    nobody = "SELECT set_config('role', 'hamroh_supervisor', true), set_config('app.region_id', %s, true)"
    with (
        pytest.raises(ProgrammingError, match="needs an author"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(nobody, [str(world.here.pk)])
        cursor.execute("UPDATE cases_person SET birth_place = 'x'")


def test_secrets_are_ciphertext_in_the_history_too(world: World) -> None:
    event = Event.objects.filter(table="cases_identifier").latest("id")
    assert event.data is not None and "AB2145138" not in str(event.data)


def test_history_function_keeps_its_search_path() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace "
            "AND NOT coalesce(proconfig::text, '') LIKE '%search_path=public, pg_temp%'"
        )
        assert cursor.fetchall() == []


def test_events_cannot_be_written_or_changed_by_any_kind(world: World) -> None:
    for profile in (world.worker, world.supervisor):
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(profile):
            Event.objects.update(reason="")
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(DatabaseRole.RETENTION):
        Event.objects.update(reason="")
