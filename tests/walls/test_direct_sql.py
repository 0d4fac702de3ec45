"""Statements written by hand through the web login: what any line of the web process could ask at the worst."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import errors, sql

from accounts.acting import Actor
from accounts.dbroles import JOBS, KINDS, OWNER, WEB, DatabaseRole
from accounts.models import Profile
from accounts.rowrules import RULES
from config import embedded
from config import env as environment
from tests.harness.live import with_database

from .breach import FOREIGN, KNOWN, WORD, World

PERSONAL = sorted(table for table, rule in RULES.items() if not rule.open)
HELD = f"{WORD}|\\m{FOREIGN}\\M"


@pytest.fixture(scope="module")
def web(stranger: World) -> Iterator[psycopg.Connection]:
    """A connection of the web login to the stranger's database."""
    url = with_database(embedded.database_url(environment.load(), "web"), str(connection.settings_dict["NAME"]))
    with psycopg.connect(url) as found:
        yield found


def act(web: psycopg.Connection, who: Profile | DatabaseRole) -> None:
    """Begin as somebody, as ``acting_as`` does."""
    actor = Actor.of(who)
    web.rollback()
    for name, value in (("role", actor.role), ("app.user_id", actor.user_id), ("app.region_id", actor.region_id),
                        ("app.agency_id", actor.agency_id)):  # fmt: skip
        web.execute("SELECT set_config(%s, %s, true)", [name, "" if value is None else str(value)])


def refused(web: psycopg.Connection, statement: str) -> bool:
    """True where PostgreSQL says that this is not for the one who asks."""
    try:
        with web.transaction():
            web.execute(statement)
    except (errors.InsufficientPrivilege, errors.UndefinedTable):
        return True
    return False


def readable(web: psycopg.Connection, table: str) -> list[str]:
    """The columns of a table that the present role may read."""
    found = web.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
        "AND has_column_privilege(current_user, attrelid, attnum, 'SELECT')", [table],
    )  # fmt: skip
    return [row[0] for row in found]


def seen(web: psycopg.Connection, table: str) -> int:
    """How many rows of the stranger's case the present role reads there, in whichever columns it may read."""
    columns = readable(web, table)
    if not columns:
        assert refused(web, f'SELECT 1 FROM "{table}"')
        return 0
    row = sql.SQL("concat_ws(' ', {})").format(sql.SQL(", ").join(sql.Identifier(c) for c in columns))
    # Arrays and JSON hold the words too.
    query = sql.SQL("SELECT count(*) FROM {} WHERE {} ~ %s").format(sql.Identifier(table), row)
    found: Any = web.execute(query, [HELD]).fetchone()
    return int(found[0])


@pytest.mark.parametrize(
    "name", ["worker", "colleague", "specialist", "supervisor", "national", "dpo", "admin", "agency", "agency_client"]
)
def test_no_personal_table_gives_a_stranger_a_row(stranger: World, web: psycopg.Connection, name: str) -> None:
    who = stranger.strangers[name]
    assert who is not None
    act(web, who)
    found = {table: seen(web, table) for table in PERSONAL}
    staff = {"accounts_profile"} if name not in ("agency", "agency_client") else set()
    # That a colleague of this name exists is for the whole staff to know.
    assert {table for table, count in found.items() if count} - staff <= KNOWN.get(name, set())


def test_the_identity_role_reads_nothing_of_a_case(stranger: World, web: psycopg.Connection) -> None:
    act(web, DatabaseRole.IDENTITY)
    assert {table for table in PERSONAL if seen(web, table)} <= {"accounts_profile", "accounts_user"}


def test_the_carrier_reads_them(stranger: World, web: psycopg.Connection) -> None:
    """Leakable data is there: the same questions of the one who carries the case find it."""
    act(web, stranger.carrier)
    assert len([table for table in PERSONAL if seen(web, table)]) > 40


def test_without_a_kind_the_web_login_reads_no_table_at_all(web: psycopg.Connection) -> None:
    web.rollback()
    tables = web.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert [table for (table,) in tables if not refused(web, f'SELECT 1 FROM "{table}"')] == []


@pytest.mark.parametrize("kind", ["agency"])
def test_the_agency_has_no_right_on_cases_and_support_by_any_path(web: psycopg.Connection, kind: str) -> None:
    """Tables, columns, sequences: not one privilege, granted to it or to PUBLIC."""
    found = web.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'S') "
        "AND (relname LIKE 'cases\\_%%' OR relname LIKE 'rehabilitation\\_%%' OR relname LIKE 'tasks\\_%%') "
        "AND CASE relkind WHEN 'S' THEN has_sequence_privilege(%(role)s, oid, 'USAGE, SELECT, UPDATE') "
        "ELSE has_table_privilege(%(role)s, oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') "
        "OR has_any_column_privilege(%(role)s, oid, 'SELECT, INSERT, UPDATE, REFERENCES') END",
        {"role": f"hamroh_{kind}"},
    )  # fmt: skip
    assert found.fetchall() == []


def test_the_logins_own_nothing_and_have_no_power(web: psycopg.Connection) -> None:
    web.rollback()
    roles = [WEB, JOBS, *KINDS]
    for catalogue, owner in (("pg_class", "relowner"), ("pg_proc", "proowner"), ("pg_namespace", "nspowner"),
                             ("pg_database", "datdba"), ("pg_type", "typowner")):  # fmt: skip
        owned = web.execute(
            f"SELECT count(*) FROM {catalogue} c JOIN pg_roles r ON r.oid = c.{owner} WHERE r.rolname = ANY (%s)",
            [roles],
        ).fetchone()
        assert owned == (0,), catalogue
    powers = web.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s) AND "
        "(rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication OR rolinherit)", [roles],
    ).fetchall()  # fmt: skip
    assert powers == []


def test_the_web_login_takes_its_own_kinds_and_no_other(web: psycopg.Connection) -> None:
    names = [row[0] for row in web.execute("SELECT rolname FROM pg_roles").fetchall()]
    web.rollback()
    taken = {name for name in names if not refused(web, f'SET LOCAL ROLE "{name}"')}
    web.rollback()
    assert taken == {WEB, *KINDS} - {DatabaseRole.SYSTEM, DatabaseRole.RETENTION}
    assert {DatabaseRole.SYSTEM.value, DatabaseRole.RETENTION.value, OWNER} <= set(names)


@pytest.mark.parametrize("statement", [
    "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY",
    "DROP POLICY hamroh_caseworker_select ON cases_case",
    "CREATE POLICY mine ON cases_case USING (true)",
    "ALTER ROLE hamroh_web BYPASSRLS",
    "GRANT hamroh_system TO hamroh_web",
    "CREATE TABLE mine (id int)",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION app_user() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "ALTER TABLE cases_case DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "SET SESSION AUTHORIZATION hamroh_owner",
    "COPY cases_case TO PROGRAM 'cat'",
    "SELECT pg_read_file('PG_VERSION')",
    "TRUNCATE cases_case",
])  # fmt: skip
def test_no_kind_of_the_web_login_can_take_a_wall_down(
    stranger: World, web: psycopg.Connection, statement: str
) -> None:
    for who in (stranger.strangers["supervisor"], stranger.strangers["admin"], DatabaseRole.IDENTITY):
        assert who is not None
        act(web, who)
        assert refused(web, statement), (who, statement)
    web.rollback()
    assert refused(web, statement)


def test_a_kind_passes_none_of_its_rights_on(stranger: World, web: psycopg.Connection) -> None:
    """PostgreSQL only warns that nothing was granted; so what counts is what the other has afterwards."""
    supervisor = stranger.strangers["supervisor"]
    assert supervisor is not None
    act(web, supervisor)
    web.execute("GRANT SELECT ON cases_case TO hamroh_agency")
    assert web.execute("SELECT has_table_privilege('hamroh_agency', 'cases_case', 'SELECT')").fetchone() == (False,)


def test_row_security_switched_off_is_an_error_and_not_more_rows(stranger: World, web: psycopg.Connection) -> None:
    supervisor = stranger.strangers["supervisor"]
    assert supervisor is not None
    act(web, supervisor)
    web.execute("SET LOCAL row_security = off")
    assert refused(web, "SELECT 1 FROM cases_case")


def test_no_kind_deletes_a_row_of_a_case(stranger: World, web: psycopg.Connection) -> None:
    """Name tokens are rebuilt, and sign-in deletes its own; nothing else is ever deleted by a request."""
    rooms = ("cases_", "rehabilitation_", "tasks_", "sharing_", "insights_", "history_", "accounts_")
    for who in [w for w in stranger.strangers.values() if w is not None] + [DatabaseRole.IDENTITY]:
        act(web, who)
        free = {t for t in RULES if t.startswith(rooms) and not refused(web, f'DELETE FROM "{t}" WHERE false')}
        assert free <= {"cases_nametoken"}, who


def test_nobody_becomes_somebody_else_of_a_kind_without_the_settings(web: psycopg.Connection) -> None:
    """A kind taken without saying who: no user, no region, no row."""
    for kind in (DatabaseRole.CASEWORKER, DatabaseRole.SPECIALIST, DatabaseRole.SUPERVISOR, DatabaseRole.AGENCY):
        act(web, kind)
        assert {table for table in PERSONAL if seen(web, table)} - {"accounts_profile"} == set(), kind


@pytest.mark.parametrize("column", ["worker_id", "region_id", "restricted", "person_id", "number"])
def test_a_case_worker_hands_no_case_over_by_her_own_statement(
    stranger: World, web: psycopg.Connection, column: str
) -> None:
    """Whose a case is, and who may open it, is decided by supervisors and by the owner's functions."""
    act(web, stranger.carrier)
    assert refused(web, f"UPDATE cases_case SET {column} = {column} WHERE id = {stranger.case.pk}")
    act(web, stranger.carrier)
    assert not refused(web, f"UPDATE cases_case SET risk = risk WHERE id = {stranger.case.pk}")
