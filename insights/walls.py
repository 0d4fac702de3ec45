"""The row rules of this room (see accounts/rowrules.py): its rows are written by the system alone."""

from __future__ import annotations

from accounts.rowrules import DatabaseRole, Rule, public, register

R = DatabaseRole
_READ = {R.SUPERVISOR: "region_id = app_region() AND NOT restricted", R.NATIONAL: "NOT restricted"}

register(
    *(
        Rule(table, read=_READ)
        for table in ("insights_figure", "insights_weekfigure", "insights_workerload", "insights_caseflag")
    ),
    Rule(
        "insights_oddpattern",
        read={R.DPO: "true"},
        # Nobody says of her own openings that they were looked at.
        update={R.DPO: "user_id <> app_user()"},
        update_columns={R.DPO: ("reviewed_at", "reviewed_by_id")},
    ),
    public("insights_target", read=(R.SUPERVISOR, R.NATIONAL), write=(R.NATIONAL,)),
    public("insights_refresh", read=(R.SUPERVISOR, R.NATIONAL)),
)
