"""The supervisor's and the coordinator's pages in a real browser, at both widths, with a real worker counting."""

from __future__ import annotations

import os

import pytest

from cases.models import Plan
from insights.models import Refresh
from tests.factories import PASSWORD
from tests.harness.browser import Browser
from tests.harness.live import Live

from .conftest import World
from .test_approvals import submit_plan

pytestmark = pytest.mark.browser

SHOTS = bool(os.environ.get("SHOTS"))


def look(browser: Browser, path: str) -> None:
    """The page at both widths: nothing wider than the window, no barrier, nothing refused by the policy."""
    for width in ("desktop", "phone"):
        getattr(browser, width)()
        browser.go(path)
        assert browser.overflow() == 0, f"{path} at {width}"
        assert browser.barriers() == [], f"{path} at {width}"
        if SHOTS:
            browser.shot(f"insights-{path}-{width}")
    assert browser.problems() == []
    browser.desktop()


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
        look(browser, path)
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
        look(browser, path)
    browser.go(f"/figures/?region={world.there.pk}&map=plans")
    browser.fill("Period", "12 months")
    browser.until(lambda: "period=12" in browser.path, "the filter in the address")
    assert f"region={world.there.pk}" in browser.path
