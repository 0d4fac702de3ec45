"""Many users on two connections: no setting of one is there for the next, by Django's pool and by PgBouncer."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from psycopg.conninfo import conninfo_to_dict

from accounts.enums import Role
from config import embedded
from config import env as environment
from tests.factories import api_for, make_case, make_office, make_profile, make_region
from tests.harness import bouncer
from tests.harness.copies import database_copy, signed_in_as

USERS, ROUNDS, SHARED = 8, 12, 2
_NOW = "SELECT current_setting('role'), coalesce(current_setting('app.user_id', true), ''), pg_backend_pid()"


class World:
    """Workers with two cases each, in two regions."""

    def __init__(self) -> None:
        regions = [make_region("Samarqand"), make_region("Buxoro")]
        self.users = [make_profile(Role.SOCIAL_WORKER, make_office(regions[n % 2])) for n in range(USERS)]
        self.cases = {
            user.pk: sorted(make_case(user.office, user).pk for _ in range(2)) for user in self.users if user.office
        }
        self.clients = [api_for(user) for user in self.users]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), database_copy("pooled"):
        yield World()


@pytest.fixture
def port(world: World) -> Iterator[int]:
    """PgBouncer's port. Skips where the program is missing; the proof of a fresh machine installs it (.ci/run)."""
    if not bouncer.program():
        if os.environ.get("CI"):
            pytest.fail("pgbouncer is missing: .ci/run installs it")
        pytest.skip("pgbouncer is not installed")
    with bouncer.bouncer(str(connection.settings_dict["NAME"]), size=SHARED) as found:
        yield found


@contextmanager
def through(door: str, request: pytest.FixtureRequest) -> Iterator[None]:
    """Django's connections go through a pool of two: its own, or PgBouncer's."""
    options = dict(connection.settings_dict["OPTIONS"])
    changed: dict[str, Any] = {"CONN_MAX_AGE": 0, "OPTIONS": options}
    if door == "pool":
        options["pool"] = {"min_size": SHARED, "max_size": SHARED, "timeout": 60}
    else:
        # DATABASE_PREPARE=0, as the settings ask for behind a PgBouncer older than 1.21 (Debian 12 has 1.18).
        options["prepare_threshold"] = None
        changed |= {"HOST": bouncer.HOST, "PORT": str(request.getfixturevalue("port"))}
    with ExitStack() as stack:
        stack.enter_context(signed_in_as("web", **changed))
        if door == "pool":
            stack.callback(connection.close_pool)  # type: ignore[attr-defined]
        yield


class Asker(threading.Thread):
    """One user who asks for her cases, for another's, and makes mistakes; between two questions she has no role."""

    def __init__(self, world: World, number: int, start: threading.Barrier) -> None:
        super().__init__()
        self.user, self.client, self.begin = world.users[number], world.clients[number], start
        self.own, self.foreign = world.cases[self.user.pk], world.cases[world.users[number - 1].pk]
        self.wrong: list[str] = []
        self.backends: set[int] = set()
        self.client.raise_request_exception = False

    def run(self) -> None:
        try:
            self.begin.wait()
            for _ in range(ROUNDS):
                self._round()
        except Exception as error:
            self.wrong.append(repr(error))
        finally:
            connections.close_all()

    def _round(self) -> None:
        seen = self.client.get("/api/v1/cases/").json()
        if sorted(row["id"] for row in seen["results"]) != self.own:
            self.wrong.append(f"{self.user.pk} saw {seen}")
        if self.client.get("/api/v1/me/").json()["id"] != self.user.pk:
            self.wrong.append("somebody else")
        # A refused and a mistaken question roll back: what they set has to go with it.
        for address, status in ((f"cases/{self.foreign[0]}/", 404), ("users/", 403)):
            answer = self.client.get(f"/api/v1/{address}")
            if answer.status_code != status:
                self.wrong.append(f"{address}: {answer.status_code}")
        if self.client.post("/api/v1/notes/", {"case": self.own[0]}).status_code != 422:
            self.wrong.append("an empty note was taken")
        with connection.cursor() as cursor:
            cursor.execute(_NOW)
            role, user, backend = cursor.fetchone()
        connection.close()
        self.backends.add(backend)
        if (role, user) != ("none", ""):
            self.wrong.append(f"a connection came with {role} {user}")


@pytest.mark.parametrize("door", ["pool", "pgbouncer"])
def test_no_setting_passes_to_the_next_user(world: World, door: str, request: pytest.FixtureRequest) -> None:
    with through(door, request):
        barrier = threading.Barrier(USERS)
        askers = [Asker(world, number, barrier) for number in range(USERS)]
        for one in askers:
            one.start()
        for one in askers:
            one.join()
    assert [text for one in askers for text in one.wrong] == []
    # They did share: eight users, two connections of the server.
    assert len(set().union(*(one.backends for one in askers))) <= SHARED


def connect(port: int) -> psycopg.Connection:
    """A client of PgBouncer as the web login."""
    login = conninfo_to_dict(embedded.database_url(environment.load(), "web"))
    return psycopg.connect(
        host=bouncer.HOST, port=port, dbname=str(connection.settings_dict["NAME"]), user=str(login["user"]),
        password=str(login["password"]), autocommit=True, prepare_threshold=None,
    )  # fmt: skip


def test_a_client_that_vanishes_in_the_middle_leaves_no_role_behind(world: World, port: int) -> None:
    for _ in range(2 * SHARED):
        gone = connect(port)
        gone.execute("BEGIN")
        gone.execute("SELECT set_config('role', 'hamroh_supervisor', true), set_config('app.user_id', '1', true)")
        # No goodbye, as when a process is killed.
        with socket.socket(fileno=os.dup(gone.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)
        gone.close()
    for _ in range(2 * SHARED):
        with connect(port) as fresh:
            found = fresh.execute(_NOW).fetchone()
            assert found is not None and found[:2] == ("none", "")


def test_a_setting_of_the_session_would_pass_on(world: World, port: int) -> None:
    """Why only local settings are used; and that the questions above would notice."""
    with connect(port) as first:
        for _ in range(SHARED):
            first.execute("SELECT set_config('app.user_id', '77', false)")
        with connect(port) as second:
            found = second.execute(_NOW).fetchone()
            assert found is not None and found[1] == "77"
