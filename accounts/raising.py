"""Raises both: row rules and history triggers, once for each change of the declarations."""

from __future__ import annotations

import hashlib

from django.db import connection, transaction

from .history import TRACKED, TRIGGER_FUNCTION, history_apply
from .rowrules import FUNCTIONS, RULES, SQL, walls_apply


def _fingerprint() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [row[0] for row in cursor.fetchall()]
    declared = [sorted(one.items()) for one in (RULES, TRACKED, SQL)]
    told = repr((tables, declared, FUNCTIONS, TRIGGER_FUNCTION))
    return hashlib.sha256(told.encode()).hexdigest()


def raise_walls(*, force: bool = False) -> bool:
    """Apply what is declared; True where anything had to be done. Raises where the login is not the owner."""
    mark = _fingerprint()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regproc('hamroh_history')::oid, 'pg_proc')")
        if cursor.fetchone()[0] == mark and not force:
            return False
        walls_apply()
        history_apply()
        cursor.execute(f"COMMENT ON FUNCTION hamroh_history() IS '{mark}'")
    return True
