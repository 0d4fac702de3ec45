"""The pages of openings, restricted cases, caseloads and access, at both widths, without barriers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from cases.services.caseloads import caseload_cover
from cases.services.openings import opening_make
from cases.services.restrictions import restriction_make
from tests.factories import PASSWORD, grant
from tests.harness.browser import Browser
from tests.harness.live import Live

from .conftest import World

pytestmark = pytest.mark.browser


def test_the_pages_of_access_fit_both_widths_and_have_no_barriers(live: Live, browser: Browser) -> None:
    world = World()
    with acting_as(world.far):
        reason = "The child is in our hospital since tonight and nobody of her family can be reached"
        opening = opening_make(number=world.case.number, birth_year=1988, reason=reason, by=world.far)
    with acting_as(world.national):
        opening_make(number=world.distant.number, reason="The ministry asks about a reunification", by=world.national)
    with acting_as(world.supervisor):
        grant(world.case, world.specialist, world.supervisor)
        restriction_make(
            world.child, reason="Her father is known from television", people=[world.second], by=world.supervisor
        )
        caseload_cover(
            absent=world.worker, to=world.colleague, until=timezone.now() + timedelta(days=10), reason="On leave",
            by=world.supervisor,
        )  # fmt: skip
    browser.sign_in(world.supervisor.user.email, PASSWORD)
    browser.look("/openings/", "access-openings")
    browser.look("/openings/new/", "access-opening-new")
    browser.look(f"/openings/{opening.pk}/", "access-opening")
    browser.look(f"/caseloads/{world.worker.pk}/", "access-caseload")
    browser.look("/grants/", "access-grants")
    browser.look(f"/cases/{world.case.number}/access/", "access-case")
    browser.look(f"/cases/{world.case.number}/restrict/", "access-restrict")
    browser.sign_in(world.second.user.email, PASSWORD)
    browser.look("/restrictions/", "access-restrictions")
    browser.look(f"/cases/{world.child.number}/access/", "access-restricted")
    browser.sign_in(world.national.user.email, PASSWORD)
    browser.look(f"/opened/{world.distant.number}/", "access-opened")
    browser.sign_in(world.dpo.user.email, PASSWORD)
    browser.look("/restrictions/", "access-officer")
