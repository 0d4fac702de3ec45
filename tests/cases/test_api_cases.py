"""``/api/v1/cases/``: who gets which rows, what may be done with one."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.models import AccessLog, Event
from cases.models import Case, Person
from cases.services.families import kin_link
from tests.factories import (
    api_for,
    grant,
    make_agency,
    make_case,
    make_office,
    make_person,
    make_profile,
    make_region,
    web_for,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    class World:
        here, there = make_region("Samarqand"), make_region("Buxoro")
        worker = make_profile(Role.SOCIAL_WORKER, make_office(here))
        other = make_profile(Role.SOCIAL_WORKER, there)
        supervisor = make_profile(Role.SUPERVISOR, here)
        specialist = make_profile(Role.SPECIALIST, here, disciplines=["psychological"])
        national = make_profile(Role.NATIONAL)
        own = make_case(here, worker, person=make_person(surname="Karimova", given_name="Ozoda"), risk="high")
        team = make_case(here, None, person=make_person(given_name="Asma", sex="F"), unaccompanied=True)
        far = make_case(there, other, person=make_person(given_name="Zuhra"))

    Person.objects.update(made_in=0)
    return World


def numbers(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer.content
    return {row["number"] for row in answer.json()["results"]}


def test_each_role_lists_exactly_its_cases(world: Any) -> None:
    assert numbers(api_for(world.worker).get("/api/v1/cases/")) == {world.own.number}
    assert numbers(api_for(world.other).get("/api/v1/cases/")) == {world.far.number}
    assert numbers(api_for(world.supervisor).get("/api/v1/cases/")) == {world.own.number, world.team.number}
    assert numbers(api_for(world.specialist).get("/api/v1/cases/")) == set()
    assert numbers(api_for(world.national).get("/api/v1/cases/")) == {
        world.own.number, world.team.number, world.far.number,
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.DPO, Role.ADMIN, Role.AGENCY])
def test_roles_without_cases_are_refused(world: Any, role: str) -> None:
    profile = make_profile(role, agency=make_agency() if role == Role.AGENCY else None)
    assert api_for(profile).get("/api/v1/cases/").status_code == 403
    # To an agency the case does not even exist.
    status = 404 if role == Role.AGENCY else 403
    assert api_for(profile).get(f"/api/v1/cases/{world.own.pk}/").status_code == status


def test_a_row_tells_of_the_person_but_not_to_the_national_coordinator(world: Any) -> None:
    row = api_for(world.worker).get("/api/v1/cases/").json()["results"][0]
    assert (row["id"], row["status"], row["risk"]) == (world.own.pk, "registered", "high")
    assert row["person"]["name"] == "Karimova Ozoda"
    answer = api_for(world.national).get("/api/v1/cases/")
    assert all("person" not in row for row in answer.json()["results"])
    assert b"Ozoda" not in answer.content


def test_filters_narrow_and_an_unknown_value_is_refused(world: Any) -> None:
    client = api_for(world.supervisor)
    assert numbers(client.get("/api/v1/cases/?risk=high")) == {world.own.number}
    assert numbers(client.get("/api/v1/cases/?unaccompanied=1")) == {world.team.number}
    assert numbers(client.get(f"/api/v1/cases/?worker={world.worker.pk}")) == {world.own.number}
    assert numbers(client.get("/api/v1/cases/?no_plan=1")) == {world.own.number, world.team.number}
    assert numbers(client.get("/api/v1/cases/?overdue=1")) == set()
    Case.objects.filter(pk=world.own.pk).update(next_due_at=timezone.localdate() - timedelta(days=1))
    assert numbers(client.get("/api/v1/cases/?overdue=1")) == {world.own.number}
    assert client.get("/api/v1/cases/?q=Озода").status_code == 422
    assert numbers(client.get(f"/api/v1/cases/?q={world.team.number}")) == {world.team.number}
    refused = client.get("/api/v1/cases/?risk=huge&worker=x")
    assert refused.status_code == 422 and set(refused.json()["errors"]) == {"risk", "worker"}


def test_pages_follow_each_other_without_gap(world: Any) -> None:
    client = api_for(world.supervisor)
    first = client.get("/api/v1/cases/?page_size=1").json()
    second = client.get(first["next"]).json()
    assert [row["number"] for row in first["results"] + second["results"]] == [
        case.number for case in Case.objects.filter(region=world.here).order_by("-updated_at", "-id")
    ]
    assert second["next"] is None and client.get(second["previous"]).json()["results"] == first["results"]


def test_a_case_out_of_scope_is_not_there(world: Any) -> None:
    for client in (api_for(world.worker), api_for(world.supervisor)):
        assert client.get(f"/api/v1/cases/{world.far.pk}/").status_code == 404
        assert client.post(f"/api/v1/cases/{world.far.pk}/risk/", {"risk": "low", "reason": "x"}).status_code == 404
        assert client.get(f"/api/v1/cases/{world.far.pk}/timeline/").status_code == 404
        assert client.get(f"/api/v1/cases/{world.far.pk}/history/").status_code == 404
    assert api_for(world.national).get(f"/api/v1/cases/{world.far.pk}/").status_code == 403


def test_reading_a_case_is_logged_and_gives_an_etag(world: Any) -> None:
    client = api_for(world.worker)
    answer = client.get(f"/api/v1/cases/{world.own.pk}/")
    assert answer.json()["person"]["name"] == "Karimova Ozoda"
    assert AccessLog.objects.filter(actor_id=world.worker.pk, case_id=world.own.pk, kind="case").count() == 1
    etag = answer["ETag"]
    changed = client.patch(f"/api/v1/cases/{world.own.pk}/", {"destination_district": "Urgut"}, HTTP_IF_MATCH=etag)
    assert changed.status_code == 200 and changed["ETag"] != etag
    late = client.patch(f"/api/v1/cases/{world.own.pk}/", {"destination_district": "Jomboy"}, HTTP_IF_MATCH=etag)
    assert late.status_code == 412
    world.own.refresh_from_db()
    assert world.own.destination_district == "Urgut"


def test_only_a_supervisor_assigns_and_the_old_worker_loses_the_case(world: Any) -> None:
    colleague = make_profile(Role.SOCIAL_WORKER, world.here)
    path = f"/api/v1/cases/{world.own.pk}/assign/"
    assert api_for(world.worker).post(path, {"worker": colleague.pk}).status_code == 403
    assert api_for(world.supervisor).post(path, {"worker": world.other.pk}).status_code == 422
    answer = api_for(world.supervisor).post(path, {"worker": colleague.pk})
    assert answer.status_code == 200 and answer.json()["worker"] == colleague.pk
    assert api_for(world.worker).get(f"/api/v1/cases/{world.own.pk}/").status_code == 404


def test_risk_status_hold_and_resume(world: Any) -> None:
    client, base = api_for(world.worker), f"/api/v1/cases/{world.own.pk}"
    assert client.post(f"{base}/risk/", {"risk": "low", "reason": "safe with the aunt"}).json()["risk"] == "low"
    assert client.post(f"{base}/risk/", {"risk": "low", "reason": ""}).status_code == 422
    assert client.post(f"{base}/status/", {"status": "implementation"}).status_code == 409
    assert client.post(f"{base}/status/", {"status": "assessment"}).json()["status"] == "assessment"
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    assert client.post(f"{base}/hold/", {"until": until, "reason": "in hospital"}).json()["on_hold_until"] == until
    assert client.post(f"{base}/resume/").json()["on_hold_until"] is None
    assert client.post(f"{base}/resume/").status_code == 409


def test_a_walk_in_becomes_a_case_of_her_registrar(world: Any) -> None:
    body = {"person": {"surname": "Aliyeva", "given_name": "Madina", "sex": "F"}, "office": world.worker.office_id}
    answer = api_for(world.worker).post("/api/v1/cases/", body)
    assert answer.status_code == 201, answer.content
    assert (answer.json()["worker"], answer.json()["person"]["name"]) == (world.worker.pk, "Aliyeva Madina")
    body["office"] = world.there.pk
    assert api_for(world.worker).post("/api/v1/cases/", body).status_code == 422
    assert api_for(world.specialist).post("/api/v1/cases/", body).status_code == 403


def test_grants_are_given_and_ended_by_the_supervisor(world: Any) -> None:
    path = f"/api/v1/cases/{world.own.pk}/grants/"
    until = (timezone.now() + timedelta(days=7)).isoformat()
    body = {"to": world.specialist.pk, "purpose": "team", "reason": "assessment", "until": until}
    assert api_for(world.worker).post(path, body).status_code == 403
    given = api_for(world.supervisor).post(path, body)
    assert given.status_code == 201, given.content
    assert numbers(api_for(world.specialist).get("/api/v1/cases/")) == {world.own.number}
    ended = api_for(world.supervisor).post(f"{path}{given.json()['id']}/end/")
    assert ended.json()["ended_at"]
    assert numbers(api_for(world.specialist).get("/api/v1/cases/")) == set()


def test_history_names_the_author_and_no_secret(world: Any) -> None:
    api_for(world.worker).post(f"/api/v1/cases/{world.own.pk}/risk/", {"risk": "low", "reason": "safe"})
    rows = api_for(world.worker).get(f"/api/v1/cases/{world.own.pk}/history/").json()["results"]
    change = next(row for row in rows if row["what"] == "case" and row["verb"] == "update")
    assert change["actor_name"] == world.worker.name
    assert {"field": "risk", "label": "risk", "value": "Low"} in change["changes"]
    assert api_for(world.specialist).get(f"/api/v1/cases/{world.own.pk}/history/").status_code == 403


def test_a_specialist_with_a_grant_reads_the_core(world: Any) -> None:
    grant(world.own, world.specialist, world.supervisor)
    client = api_for(world.specialist)
    assert client.get(f"/api/v1/cases/{world.own.pk}/").status_code == 200
    assert client.post(f"/api/v1/cases/{world.own.pk}/risk/", {"risk": "low", "reason": "x"}).status_code == 403
    kinds = {row["kind"] for row in client.get(f"/api/v1/cases/{world.own.pk}/timeline/").json()["results"]}
    assert kinds == {"case_opened"}


def test_the_history_of_a_case_tells_what_changed_in_the_person_but_not_in_her_kin(world: Any) -> None:
    relative = make_person(given_name="Nilufar")
    for one, by in ((world.own.person, world.worker), (relative, None), (world.far.person, None)):
        with acting_as(by) if by else nullcontext():
            Person.objects.filter(pk=one.pk).update(given_name="Oydin")
    kin_link(world.own.person, relative=relative, relation="sister", by=None)
    rows = api_for(world.worker).get(f"/api/v1/cases/{world.own.pk}/history/", {"page_size": 100}).json()["results"]
    told = [row for row in rows if row["what"] == "person" and row["verb"] == "update"]
    # The older one is the fixture's.
    assert [(row["row_id"], row["actor"]) for row in told] == [
        (world.own.person_id, world.worker.pk), (world.own.person_id, None),
    ]  # fmt: skip
    assert "Oydin" in web_for(world.worker).get(f"/cases/{world.own.number}/history/").content.decode()
    with acting_as(world.worker):
        assert set(Event.objects.filter(table="cases_person").values_list("row_id", flat=True)) == {
            case.person_id for case in Case.objects.all()
        }
