"""Notes, plans, goals, steps, life events and closing over the API: done by one, refused to another."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from accounts.enums import Role
from cases.models import Person
from cases.services.notes import note_add
from cases.services.plans import goal_add, plan_create
from tests.factories import api_for, grant, make_case, make_office, make_person, make_profile, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    class World:
        here, there = make_region("Samarqand"), make_region("Buxoro")
        worker = make_profile(Role.SOCIAL_WORKER, make_office(here))
        other = make_profile(Role.SOCIAL_WORKER, there)
        supervisor = make_profile(Role.SUPERVISOR, here)
        specialist = make_profile(Role.SPECIALIST, here, disciplines=["medical"])
        case = make_case(here, worker, person=make_person(given_name="Ozoda"))

    Person.objects.update(made_in=0)
    return World


def test_a_plan_from_draft_to_review(world: Any) -> None:
    client, boss = api_for(world.worker), api_for(world.supervisor)
    plan = client.post("/api/v1/plans/", {"case": world.case.pk, "summary": "Home and school"})
    assert plan.status_code == 201, plan.content
    path = f"/api/v1/plans/{plan.json()['id']}/"
    assert client.post(f"{path}submit/").status_code == 422
    goal = client.post("/api/v1/goals/", {"plan": plan.json()["id"], "text": "School", "area": "education"})
    assert goal.status_code == 201, goal.content
    step = client.post("/api/v1/steps/", {"goal": goal.json()["id"], "text": "Call", "owner": world.worker.pk})
    assert step.status_code == 201, step.content
    assert client.post(f"{path}submit/").json()["status"] == "submitted"
    assert client.post(f"{path}approve/").status_code == 403
    assert boss.post(f"{path}return/", {"comments": ""}).status_code == 422
    assert boss.post(f"{path}return/", {"comments": "Ask her."}).json()["status"] == "returned"
    assert client.patch(path, {"wishes": "Her own room"}).json()["wishes"] == "Her own room"
    assert client.post(f"{path}submit/").status_code == 200
    approved = boss.post(f"{path}approve/", {"comments": "Good"})
    assert (approved.status_code, approved.json()["status"]) == (200, "approved")
    assert approved.json()["agreed"][0]["text"] == "School"
    assert boss.post(f"{path}approve/").status_code == 409
    assert client.post(f"{path}review/", {"note": "On its way"}).json()["status"] == "reviewed"
    done = client.patch(f"/api/v1/steps/{step.json()['id']}/", {"state": "done"})
    assert done.json()["done_on"] == timezone.localdate().isoformat()
    closed = client.post(f"/api/v1/goals/{goal.json()['id']}/close/", {"state": "reached"})
    assert closed.json()["state"] == "reached"
    rows = client.get(f"/api/v1/goals/?case={world.case.pk}").json()["results"]
    assert [(row["state"], len(row["steps"])) for row in rows] == [("reached", 1)]


def test_a_supervisor_cannot_approve_what_she_sent(world: Any) -> None:
    boss = api_for(world.supervisor)
    plan = boss.post("/api/v1/plans/", {"case": world.case.pk, "summary": "x"}).json()["id"]
    boss.post("/api/v1/goals/", {"plan": plan, "text": "Home"})
    assert boss.post(f"/api/v1/plans/{plan}/submit/").status_code == 200
    refused = boss.post(f"/api/v1/plans/{plan}/approve/")
    assert (refused.status_code, refused.json()["title"]) == (403, "not_allowed")


def test_closing_asks_two(world: Any) -> None:
    client, boss, base = api_for(world.worker), api_for(world.supervisor), f"/api/v1/cases/{world.case.pk}"
    body = {"reason": "moved", "explanation": "With her sister.", "person_told": "yes", "caregiver_told": "yes"}
    assert boss.post(f"{base}/approve-close/").status_code == 409
    assert client.post(f"{base}/close/", body).status_code == 201
    assert client.post(f"{base}/approve-close/").status_code == 403
    assert boss.post(f"{base}/return-close/", {"comments": "Told the school?"}).status_code == 200
    assert client.post(f"{base}/close/", body).status_code == 201
    assert boss.post(f"{base}/approve-close/").json()["status"] == "closed"
    assert [row["state"] for row in client.get(f"{base}/closures/").json()["results"]] == ["approved", "returned"]
    assert client.post(f"{base}/reopen/", {"reason": "She came back"}).json()["status"] == "reopened"


def test_life_events_and_their_lists(world: Any) -> None:
    client = api_for(world.worker)
    body = {"case": world.case.pk, "kind": "lost_contact", "happened_on": timezone.localdate().isoformat()}
    event = client.post("/api/v1/life-events/", body)
    assert event.status_code == 201 and event.json()["effect"] == "trace"
    item = event.json()["items"][0]
    ticked = client.post(f"/api/v1/life-events/{event.json()['id']}/items/{item['id']}/done/", {"note": "asked"})
    assert [row["done_on"] is not None for row in ticked.json()["items"]] == [True, False, False, False]
    assert api_for(world.specialist).post("/api/v1/life-events/", body).status_code == 403


def test_rows_of_a_case_out_of_scope_are_not_there(world: Any) -> None:
    plan = plan_create(world.case, by=world.worker, summary="x")
    goal = goal_add(plan, text="Home", by=world.worker)
    note = note_add(world.case, text="x", by=world.worker)
    client = api_for(world.other)
    for resource, row in (("plans", plan), ("goals", goal), ("notes", note)):
        assert client.get(f"/api/v1/{resource}/?case={world.case.pk}").json()["results"] == []
        assert client.get(f"/api/v1/{resource}/{row.pk}/").status_code == 404
    assert client.post("/api/v1/notes/", {"case": world.case.pk, "text": "x"}).status_code == 404
    assert client.post("/api/v1/plans/", {"case": world.case.pk}).status_code == 404
    assert client.post("/api/v1/goals/", {"plan": plan.pk, "text": "x"}).status_code == 404
    assert client.post("/api/v1/steps/", {"goal": goal.pk, "text": "x"}).status_code == 404
    assert client.patch(f"/api/v1/goals/{goal.pk}/", {"text": "x"}).status_code == 404
    national = api_for(make_profile(Role.NATIONAL))
    for resource in ("plans", "goals", "notes", "steps", "documents", "life-events"):
        assert national.get(f"/api/v1/{resource}/").status_code == 403


def test_a_specialist_reads_open_notes_and_the_plan_and_writes_notes(world: Any) -> None:
    plan_create(world.case, by=world.worker, summary="x")
    note_add(world.case, text="for all", by=world.worker)
    note_add(world.case, text="for two", by=world.worker, audience="carriers")
    grant(world.case, world.specialist, world.supervisor)
    client = api_for(world.specialist)
    texts = [row["text"] for row in client.get("/api/v1/notes/").json()["results"]]
    assert texts == ["for all"]
    assert len(client.get("/api/v1/plans/").json()["results"]) == 1
    assert client.post("/api/v1/notes/", {"case": world.case.pk, "text": "seen at the clinic"}).status_code == 201
    assert client.post("/api/v1/plans/", {"case": world.case.pk}).status_code == 403
    assert client.get("/api/v1/documents/").status_code == 403


def test_a_stale_version_is_refused(world: Any) -> None:
    client = api_for(world.worker)
    plan = client.post("/api/v1/plans/", {"case": world.case.pk, "summary": "x"})
    path, etag = f"/api/v1/plans/{plan.json()['id']}/", plan["ETag"]
    assert client.get(path)["ETag"] == etag
    assert client.patch(path, {"summary": "y"}, HTTP_IF_MATCH=etag).status_code == 200
    assert client.patch(path, {"summary": "z"}, HTTP_IF_MATCH=etag).status_code == 412
    assert client.get(path).json()["summary"] == "y"
