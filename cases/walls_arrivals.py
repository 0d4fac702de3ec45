"""The row rules of manifests and transfers (see cases/walls.py)."""

from __future__ import annotations

from accounts.rowrules import DatabaseRole, Rule, register, register_sql

from .sql_arrivals import (
    ARRIVAL_COUNTS,
    CALLER,
    HASHES_KNOWN,
    HOUSEHOLD_SIZES,
    MANIFEST_UNDO,
    TRANSFER_ACCEPT,
    WORKER_LOAD,
)

R = DatabaseRole
_REGION = {R.SUPERVISOR: "region_id = app_region()"}
_MANIFEST = "EXISTS (SELECT 1 FROM cases_manifest m WHERE m.id = {table}.manifest_id)"
_ROW = _MANIFEST.format(table="cases_manifestrow")
_ROW_WRITE = (
    f"{_ROW} AND (person_id IS NULL OR EXISTS (SELECT 1 FROM cases_person p WHERE p.id = person_id)) "
    "AND (case_id IS NULL OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id))"
)
_FILE = {R.SUPERVISOR: _MANIFEST.format(table="cases_manifestfile")}
_BOTH_SIDES = "from_region_id = app_region() OR to_region_id = app_region()"
_ASKED = "created_by_id = app_user()"
#: The row of a case under a transfer: with the case in sight, else another's case would be named by its key.
_OF_TRANSFER = "EXISTS (SELECT 1 FROM cases_transfer t WHERE t.id = cases_transfercase.transfer_id)"
_NAMED = (
    f"{_OF_TRANSFER} AND EXISTS (SELECT 1 FROM cases_case c WHERE c.id = cases_transfercase.case_id "
    "AND c.number = cases_transfercase.number)"
)

register(
    Rule("cases_manifest", read=_REGION, insert=_REGION, update=_REGION),
    Rule("cases_manifestfile", read=_FILE, insert=_FILE),
    Rule(
        "cases_manifestrow",
        read={R.SUPERVISOR: _ROW},
        insert={R.SUPERVISOR: _ROW_WRITE},
        update={R.SUPERVISOR: _ROW_WRITE},
    ),
    Rule(
        "cases_transfer",
        read={R.SUPERVISOR: _BOTH_SIDES, R.CASEWORKER: _ASKED},
        # A state other than "pending" by the giving side alone: withdrawn, or done at once within the region.
        insert={
            R.SUPERVISOR: f"from_region_id = app_region() AND {_ASKED} "
            "AND (state = 'pending' OR to_region_id = app_region())",
            R.CASEWORKER: f"from_region_id = app_region() AND {_ASKED} AND state = 'pending'",
        },
        update={
            R.SUPERVISOR: f"({_BOTH_SIDES}) AND (state <> 'accepted' OR to_region_id = app_region())",
            R.CASEWORKER: f"{_ASKED} AND state <> 'accepted'",
        },
        update_columns=dict.fromkeys(
            (R.SUPERVISOR, R.CASEWORKER),
            ("state", "decided_at", "decided_by_id", "comment", "to_worker_id", "updated_at"),
        ),
    ),
    Rule(
        "cases_transfercase",
        read={R.SUPERVISOR: _OF_TRANSFER, R.CASEWORKER: _OF_TRANSFER},
        insert={R.SUPERVISOR: _NAMED, R.CASEWORKER: _NAMED},
    ),
)

register_sql("cases_manifest", CALLER)
register_sql("cases_manifestrow", MANIFEST_UNDO)
register_sql("cases_identifier", HASHES_KNOWN)
register_sql("cases_transfercase", ARRIVAL_COUNTS)
register_sql("cases_case", WORKER_LOAD)
register_sql("cases_case", HOUSEHOLD_SIZES)
register_sql("cases_transfercase", TRANSFER_ACCEPT)
