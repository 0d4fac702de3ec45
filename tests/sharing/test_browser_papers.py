"""The pages of consent, agreements, paper and newer versions, at both widths."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from cases.models import Person
from cases.services.documents import document_add
from cases.services.service_consents import service_consent_record
from sharing.enums import Channel
from sharing.models import Agreement, Release
from sharing.services.agreements import agreements_warn
from sharing.services.papers import handover_record
from sharing.services.readings import reading_log
from tests.cases.pictures import picture
from tests.factories import PASSWORD
from tests.harness.browser import Browser
from tests.harness.live import Live

from .world import World

pytestmark = pytest.mark.browser


def prepared() -> tuple[World, Release]:
    """A newer version that the agency has not read, an agreement that ends soon, a photograph, her word on services."""
    world, today = World(), timezone.localdate()
    old = world.released("surname", "phone", "age")
    with acting_as(world.doctor):
        reading_log(old, channel=Channel.WEB, by=world.doctor)
    Person.objects.filter(pk=world.adult.person_id).update(phone="+998909999999")
    world.adult.person.refresh_from_db()
    new = world.released("surname", "given_name", "phone")
    Agreement.objects.update(until=today + timedelta(days=20))
    with acting_as(DatabaseRole.SYSTEM):
        agreements_warn(today)
    how: dict[str, Any] = {
        "decided_on": today, "given_by": "self", "manner": "in_person", "language": "uz", "by": world.worker,
    }  # fmt: skip
    with acting_as(world.worker):
        photo = picture("JPEG", size=(400, 400))
        document_add(world.adult, content=photo, file_name="a.jpg", kind="photo", by=world.worker)
        service_consent_record(world.adult, area="psychological", decision="refused", note="Not now.", **how)
        service_consent_record(world.adult, area="medical", decision="given", **how)
    return world, new


def test_the_pages_of_consent_fit_both_widths_and_have_no_barriers(live: Live, browser: Browser) -> None:
    world, _release = prepared()
    number = world.adult.number
    browser.sign_in(world.worker.user.email, PASSWORD)
    browser.look(f"/cases/{number}/consents/", "consents")
    browser.look(f"/cases/{number}/service-consents/new/?area=medical", "service-consent")
    browser.look(f"/cases/{number}/consents/new/", "consent-new")
    browser.look(f"/cases/{number}/documents/", "documents")


def test_the_pages_of_paper_fit_both_widths_and_have_no_barriers(live: Live, browser: Browser) -> None:
    world, new = prepared()
    number = world.adult.number
    world.clinic.works_on_paper = True
    world.clinic.save()
    with acting_as(world.worker):
        handover_record(
            new.summary, handed_to="Nurse Lola", way="in_person", handed_on=timezone.localdate(), receipt="12/7",
            by=world.worker,
        )  # fmt: skip
    browser.sign_in(world.worker.user.email, PASSWORD)
    browser.look(f"/cases/{number}/share/{new.pk}/", "on-paper")
    browser.look(f"/cases/{number}/share/{new.pk}/handovers/new/", "handover")
    browser.look(f"/cases/{number}/share/{new.pk}/answers/new/", "paper-answer")


def test_the_pages_of_agreements_and_newer_versions_fit_both_widths(live: Live, browser: Browser) -> None:
    world, new = prepared()
    browser.sign_in(world.national.user.email, PASSWORD)
    browser.look("/agencies/", "agencies")
    browser.look(f"/agencies/{world.clinic.pk}/", "agency")
    browser.sign_out()
    browser.sign_in(world.doctor.user.email, PASSWORD)
    browser.look(f"/received/{new.pk}/", "newer-version")
