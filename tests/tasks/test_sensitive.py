"""A task tells of a safety alert: it has the alert's readers, not the case's."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from cases.enums import Safety
from cases.models import Person, TimelineEntry
from cases.services.visits import MemberSeen, visit_record
from rehabilitation.services.psychological import alert_raise
from tasks import clock
from tasks.models import Task
from tasks.services.alerts import alert_tasks_make
from tests.factories import api_for, grant, make_case, make_family, make_person, make_profile, make_region, web_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    class World:
        region = make_region()
        worker = make_profile(Role.SOCIAL_WORKER, region)
        supervisor = make_profile(Role.SUPERVISOR, region)
        psychologist = make_profile(Role.SPECIALIST, region, disciplines=["psychological"])
        teacher = make_profile(Role.SPECIALIST, region, disciplines=["education"])
        mother = make_person(given_name="Ozoda")
        family = make_family(mother)
        case = make_case(region, worker, person=mother, family=family)

    for who in (World.psychologist, World.teacher):
        grant(World.case, who, World.supervisor)
    Person.objects.update(made_in=0)
    with acting_as(World.psychologist):
        alert_raise(World.case, kind="suicide", by=World.psychologist)
    with acting_as(DatabaseRole.SYSTEM):
        alert_tasks_make()
    Task.objects.create(case=World.case, kind="document", counts_from=clock.today(), due_on=clock.today(),
                        first_due_on=clock.today(), region=World.region, assignee=World.worker)  # fmt: skip
    return World


def kinds(profile: Any) -> set[str]:
    return {row["kind"] for row in api_for(profile).get("/api/v1/tasks/").json()["results"]}


def test_only_the_readers_of_alerts_see_the_task(world: Any) -> None:
    assert kinds(world.worker) == kinds(world.supervisor) == kinds(world.psychologist) == {"document", "safety"}
    assert kinds(world.teacher) == {"document"}
    with acting_as(world.teacher):
        assert set(Task.objects.values_list("kind", flat=True)) == {"document"}


def test_its_timeline_line_is_as_protected(world: Any) -> None:
    def lines(profile: Any) -> str:
        address = f"/api/v1/cases/{world.case.pk}/timeline/"
        return " ".join(row["text"] for row in api_for(profile).get(address).json()["results"])

    assert "Safety alert: act now" in lines(world.worker)
    assert "Safety alert: act now" in lines(world.psychologist)
    assert "afety" not in lines(world.teacher)
    with acting_as(world.teacher):
        assert not [one for one in TimelineEntry.objects.all() if one.details.get("task") == "safety"]


def test_the_case_page_tells_a_teacher_nothing_of_it(world: Any) -> None:
    page = reverse("cases:case_detail", args=[world.case.number])
    assert "act now" in web_for(world.worker).get(page).content.decode()
    assert "act now" not in web_for(world.teacher).get(page).content.decode()


def test_a_concern_of_a_visit_is_as_protected(world: Any) -> None:
    with acting_as(world.worker):
        visit_record(
            world.family, on=clock.today(), members=[MemberSeen(case=world.case.pk, seen=True)],
            safety=Safety.WORRIED, safety_note="bruises", by=world.worker,
        )  # fmt: skip
    assert "Concern for safety" in api_for(world.worker).get("/api/v1/tasks/").content.decode()
    assert "Concern" not in api_for(world.teacher).get("/api/v1/tasks/").content.decode()
    # It stands for itself: an alert raised afterwards still makes work of its own.
    with acting_as(world.psychologist):
        alert_raise(world.case, kind="violence", by=world.psychologist)
    with acting_as(DatabaseRole.SYSTEM):
        assert alert_tasks_make() == 2
