"""A real web process, a real worker, a real beat, on a copy of the test database.

The copy keeps them apart from the tests that roll back: what a live test writes stays for the other live tests of
the session, so each makes its own people and compares with what it made. Inside a test with the fixture ``live``
Django's own connection points to the copy, as the owner.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
import requests
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from config import embedded, processes
from config import env as environment

T = TypeVar("T")
HOST = "127.0.0.1"
START_LIMIT = 60.0
#: Two cores may be busy with another test's browser, worker and database.
PATIENCE = 3


class Live:
    """The stack: ``url``, and each process by name (web, worker, beat)."""

    def __init__(self, database: str) -> None:
        self.env = environment.load()
        self.database = database
        self.port = _free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.mail = self.env.var_dir / "mail"
        self._programs = {p.name: p for p in processes.programs(self.env, HOST, self.port)}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    # --- Processes -----------------------------------------------------------------------------------------

    def start(self, *names: str, **variables: str) -> None:
        """Start processes that do not run, and wait until web and worker answer."""
        missing, moment = [name for name in names if not self.runs(name)], int(time.time())
        for name in missing:
            with self.log_path(name).open("ab") as log:
                self._running[name] = subprocess.Popen(
                    self._programs[name].command, env=self._environ(name) | variables, stdout=log,
                    stderr=subprocess.STDOUT, cwd=settings.BASE_DIR, start_new_session=True,
                )  # fmt: skip
        if "web" in missing:
            self.wait_until(lambda: self._answers("live"), START_LIMIT, what="the web process")
        if "worker" in missing:
            self.wait_until(lambda: self._heartbeat() >= moment, START_LIMIT, what="the worker")

    def stop(self, *names: str) -> None:
        """Ask processes to end, as a deployment does."""
        for name in names:
            process = self._running.pop(name, None)
            if process is not None and process.poll() is None:
                processes.end(psutil.Process(process.pid))
                process.wait()

    def kill(self, name: str) -> None:
        """End a process and its children at once, as a power cut does."""
        process = self._running.pop(name)
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        for one in family:
            one.send_signal(signal.SIGKILL)
        process.wait()
        psutil.wait_procs(family, timeout=10)

    def restart(self, *names: str) -> None:
        """Stop and start again."""
        self.stop(*names)
        self.start(*names)

    def runs(self, name: str) -> bool:
        """True where the process lives."""
        return name in self._running and self._running[name].poll() is None

    def stop_all(self) -> None:
        """End everything that this stack started."""
        self.stop("beat", "worker", "web")

    def log_path(self, name: str) -> Path:
        """Where a process writes its log."""
        folder = self.env.var_dir / "log"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{self.database}-{name}.log"

    def log(self, name: str) -> str:
        """What a process has written so far."""
        return self.log_path(name).read_text() if self.log_path(name).exists() else ""

    # --- Talking to it -------------------------------------------------------------------------------------

    def wait_until(self, ask: Callable[[], T], seconds: float = 20.0, *, what: str = "this") -> T:
        """Ask again until the answer is true, and return it. Fails the test after ``seconds``, times PATIENCE: a
        limit here ends a test that hangs, it says nothing of speed."""
        seconds *= PATIENCE
        until = time.monotonic() + seconds
        while True:
            connection.close_if_unusable_or_obsolete()
            found = ask()
            if found:
                return found
            if time.monotonic() > until:
                logs = "\n".join(f"--- {n}\n{self.log(n)[-1500:]}" for n in self._running)
                pytest.fail(f"{what} did not come within {seconds:.0f} s\n{logs}")
            time.sleep(0.1)

    def api(self, token: str = "", language: str = "en") -> requests.Session:
        """A client of the API; give addresses as ``live.url + "/api/v1/…"``."""
        session = requests.Session()
        session.headers["Accept-Language"] = language
        if token:
            session.headers["Authorization"] = f"Bearer {token}"
        return session

    # --- Inside --------------------------------------------------------------------------------------------

    def _environ(self, name: str) -> dict[str, str]:
        urls = {"DATABASE_URL": "owner", "DATABASE_WEB_URL": "web", "DATABASE_JOBS_URL": "jobs"}
        own = {key: with_database(embedded.database_url(self.env, who), self.database) for key, who in urls.items()}
        return {
            **os.environ, **own,
            "HAMROH_ENV": "test",
            "HAMROH_PROCESS": self._programs[name].process,
            "HAMROH_PUBLIC_URL": self.url,
            "HAMROH_EMAIL_URL": "file:",
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore",
        }  # fmt: skip

    def _answers(self, which: str) -> bool:
        try:
            return requests.get(f"{self.url}/health/{which}", timeout=2).ok
        except requests.RequestException:
            return False

    @staticmethod
    def _heartbeat() -> int:
        from config import health

        with health._client() as client:
            found: Any = client.get(health._HEARTBEAT)
        return int(found or 0)


def _free_port() -> int:
    """Any free port; the first one from 8000 on would be everybody's, and granian shares a port without complaint."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def with_database(url: str, database: str) -> str:
    """The same address with another database."""
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def on_cluster(statement: str, name: str, template: str = "") -> None:
    owner = with_database(embedded.database_url(environment.load(), "owner"), "postgres")
    with psycopg.connect(owner, autocommit=True) as cluster:
        text = sql.SQL(statement)
        cluster.execute(text.format(name=sql.Identifier(name), template=sql.Identifier(template or name)))


def make_copy(suffix: str) -> str:
    """A copy of the test database, or a migrated one where no test of this run wanted a test database."""
    usual = connection.settings_dict["NAME"]
    test_name = connection.settings_dict["TEST"]["NAME"] or f"test_{usual}"
    tested = usual.startswith("test_") or usual == test_name
    database = f"{usual if tested else test_name}_{suffix}"
    connection.close()
    on_cluster("DROP DATABASE IF EXISTS {name} WITH (FORCE)", database)
    if tested:
        on_cluster("CREATE DATABASE {name} TEMPLATE {template}", database, usual)
        return database
    on_cluster("CREATE DATABASE {name}", database)
    connection.settings_dict["NAME"] = database
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    return database


@pytest.fixture(scope="session")
def live_stack(django_db_setup: None, django_db_blocker: Any) -> Iterator[Live]:
    """Web and worker on a copy of the test database, for the whole session."""
    with django_db_blocker.unblock():
        database = make_copy("live")
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    stack = Live(database)
    try:
        stack.start("web", "worker")
        yield stack
    finally:
        stack.stop_all()
        on_cluster("DROP DATABASE IF EXISTS {name} WITH (FORCE)", database)


@pytest.fixture
def live(live_stack: Live, django_db_blocker: Any) -> Iterator[Live]:
    """The running stack; Django's connection points to its database, nothing is rolled back."""
    with django_db_blocker.unblock():
        usual = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = live_stack.database
        try:
            live_stack.start("web", "worker")
            yield live_stack
        finally:
            connection.close()
            connection.settings_dict["NAME"] = usual
