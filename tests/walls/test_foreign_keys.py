"""A key of somebody else's person, family or case is refused on writing: with it the row would come into sight."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.models import Event, Profile
from cases.models import Case, Family, Person
from cases.numbers import number_new
from rehabilitation.models import Inspection, Placement
from rehabilitation.services.psychological import session_note_add
from tasks.models import Task
from tests.factories import grant, make_case, make_family, make_person, make_profile, make_region

pytestmark = pytest.mark.django_db


class World:
    """A worker here; somebody of another region who is none of hers."""

    def __init__(self) -> None:
        self.here, self.there = make_region("Samarqand"), make_region("Buxoro")
        self.worker = make_profile(Role.SOCIAL_WORKER, self.here)
        self.supervisor = make_profile(Role.SUPERVISOR, self.here)
        self.psychologist = make_profile(Role.SPECIALIST, self.here, disciplines=["psychological"])
        mother, stranger = make_person(given_name="Ozoda"), make_person(given_name="Zuhra")
        self.family, self.strangers = make_family(mother), make_family(stranger)
        self.own = make_case(self.here, self.worker, person=mother, family=self.family)
        self.stranger = stranger
        self.far = make_case(
            self.there, make_profile(Role.SOCIAL_WORKER, self.there), person=stranger, family=self.strangers
        )


@pytest.fixture
def world() -> World:
    found = World()
    Person.objects.update(made_in=0)
    Family.objects.update(made_in=0)
    return found


def refused(profile: Profile, write: object) -> None:
    with acting_as(profile), pytest.raises(ProgrammingError), transaction.atomic():
        write()  # type: ignore[operator]


@pytest.mark.parametrize("role", ["worker", "supervisor"])
def test_no_case_is_opened_for_a_person_out_of_sight(world: World, role: str) -> None:
    profile = getattr(world, role)
    worker = profile if role == "worker" else None

    def insert(person: int, family: int | None = None) -> None:
        Case.objects.bulk_create([
            Case(number=number_new(), person_id=person, family_id=family, office=world.here, region=world.here,
                 worker=worker, created_by=profile)
        ])  # fmt: skip

    refused(profile, lambda: insert(world.stranger.pk))
    refused(profile, lambda: insert(10**9))  # nobody: the same answer
    refused(profile, lambda: insert(world.own.person_id, world.strangers.pk))
    with acting_as(profile):
        assert set(Person.objects.values_list("pk", flat=True)) == {world.own.person_id}


def test_no_case_is_moved_to_a_person_or_family_out_of_sight(world: World) -> None:
    own = Case.objects.filter(pk=world.own.pk)
    refused(world.worker, lambda: own.update(person=world.stranger.pk))
    refused(world.worker, lambda: own.update(family=world.strangers.pk))
    with acting_as(world.worker):
        assert own.update(family=None) == 1


def test_no_task_is_made_for_a_family_out_of_sight(world: World) -> None:
    def make(family: int) -> None:
        day = "2026-01-01"
        Task.objects.create(case=world.own, family_id=family, kind="other", title="x", counts_from=day, due_on=day,
                            first_due_on=day, region=world.here, created_by=world.worker)  # fmt: skip

    refused(world.worker, lambda: make(world.strangers.pk))
    with acting_as(world.worker):
        make(world.family.pk)


def test_no_inspection_names_a_home_of_another_case(world: World) -> None:
    there = Placement.objects.create(case=world.far, on="2026-01-01", kind="relatives")
    here = Placement.objects.create(case=world.own, on="2026-01-01", kind="relatives")

    def make(placement: int) -> None:
        Inspection.objects.create(case=world.own, on="2026-01-02", placement_id=placement, created_by=world.worker)

    refused(world.worker, lambda: make(there.pk))
    with acting_as(world.worker):
        make(here.pk)


def test_the_history_of_a_protected_note_is_for_nobody_who_may_not_read_the_note(world: World) -> None:
    from rehabilitation.models import Session

    grant(world.own, world.psychologist, world.supervisor)
    session = Session.objects.create(case=world.own, on="2026-01-01", kind="individual", created_by=world.psychologist)
    with acting_as(world.psychologist):
        session_note_add(session, text="secret", by=world.psychologist)
    assert Event.objects.filter(table="rehabilitation_sessionnote").count() == 1
    for profile in (world.worker, world.supervisor):
        with acting_as(profile):
            tables = set(Event.objects.filter(case_id=world.own.pk).values_list("table", flat=True))
        assert "rehabilitation_session" in tables
        assert "rehabilitation_sessionnote" not in tables
