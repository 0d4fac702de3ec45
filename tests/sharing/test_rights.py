"""What a person may ask of the house, what authorities demand, and a complaint that nobody in the house reads."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import AgencyKind, Role
from accounts.errors import Conflict
from accounts.models import IdempotentAnswer
from sharing.models import Complaint, Demand, PersonRequest
from sharing.services.rights import complaint_close, complaint_make, demand_record, request_record
from tasks.models import Task
from tests.factories import api_for, make_agency, make_profile, web_for

from .world import World

pytestmark = pytest.mark.django_db
ASKED = {"kind": "correction", "asked_by": "Gulnora", "text": "My birthday is wrong."}


@pytest.fixture
def world() -> World:
    return World()


def _ask(world: World) -> PersonRequest:
    address = f"/cases/{world.adult.number}/requests/"
    given = {**ASKED, "received_on": timezone.localdate()}
    assert web_for(world.worker).post(f"{address}new/", given).status_code == 302
    return PersonRequest.objects.get()


def test_a_request_has_a_deadline_task_and_is_decided_by_the_officer(world: World) -> None:
    found = _ask(world)
    due = timezone.localdate() + timedelta(days=30)
    assert (found.due_on, found.number, found.state) == (due, world.adult.number, "open")
    assert Task.objects.get(case=world.adult, title__contains="Request by the person").due_on == due
    officer = web_for(world.dpo)
    assert world.adult.number in officer.get("/requests/").content.decode()
    address = f"/requests/{found.pk}/"
    assert "My birthday is wrong." in officer.get(address).content.decode()
    assert officer.post(address, {"state": "granted", "answer": ""}).status_code == 422
    assert officer.post(address, {"state": "granted", "answer": "It was put right."}).status_code == 302
    assert officer.post(address, {"state": "refused", "answer": "Twice."}).status_code == 422
    found.refresh_from_db()
    assert (found.state, found.answer, found.decided_by) == ("granted", "It was put right.", world.dpo)
    shown = web_for(world.worker).get(f"/cases/{world.adult.number}/requests/").content.decode()
    assert "It was put right." in shown


def test_what_waits_stands_before_what_is_decided(world: World) -> None:
    found = _ask(world)
    web_for(world.dpo).post(f"/requests/{found.pk}/", {"state": "granted", "answer": "It was put right."})
    with acting_as(world.worker):
        later = request_record(world.adult, kind="access", asked_by="Gulnora", text="All of it.", by=world.worker)
    page = web_for(world.dpo).get("/requests/").content.decode()
    assert re.findall(r"/requests/(\d+)/", page) == [str(later.pk), str(found.pk)]


def test_nobody_decides_what_she_has_recorded_herself(world: World) -> None:
    found = _ask(world)
    PersonRequest.objects.filter(pk=found.pk).update(created_by=world.dpo)
    address = f"/requests/{found.pk}/"
    assert web_for(world.dpo).post(address, {"state": "granted", "answer": "Yes."}).status_code == 422
    body = {"state": "granted", "answer": "Yes."}
    assert api_for(world.dpo).post(f"/api/v1/person-requests/{found.pk}/decide/", body).status_code == 403
    assert PersonRequest.objects.get().state == "open"


def test_of_two_who_answer_a_complaint_at_once_one_comes_too_late(world: World) -> None:
    complaint_make(text="The worker shouted at me.")
    ombudsman = make_profile(Role.AGENCY, agency=make_agency(AgencyKind.OMBUDSMAN, "Ombudsman"))
    with acting_as(ombudsman):
        first, stale = Complaint.objects.get(), Complaint.objects.get()
        complaint_close(first, state="granted", answer="We spoke with her.", by=ombudsman)
        with pytest.raises(Conflict):
            complaint_close(stale, state="refused", answer="No.", by=ombudsman)
        assert Complaint.objects.get().answer == "We spoke with her."


def test_nobody_else_reads_or_decides_it(world: World) -> None:
    found = _ask(world)
    for profile, seen in ((world.worker, 1), (world.supervisor, 1), (world.dpo, 1), (world.other, 0)):
        with acting_as(profile):
            assert PersonRequest.objects.count() == seen
    for profile in (world.worker, world.supervisor, world.national, world.doctor):
        assert web_for(profile).post(f"/requests/{found.pk}/", {"state": "granted", "answer": "x"}).status_code in (
            403, 404,
        )  # fmt: skip
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.worker):
        PersonRequest.objects.update(state="refused")
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.dpo):
        PersonRequest.objects.update(asked_by="x")


def test_the_database_keeps_what_was_asked_and_demanded_and_who_decides(world: World) -> None:
    found = _ask(world)
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.worker):
        PersonRequest.objects.create(
            case=world.adult, number=world.adult.number, kind="access", asked_by="X", text="X", state="granted",
            received_on=found.received_on, due_on=found.due_on, created_by=world.worker,
        )  # fmt: skip
    with acting_as(world.dpo):
        demand_record(authority="Police", text="The address.", received_on=timezone.localdate(), by=world.dpo)
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.dpo):
        Demand.objects.update(text="Something else.")
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.dpo):
        Demand.objects.create(
            authority="Police", text="X", received_on=timezone.localdate(), state="granted", created_by=world.dpo
        )


def test_everything_held_is_handed_over_without_third_parties(world: World) -> None:
    address = f"/cases/{world.adult.number}/requests/held."
    client = web_for(world.worker)
    answer = client.get(f"{address}json")
    assert answer["Cache-Control"] == "no-store"
    data = answer.json()
    assert data["fields"]["surname"] == "Йўлдошева" and data["fields"]["phone"] == "+998901234567"
    assert "caregivers" not in data["fields"]
    assert any("Clinic No. 1" in line for section in data["sections"] for line in section["lines"])
    assert world.worker.name not in answer.content.decode()
    assert client.get(f"{address}pdf").content.startswith(b"%PDF-")
    assert web_for(world.other).get(f"{address}json").status_code == 404
    assert web_for(world.dpo).get(f"{address}json").status_code in (403, 404)


def test_a_demand_gives_nothing_without_a_legal_basis_and_says_whether_she_was_told(world: World) -> None:
    officer, today = api_for(world.dpo), timezone.localdate()
    made = officer.post(
        "/api/v1/demands/", {"authority": "Police", "text": "The address.", "received_on": str(today)}, format="json"
    )
    assert made.status_code == 201
    address = f"/api/v1/demands/{made.json()['id']}/decide/"
    given: dict[str, Any] = {"state": "granted", "answer": "As they ask.", "released": "Address", "told": "told"}
    assert set(officer.post(address, given, format="json").json()["errors"]) == {"state"}
    given = {"state": "refused", "answer": "No basis.", "told": "forbidden"}
    assert set(officer.post(address, given, format="json").json()["errors"]) == {"told_note"}
    assert officer.post(address, {**given, "told_note": "Article 1"}, format="json").status_code == 200
    assert Demand.objects.get().state == "refused"
    assert "Police" in web_for(world.dpo).get("/requests/").content.decode()
    for profile in (world.worker, world.supervisor, world.national, world.doctor):
        assert api_for(profile).get("/api/v1/demands/").status_code in (403, 404)
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(profile):
            Demand.objects.count()


def test_a_complaint_without_an_account_reaches_the_ombudsman_alone(world: World) -> None:
    ombudsman = make_profile(Role.AGENCY, agency=make_agency(AgencyKind.OMBUDSMAN, "Ombudsman"))
    sent = Client().post("/complaint/", {"text": "The worker shouted at me.", "contact": ""})
    found = Complaint.objects.get()
    assert sent.status_code == 200 and found.code in sent.content.decode()
    assert (found.contact, found.text) == (None, "The worker shouted at me.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM history_event WHERE table_name = 'sharing_complaint'")
        assert cursor.fetchone() == (0,)
    page = web_for(ombudsman)
    assert "shouted" in page.get("/complaints/").content.decode()
    with acting_as(world.doctor):
        assert not Complaint.objects.exists()
    assert web_for(world.doctor).get("/complaints/").status_code == 404
    for profile in (world.worker, world.supervisor, world.dpo, world.national):
        assert web_for(profile).get("/complaints/").status_code == 404
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(profile):
            Complaint.objects.count()
    done = page.post(f"/complaints/{found.pk}/", {"state": "granted", "answer": "We spoke with her."})
    assert done.status_code == 302
    assert Complaint.objects.get().closed_by == ombudsman


def test_a_complaint_of_somebody_who_is_signed_in_leaves_no_trace_of_her(world: World) -> None:
    body = {"text": "The worker shouted at me.", "contact": "", "csrfmiddlewaretoken": "a" * 64}
    assert web_for(world.worker).post("/complaint/", body).status_code == 200
    assert Complaint.objects.count() == 1
    assert not IdempotentAnswer.objects.exists()


def test_a_complaint_by_program_needs_no_account_and_leaves_no_trace(world: World) -> None:
    body = {"text": "The worker shouted at me.", "contact": ""}
    made = Client().post("/api/v1/complaint/", body, content_type="application/json")
    assert made.status_code == 201 and set(made.json()) == {"code"}
    sent = api_for(world.worker).post("/api/v1/complaint/", body, HTTP_IDEMPOTENCY_KEY="once")
    assert sent.status_code == 201
    assert not IdempotentAnswer.objects.exists() and Complaint.objects.count() == 2
    assert Client().post("/api/v1/complaint/", {"text": ""}, content_type="application/json").status_code == 422


def test_complaints_are_read_and_answered_by_program_in_the_ombudsmans_office_alone(world: World) -> None:
    ombudsman = make_profile(Role.AGENCY, agency=make_agency(AgencyKind.OMBUDSMAN, "Ombudsman"))
    complaint_make(text="The worker shouted at me.")
    rows = api_for(ombudsman).get("/api/v1/complaints/").json()["results"]
    assert [row["text"] for row in rows] == ["The worker shouted at me."]
    path = f"/api/v1/complaints/{rows[0]['id']}/close/"
    body = {"state": "granted", "answer": "We spoke with her."}
    for profile in (world.worker, world.supervisor, world.national, world.dpo, make_profile(Role.ADMIN), world.doctor):
        seen = api_for(profile).get("/api/v1/complaints/")
        assert seen.status_code in (403, 404) or seen.json()["results"] == [], profile.role
        assert api_for(profile).post(path, body).status_code in (403, 404), profile.role
    assert Client().get("/api/v1/complaints/").status_code == 401
    assert api_for(ombudsman).post(path, body).json()["state"] == "granted"


def test_a_complaint_is_never_seen_by_the_one_it_is_about(world: World) -> None:
    """Whoever it is about, whatever her role: PostgreSQL gives her no row, and the house's own jobs neither."""
    complaint_make(text=f"{world.worker.name} shouted at me.")
    assert Complaint.objects.count() == 1
    everybody: list[Any] = [
        world.worker, world.supervisor, world.national, world.dpo, world.doctor, make_profile(Role.ADMIN),
        make_profile(Role.SPECIALIST, world.here), DatabaseRole.SYSTEM, DatabaseRole.IDENTITY,
    ]  # fmt: skip
    for one in everybody:
        with acting_as(one):
            try:
                with transaction.atomic():
                    assert not Complaint.objects.exists(), one
            except ProgrammingError as error:
                assert "permission denied" in str(error)


def test_one_address_complains_five_times_an_hour_and_is_not_stored(
    world: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COMPLAINT_LIMIT = (5, 60)
    kept: dict[str, Any] = {}
    monkeypatch.setattr("accounts.limits.cache.get", lambda key, default=None: kept.get(key, default))
    monkeypatch.setattr("accounts.limits.cache.set", lambda key, value, seconds: kept.update({key: value}))
    body = {"text": "The worker shouted at me."}

    def by_program(address: str) -> int:
        sent = Client(REMOTE_ADDR=address).post("/api/v1/complaint/", body, content_type="application/json")
        return sent.status_code

    assert [by_program("203.0.113.7") for _ in range(4)] == [201] * 4
    page = Client(REMOTE_ADDR="203.0.113.7")
    assert page.post("/complaint/", body).status_code == 200
    assert by_program("203.0.113.7") == 429
    refused = page.post("/complaint/", body)
    assert refused.status_code == 422 and b"Too many attempts" in refused.content
    assert by_program("203.0.113.8") == 201
    assert Complaint.objects.count() == 6
    assert len(kept) == 2 and not any("203" in key or "113" in key.rpartition(":")[0] for key in kept)
    assert all(len(key.rpartition(":")[2]) == 64 for key in kept)
