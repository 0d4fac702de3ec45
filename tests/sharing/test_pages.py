"""The pages: the worker builds, the supervisor releases, the agency reads and answers, the officer sees it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Consent
from cases.panels import case_panels
from sharing.models import Agreement, Release, Summary, SummaryReading
from sharing.panels import sharing_panel
from tests.factories import web_for

from .world import HEALTH, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def option(world: World) -> str:
    return f"{world.clinic.pk}:{HEALTH}"


def test_the_worker_builds_and_the_supervisor_releases_and_the_agency_answers(world: World) -> None:
    worker, supervisor, doctor = web_for(world.worker), web_for(world.supervisor), web_for(world.doctor)
    share = f"/cases/{world.adult.number}/share/"
    first = worker.get(share, {"option": option(world)}).content.decode()
    assert "As Clinic No. 1 will see it" in first and "Гулнора" in first
    assert "birth_place" not in first
    chosen = {"option": option(world), "fields": ["age"], "request": "Look at her eyes"}
    # By POST: the words to the agency are no part of an address.
    assert worker.get(share + "preview/", chosen).status_code == 405
    preview = worker.post(share + "preview/", chosen)
    text = preview.content.decode()
    assert "Look at her eyes" in text and "Гулнора" not in text and "<html" not in text
    sent = {"option": option(world), "fields": ["given_name", "age"], "request": "Please see her.", "until": ""}
    built = worker.post(share, sent, follow=True)
    summary = Summary.objects.get()
    assert built.redirect_chain == [(f"{share}{summary.pk}/", 302)]
    assert "nobody releases what she built herself" in built.content.decode()
    page = supervisor.get(f"{share}{summary.pk}/").content.decode()
    assert "Clinic No. 1 will be able to read these 2 fields about the person it knows as" in page
    assert supervisor.post(f"{share}{summary.pk}/release/").status_code == 302
    assert summary.reference in doctor.get("/received/").content.decode()
    read = doctor.get(f"/received/{summary.pk}/").content.decode()
    assert "Гулнора" in read and world.adult.number not in read and "Йўлдошева" not in read
    assert SummaryReading.objects.get().channel == "web"
    declined = doctor.post(f"/received/{summary.pk}/answer/", {"kind": "declined", "text": ""})
    assert declined.status_code == 422
    answered = doctor.post(f"/received/{summary.pk}/answer/", {"kind": "question", "text": "Since when?"})
    assert answered.status_code == 302
    asked = worker.get(f"{share}{summary.pk}/").content.decode()
    assert "Since when?" in asked and "Dr Nodira" in asked
    answer = Release.objects.get().answers.get()
    assert worker.post(f"{share}{summary.pk}/answers/{answer.pk}/", {"text": "Since May."}).status_code == 302
    assert "Since May." in doctor.get(f"/received/{summary.pk}/").content.decode()
    accepted = doctor.post(f"/received/{summary.pk}/answer/", {"kind": "accepted", "text": ""}, follow=True)
    assert "Report a service" in accepted.content.decode()
    assert "Accepted" in doctor.get("/referrals/").content.decode()
    withdrawn = worker.post(f"{share}{summary.pk}/withdraw/", {"reason": "Wrong clinic."})
    assert withdrawn.status_code == 302
    assert doctor.get(f"/received/{summary.pk}/").status_code == 404
    listed = doctor.get("/received/").content.decode()
    # What is left of it is the request to destroy it: no way to read it, and nothing of its content.
    assert f'href="/received/{summary.pk}/"' not in listed and "Гулнора" not in listed
    assert f'action="/received/{summary.pk}/destroyed/"' in listed


def test_the_pdf_page_is_a_document_that_is_not_kept(world: World) -> None:
    release = world.released()
    answer = web_for(world.doctor).get(f"/received/{release.pk}/pdf/")
    assert answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "no-store"
    assert release.reference in answer["Content-Disposition"]
    code = SummaryReading.objects.get(channel="pdf").code
    found = web_for(world.dpo).get("/disclosures/", {"code": code.lower().replace("-", " ")}).content.decode()
    assert "Printed by Dr Nodira" in found


def test_a_refused_build_says_why_and_keeps_what_was_written(world: World) -> None:
    Consent.objects.update(kinds=["identity"])
    share = f"/cases/{world.adult.number}/share/"
    sent = {"option": option(world), "fields": ["phone"], "request": "Please see her.", "until": ""}
    answer = web_for(world.worker).post(share, sent)
    text = answer.content.decode()
    assert answer.status_code == 422 and "phone" in text and "Please see her." in text
    assert not Summary.objects.exists()


def test_a_supervisor_returns_with_a_reason(world: World) -> None:
    summary = world.built()
    address = f"/cases/{world.adult.number}/share/{summary.pk}/"
    supervisor = web_for(world.supervisor)
    assert supervisor.post(address + "return/", {"reason": ""}).status_code == 422
    assert supervisor.post(address + "return/", {"reason": "Leave the telephone out."}).status_code == 302
    assert "Leave the telephone out." in web_for(world.worker).get(address).content.decode()
    assert supervisor.post(address + "release/").status_code == 409


def test_a_worker_cannot_release_by_address(world: World) -> None:
    address = f"/cases/{world.adult.number}/share/{world.built().pk}/release/"
    assert web_for(world.worker).post(address).status_code == 403
    assert web_for(world.other).post(address).status_code == 403
    assert not Release.objects.exists()


def test_consents_are_recorded_and_withdrawn_on_their_page(world: World) -> None:
    Consent.objects.all().delete()
    worker, base = web_for(world.worker), f"/cases/{world.adult.number}/consents/"
    today = timezone.localdate().isoformat()
    form = worker.get(base + "new/", {"option": option(world)}).content.decode()
    assert "The child" not in form
    sent = {
        "option": option(world), "kinds": ["identity"], "decision": "given", "given_by": "self", "manner": "signed",
        "language": "uz", "given_on": today, "until": today, "witness": "", "interpreter": "",
    }  # fmt: skip
    refused = worker.post(base + "new/", {**sent, "manner": "telephone"})
    assert refused.status_code == 422 and "witness" in refused.content.decode()
    assert worker.post(base + "new/", sent).status_code == 302
    consent = Consent.objects.get()
    assert "Clinic No. 1" in worker.get(base).content.decode()
    release = world.released("age")
    warning = worker.get(f"{base}{consent.pk}/withdraw/").content.decode()
    assert "can no longer read it" in warning
    assert worker.post(f"{base}{consent.pk}/withdraw/", {"reason": "She wishes so."}).status_code == 302
    assert Summary.objects.get(pk=release.pk).end_reason == "consent"


def test_agencies_and_agreements_on_their_pages(world: World) -> None:
    national, worker = web_for(world.national), web_for(world.worker)
    assert "Clinic No. 1" in worker.get("/agencies/").content.decode()
    assert national.post("/agencies/new/", {"name": "School No. 9", "kind": "education"}).status_code == 302
    assert worker.post("/agencies/new/", {"name": "x", "kind": "ngo"}).status_code == 403
    address = f"/agencies/{world.school.pk}/agreements/schooling/new/"
    form = national.get(address).content.decode()
    assert "Birthplace" not in form and "Parent or caregiver" in form
    today = timezone.localdate().isoformat()
    sent = {
        "document_number": "12/S", "signatory": "Headmistress", "starts_on": today, "until": today,
        "fields_named": ["age"],
    }  # fmt: skip
    assert national.post(address, {**sent, "fields_named": ["birth_place"]}).status_code == 422
    assert national.post(address, sent).status_code == 302
    agreement = Agreement.objects.get(agency=world.school)
    assert national.post(f"/agreements/{agreement.pk}/end/").status_code == 302
    assert national.get(f"/agencies/{world.school.pk}/agreements/work/new/").status_code == 404
    assert web_for(world.doctor).get("/agencies/").status_code == 404


@pytest.mark.parametrize("who", ["worker", "supervisor", "national", "doctor"])
def test_disclosures_are_for_the_officer(world: World, who: str) -> None:
    world.released()
    assert web_for(getattr(world, who)).get("/disclosures/").status_code == 404


def test_the_officers_pages_hold_no_content(world: World) -> None:
    release = world.released(request="Please see her.")
    officer = web_for(world.dpo)
    filtered = f"/disclosures/?agency={world.clinic.pk}&state=running"
    for address in ("/disclosures/", f"/disclosures/{release.pk}/", filtered):
        text = officer.get(address).content.decode()
        assert "Clinic No. 1" in text
        assert "Гулнора" not in text and "Please see" not in text and world.adult.number not in text


def test_the_worker_of_another_region_gets_404_everywhere(world: World) -> None:
    summary, number = world.built(), world.adult.number
    other = web_for(world.other)
    for address in (
        f"/cases/{number}/consents/", f"/cases/{number}/consents/new/", f"/cases/{number}/share/",
        f"/cases/{number}/share/{summary.pk}/", f"/cases/{number}/consents/{world.consent.pk}/withdraw/",
    ):  # fmt: skip
        assert other.get(address).status_code == 404


@pytest.mark.parametrize(("count", "most"), [(0, 2), (1, 3), (3, 3)])
def test_the_panel_of_the_case_page_counts_readings_only_where_something_is_shared(
    world: World, count: int, most: int
) -> None:
    # One is read by the agency, the others wait: a newer one takes the place of what is released.
    for number in range(count):
        world.built() if number else world.released()
    with CaptureQueriesContext(connection) as queries:
        shown = sharing_panel(world.adult, world.worker)
    assert len(shown["shared"]) == count and len(shown["consents"]) == 1
    assert len(queries) <= most
    assert any(p["template"] == "sharing/panel_side.html" for p in case_panels(world.adult, world.worker)["side"])


@pytest.mark.parametrize("page", ["received", "referrals", "consents", "disclosures", "agencies", "summary"])
def test_no_page_asks_more_for_more_rows(world: World, page: str) -> None:
    number = world.adult.number
    first = world.released()
    who, address = {
        "received": (world.doctor, "/received/"), "referrals": (world.doctor, "/referrals/"),
        "consents": (world.worker, f"/cases/{number}/consents/"), "disclosures": (world.dpo, "/disclosures/"),
        "agencies": (world.national, "/agencies/"), "summary": (world.worker, f"/cases/{number}/share/{first.pk}/"),
    }[page]  # fmt: skip
    client = web_for(who)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for _ in range(3):
        world.released()
        world.released_of_another()
    assert asked() == few


def test_the_case_page_shows_who_may_see_what(world: World) -> None:
    world.released()
    text = web_for(world.worker).get(f"/cases/{world.adult.number}/").content.decode()
    assert "Who may see what" in text and "Clinic No. 1" in text


