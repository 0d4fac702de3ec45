"""``/health/…`` and the processes behind it."""

from __future__ import annotations

import pytest
import requests
from django.test import Client, override_settings

from tests.harness.live import Live


def test_live_answers_without_a_database() -> None:
    answer = Client().get("/health/live")  # no django_db mark: a query would fail the test
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_says_which_part_is_missing_and_no_more() -> None:
    with override_settings(REDIS_URL="redis://:secret@127.0.0.1:1/0"):
        answer = Client().get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unavailable",
        "checks": {"database": "ok", "redis": "unreachable", "worker": "unreachable"},
    }
    assert b"secret" not in answer.content


@pytest.mark.live
def test_ready_with_a_real_worker(live: Live) -> None:
    live.restart("worker")  # it writes its heartbeat at the start; beat, which asks for the next one, does not run here
    answer = requests.get(f"{live.url}/health/ready", timeout=5)
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "checks": {"database": "ok", "redis": "ok", "worker": "ok"}}


@pytest.mark.live
def test_the_web_process_signs_in_to_the_database_as_hamroh_web(live: Live) -> None:
    from django.db import connection

    requests.get(f"{live.url}/account/login/", timeout=5)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [live.database],
        )
        logins = {row[0] for row in cursor.fetchall()}
    assert "hamroh_web" in logins
    assert logins <= {"hamroh_web", "hamroh_jobs"}


@pytest.mark.live
def test_a_killed_worker_is_started_again(live: Live) -> None:
    live.kill("worker")
    assert not live.runs("worker")
    live.start("worker")
    assert live.runs("worker")
