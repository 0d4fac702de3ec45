"""A killed worker, a flushed or restarted Redis and a restarted PostgreSQL lose no task and send nothing twice.

A real worker on a copy of the test database. A job is held in its middle by a lock that the test takes first, so
that the kill never comes too early or too late.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
import redis
from django.conf import settings
from django.db import connection, transaction

from accounts.enums import Role
from accounts.models import JobRun, Profile
from cases.models import Case
from config import embedded
from config import env as environment
from tasks.clock import today
from tasks.jobs import catch_up, plan_cases, plan_recent_cases, send_digests, sweep_cases
from tasks.models import Message, Task
from tasks.services.planning import _LOCK
from tests.factories import make_case, make_person, make_profile, make_region
from tests.harness.live import Live, with_database

pytestmark = [pytest.mark.live, pytest.mark.slow, pytest.mark.restarts]
#: The servers as the test plugin found them, before it gave each process a Redis database of its own.
SERVERS = environment.load({key: value for key, value in os.environ.items() if key != "REDIS_URL"})
needs_embedded = pytest.mark.skipif(
    not (SERVERS.embedded_postgres and SERVERS.embedded_redis), reason="the servers are not ours to stop"
)

#: What a low-risk adult alone in the house has on the first day.
CODES = {"first_response", "assessment", "visit", "identity"}


@contextmanager
def side_connection(live: Live) -> Iterator[psycopg.Connection[Any]]:
    """A second connection of the owner, for locks."""
    other = psycopg.connect(with_database(embedded.database_url(live.env, "owner"), live.database))
    try:
        yield other
    finally:
        other.close()


def new_cases(count: int) -> list[int]:
    """Cases of a new region, with nothing planned and nobody asked to."""
    region = make_region()
    worker = make_profile(Role.SOCIAL_WORKER, region, email=f"{uuid.uuid4()}@example.org")
    return [
        make_case(region, worker, person=make_person(sex="M"), risk="low", announce=False).pk for _ in range(count)
    ]


def planned(ids: list[int]) -> bool:
    """Each case has each task exactly once."""
    rows = list(Task.objects.filter(case__in=ids).values_list("case", "code"))
    return len(rows) == len(set(rows)) and set(rows) == {(pk, code) for pk in ids for code in CODES}


def waits_for_a_lock(watcher: psycopg.Connection[Any]) -> bool:
    """Somebody stands before a lock: nobody else than the worker that the test holds up."""
    found = watcher.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    return bool(found and found[0])


def letters(live: Live, address: str) -> int:
    """How many letters to an address lie in the outbox folder."""
    texts = [path.read_text(errors="replace") for path in live.mail.glob("*") if path.is_file()]
    return sum(len(re.findall(rf"^To: {re.escape(address)}$", text, re.M)) for text in texts)


def due_today() -> Profile:
    """A worker with one task due today."""
    profile = make_profile(Role.SOCIAL_WORKER, make_region(), email=f"{uuid.uuid4()}@example.org")
    case = make_case(profile.office, profile, risk="low", announce=False)  # type: ignore[arg-type]
    Task.objects.create(
        case=case, kind="other", title="x", counts_from=today(), due_on=today(), first_due_on=today(),
        region=case.region, assignee=profile,
    )  # fmt: skip
    return profile


def test_a_killed_worker_loses_no_task(live: Live) -> None:
    ids = new_cases(20)
    live.stop("worker")
    with side_connection(live) as other, side_connection(live) as watcher:
        watcher.autocommit = True
        other.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        live.start("worker", HAMROH_JOB_RETURNS="4")
        plan_cases.apply_async([ids])
        live.wait_until(lambda: waits_for_a_lock(watcher), what="the job in its middle")
        live.kill("worker")
        other.rollback()
    assert not planned(ids)
    live.start("worker", HAMROH_JOB_RETURNS="4")
    live.wait_until(lambda: planned(ids), 60, what="the job that came back")
    live.restart("worker")


def test_a_sweep_that_was_killed_is_taken_over(live: Live) -> None:
    ids = new_cases(20)
    live.stop("worker")
    with side_connection(live) as other, side_connection(live) as watcher:
        watcher.autocommit = True
        other.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        live.start("worker", HAMROH_JOB_RETURNS="4")
        sweep_cases.apply_async()
        live.wait_until(lambda: waits_for_a_lock(watcher), what="the sweep in its middle")
        live.kill("worker")
        other.rollback()
    live.start("worker", HAMROH_JOB_RETURNS="4")
    live.wait_until(lambda: planned(ids), 60, what="the sweep that came back")
    live.wait_until(
        lambda: JobRun.objects.filter(name="tasks.sweep", failed=False, finished_at__isnull=False).exists(),
        what="a sweep that came to its end",
    )
    live.restart("worker")


def test_a_flushed_redis_loses_no_task(live: Live) -> None:
    ids = new_cases(5)
    live.stop("worker")
    plan_cases.apply_async([ids])
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    live.start("worker")
    assert not planned(ids)
    # What beat asks for every two minutes.
    plan_recent_cases.apply_async()
    live.wait_until(lambda: planned(ids), 30, what="the small sweep")
    # The worker goes on after a flush that hits it while it runs.
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    more = new_cases(5)
    plan_cases.apply_async([more])
    live.wait_until(lambda: planned(more), 30, what="a job after the flush")


@needs_embedded
@pytest.mark.restarts
def test_a_dead_redis_refuses_no_work_and_loses_no_task(live: Live) -> None:
    region = make_region()
    worker = make_profile(Role.SOCIAL_WORKER, region, email=f"{uuid.uuid4()}@example.org")
    embedded.stop(SERVERS, ["redis"])
    try:
        with transaction.atomic():
            case = make_case(region, worker, person=make_person(sex="M"))
        assert Case.objects.filter(pk=case.pk).exists()
        # Over the API as well: the answer is that of a working house.
        api = live.api(token_of(worker))
        answer = api.post(f"{live.url}/api/v1/cases/{case.pk}/risk/", json={"risk": "low", "reason": "settled"})
        assert answer.status_code == 200
        assert not Task.objects.filter(case=case).exists()
    finally:
        embedded.ensure(SERVERS)
    live.start("worker")
    live.wait_until(lambda: asked_again(live), 60, what="a worker that found Redis again")
    live.wait_until(lambda: planned([case.pk]), 30, what="the small sweep")


def asked_again(live: Live) -> bool:
    plan_recent_cases.apply_async()
    return True


def token_of(profile: Profile) -> str:
    from accounts.tokens import token_issue

    return token_issue(user=profile.user, name="test")


@needs_embedded
@pytest.mark.restarts
def test_a_restarted_database_loses_no_task(live: Live) -> None:
    ids = new_cases(20)
    live.stop("worker")
    with side_connection(live) as other, side_connection(live) as watcher:
        watcher.autocommit = True
        other.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        live.start("worker")
        plan_cases.apply_async([ids])
        live.wait_until(lambda: waits_for_a_lock(watcher), what="the job in its middle")
        connection.close()
        try:
            embedded.stop(SERVERS, ["postgres"])
        finally:
            embedded.ensure(SERVERS)
    # The job waits for the database and runs again; were it lost, the small sweep would find it.
    live.wait_until(lambda: planned(ids), 60, what="the job after the restart")
    answer = live.api().get(f"{live.url}/health/ready")
    assert answer.json()["checks"]["database"] == "ok"


def test_a_night_without_sweep_is_made_up_for(live: Live) -> None:
    ids = new_cases(3)
    JobRun.objects.filter(name="tasks.sweep").update(finished_at=None)
    catch_up.apply_async()
    live.wait_until(lambda: planned(ids), 30, what="the sweep that was made up for")


def test_a_killed_worker_sends_no_digest_twice(live: Live) -> None:
    first, second = due_today(), due_today()
    assert first.pk < second.pk
    live.stop("worker")
    with side_connection(live) as other, side_connection(live) as watcher:
        watcher.autocommit = True
        # The second letter is being taken by somebody else: the worker stands between the first and the second.
        other.execute(
            "INSERT INTO tasks_message (recipient_id, kind, period, taken_at, count) "
            "VALUES (%s, 'digest', (now() AT TIME ZONE 'Asia/Tashkent')::date, now(), 0)", [second.pk],
        )  # fmt: skip
        live.start("worker", HAMROH_JOB_RETURNS="4")
        send_digests.apply_async(kwargs={"from_hour": 0})
        live.wait_until(lambda: waits_for_a_lock(watcher), what="the digests in their middle")
        live.kill("worker")
        other.rollback()
    live.start("worker", HAMROH_JOB_RETURNS="4")
    rest = Message.objects.filter(recipient=second, sent_at__isnull=False)
    live.wait_until(rest.exists, 60, what="the rest")
    redis.Redis.from_url(settings.REDIS_URL).flushdb()
    runs = JobRun.objects.filter(name="tasks.digest", finished_at__isnull=False).count()
    for _ in range(2):
        send_digests.apply_async(kwargs={"from_hour": 0})
    live.wait_until(
        lambda: JobRun.objects.filter(name="tasks.digest", finished_at__isnull=False).count() >= runs + 2, 30,
        what="two more runs",
    )  # fmt: skip
    assert (letters(live, first.user.email), letters(live, second.user.email)) == (1, 1)
    live.restart("worker")
