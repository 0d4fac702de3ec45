"""The code wall taken out: PostgreSQL alone tells a stranger nothing, and lets her write nothing.

Real requests through the real web login on committed rows (tests/harness/copies.py). Every address of the house is
asked with the keys of somebody else's case.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from accounts.enums import Role
from cases.models import Case
from tests.harness.copies import signed_in_as

from .breach import KNOWN, Walker, World, every_address, remove_code_wall, rows_of_stranger

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

STRANGERS = (
    "worker", "colleague", "specialist", "supervisor", "national", "dpo", "admin", "agency", "agency_client",
    "anonymous",
)  # fmt: skip


@pytest.fixture
def walls_down(stranger: World) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch:
        remove_code_wall(patch)
        yield stranger


def told(walker: Walker, known: set[str]) -> str:
    """What was heard, a line for each, save of the tables that the role may know."""
    return "\n".join(one for one in walker.leaks if one.split(": ")[-1] not in known)


def test_the_stranger_case_fills_every_table(stranger: World) -> None:
    """Leakable data exists: without it nothing below would mean anything."""
    rows = rows_of_stranger()
    empty = {t for t, found in rows.items() if not found and t.split("_")[0] in
             ("cases", "rehabilitation", "tasks", "sharing")}  # fmt: skip
    # Only when a user last read her messages: it names no case.
    assert empty == {"cases_messagesseen"}


def test_the_wall_is_out(walls_down: World) -> None:
    far = walls_down.strangers["worker"]
    assert Case.objects.visible_to(far).filter(pk=walls_down.case.pk).exists()


def test_who_carries_the_case_reads_the_words(stranger: World) -> None:
    """The walk can find them: the case's own worker meets them on many addresses."""
    walker = Walker(stranger.carrier, stranger)
    with signed_in_as("web"):
        for path, view in every_address():
            walker.ask(path, view) if "get" in getattr(view, "actions", {"get": ""}) else None
    assert len({one.split(": ")[0] for one in walker.leaks}) > 60


@pytest.mark.parametrize("name", STRANGERS)
def test_postgresql_alone_tells_nothing(walls_down: World, name: str) -> None:
    before = rows_of_stranger()
    walker = Walker(walls_down.strangers[name], walls_down, keys=name not in KNOWN)
    with signed_in_as("web"):
        for path, view in every_address():
            walker.ask(path, view)
    print(f"{name}: {walker.asked} requests, {walker.answered} answered with 200")
    assert told(walker, KNOWN.get(name, set())) == ""
    after = rows_of_stranger()
    assert {t: after[t] ^ before[t] for t in before if after[t] != before[t]} == {}
    assert walker.asked > (200 if walker.machine else 600)


def test_the_walk_finds_a_table_without_a_rule(walls_down: World) -> None:
    """The suite can fail: the rule of one table away, its words are heard."""
    walker = Walker(walls_down.strangers["worker"], walls_down)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_lifeevent DISABLE ROW LEVEL SECURITY")
    try:
        with signed_in_as("web"):
            for path, view in every_address():
                if "life-event" in path:
                    walker.ask(path, view)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE cases_lifeevent ENABLE ROW LEVEL SECURITY")
    assert "GET api/v1/life-events/: cases_lifeevent" in walker.leaks


def test_every_role_was_asked() -> None:
    assert {"colleague", "worker", "anonymous", "specialist"} | {
        r.value for r in Role if r not in (Role.SOCIAL_WORKER, Role.SPECIALIST)
    } == set(STRANGERS)
