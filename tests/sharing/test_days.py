"""A term ends by the house's day, whoever asks: a reader further west has no day more."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts import clock
from cases.models import Consent
from sharing.coverage import coverage

from .world import HEALTH, World

pytestmark = pytest.mark.django_db

#: 2 March, 01:00 in Tashkent; in Los Angeles it is noon of 1 March.
MOMENT = datetime(2027, 3, 1, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Asia/Tashkent", "America/Los_Angeles"])
def test_a_term_that_ended_yesterday_here_has_ended_for_everybody(zone: str, monkeypatch: Any) -> None:
    world = World()
    Consent.objects.filter(pk=world.consent.pk).update(until=date(2027, 3, 1))
    world.agreement.until = date(2027, 3, 1)
    world.agreement.save()
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    with timezone.override(ZoneInfo(zone)):
        assert clock.today() == date(2027, 3, 2)
        found = coverage(world.adult, agency=world.clinic, purpose=HEALTH)
        assert found.agreement is None
        assert found.consents == []
        consent = Consent.objects.get(pk=world.consent.pk)
        assert world.agreement.ends_soon is False
        world.agreement.until = date(2027, 4, 1)
        assert world.agreement.ends_soon is True
        world.agreement.until = date(2027, 3, 1)
        assert (consent.in_force(), consent.state, world.agreement.in_force()) == (False, "ended", False)
