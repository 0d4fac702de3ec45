"""The supervisor's and the coordinator's pages in a real browser, at both widths, with a real worker counting."""

from __future__ import annotations

import pytest

from cases.models import Plan
from insights.models import Refresh
from tests.factories import PASSWORD
from tests.harness.browser import Browser
from tests.harness.live import Live

from .conftest import World
from .test_approvals import submit_plan

pytestmark = pytest.mark.browser


def test_who_needs_help_and_what_waits(live: Live, browser: Browser) -> None:
    world = World("Walk of figures")
    plan = submit_plan(world.pupil, world.alma)
    browser.sign_in(world.supervisor.user.email, PASSWORD)
    browser.go("/figures/")
    before = Refresh.objects.filter(pk=1).values_list("at", flat=True).first()
    browser.press("Count now")
    browser.sees("The figures are being counted")
    live.wait_until(
        lambda: Refresh.objects.filter(pk=1).values_list("at", flat=True).first() != before, what="the worker's count"
    )
    for path in ("/team/", "/approvals/", "/figures/", "/figures/caseload/", "/reports/"):
        browser.look(path, f"insights-{path}")
    browser.go("/team/")
    browser.sees("Bibi")
    browser.press("Hand over", within="#oldest")
    browser.sees("Colleagues who have access to this case")
    browser.press("Approve", within="#waiting")
    browser.sees("Decided: Case plan.")
    assert Plan.objects.get(pk=plan.pk).status == "approved"
    assert "Nothing waits for you" in browser.text


def test_the_country(live: Live, browser: Browser) -> None:
    world = World("Walk of the country")
    browser.sign_in(world.national.user.email, PASSWORD)
    for path in ("/figures/", "/figures/targets/", "/figures/caseload/", "/reports/"):
        browser.look(path, f"insights-{path}")
    browser.go(f"/figures/?region={world.there.pk}&map=plans")
    browser.fill("Period", "12 months")
    browser.until(lambda: "period=12" in browser.path, "the filter in the address")
    assert f"region={world.there.pk}" in browser.path
