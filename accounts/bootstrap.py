"""The cluster's roles: made once by a superuser, outside every migration.

Roles belong to the cluster, not to a database, and concurrent changes fail with "tuple concurrently updated";
so everything here runs under an advisory lock in the ``postgres`` database. Idempotent; imports no Django model,
because the embedded servers need it before Django is set up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from .dbroles import JOBS, KINDS, LOGINS, MAY_SET, OWNER, WEB

_LOCK = 0x48616D726F68  # "Hamroh"

#: Bounds of the logins' statements: a page that takes half a minute is broken, a job may take longer.
_LIMITS: dict[str, dict[str, str]] = {
    WEB: {"statement_timeout": "30s", "idle_in_transaction_session_timeout": "60s", "lock_timeout": "10s"},
    JOBS: {"statement_timeout": "15min", "idle_in_transaction_session_timeout": "15min"},
}


def _execute(connection: psycopg.Connection, text: str, **names: str) -> None:
    parts = {k: sql.Literal(v) if k == "value" else sql.Identifier(v) for k, v in names.items()}
    connection.execute(sql.SQL(text).format(**parts))


def _roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'hamroh%'")}
    for name in (*LOGINS, *KINDS):
        if name not in known:
            _execute(connection, "CREATE ROLE {name} NOLOGIN NOINHERIT", name=name)
    for name in LOGINS:
        _execute(connection, "ALTER ROLE {name} LOGIN NOINHERIT NOSUPERUSER NOCREATEROLE NOBYPASSRLS", name=name)
        if name in passwords:
            _execute(connection, "ALTER ROLE {name} PASSWORD {value}", name=name, value=passwords[name])
        for setting, value in _LIMITS.get(name, {}).items():
            _execute(connection, "ALTER ROLE {name} SET {setting} = {value}", name=name, setting=setting, value=value)
    # The owner makes test databases; nobody else makes anything.
    _execute(connection, "ALTER ROLE {name} CREATEDB", name=OWNER)


def _memberships(connection: psycopg.Connection) -> None:
    for login in LOGINS:
        for kind in KINDS:
            if kind in MAY_SET[login]:
                _execute(connection, "GRANT {kind} TO {login} WITH INHERIT FALSE, SET TRUE", kind=kind, login=login)
            else:
                _execute(connection, "REVOKE {kind} FROM {login}", kind=kind, login=login)


def secure_database(connection: psycopg.Connection, database: str) -> None:
    """Close a database to everybody but the three logins. The database's owner may call this."""
    _execute(connection, "REVOKE ALL ON DATABASE {name} FROM PUBLIC", name=database)
    for login in LOGINS:
        _execute(connection, "GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {login}", name=database, login=login)
    connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")


def bootstrap_cluster(admin_url: str, *, database: str, passwords: Mapping[str, str]) -> None:
    """Make the logins, the kinds, who may take which, and the database, owned by the owner.

    ``admin_url`` is a superuser's; ``passwords`` by login, a login that is absent keeps its own.
    Raises psycopg.Error where the superuser is none.
    """
    with psycopg.connect(_at(admin_url, "postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        _roles(connection, passwords)
        _memberships(connection)
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if found is None:
            _execute(connection, "CREATE DATABASE {name} OWNER {owner} ENCODING 'UTF8'", name=database, owner=OWNER)
        _execute(connection, "ALTER DATABASE {name} OWNER TO {owner}", name=database, owner=OWNER)
        with psycopg.connect(_at(admin_url, database), autocommit=True) as inside:
            secure_database(inside, database)


def _at(url: str, database: str) -> str:
    return make_conninfo(url, dbname=database)


def roles_missing(existing: Iterable[str]) -> list[str]:
    """Which of our roles are not among ``existing``."""
    known = set(existing)
    return [name for name in (*LOGINS, *KINDS) if name not in known]
