"""Sensitivity inside a case: one table, row → level, and one of who reaches which level.

``accounts/policy.py`` says what a role may ever do; here stands which rows of a case that she sees she may read.
The row rules (wall two) and ``visible_to`` of the querysets (wall one) both derive from this table, and so do the
timeline, the history, exports and everything else that reads rows. A test fails for a table of cases that has no line
here. ``manage.py policy`` prints it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from .dbroles import DatabaseRole
from .enums import Discipline, Level

R = DatabaseRole
L = Level

#: Grants by which somebody stands in for the case worker. Whoever came by another (a colleague of the team, emergency
#: access) is not in charge of the case.
STANDS_IN = ("worker", "cover")
#: Grants that put somebody on the case's team; emergency access does not.
ON_TEAM = (*STANDS_IN, "team", "named")


@dataclass(frozen=True)
class Reach:
    """Who reaches a level, among those who see the case.

    ``carriers``: all case workers and supervisors; those in "charge" (its worker or who stands in for her, a
    supervisor of its region); or none. ``specialists``: all, or those of the team with one of these disciplines.
    ``named``: people whom somebody named for this case (cases.NeedToKnow).
    """

    carriers: Literal["all", "charge", "none"] = "none"
    specialists: Literal["all"] | tuple[Discipline, ...] = ()
    named: bool = False


REACH: Mapping[Level, Reach] = {
    L.CORE: Reach("all", "all"),
    L.CARRIERS: Reach("all"),
    L.PSYCHOLOGICAL: Reach("charge", (Discipline.PSYCHOLOGICAL,)),
    L.CHARGE: Reach("charge"),
    L.PROTECTED: Reach(specialists=(Discipline.MEDICAL,), named=True),
    L.SESSION: Reach(specialists=(Discipline.PSYCHOLOGICAL,)),
}


@dataclass(frozen=True)
class Rows:
    """The level of a table's rows: ``level``, save where ``column`` holds one of ``values``. Whoever stands in a column
    of ``own`` reads the row at any level: she wrote it, or is to act."""

    level: Level = Level.CORE
    column: str = ""
    values: Mapping[str, Level] = field(default_factory=dict)
    own: tuple[str, ...] = ()

    def levels(self) -> Iterator[Level]:
        """Every level that a row may have, each once."""
        yield from dict.fromkeys((self.level, *self.values.values()))


_BY_AUDIENCE: Mapping[str, Level] = {level.value: level for level in Level if level is not L.CORE}
_BY_MODULE = {Discipline.PSYCHOLOGICAL.value: L.PSYCHOLOGICAL}
_CORE, _CARRIERS, _CHARGE = Rows(L.CORE), Rows(L.CARRIERS), Rows(L.CHARGE)
_PSYCHOLOGICAL = Rows(L.PSYCHOLOGICAL)

#: Every table whose rows belong to a case.
TABLE: Mapping[str, Rows] = {
    "cases_riskassessment": _CORE,
    "cases_timelineentry": Rows(L.CORE, "audience", _BY_AUDIENCE, own=("author_id",)),
    "cases_plan": _CORE,
    "cases_goal": _CORE,
    "cases_step": _CORE,
    "cases_note": Rows(L.CORE, "audience", {"carriers": L.CARRIERS}, own=("created_by_id",)),
    "cases_document": Rows(L.CARRIERS, "kind", {"protected": L.PROTECTED}, own=("created_by_id",)),
    "cases_lifeevent": _CARRIERS,
    "cases_lifeeventitem": _CARRIERS,
    "cases_closure": _CARRIERS,
    "cases_consent": _CARRIERS,
    "cases_serviceconsent": _CARRIERS,
    "cases_visitmember": _CARRIERS,
    # Who may read what is protected: for those in charge, and for the one who is named.
    "cases_needtoknow": Rows(L.CHARGE, own=("user_id",)),
    # A caregiver who is left out of what is decided for the child.
    "cases_implication": _CHARGE,
    # The five kinds of support.
    "rehabilitation_screening": _CORE,
    "rehabilitation_condition": _CORE,
    "rehabilitation_vaccination": _CORE,
    "rehabilitation_growthmeasurement": _CORE,
    "rehabilitation_medicalreferral": _CORE,
    # HIV, other sexually transmitted infections, pregnancy, sexual violence, DNA.
    "rehabilitation_protectedfinding": Rows(L.PROTECTED, own=("created_by_id",)),
    "rehabilitation_instrumentresult": _PSYCHOLOGICAL,
    "rehabilitation_session": _PSYCHOLOGICAL,
    "rehabilitation_sessionnote": Rows(L.SESSION),
    "rehabilitation_safetyalert": _PSYCHOLOGICAL,
    # What to do, never why: at most this reaches everybody on the case.
    "rehabilitation_agreedinstruction": _CORE,
    "rehabilitation_educationlevel": _CORE,
    "rehabilitation_enrolment": _CORE,
    "rehabilitation_attendancemonth": _CORE,
    "rehabilitation_catchup": _CORE,
    "rehabilitation_placement": _CORE,
    "rehabilitation_inspection": _CORE,
    "rehabilitation_skillsprofile": _CORE,
    "rehabilitation_training": _CORE,
    "rehabilitation_jobsearch": _CORE,
    "rehabilitation_job": _CORE,
    "rehabilitation_benefit": _CORE,
    "rehabilitation_service": Rows(L.CORE, "module", _BY_MODULE),
    "rehabilitation_supportstate": Rows(L.CORE, "module", _BY_MODULE),
    "tasks_task": Rows(L.CORE, "kind", {"safety": L.PSYCHOLOGICAL}, own=("assignee_id", "created_by_id")),
    "sharing_summary": _CARRIERS,
    "sharing_personrequest": _CARRIERS,
}


def rows_of(table: str) -> Rows:
    """The line of a table; CORE for one that holds no case's rows."""
    return TABLE.get(table, _CORE)


# --- The same in SQL, for the row rules -----------------------------------------------------------------------

_RUNNING = "(a.until IS NULL OR a.until > statement_timestamp())"
#: Sub-selects that do not depend on the row: PostgreSQL answers each once for a statement.
_ACCESS = (
    "ARRAY(SELECT a.case_id FROM cases_caseaccess a WHERE a.user_id = app_user() AND " + _RUNNING
    + " AND a.purpose IN ({purposes}))"
)  # fmt: skip
_NAMED = (
    "ARRAY(SELECT n.case_id FROM cases_needtoknow n WHERE n.user_id = app_user() AND n.ended_at IS NULL "
    "AND n.until > statement_timestamp())"
)


def _access(purposes: tuple[str, ...]) -> str:
    return _ACCESS.format(purposes=", ".join(f"'{one}'" for one in purposes))


def _discipline(disciplines: tuple[Discipline, ...]) -> str:
    wanted = " OR ".join(f"'{one.value}' = ANY (p.disciplines)" for one in disciplines)
    return (
        "EXISTS (SELECT 1 FROM accounts_profile p WHERE p.user_id = app_user() AND p.role = 'specialist' "
        f"AND ({wanted}))"
    )


def reach_sql(level: Level, kind: DatabaseRole, column: str) -> str:
    """Whether a user of this kind reaches the level in the case of ``column``, which she sees: an SQL condition, or
    "true" or "false"."""
    reach = REACH[level]
    arms = []
    if kind is R.SPECIALIST:
        if reach.specialists == "all":
            return "true"
        if reach.specialists:
            arms.append(f"({_discipline(reach.specialists)} AND {column} = ANY ({_access(ON_TEAM)}))")
    elif reach.carriers == "all":
        return "true"
    elif reach.carriers == "charge":
        arms.append(f"{column} = ANY ({_access(STANDS_IN)})")
        if kind is R.SUPERVISOR:
            arms.append(f"EXISTS (SELECT 1 FROM cases_case c WHERE c.id = {column} AND c.region_id = app_region())")
    if reach.named:
        arms.append(f"{column} = ANY ({_NAMED})")
    return f"({' OR '.join(arms)})" if arms else "false"


def level_sql(table: str, kind: DatabaseRole, *, case: str = "case_id") -> str:
    """Which rows of a table a user of this kind may read, of the cases that she sees: an SQL condition; "true" where
    the level narrows nothing."""
    rows = rows_of(table)
    reached = {level: reach_sql(level, kind, f"{table}.{case}") for level in rows.levels()}
    if all(condition == "true" for condition in reached.values()):
        return "true"
    arms = []
    if rows.column:
        named = ", ".join(f"'{value}'" for value in rows.values)
        arms.append(f"({table}.{rows.column} NOT IN ({named}) AND {reached[rows.level]})")
        for level in dict.fromkeys(rows.values.values()):
            values = ", ".join(f"'{value}'" for value, one in rows.values.items() if one is level)
            arms.append(f"({table}.{rows.column} IN ({values}) AND {reached[level]})")
    else:
        arms.append(reached[rows.level])
    # Last: of most rows the first arm is true.
    arms += [f"{table}.{column} = app_user()" for column in rows.own]
    return f"({' OR '.join(arms)})"


def narrowed(kind: DatabaseRole) -> list[str]:
    """The tables of which a user of this kind may see the case and not every row."""
    return [table for table in TABLE if level_sql(table, kind) != "true"]
