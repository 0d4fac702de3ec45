"""The same over the API: the office's day, the agency's day, and who is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from accounts.enums import Role
from cases.models import Consent
from sharing.models import Release, Summary, SummaryReading
from tests.factories import api_for, make_profile

from .world import HEALTH, World

pytestmark = pytest.mark.django_db
URL = "/api/v1/"


@pytest.fixture
def world() -> World:
    return World()


def build(world: World, **more: Any) -> Any:
    sent = {"case": world.adult.pk, "agency": world.clinic.pk, "purpose": "health_care", "fields": ["age"], **more}
    return api_for(world.worker).post(URL + "summaries/", sent)


def test_from_consent_to_the_agencys_answer(world: World) -> None:
    Consent.objects.all().delete()
    worker, supervisor, doctor = api_for(world.worker), api_for(world.supervisor), api_for(world.doctor)
    today = timezone.localdate().isoformat()
    made = worker.post(URL + "consents/", {
        "case": world.adult.pk, "agency": world.clinic.pk, "purpose": "health_care", "kinds": ["identity"],
        "decision": "given", "given_by": "self", "manner": "signed", "language": "uz", "given_on": today,
        "until": today,
    })  # fmt: skip
    assert made.status_code == 201 and made.json()["state"] == "in_force"
    offers = worker.get(URL + f"summaries/offers/?case={world.adult.pk}&agency={world.clinic.pk}&purpose=health_care")
    leaving = {row["code"] for row in offers.json() if row["can_leave"]}
    assert leaving == {"surname", "given_name", "birth_date", "age", "sex", "languages"}
    built = build(world, fields=["given_name", "age"], request="Please see her.")
    assert built.status_code == 201
    key = built.json()["id"]
    assert doctor.get(URL + "summaries/").json()["results"] == []
    assert doctor.get(URL + f"summaries/{key}/").status_code == 404
    assert worker.post(URL + f"summaries/{key}/release/").status_code == 403
    assert supervisor.post(URL + f"summaries/{key}/release/").json()["state"] == "released"
    row = doctor.get(URL + f"summaries/{key}/").json()
    assert set(row) == {
        "id", "reference", "purpose", "sender", "request", "fields", "released_at", "expires_at", "answers",
        "changes", "changed_since",
    }  # fmt: skip
    assert [field["code"] for field in row["fields"]] == ["given_name", "age"]
    assert row["fields"][0]["lines"] == ["Гулнора"] and row["request"] == "Please see her."
    answered = doctor.post(URL + f"received/{key}/answer/", {"kind": "question", "text": "When?"})
    assert answered.status_code == 201
    replied = worker.post(URL + f"summaries/{key}/reply/", {"answer": answered.json()["id"], "text": "Monday."})
    assert replied.status_code == 200
    assert doctor.get(URL + f"received/{key}/").json()["answers"][0]["reply"] == "Monday."
    withdrawn = worker.post(URL + f"consents/{made.json()['id']}/withdraw/", {"reason": "She changed her mind."})
    assert withdrawn.json()["state"] == "withdrawn"
    for address in (f"summaries/{key}/", f"received/{key}/", f"received/{key}/pdf/"):
        assert doctor.get(URL + address).status_code == 404
    assert worker.get(URL + f"summaries/{key}/").json()["end_reason"] == "consent"


def test_each_reading_is_logged_by_channel_and_the_list_counts_too(world: World) -> None:
    first, second = world.released(), world.released_of_another()
    doctor = api_for(world.doctor)
    assert len(doctor.get(URL + "received/").json()["results"]) == 2
    doctor.get(URL + f"received/{first.pk}/")
    printed = doctor.get(URL + f"summaries/{second.pk}/pdf/", HTTP_ACCEPT="application/pdf")
    assert printed.status_code == 200 and printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")
    log = list(SummaryReading.objects.order_by("id").values_list("release_id", "channel"))
    assert sorted(log[:2]) == [(first.pk, "api"), (second.pk, "api")]
    assert log[2:] == [(first.pk, "api"), (second.pk, "pdf")]
    assert SummaryReading.objects.exclude(code="").count() == 1
    assert set(SummaryReading.objects.values_list("reader_id", flat=True)) == {world.doctor.pk}


def test_another_agency_finds_nothing_and_leaves_no_trace(world: World) -> None:
    key = world.released().pk
    teacher = api_for(world.teacher)
    for address in (f"summaries/{key}/", f"received/{key}/", f"received/{key}/pdf/", f"summaries/{key}/pdf/"):
        assert teacher.get(URL + address).status_code == 404
    assert teacher.post(URL + f"received/{key}/answer/", {"kind": "accepted"}).status_code == 404
    assert teacher.get(URL + "summaries/").json()["results"] == []
    assert not SummaryReading.objects.exists()


@pytest.mark.parametrize("who", ["doctor", "national", "dpo"])
@pytest.mark.parametrize("step", ["release", "return", "withdraw", "reply"])
def test_who_may_not_decide(world: World, who: str, step: str) -> None:
    key = world.built().pk
    answer = api_for(getattr(world, who)).post(URL + f"summaries/{key}/{step}/", {"reason": "x"})
    assert answer.status_code == 403


def test_the_worker_of_another_region_gets_404_everywhere(world: World) -> None:
    release = world.released()
    other = api_for(world.other)
    assert other.get(URL + f"summaries/{release.pk}/").status_code == 404
    assert other.post(URL + f"summaries/{release.pk}/withdraw/", {"reason": "x"}).status_code == 404
    assert other.get(URL + f"consents/{world.consent.pk}/").status_code == 404
    assert other.post(URL + f"consents/{world.consent.pk}/withdraw/", {"reason": "x"}).status_code == 404
    assert other.get(URL + "consents/").json()["results"] == other.get(URL + "summaries/").json()["results"] == []
    sent = {"case": world.adult.pk, "agency": world.clinic.pk, "purpose": "health_care", "fields": ["age"]}
    assert other.post(URL + "summaries/", sent).status_code == 404


def test_an_agency_reads_nothing_of_the_house(world: World) -> None:
    doctor = api_for(world.doctor)
    for address in ("consents/", "agencies/", "agreements/", "disclosures/", "summaries/offers/", "cases/"):
        assert doctor.get(URL + address).status_code == 403
    for address in (f"consents/{world.consent.pk}/", f"cases/{world.adult.pk}/", f"cases/{world.adult.pk}/history/"):
        assert doctor.get(URL + address).status_code == 404


def test_an_agencys_filters_change_nothing(world: World) -> None:
    """No oracle: a filter on what it may not see is not looked at."""
    key = world.released().pk
    doctor = api_for(world.doctor)
    for query in (f"?case={world.adult.pk}", "?case=999999", "?state=ended", "?ordering=case", "?expand=case"):
        assert [row["id"] for row in doctor.get(URL + f"summaries/{query}").json()["results"]] == [key]


def test_a_refused_field_is_named(world: World) -> None:
    refused = build(world, fields=["age", "birth_place"])
    assert refused.status_code == 422
    assert "birth_place" in refused.json()["errors"]["fields"][0]


def test_returned_and_withdrawn_over_the_api(world: World) -> None:
    key = build(world).json()["id"]
    supervisor = api_for(world.supervisor)
    assert supervisor.post(URL + f"summaries/{key}/return/", {"reason": ""}).status_code == 422
    assert supervisor.post(URL + f"summaries/{key}/return/", {"reason": "Too much."}).json()["state"] == "returned"
    assert supervisor.post(URL + f"summaries/{key}/release/").status_code == 409
    ended = api_for(world.worker).post(URL + f"summaries/{key}/withdraw/", {"reason": "Built anew."})
    assert (ended.json()["state"], ended.json()["end_reason"]) == ("ended", "withdrawn")


def test_agencies_and_agreements_are_kept_by_the_national_coordinator(world: World) -> None:
    national = api_for(world.national)
    made = national.post(URL + "agencies/", {"kind": "housing", "name": "Housing office"})
    assert made.status_code == 201
    today = timezone.localdate().isoformat()
    sent = {
        "agency": made.json()["id"], "purpose": "housing", "fields": ["household"], "starts_on": today,
        "until": today, "signatory": "Head", "document_number": "7",
    }  # fmt: skip
    signed = national.post(URL + "agreements/", sent)
    assert signed.status_code == 201 and signed.json()["in_force"] is True
    refused = national.post(URL + "agreements/", {**sent, "fields": ["birth_place"]})
    assert refused.status_code == 422
    assert national.post(URL + f"agreements/{signed.json()['id']}/end/").json()["in_force"] is False
    for profile in (world.worker, world.dpo, world.doctor):
        assert api_for(profile).post(URL + "agreements/", sent).status_code == 403
        assert api_for(profile).post(URL + "agencies/", {"kind": "ngo", "name": "x"}).status_code == 403


def test_the_officer_reads_that_it_left_and_how_often(world: World) -> None:
    release = world.released(request="Please see her.")
    api_for(world.doctor).get(URL + f"received/{release.pk}/")
    answer = api_for(world.dpo).get(URL + "disclosures/")
    assert answer.status_code == 200
    row = answer.json()["results"][0]
    assert (row["agency"], row["reading_count"], row["fields"]) == (world.clinic.pk, 1, list(release.fields))
    told = answer.content.decode()
    assert "Гулнора" not in told and "Please" not in told and world.adult.number not in told


def test_a_machine_of_the_agency_reads_as_its_people_do(world: World) -> None:
    key = world.released().pk
    machine = api_for(make_profile(Role.AGENCY_CLIENT, agency=world.clinic))
    assert machine.get(URL + f"received/{key}/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    world: World, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        world.released()
    for profile, address in ((world.doctor, "received/"), (world.worker, "summaries/"), (world.worker, "consents/")):
        client = api_for(profile)
        with django_assert_max_num_queries(14):
            assert client.get(URL + address).status_code == 200
    assert Summary.objects.count() == Release.objects.count() == count
    assert HEALTH == "health_care"
