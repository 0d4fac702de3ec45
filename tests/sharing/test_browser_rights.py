"""The pages of requests, demands, complaints and destruction, at both widths."""

from __future__ import annotations

import os

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from cases.services.consents import consent_withdraw
from sharing.services.rights import demand_record, request_record
from tests.factories import PASSWORD
from tests.harness.browser import Browser
from tests.harness.live import Live

from .world import World

pytestmark = pytest.mark.browser

SHOTS = bool(os.environ.get("SHOTS"))


def look(browser: Browser, path: str, name: str) -> None:
    for width in ("desktop", "phone"):
        getattr(browser, width)()
        browser.go(path)
        assert browser.overflow() == 0, f"{path} at {width}"
        assert browser.barriers() == [], f"{path} at {width}"
        if SHOTS:
            browser.shot(f"rights-{name}-{width}")
    assert browser.problems() == []


def test_the_pages_of_rights_fit_both_widths_and_have_no_barriers(live: Live, browser: Browser) -> None:
    world = World()
    world.released()
    today = timezone.localdate()
    with acting_as(world.worker):
        consent_withdraw(world.consent, reason="She changed her mind.", by=world.worker)
        request_record(world.adult, kind="access", asked_by="Gulnora", text="What do you know of me?", by=world.worker)
    with acting_as(world.dpo):
        demand = demand_record(authority="Police of Urgut", text="The address.", received_on=today, by=world.dpo)
    look(browser, "/complaint/", "complaint")
    look(browser, "/verify/", "verify")
    browser.sign_in(world.dpo.user.email, PASSWORD)
    look(browser, "/requests/", "requests")
    look(browser, f"/demands/{demand.pk}/", "demand")
    browser.sign_out()
    browser.sign_in(world.worker.user.email, PASSWORD)
    look(browser, f"/cases/{world.adult.number}/requests/", "case")
    browser.sign_out()
    browser.sign_in(world.doctor.user.email, PASSWORD)
    look(browser, "/received/", "received")
