"""The history of every table: the trigger that writes it and the jobs that seal and erase it.

One function of the owner (SECURITY DEFINER with a fixed search path, so roles that own nothing can fire it)
writes one row of ``history_event`` for each change. The author is ``app.user_id``; a write by one of the kinds
without an author is refused, unless it is the system's. Columns marked noisy do not make an event alone.
docs/decisions/0003-one-history.md says why this and not an event table for each model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

TRIGGER_FUNCTION = r"""
CREATE OR REPLACE FUNCTION hamroh_history() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  who bigint := nullif(current_setting('app.user_id', true), '')::bigint;
  kind text := current_setting('role', true);
  row_new jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
  content jsonb := row_new;
  case_number bigint;
  fresh_salt bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT coalesce(jsonb_object_agg(n.key, n.value), '{}') INTO content
      FROM jsonb_each(row_new) n JOIN jsonb_each(to_jsonb(OLD)) o USING (key)
      WHERE n.value IS DISTINCT FROM o.value AND NOT (n.key = ANY (string_to_array(TG_ARGV[1], ',')));
    IF content = '{}' THEN RETURN NULL; END IF;
  END IF;
  IF who IS NULL AND kind LIKE 'hamroh\_%' AND kind NOT IN ('hamroh_system', 'hamroh_retention') THEN
    RAISE EXCEPTION 'a change needs an author' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_ARGV[0] <> '' THEN
    case_number := (row_new ->> TG_ARGV[0])::bigint;
  END IF;
  INSERT INTO history_event (at, table_name, row_id, case_id, verb, actor_id, actor_role, request_id, reason, data,
                             salt, digest, erased_rule)
  VALUES (clock_timestamp(), TG_TABLE_NAME, (row_new ->> TG_ARGV[2])::bigint, case_number, lower(TG_OP), who,
          coalesce(nullif(kind, 'none'), session_user), coalesce(current_setting('app.request_id', true), ''),
          coalesce(current_setting('app.reason', true), ''), content, fresh_salt,
          sha256(fresh_salt || convert_to(content::text, 'UTF8')), '');
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hamroh_history() FROM PUBLIC;
"""


@dataclass(frozen=True)
class Tracked:
    """A table whose changes are kept. ``case_column`` names the case ("" where a row has none).

    ``inserts=False`` where a row tells by itself when and why it was made: a sweep makes a million of them.
    """

    table: str
    case_column: str = ""
    noisy: Sequence[str] = ()
    key: str = "id"
    inserts: bool = True


TRACKED: dict[str, Tracked] = {}


def track(*tables: Tracked) -> None:
    """Declare tables that have a history."""
    for entry in tables:
        TRACKED[entry.table] = entry


def history_apply() -> None:
    """(Re)make the function and the triggers. Run as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGER_FUNCTION)
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        present = {row[0] for row in cursor.fetchall()}
        for entry in TRACKED.values():
            if entry.table not in present:
                continue
            noisy = ",".join(("updated_at", *entry.noisy))
            verbs = "INSERT OR DELETE" if entry.inserts else "DELETE"
            arguments = f"'{entry.case_column}', '{noisy}', '{entry.key}'"
            cursor.execute(
                f'DROP TRIGGER IF EXISTS history_write ON "{entry.table}";'
                f'DROP TRIGGER IF EXISTS history_change ON "{entry.table}";'
                f'CREATE TRIGGER history_write AFTER {verbs} ON "{entry.table}" FOR EACH ROW '
                f"EXECUTE FUNCTION hamroh_history({arguments});"
                f'CREATE TRIGGER history_change AFTER UPDATE ON "{entry.table}" FOR EACH ROW '
                f"WHEN (NEW.* IS DISTINCT FROM OLD.*) EXECUTE FUNCTION hamroh_history({arguments})"
            )
