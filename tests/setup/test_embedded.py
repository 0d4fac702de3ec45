"""The embedded servers: closed to everybody without a password, and to a second checkout."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from config import embedded
from config import env as environment
from config.embedded.paths import make_private, places

env = environment.load()
needs_embedded = pytest.mark.skipif(not env.embedded_postgres, reason="DATABASE_URL is given")


@needs_embedded
def test_no_login_works_without_its_password() -> None:
    for process in ("owner", "web", "jobs", "admin"):
        right = embedded.database_url(env, process)
        psycopg.connect(right).close()
        login = right.split("//")[1].split(":")[0]
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(right.replace(f"{login}:", f"{login}:wrong"))


@needs_embedded
def test_postgres_listens_on_a_private_socket_alone() -> None:
    with psycopg.connect(embedded.database_url(env, "owner")) as connection:
        row = connection.execute("SELECT current_setting('listen_addresses')").fetchone()
    assert row == ("",)
    assert places(env.var_dir).pg_socket.stat().st_mode & 0o777 == 0o700


@needs_embedded
def test_starting_again_starts_nothing() -> None:
    assert embedded.ensure(env) == []


def test_two_checkouts_do_not_meet(tmp_path: Path) -> None:
    here, there = places(tmp_path / "a"), places(tmp_path / "b")
    assert here.run != there.run
    # A longer socket path would not fit into the operating system's 107 bytes.
    assert len(str(places(Path("/" + "x" * 300)).pg_socket / ".s.PGSQL.5432")) < 100


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    with pytest.raises(environment.EnvironmentError_):
        make_private(link)
