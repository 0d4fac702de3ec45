"""The pages of retention and the officer's overview, at both widths; a destruction agreed to in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from cases.models import RetentionRun
from cases.services.retention import hold_set, rule_propose
from insights.models import OddPattern
from sharing.services.rights import request_record
from tests.factories import PASSWORD
from tests.harness.browser import Browser
from tests.harness.live import Live
from tests.retention.world import World

pytestmark = [pytest.mark.browser, pytest.mark.timeout(500)]


def test_the_officers_pages_fit_both_widths_and_have_no_barriers(live: Live, browser: Browser) -> None:
    world = World()
    world.term("whole", 5)
    with acting_as(world.second):
        rule_propose(kind="documents", years=3, basis="Law on archives, article 12", kept_by_law=False, by=world.second)
    with acting_as(world.dpo):
        hold_set(number=world.other.number, reason="The district court asked for it.", by=world.dpo)
    with acting_as(world.worker):
        asked = request_record(world.mother, kind="erasure", asked_by="Ozoda", text="Forget me.", by=world.worker,
                               received_on=timezone.localdate() - timedelta(days=31))  # fmt: skip
    now = timezone.now()
    OddPattern.objects.create(kind="many_cases", user=world.worker, begins_at=now, ends_at=now, count=31)
    run = world.counted()
    browser.sign_in(world.second.user.email, PASSWORD)
    for path, name in (
        ("/protection/", "protection"), ("/protection/patterns/", "protection-patterns"),
        ("/protection/grants/", "protection-grants"), ("/retention/", "retention"),
        ("/retention/due/", "retention-due"), ("/retention/terms/medical/new/", "retention-term"),
        (f"/retention/runs/{run.pk}/", "retention-run"), (f"/requests/{asked.pk}/", "retention-request"),
    ):  # fmt: skip
        browser.look(path, name)
    browser.desktop()
    browser.go(f"/retention/runs/{run.pk}/")
    browser.press("Agree")
    browser.press("Erase it")
    browser.until(lambda: RetentionRun.objects.get(pk=run.pk).state != "ready", "the run is agreed to")
