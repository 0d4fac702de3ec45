"""A consent and its paper; a newer decision in place of an older one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.utils import timezone

from accounts.acting import acting_as
from accounts.errors import Invalid
from cases.models import Consent, Document
from cases.services.consents import consent_withdraw
from cases.services.documents import Paper, document_add
from sharing.models import Destruction, Release, Summary
from sharing.services.summaries import summary_release
from tests.factories import api_for, make_case, web_for

from .world import HEALTH, World, consented

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def world(settings: Any, tmp_path: Any) -> World:
    settings.MEDIA_ROOT = tmp_path
    return World()


def body(world: World, **values: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "option": f"{world.clinic.pk}:{HEALTH}", "kinds": ["identity", "medical"], "decision": "given",
        "given_by": "self", "manner": "signed", "language": "uz", "given_on": today.isoformat(),
        "until": (today + timedelta(days=100)).isoformat(), **values,
    }  # fmt: skip


def test_the_signed_paper_comes_with_the_consent(world: World) -> None:
    web, path = web_for(world.worker), f"/cases/{world.adult.number}/consents/"
    answer = web.post(f"{path}new/", body(world, paper=SimpleUploadedFile("scan.pdf", PDF)))
    assert answer.status_code == 302
    consent = Consent.objects.latest("pk")
    paper = consent.document
    assert paper is not None and (paper.case, paper.kind, paper.file_name) == (world.adult, "consent", "scan.pdf")
    assert f'href="/cases/{world.adult.number}/documents/{paper.pk}/"' in web.get(path).content.decode()
    # The same paper stands for another decision; a page, a file and a paper of somebody else do not.
    again = web.post(f"{path}new/", body(world, document=paper.pk))
    assert again.status_code == 302 and Consent.objects.latest("pk").document == paper
    refused = web.post(f"{path}new/", body(world, paper=SimpleUploadedFile("scan.pdf", b"<html>")))
    assert refused.status_code == 422 and Document.objects.count() == 1
    assert b"Only PDF, JPEG, PNG" in refused.content


def test_the_paper_of_another_case_is_no_paper_of_this_one(world: World) -> None:
    other = make_case(world.there, world.other)
    alien = document_add(other, content=PDF, file_name="a.pdf", by=world.other, kind="consent")
    with pytest.raises(Invalid) as refused:
        consented(world.adult, world.clinic, HEALTH, world, document=alien)
    assert set(refused.value.fields) == {"document"}
    given = body(world, case=world.adult.pk, agency=world.clinic.pk, purpose=HEALTH, document=alien.pk)
    answer = api_for(world.worker).post("/api/v1/consents/", given)
    assert answer.status_code == 422 and set(answer.json()["errors"]) == {"document"}
    assert web_for(world.worker).post(
        f"/cases/{world.adult.number}/consents/new/", body(world, document=alien.pk)
    ).status_code == 422
    # Nor does the database take it.
    with pytest.raises(ProgrammingError), transaction.atomic(), acting_as(world.worker):
        Consent.objects.filter(pk=world.consent.pk).update(document=alien)


def test_the_paper_is_named_by_the_api(world: World) -> None:
    with acting_as(world.worker):
        paper = document_add(world.adult, content=PDF, file_name="a.pdf", by=world.worker, kind="consent")
    given = body(world, case=world.adult.pk, agency=world.clinic.pk, purpose=HEALTH, document=paper.pk)
    answer = api_for(world.worker).post("/api/v1/consents/", given)
    assert answer.status_code == 201 and answer.json()["document"] == paper.pk
    old = api_for(world.worker).get(f"/api/v1/consents/{world.consent.pk}/").json()
    assert (old["state"], old["superseded_by"]) == ("superseded", answer.json()["id"])


def test_a_damaged_paper_is_refused_with_the_consent(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        consented(world.adult, world.clinic, HEALTH, world, paper=Paper("scan.pdf", b""))
    assert set(refused.value.fields) == {"paper"} and Consent.objects.count() == 1


def renewed(world: World, **values: Any) -> Consent:
    with acting_as(world.worker):
        return consented(world.adult, world.clinic, HEALTH, world, **values)


def test_a_renewal_takes_the_place_of_the_old_consent_and_what_was_shared_goes_on(world: World) -> None:
    released, waiting = world.released(), world.built("age")
    new = renewed(world, until=timezone.localdate() + timedelta(days=300))
    world.consent.refresh_from_db()
    assert (world.consent.state, world.consent.superseded_by) == ("superseded", new) and new.in_force()
    assert Release.objects.get(pk=released.pk).ended_at is None and not Destruction.objects.exists()
    with acting_as(world.supervisor):
        assert summary_release(waiting, by=world.supervisor).state == "released"
    # And it ends with the new one.
    with acting_as(world.worker):
        consent_withdraw(new, reason="", by=world.worker)
    assert Summary.objects.get(pk=waiting.pk).end_reason == "consent"
    assert [one.pk for one in Destruction.objects.all()] == [waiting.pk]


@pytest.mark.parametrize("narrower", [{"kinds": ["identity"]}, {"until": timezone.localdate() + timedelta(days=2)}])
def test_what_the_newer_decision_does_not_cover_ends(world: World, narrower: dict[str, Any]) -> None:
    released = world.released()
    renewed(world, **narrower)
    found = Release.objects.get(pk=released.pk)
    assert found.ended_at is not None and found.end_reason == "lapsed"
    assert Destruction.objects.filter(pk=released.pk).exists()


def test_a_decision_for_another_agency_or_purpose_or_without_consent_replaces_nothing(world: World) -> None:
    consented(world.adult, world.school, "schooling", world)
    world.consent.refresh_from_db()
    assert world.consent.in_force() and world.consent.superseded_by is None


def test_a_page_shows_what_replaced_it(world: World) -> None:
    renewed(world)
    page = web_for(world.worker).get(f"/cases/{world.adult.number}/consents/").content.decode()
    assert "A newer decision replaces it" in page
