"""The pages of who needs to know and of who is left out, at both widths, without barriers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from cases.services.needtoknow import need_name
from rehabilitation.services.records import record_create
from rehabilitation.specs import MEDICAL
from tests.factories import PASSWORD
from tests.harness.browser import Browser
from tests.harness.live import Live

from .test_left_out import Home

pytestmark = pytest.mark.browser


def test_the_pages_of_levels_fit_both_widths_and_have_no_barriers(live: Live, browser: Browser) -> None:
    home = Home()
    home.settle()
    number = home.child.number
    with acting_as(home.supervisor):
        need_name(
            home.child, to=home.worker, reason="Takes her to the clinic.", by=home.supervisor,
            until=timezone.now() + timedelta(days=20),
        )  # fmt: skip
    with acting_as(home.worker):
        record_create(
            home.child, spec=MEDICAL.record("protected_finding"), by=home.worker, kind="hiv", result="negative"
        )
    home.mark()
    browser.sign_in(home.supervisor.user.email, PASSWORD)
    browser.look(f"/cases/{number}/need-to-know/", "levels-need")
    browser.look(f"/cases/{number}/need-to-know/new/", "levels-need-new")
    browser.look(f"/cases/{number}/left-out/", "levels-left-out")
    browser.look(f"/cases/{number}/left-out/new/", "levels-left-out-new")
    browser.sign_out()
    browser.sign_in(home.worker.user.email, PASSWORD)
    browser.look(f"/cases/{number}/", "levels-case")
    browser.look(f"/cases/{number}/support/medical/", "levels-medical")
