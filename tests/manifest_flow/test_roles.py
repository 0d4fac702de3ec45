"""The country's coordinator plans operations; she opens the page of one."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from tests.factories import api_for, make_profile, web_for

from .world import World

pytestmark = pytest.mark.django_db


def test_the_coordinator_opens_an_operation_and_its_arrivals_are_numbers(world: World) -> None:
    arrival = world.arrival()
    arrival.phase.operation.official_figures = [
        {"people": 93, "children": 69, "orphans": 7, "source": "Ombudsman", "on": "2021-04-30"},
        {"text": "About a hundred"}, "Nobody knows",
    ]  # fmt: skip
    arrival.phase.operation.save()
    coordinator = make_profile(Role.NATIONAL)
    page = web_for(coordinator).get(f"/operations/{arrival.phase.operation_id}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "People: 93 · Children: 69 · Orphans: 7" in text and "(Ombudsman, 2021-04-30)" in text
    assert "About a hundred" in text and "Nobody knows" in text
    assert api_for(coordinator).get(f"/api/v1/operations/{arrival.phase.operation_id}/").status_code == 200
