"""What each table keeps of a person's case, under which kind of data, and what becomes of it when its time is over.

Each room declares its holdings in its ``holdings.py``; from them ``part_sql`` makes the room's function that counts
and erases (docs/decisions/0012-retention.md), so that a dry run and the erasure can never read different conditions.
A term of its own (documents, health, …) removes the rows of that kind. Once the whole case goes, rows that figures
count stay with their codes and days, and every word in them is emptied; all other rows go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .fields import EncryptedTextField
from .rowrules import register_sql

#: The kind under which everything goes: the case becomes anonymous.
WHOLE = "whole"


@dataclass(frozen=True)
class Holding:
    """Rows of one table that belong to a case.

    ``where`` is SQL on the row ``t``; ``wanted`` is the case, ``simulated`` the item of a dry run or NULL. ``blank``:
    column → SQL that stands there afterwards; None where the rows go. ``early_blank``: they are emptied, not removed,
    also when the term of their own kind is over. ``early_only``: another holding takes these rows with the whole case.
    """

    table: str
    kind: str = WHOLE
    where: str = "t.case_id = wanted"
    blank: Mapping[str, str] | None = None
    key: str = "id"
    early_blank: bool = False
    early_only: bool = False


HOLDINGS: list[Holding] = []
#: What a table holds, in the reader's language; each room adds its own.
WORDS: dict[str, Any] = {}


def hold(room: str, after: str, *holdings: Holding, words: Mapping[str, Any]) -> None:
    """Declare what a room holds, in the order in which it goes. ``after``: the last table of the room; ``words``: what
    its tables hold."""
    WORDS.update(words)
    HOLDINGS.extend(holdings)
    register_sql(after, part_sql(room, holdings))


def words_of(model: type[models.Model], *, keep: Iterable[str] = (), **values: str) -> dict[str, str]:
    """Every column that somebody's own words may stand in, with the empty value of its type; ``values`` add to them.

    Vocabularies (columns with choices) are no words; ``keep`` names codes that have none.
    """
    found: dict[str, str] = {}
    for field in model._meta.concrete_fields:
        inner = field.base_field if isinstance(field, ArrayField) else field
        if field.name in keep or field.primary_key or inner.choices:
            continue
        empty = _empty(field)
        if empty:
            found[str(field.column)] = empty
    return {**found, **values}


def _empty(field: models.Field[Any, Any]) -> str:
    """The empty value of a column that may hold words, as SQL; "" for any other column."""
    words = (models.CharField, models.TextField)
    if isinstance(field, ArrayField):
        return "'{}'" if isinstance(field.base_field, words) else ""
    if isinstance(field, EncryptedTextField):
        return "NULL"
    if isinstance(field, models.JSONField):
        return "'[]'::jsonb" if field.default is list else "'{}'::jsonb"
    if isinstance(field, words):
        return "NULL" if field.null else "''"
    return ""


def _step(one: Holding) -> str:
    ids = f'ARRAY(SELECT t."{one.key}" FROM "{one.table}" t WHERE {one.where})'
    blank = differs = "NULL"
    if one.blank is not None:
        sets = ", ".join(f'"{name}" = {value}' for name, value in one.blank.items())
        changed = " OR ".join(f't."{name}" IS DISTINCT FROM ({value})' for name, value in one.blank.items())
        blank, differs = f"$set${sets}$set$", f"$set${changed}$set$"
        if not one.early_blank:
            blank, differs = (f"CASE WHEN what = '{WHOLE}' THEN {text} END" for text in (blank, differs))
    terms = f"'{one.kind}'" if one.early_only else f"'{WHOLE}', '{one.kind}'"
    return (
        f"  IF what IN ({terms}) THEN RETURN QUERY SELECT '{one.table}'::text, retention_step("
        f"'{one.table}', '{one.key}', {ids}, {blank}, {differs}, simulated IS NOT NULL, rule); END IF;\n"
    )


def part_sql(room: str, holdings: Iterable[Holding]) -> str:
    """The room's function: which rows of a case go under a kind; with ``simulated`` it counts and changes nothing."""
    name = f"{room}_retention_part(wanted bigint, what text, simulated bigint, rule text)"
    return (
        f"CREATE OR REPLACE FUNCTION {name} RETURNS TABLE (name text, touched bigint) LANGUAGE plpgsql\n"
        f"SET search_path = public, pg_temp AS $part$\nBEGIN\n{''.join(map(_step, holdings))}END $part$;\n"
        f"REVOKE ALL ON FUNCTION {room}_retention_part(bigint, text, bigint, text) FROM PUBLIC;\n"
    )


#: One holding, carried out or counted. Not for anybody to call: the functions of cases/sql_retention.py do, as the
#: owner. The history of the rows keeps its digests and loses content and salt, that of the erasure itself included.
STEP = """
CREATE OR REPLACE FUNCTION retention_unlink(target text, ids bigint[]) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE link record;
BEGIN
  FOR link IN
    SELECT child.relname AS child, a.attname AS col FROM pg_constraint c
    JOIN pg_class child ON child.oid = c.conrelid
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND c.confrelid = target::regclass AND array_length(c.conkey, 1) = 1 AND NOT a.attnotnull
  LOOP
    EXECUTE format('UPDATE %I SET %I = NULL WHERE %I = ANY ($1)', link.child, link.col, link.col) USING ids;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION retention_unlink(text, bigint[]) FROM PUBLIC;

CREATE OR REPLACE FUNCTION retention_step(
  target text, key text, ids bigint[], blank text, differs text, dry boolean, rule text
) RETURNS bigint LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE n bigint;
BEGIN
  IF cardinality(ids) = 0 THEN RETURN 0; END IF;
  IF dry AND blank IS NULL THEN RETURN cardinality(ids); END IF;
  IF dry THEN
    EXECUTE format('SELECT count(*) FROM %I t WHERE t.%I = ANY ($1) AND (%s)', target, key, differs) INTO n USING ids;
    RETURN n;
  END IF;
  IF blank IS NULL THEN
    PERFORM retention_unlink(target, ids);
    EXECUTE format('DELETE FROM %I WHERE %I = ANY ($1)', target, key) USING ids;
  ELSE
    EXECUTE format('UPDATE %I t SET %s WHERE t.%I = ANY ($1) AND (%s)', target, blank, key, differs) USING ids;
  END IF;
  GET DIAGNOSTICS n = ROW_COUNT;
  UPDATE history_event SET data = NULL, salt = NULL, erased_at = statement_timestamp(), erased_rule = rule
    WHERE table_name = target AND row_id = ANY (ids) AND erased_at IS NULL;
  RETURN n;
END $$;
REVOKE ALL ON FUNCTION retention_step(text, text, bigint[], text, text, boolean, text) FROM PUBLIC;
"""
register_sql("history_event", STEP)
