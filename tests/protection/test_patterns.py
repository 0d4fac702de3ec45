"""Odd patterns, by hand: one case too many is found, one less is not, and what explains an opening does."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from accounts.models import AccessLog, Profile
from cases.models import Case
from insights import thresholds
from insights.models import OddPattern
from insights.services.patterns import patterns_find
from tasks.models import Task
from tests.factories import make_case, make_profile, make_region

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Tashkent")
#: A quarter past ten in the house.
AT = datetime(2026, 3, 4, 10, 15, tzinfo=ZONE)


class World:
    def __init__(self) -> None:
        self.here = make_region()
        self.worker = make_profile(Role.SOCIAL_WORKER, self.here)
        self.supervisor = make_profile(Role.SUPERVISOR, self.here)
        self.cases = [make_case(self.here, self.worker) for _ in range(3)]
        AccessLog.objects.all().delete()
        Task.objects.all().delete()

    def opened(self, who: Profile, keys: list[int], *, at: datetime = AT, request: str = "") -> None:
        """These cases were opened one after another, or on one page where ``request`` names it."""
        for number, key in enumerate(keys):
            row = AccessLog.objects.create(
                actor_id=who.pk, kind="case", case_id=key, request_id=request or f"{who.pk}-{at:%H%M}-{number}"
            )
            AccessLog.objects.filter(pk=row.pk).update(at=at + timedelta(seconds=number))

    def found(self) -> set[tuple[str, int, int]]:
        with acting_as(DatabaseRole.SYSTEM):
            patterns_find(AT + timedelta(hours=2))
        return set(OddPattern.objects.values_list("kind", "user", "count"))


@pytest.fixture
def world() -> World:
    return World()


def test_a_whole_caseload_in_an_hour(world: World) -> None:
    keys = list(range(10**6, 10**6 + thresholds.CASES_IN_AN_HOUR))
    world.opened(world.worker, keys)
    assert world.found() == set()
    world.opened(world.worker, [10**7], at=AT + timedelta(minutes=20))
    assert world.found() == {("many_cases", world.worker.pk, 26)}
    # Again: nothing new. One more case: the same row with its number.
    assert world.found() == {("many_cases", world.worker.pk, 26)}
    world.opened(world.worker, [10**8], at=AT + timedelta(minutes=30))
    assert world.found() == {("many_cases", world.worker.pk, 27)}
    found = OddPattern.objects.get()
    assert (found.begins_at, found.ends_at) == (AT.replace(minute=0), AT.replace(hour=11, minute=0))


def test_the_same_case_again_and_a_page_of_many_are_not_many(world: World) -> None:
    keys = list(range(10**6, 10**6 + 40))
    world.opened(world.supervisor, keys, request="approvals")
    world.opened(world.worker, keys[:20])
    world.opened(world.worker, keys[:20], at=AT + timedelta(minutes=20))
    world.opened(world.worker, keys[20:], at=AT + timedelta(hours=1))  # another hour
    assert world.found() == set()


def opened_cases(world: World, who: Profile, count: int) -> list[Case]:
    cases = [make_case(world.here, world.worker) for _ in range(count)]
    AccessLog.objects.all().delete()
    Task.objects.all().delete()
    world.opened(who, [case.pk for case in cases])
    return cases


def test_cases_without_a_task(world: World) -> None:
    cases = opened_cases(world, world.worker, thresholds.WITHOUT_TASK_IN_A_DAY + 1)
    assert world.found() == {("without_task", world.worker.pk, 6)}
    OddPattern.objects.all().delete()
    task(world, cases[0], assignee=world.worker)
    assert world.found() == set()


@pytest.mark.parametrize(
    ("values", "explains"),
    [
        ({"state": "open"}, True), ({"state": "cancelled"}, False),
        ({"state": "done", "done_on": AT.date() - timedelta(days=30)}, True),
        ({"state": "done", "done_on": AT.date() - timedelta(days=31)}, False),
    ],
)  # fmt: skip
def test_what_a_task_explains(world: World, values: dict[str, object], explains: bool) -> None:
    cases = opened_cases(world, world.worker, thresholds.WITHOUT_TASK_IN_A_DAY + 1)
    task(world, cases[0], assignee=world.worker, **values)
    assert (world.found() == set()) is explains


def test_a_supervisor_may_open_more(world: World) -> None:
    cases = opened_cases(world, world.supervisor, thresholds.WITHOUT_TASK_IN_A_DAY + 1)
    assert world.found() == set()
    # Spread over two hours, so that they are not many within one.
    more = [make_case(world.here, world.worker).pk for _ in range(20)]
    Task.objects.all().delete()
    AccessLog.objects.exclude(actor_id=world.supervisor.pk).delete()
    world.opened(world.supervisor, more, at=AT - timedelta(hours=1))
    assert world.found() == {("without_task", world.supervisor.pk, len(cases) + 20)}


def task(world: World, case: Case, **values: object) -> Task:
    done = {"outcome": "done", "entered_at": AT} if values.get("state") == "done" else {}
    return Task.objects.create(
        case=case, kind="other", title="x", counts_from=AT.date(), due_on=AT.date(), first_due_on=AT.date(),
        region=world.here, **{"state": "open", **done, **values},
    )  # fmt: skip
