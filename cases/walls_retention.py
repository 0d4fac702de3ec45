"""The row rules of retention (see cases/walls.py): the data protection officer works, a second person agrees.

The national coordinator may be that second person: she reads terms and the figures of a run, no case number.
"""

from __future__ import annotations

from accounts.rowrules import DatabaseRole, Rule, register, register_sql, roles

from .sql_retention import APPLY, ERASE, FACTS, PREVIEW, SETTLED

R = DatabaseRole
_BOTH = (R.DPO, R.NATIONAL)
_OWN = "created_by_id = app_user()"
_RULE = "created_by_id <> app_user() OR state IN ('proposed', 'refused')"
_RUN = "created_by_id <> app_user() OR state IN ('counting', 'ready', 'refused')"
_DECISION = ("state", "decided_by_id", "decided_at", "updated_at")

register(
    Rule(
        "cases_retentionrule",
        read=roles(_BOTH),
        insert={R.DPO: f"{_OWN} AND state = 'proposed'"},
        update=roles(_BOTH, _RULE),
        update_columns=dict.fromkeys(_BOTH, _DECISION),
    ),
    Rule(
        "cases_legalhold",
        read={R.DPO: "true"},
        insert={R.DPO: f"{_OWN} AND lifted_at IS NULL"},
        update={R.DPO: "true"},
        update_columns={R.DPO: ("lifted_at", "lifted_by_id", "lifted_reason", "updated_at")},
    ),
    Rule(
        "cases_retentionrun",
        read=roles(_BOTH),
        insert={R.DPO: f"{_OWN} AND state = 'counting'"},
        update=roles(_BOTH, _RUN),
        update_columns=dict.fromkeys(_BOTH, _DECISION),
    ),
    Rule("cases_retentionitem", read={R.DPO: "true"}),
)

register_sql("cases_retentionitem", SETTLED)
register_sql("cases_retentionitem", APPLY)
register_sql("cases_retentionitem", ERASE)
register_sql("cases_retentionitem", PREVIEW)
register_sql("cases_retentionitem", FACTS)
