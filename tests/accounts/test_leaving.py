"""Nobody leaves a caseload behind; whoever is switched off is out at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from accounts.enums import Role
from accounts.models import Profile
from cases.services.cases import case_assign
from tasks import clock
from tasks.models import Task
from tasks.services.tasks import task_complete, task_create
from tests.factories import api_for, make_case, make_office, make_profile, make_region, web_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    class World:
        here, there = make_region("Samarqand"), make_region("Buxoro")
        worker = make_profile(Role.SOCIAL_WORKER, make_office(here))
        colleague = make_profile(Role.SOCIAL_WORKER, make_office(here))
        supervisor = make_profile(Role.SUPERVISOR, here)
        admin = make_profile(Role.ADMIN, here)
        case = make_case(here, worker)

    return World


def change(world: Any, **values: Any) -> Any:
    body = {"name": "Zamira", "role": "social_worker", "office": world.worker.office_id, "is_active": True, **values}
    return api_for(world.admin).put(f"/api/v1/users/{world.worker.pk}/", body)


@pytest.mark.parametrize("leaves", ["off", "role", "region"])
def test_who_carries_a_case_cannot_leave(world: Any, leaves: str) -> None:
    ways: dict[str, dict[str, Any]] = {
        "off": {"is_active": False}, "role": {"role": "supervisor"}, "region": {"office": world.there.pk},
    }  # fmt: skip
    values = ways[leaves]
    refused = change(world, **values)
    assert refused.status_code == 409
    # Two numbers, and nothing of the case: an administrator sees none.
    told = refused.json()["detail"]
    assert "open cases (1) and tasks (0)" in told and world.case.number not in told
    kept = Profile.objects.get(pk=world.worker.pk)
    assert (kept.is_active, kept.role, kept.region) == (True, "social_worker", world.here)
    case_assign(world.case, worker=world.colleague, by=world.supervisor)
    assert change(world, **values).status_code == 200


def test_an_open_task_keeps_her_as_well_and_a_name_can_always_be_changed(world: Any) -> None:
    case_assign(world.case, worker=world.colleague, by=world.supervisor)
    Task.objects.filter(case=world.case).update(assignee=world.colleague)
    task = task_create(world.case, title="Ask the school", due_on=clock.today(), by=world.colleague)
    Task.objects.filter(pk=task.pk).update(assignee=world.worker)
    assert change(world, name="Zamira N.").status_code == 200
    assert change(world, is_active=False).status_code == 409
    task_complete(Task.objects.get(pk=task.pk), outcome="done", done_on=clock.today(), by=world.worker)
    assert change(world, is_active=False).status_code == 200


def test_who_is_switched_off_is_out_at_once(world: Any) -> None:
    case_assign(world.case, worker=world.colleague, by=world.supervisor)
    api, web = api_for(world.worker), web_for(world.worker)
    assert (api.get("/api/v1/me/").status_code, web.get("/my-day/").status_code) == (200, 200)
    assert change(world, is_active=False).status_code == 200
    assert (api.get("/api/v1/me/").status_code, web.get("/my-day/").status_code) == (401, 302)


def test_functions_of_the_owner_are_not_for_everybody() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc p WHERE prosecdef AND pronamespace = 'public'::regnamespace AND "
            "(proacl IS NULL OR EXISTS (SELECT 1 FROM aclexplode(proacl) a WHERE a.grantee = 0))"
        )
        assert cursor.fetchall() == []
