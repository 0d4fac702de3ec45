"""The row rules of this room (see accounts/rowrules.py).

Everything hangs on its case. A specialist reads the records of the other kinds of support and writes only
in her own discipline. Which rows of a case she sees she may read at all stands in accounts/levels.py. What a
sub-select asks of the profile does not depend on the row, so PostgreSQL answers it once for a statement.
"""

from __future__ import annotations

from dataclasses import replace

from accounts.enums import Level
from accounts.levels import reach_sql
from accounts.rowrules import CASE_KINDS, DatabaseRole, Rule, level_reads, register, roles

from .models import AgreedInstruction, Inspection, InstrumentResult, Placement, SafetyAlert, SessionNote
from .specs import MODULES

R = DatabaseRole


def _has(discipline: str) -> str:
    """The user is a specialist of this discipline: an SQL condition, or that of a column holding the
    discipline."""
    return (
        "EXISTS (SELECT 1 FROM accounts_profile p WHERE p.user_id = app_user() AND p.role = 'specialist' "
        f"AND '{discipline}' = ANY (p.disciplines))"
    )


def _of_case(table: str) -> str:
    return f"EXISTS (SELECT 1 FROM cases_case c WHERE c.id = {table}.case_id)"


#: The disciplines of the user, as an array that is asked for once.
_OWN = (
    "module = ANY (ARRAY(SELECT unnest(p.disciplines) FROM accounts_profile p "
    "WHERE p.user_id = app_user() AND p.role = 'specialist'))"
)


def record_rule(table: str, discipline: str) -> Rule:
    """The rule of a record of one module: what may be written may be read, and a specialist writes in her own
    discipline."""
    reads = level_reads(table, _of_case(table))
    writes = {**reads, R.SPECIALIST: f"{_has(discipline)} AND {reads[R.SPECIALIST]}"}
    return Rule(table, read=reads, insert=writes, update=writes)


def by_module_rule(table: str) -> Rule:
    """The rule of a table whose rows name their module."""
    reads = level_reads(table, _of_case(table))
    writes = {**reads, R.SPECIALIST: f"{_OWN} AND {reads[R.SPECIALIST]}"}
    return Rule(table, read=reads, insert=writes, update=writes)


def _naming(rule: Rule, column: str, parent: str) -> Rule:
    """A rule whose rows may name another row, of their own case: any other key is refused, not tested for
    existence."""
    same = (
        f"({column} IS NULL OR EXISTS (SELECT 1 FROM {parent} n WHERE n.id = {rule.table}.{column} "
        f"AND n.case_id = {rule.table}.case_id))"
    )
    insert = {kind: f"{condition} AND {same}" for kind, condition in rule.insert.items()}
    update = {kind: f"{condition} AND {same}" for kind, condition in rule.update.items()}
    return replace(rule, insert=insert, update=update)


for _module in MODULES:
    for _spec in _module.records:
        _rule = record_rule(_spec.model._meta.db_table, _module.code.value)
        if _spec.model is Inspection:
            _rule = _naming(_rule, "placement_id", Placement._meta.db_table)
        register(_rule)

register(
    _naming(
        record_rule(SafetyAlert._meta.db_table, "psychological"), "result_id", InstrumentResult._meta.db_table
    ),
    by_module_rule("rehabilitation_service"),
    by_module_rule("rehabilitation_supportstate"),
)

_INSTRUCTION = AgreedInstruction._meta.db_table
_everybody = _of_case(_INSTRUCTION)
# Everybody on the case reads it; those who may know the reason write it.
_agreeing = {
    kind: f"{reach_sql(Level.PSYCHOLOGICAL, kind, f'{_INSTRUCTION}.case_id')} AND {_everybody}" for kind in CASE_KINDS
}
_rule = Rule(_INSTRUCTION, read=roles(CASE_KINDS, _everybody), insert=_agreeing, update=_agreeing)
register(_naming(_rule, "alert_id", SafetyAlert._meta.db_table))

# Nobody but a psychologist of the case, not even a job: the system role is left out; nobody may change one.
_NOTE = SessionNote._meta.db_table
_OF_SESSION = (
    f"EXISTS (SELECT 1 FROM rehabilitation_session s WHERE s.id = {_NOTE}.session_id "
    f"AND s.case_id = {_NOTE}.case_id)"
)
_note = {kind: f"{rule} AND {_OF_SESSION}" for kind, rule in level_reads(_NOTE, _of_case(_NOTE)).items()}
register(Rule(_NOTE, read=_note, insert=_note, system=False))
