"""Which entry of the navigation says where we are."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from accounts.shell import navigation


@pytest.mark.parametrize(
    ("path", "active"),
    [
        ("/arrivals/", ["Arrivals"]), ("/arrivals/3/triage/", ["Arrivals"]), ("/manifests/7/", ["Arrivals"]),
        ("/transfers/", ["Arrivals"]), ("/cases/K7Q2-9M4X/", ["Cases"]), ("/account/", []),
    ],
)  # fmt: skip
def test_the_pages_of_an_arrival_belong_to_arrivals(path: str, active: list[str]) -> None:
    assert [str(entry["label"]) for entry in navigation(Role.SUPERVISOR, path) if entry["active"]] == active
