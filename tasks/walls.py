"""The row rules of this room (see accounts/rowrules.py): a task is visible where its case is; one about a danger has
fewer readers."""

from __future__ import annotations

from accounts.dbroles import DatabaseRole
from accounts.rowrules import CARRIERS, CASE_KINDS, Rule, level_reads, public, register, register_sql, roles

from .sql import CARRIED_BY, DUE_OF, MAY_RECEIVE, NEXT_DUE, TEMPORARY

R = DatabaseRole
_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = tasks_task.case_id)"
#: Of a danger read those who may read alerts, and who is to act (accounts/levels.py).
_READ = level_reads("tasks_task", _CASE)
#: A family out of sight would be tested for existence, and its cases' next day moved.
_FAMILY = "(family_id IS NULL OR EXISTS (SELECT 1 FROM cases_family f WHERE f.id = tasks_task.family_id))"

register(
    public("tasks_taskrule", read=(*CASE_KINDS, R.NATIONAL), write=(R.NATIONAL,)),
    Rule(
        "tasks_task",
        read=_READ,
        insert=roles(CARRIERS, f"{_CASE} AND {_FAMILY}"),
        # A specialist tells what became of her own tasks, and of no others.
        update={**_READ, R.SPECIALIST: f"assignee_id = app_user() AND {_CASE}"},
    ),
    Rule("tasks_message"),
)

register_sql("tasks_task", CARRIED_BY)
register_sql("tasks_task", DUE_OF)
register_sql("tasks_task", NEXT_DUE)
register_sql("tasks_task", MAY_RECEIVE)
register_sql("tasks_task", TEMPORARY)
