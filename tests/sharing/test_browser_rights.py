"""The pages of requests, demands, complaints and destruction, at both widths."""

from __future__ import annotations

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


def test_the_pages_of_rights_fit_both_widths_and_have_no_barriers(live: Live, browser: Browser) -> None:
    world = World()
    world.released()
    today = timezone.localdate()
    with acting_as(world.worker):
        consent_withdraw(world.consent, reason="She changed her mind.", by=world.worker)
        request_record(world.adult, kind="access", asked_by="Gulnora", text="What do you know of me?", by=world.worker)
    with acting_as(world.dpo):
        demand = demand_record(authority="Police of Urgut", text="The address.", received_on=today, by=world.dpo)
    browser.look("/complaint/", "rights-complaint")
    browser.look("/verify/", "rights-verify")
    browser.sign_in(world.dpo.user.email, PASSWORD)
    browser.look("/requests/", "rights-requests")
    browser.look(f"/demands/{demand.pk}/", "rights-demand")
    browser.sign_out()
    browser.sign_in(world.worker.user.email, PASSWORD)
    browser.look(f"/cases/{world.adult.number}/requests/", "rights-case")
    browser.sign_out()
    browser.sign_in(world.doctor.user.email, PASSWORD)
    browser.look("/received/", "rights-received")
