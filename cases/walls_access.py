"""The row rules of openings and restrictions (see cases/walls.py). Both are made by functions of the owner alone."""

from __future__ import annotations

from accounts.rowrules import CARRIERS, DatabaseRole, Rule, register, register_sql, roles

from .sql_access import GRANT_GUARD, OPENING_MAKE, OPENING_READS, RESTRICT, RESTRICT_BESIDE, RESTRICTION_PEOPLE

R = DatabaseRole
_MINE = "user_id = app_user()"
_SEEN = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = {table}.case_id)"
_HERE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = {table}.case_id AND c.region_id = app_region())"

register(
    Rule(
        "cases_opening",
        read={
            R.CASEWORKER: _MINE,
            R.NATIONAL: _MINE,
            R.SUPERVISOR: f"{_MINE} OR {_SEEN.format(table='cases_opening')}",
            R.DPO: "true",
        },
        # Nobody reviews what she opened herself.
        update={
            R.SUPERVISOR: f"user_id <> app_user() AND {_HERE.format(table='cases_opening')}",
            R.DPO: "user_id <> app_user()",
        },
        update_columns=dict.fromkeys((R.SUPERVISOR, R.DPO), ("reviewed_at", "reviewed_by_id", "remark")),
    ),
    Rule("cases_openingrefusal", read={R.DPO: "true"}),
    Rule(
        "cases_restriction",
        read={**roles(CARRIERS, _SEEN.format(table="cases_restriction")), R.DPO: "true"},
        update={R.SUPERVISOR: _HERE.format(table="cases_restriction")},
        update_columns={R.SUPERVISOR: ("lifted_at", "lifted_by_id", "lifted_reason")},
    ),
)

register_sql("cases_openingrefusal", OPENING_MAKE)
register_sql("cases_opening", OPENING_READS)
register_sql("cases_casegrant", GRANT_GUARD)
register_sql("cases_restriction", RESTRICT)
register_sql("cases_restriction", RESTRICT_BESIDE)
register_sql("cases_restriction", RESTRICTION_PEOPLE)
