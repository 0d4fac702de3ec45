"""Wall two: the row rules of every table, kept as data and applied by the owner after each migration.

Each room declares its rules in its ``walls.py`` and registers them when it is loaded. ``walls_apply`` makes
PostgreSQL agree with the declarations: privileges first taken away, then given; row security on; policies made
anew. A table without a declaration keeps no grant at all, and a test fails for it. Read shared policies in
docs/decisions/0002-two-walls.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from .dbroles import KINDS
from .dbroles import DatabaseRole as DatabaseRole
from .levels import level_sql

R = DatabaseRole
#: The roles that work on cases.
CASE_KINDS = (R.CASEWORKER, R.SPECIALIST, R.SUPERVISOR)
#: Those that carry a case on, not only a discipline of it.
CARRIERS = (R.CASEWORKER, R.SUPERVISOR)

#: Functions that the rules use. Plain SQL, so the planner inlines them.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION app_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.user_id', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION app_region() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.region_id', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION app_agency() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.agency_id', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION app_transaction() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED AS
$$ SELECT pg_current_xact_id_if_assigned()::text::bigint $$;
"""


@dataclass(frozen=True)
class Rule:
    """What the kinds may do with one table.

    ``read`` / ``insert`` / ``update``: kind → SQL condition on the row ("true" for all). A kind that is absent may
    not. ``columns`` narrows SELECT to some columns for a kind; ``update_columns`` narrows UPDATE. Nobody has DELETE
    unless ``delete`` names the kind: a cascade would delete rows that the user cannot see.
    ``open`` marks a table with no person's data: privileges only, no row security.
    """

    table: str
    read: Mapping[DatabaseRole, str] = field(default_factory=dict)
    insert: Mapping[DatabaseRole, str] = field(default_factory=dict)
    update: Mapping[DatabaseRole, str] = field(default_factory=dict)
    delete: Mapping[DatabaseRole, str] = field(default_factory=dict)
    columns: Mapping[DatabaseRole, Sequence[str]] = field(default_factory=dict)
    update_columns: Mapping[DatabaseRole, Sequence[str]] = field(default_factory=dict)
    open: bool = False
    system: bool = True  # the system role reads and writes everything


RULES: dict[str, Rule] = {}
#: Functions and triggers of the rooms, by the table that they need.
SQL: dict[str, list[str]] = {}


def register(*rules: Rule) -> None:
    """Declare rules. Raises ValueError for a second rule of one table."""
    for rule in rules:
        if rule.table in RULES and RULES[rule.table] != rule:
            raise ValueError(f"{rule.table} has two rules")
        RULES[rule.table] = rule


def register_sql(table: str, statements: str) -> None:
    """Declare idempotent SQL (definer functions, triggers) that is run once ``table`` stands."""
    if statements not in SQL.setdefault(table, []):
        SQL[table].append(statements)


def roles(kinds: Sequence[DatabaseRole], condition: str = "true") -> dict[DatabaseRole, str]:
    """The same condition for several kinds."""
    return dict.fromkeys(kinds, condition)


def level_reads(
    table: str, condition: str, kinds: Sequence[DatabaseRole] = CASE_KINDS, *, case: str = "case_id"
) -> dict[DatabaseRole, str]:
    """``condition`` for each kind, and the level of the row (accounts/levels.py). A kind that reaches no row of the
    table has no right on it at all."""
    found = {}
    for kind in kinds:
        level = level_sql(table, kind, case=case)
        if level not in ("false", "(false)"):
            found[kind] = condition if level == "true" else f"{level} AND {condition}"
    return found


def of_case(
    table: str,
    *,
    column: str = "case_id",
    read: Sequence[DatabaseRole] = CASE_KINDS,
    write: Sequence[DatabaseRole] = CARRIERS,
) -> Rule:
    """The rule of a case's child: it is visible where its case is, as far as its level allows. What may be written may
    be read: nobody changes a row that she cannot see."""
    condition = f"EXISTS (SELECT 1 FROM cases_case c WHERE c.id = {table}.{column})"
    reads = level_reads(table, condition, read, case=column)
    writes = {kind: reads[kind] for kind in write if kind in reads}
    return Rule(table, read=reads, insert=writes, update=writes)


def of_person(
    table: str,
    *,
    column: str = "person_id",
    read: Sequence[DatabaseRole] = CASE_KINDS,
    write: Sequence[DatabaseRole] = CARRIERS,
    also: Sequence[str] = (),
) -> Rule:
    """The rule of what hangs on persons: visible where the person is, and every column in ``also`` likewise."""
    condition = " AND ".join(
        f"EXISTS (SELECT 1 FROM cases_person p WHERE p.id = {table}.{name})" for name in (column, *also)
    )
    return Rule(table, read=roles(read, condition), insert=roles(write, condition), update=roles(write, condition))


def public(table: str, *, write: Sequence[DatabaseRole] = (), read: Sequence[DatabaseRole] | None = None) -> Rule:
    """A table without a person's data: offices, rules, vocabularies."""
    readers = tuple(k for k in R if k is not R.RETENTION) if read is None else read
    return Rule(table, read=roles(readers), insert=roles(write), update=roles(write), open=True)


def _grants(rule: Rule) -> list[str]:
    out = [f'REVOKE ALL ON "{rule.table}" FROM PUBLIC, {", ".join(KINDS)}, hamroh_web, hamroh_jobs']
    for verb, conditions in (
        ("SELECT", rule.read), ("INSERT", rule.insert), ("UPDATE", rule.update), ("DELETE", rule.delete)
    ):  # fmt: skip
        for kind in conditions:
            names = {"SELECT": rule.columns, "UPDATE": rule.update_columns}.get(verb, {}).get(kind)
            only = f" ({', '.join(names)})" if names else ""
            out.append(f'GRANT {verb}{only} ON "{rule.table}" TO {kind}')
    if rule.system:
        out.append(f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{rule.table}" TO {R.SYSTEM}')
    return out


def _policies(rule: Rule, existing: Sequence[str]) -> list[str]:
    out = [f'DROP POLICY "{name}" ON "{rule.table}"' for name in existing]
    if rule.open:
        return [*out, f'ALTER TABLE "{rule.table}" DISABLE ROW LEVEL SECURITY']
    out.append(f'ALTER TABLE "{rule.table}" ENABLE ROW LEVEL SECURITY')
    for verb, conditions in (("SELECT", rule.read), ("UPDATE", rule.update), ("DELETE", rule.delete)):
        for kind, condition in conditions.items():
            check = f" WITH CHECK ({condition})" if verb == "UPDATE" else ""
            name = f"{kind}_{verb}".lower()
            out.append(f'CREATE POLICY {name} ON "{rule.table}" FOR {verb} TO {kind} USING ({condition}){check}')
    for kind, condition in rule.insert.items():
        out.append(
            f'CREATE POLICY {kind}_insert ON "{rule.table}" FOR INSERT TO {kind} WITH CHECK ({condition})'
        )
    if rule.system:
        everything = f"FOR ALL TO {R.SYSTEM} USING (true) WITH CHECK (true)"
        out.append(f'CREATE POLICY {R.SYSTEM}_all ON "{rule.table}" {everything}')
    return out


def walls_apply() -> None:
    """Make the database agree with the declared rules. Run as the owner, inside a transaction of its own."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {', '.join(KINDS)}, hamroh_web, hamroh_jobs")
        cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")
        existing: dict[str, list[str]] = {}
        for table, name in cursor.fetchall():
            existing.setdefault(table, []).append(name)
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        present = {row[0] for row in cursor.fetchall()}
        # The functions first: a rule may call one.
        for table, texts in SQL.items():
            if table in present:
                for text in texts:
                    cursor.execute(text)
        for rule in RULES.values():
            if rule.table in present:
                for statement in (*_grants(rule), *_policies(rule, existing.get(rule.table, ()))):
                    cursor.execute(statement)
