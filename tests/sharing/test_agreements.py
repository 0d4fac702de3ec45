"""An agreement and its paper; its end is told in time, once, to who is responsible, and closes what it carried."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from accounts.errors import Conflict, Invalid
from cases.services.documents import Paper
from sharing.models import Agreement, Release
from sharing.services.agreements import agreement_attach, agreements_warn
from sharing.services.summaries import summaries_expire
from tests.cases.scanner import EICAR, scanner
from tests.factories import api_for, make_profile, web_for

from .world import HEALTH, World, agree

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def world(settings: Any, tmp_path: Any) -> World:
    settings.MEDIA_ROOT = tmp_path
    return World()


def ends_in(agreement: Agreement, days: int) -> Agreement:
    Agreement.objects.filter(pk=agreement.pk).update(until=timezone.localdate() + timedelta(days=days))
    agreement.refresh_from_db()
    return agreement


def warn(on: date | None = None) -> list[Agreement]:
    with acting_as(DatabaseRole.SYSTEM):
        return agreements_warn(on or timezone.localdate())


def test_the_signed_document_is_kept_encrypted_and_opens_for_whom_agreements_do(world: World) -> None:
    today = timezone.localdate()
    path = f"/agencies/{world.clinic.pk}/agreements/{HEALTH}/new/"
    form = {
        "document_number": "TK-7", "signatory": "Chief physician", "starts_on": today.isoformat(),
        "until": (today + timedelta(days=300)).isoformat(), "fields_named": ["surname", "age"],
        "responsible": world.supervisor.pk, "paper": SimpleUploadedFile("signed.pdf", PDF),
    }  # fmt: skip
    assert web_for(world.national).post(path, form).status_code == 302
    made = Agreement.objects.get(document_number="TK-7")
    assert made.responsible == world.supervisor and made.paper_name == "signed.pdf"
    with default_storage.open(made.paper_key) as file:
        assert b"PDF" not in file.read()
    page, api = f"/agreements/{made.pk}/paper/", f"/api/v1/agreements/{made.pk}/paper/"
    for profile in (world.national, world.supervisor, world.worker, world.dpo):
        assert web_for(profile).get(page).content == api_for(profile).get(api).content == PDF
    for profile in (world.doctor, make_profile(Role.ADMIN), make_profile(Role.SPECIALIST, world.here)):
        assert {web_for(profile).get(page).status_code, api_for(profile).get(api).status_code} <= {403, 404}
    assert f'href="{page}"' in web_for(world.worker).get(f"/agencies/{world.clinic.pk}/").content.decode()


def test_it_is_added_later_once_and_checked_like_every_file(world: World, settings: Any) -> None:
    attach, api = f"/agreements/{world.agreement.pk}/paper/new/", f"/api/v1/agreements/{world.agreement.pk}/attach/"
    web = web_for(world.national)
    assert web.post(attach, {"paper": SimpleUploadedFile("a.pdf", b"<html>")}).status_code == 422
    assert web_for(world.worker).get(attach).status_code == 403
    with scanner() as found:
        settings.CLAMD_URL = found.url
        bad = {"paper": SimpleUploadedFile("a.pdf", PDF + EICAR)}
        assert api_for(world.national).post(api, bad, format="multipart").status_code == 422
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    with pytest.raises(Invalid):
        agreement_attach(world.agreement, paper=Paper("a.pdf", PDF), by=world.national)
    settings.CLAMD_URL = ""
    assert not Agreement.objects.get(pk=world.agreement.pk).paper_key
    good = api_for(world.national).post(api, {"paper": SimpleUploadedFile("a.pdf", PDF)}, format="multipart")
    assert good.status_code == 200 and good.json()["paper_name"] == "a.pdf"
    with pytest.raises(Conflict):
        agreement_attach(world.agreement, paper=Paper("a.pdf", PDF), by=world.national)


@pytest.mark.parametrize(("days", "warned"), [(31, False), (30, True), (0, True), (-1, False)])
def test_its_end_is_told_thirty_days_ahead(world: World, days: int, warned: bool) -> None:
    ends_in(world.agreement, days)
    assert bool(warn()) is warned


def test_it_is_told_once_to_who_is_responsible(
    world: World, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    agreement = ends_in(world.agreement, 20)
    with django_capture_on_commit_callbacks(execute=True):
        assert warn() == [agreement]
    with django_capture_on_commit_callbacks(execute=True):
        assert warn() == []
    assert [mail.to for mail in mailoutbox] == [[world.national.user.email]]
    assert f"/agencies/{world.clinic.pk}/" in mailoutbox[0].body and agreement.document_number in mailoutbox[0].body
    for profile, shown in ((world.national, True), (world.supervisor, True), (world.worker, False)):
        assert ("To be signed anew" in web_for(profile).get("/agencies/").content.decode()) is shown
    assert "Let it end" in web_for(world.national).get(f"/agencies/{world.clinic.pk}/").content.decode()


def test_the_next_agreement_settles_it_and_so_does_a_word(world: World) -> None:
    ends_in(world.agreement, 20)
    warn()
    agree(world.clinic, HEALTH, world)
    world.agreement.refresh_from_db()
    assert not world.agreement.waits_for_renewal and world.agreement.settled_by == world.national
    other = ends_in(agree(world.school, "schooling", world), 10)
    path = f"/agreements/{other.pk}/let-end/"
    assert web_for(world.national).post(path).status_code == 409
    warn()
    assert web_for(world.worker).post(path).status_code == 403
    assert web_for(world.national).post(path).status_code == 302
    assert not Agreement.objects.get(pk=other.pk).waits_for_renewal
    assert "To be signed anew" not in web_for(world.national).get("/agencies/").content.decode()


def test_what_has_a_successor_already_is_nobodys_task(world: World) -> None:
    agree(world.clinic, HEALTH, world)
    ends_in(world.agreement, 20)
    assert warn() == [] and not Agreement.objects.get(pk=world.agreement.pk).waits_for_renewal


def test_only_who_may_sign_is_responsible(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        agree(world.school, "schooling", world, responsible=world.worker)
    assert set(refused.value.fields) == {"responsible"}


def test_with_its_last_day_ends_what_it_carried(world: World) -> None:
    ends_in(world.agreement, 5)
    released = world.released()
    assert timezone.localdate(released.expires_at) == world.agreement.until
    with acting_as(DatabaseRole.SYSTEM):
        summaries_expire(released.expires_at + timedelta(seconds=1))
    assert Release.objects.get(pk=released.pk).end_reason == "expired"
