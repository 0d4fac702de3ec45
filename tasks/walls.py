"""The row rules of this room (see accounts/rowrules.py): a task is visible where its case is."""

from __future__ import annotations

from accounts.dbroles import DatabaseRole
from accounts.rowrules import CARRIERS, CASE_KINDS, Rule, public, register, register_sql, roles

from .sql import DUE_OF, MAY_RECEIVE, NEXT_DUE, TEMPORARY

R = DatabaseRole
_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = tasks_task.case_id)"

register(
    public("tasks_taskrule", read=(*CASE_KINDS, R.NATIONAL), write=(R.NATIONAL,)),
    Rule(
        "tasks_task",
        read=roles(CASE_KINDS, _CASE),
        insert=roles(CARRIERS, _CASE),
        # A specialist tells what became of her own tasks, and of no others.
        update={**roles(CARRIERS, _CASE), R.SPECIALIST: f"assignee_id = app_user() AND {_CASE}"},
    ),
    Rule("tasks_message"),
)

register_sql("tasks_task", DUE_OF)
register_sql("tasks_task", NEXT_DUE)
register_sql("tasks_task", MAY_RECEIVE)
register_sql("tasks_task", TEMPORARY)
