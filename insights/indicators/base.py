"""What an indicator, a measure and a flag are. All are as of a cut-off day.

A measure is a statement with the columns ``key, region_id, arrival_id, restricted, month, count, of``. A flag is a
statement with ``case_id, region_id, restricted``: the open cases that a figure counts, which the case list then
filters by. Parameters: ``day`` (the cut-off), ``zone`` (the installation's time zone), ``since`` (the first month
kept), ``school_day`` (1 September of the running school year), ``caseload`` (cases for a worker).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from insights.enums import Better

#: The place of a case, as every measure groups by it.
PLACE = "c.region_id, c.arrival_id, c.restricted"
OPEN = "c.status <> 'closed'"
RUNNING = f"{OPEN} AND (c.on_hold_until IS NULL OR c.on_hold_until < %(day)s)"
#: A case without a triage runs on the high-risk clock, as in the tasks room.
CLOCK = "CASE c.risk WHEN 'unset' THEN 'high' ELSE c.risk END"
REGISTERED = "(c.created_at AT TIME ZONE %(zone)s)::date"


def span(amount: str, unit: str) -> str:
    """An SQL interval of a rule's amount and unit; hours end on the day of their last hour."""
    return (
        f"make_interval(months => CASE {unit} WHEN 'months' THEN {amount} ELSE 0 END, days => CASE {unit} "
        f"WHEN 'hours' THEN ceil({amount} / 24.0)::int WHEN 'days' THEN {amount} WHEN 'weeks' THEN 7 * {amount} "
        "ELSE 0 END)"
    )


@dataclass(frozen=True)
class Flag:
    """The open cases that a figure counts; ``label`` names the filter of the case list."""

    code: str
    label: Any
    sql: str


@dataclass(frozen=True)
class Measure:
    """A counted thing. ``weekly``: its state is kept for each week, as its trend."""

    code: str
    sql: str
    weekly: bool = False


def flagged(flag: str, denominator: str) -> str:
    """The measure of a flag: flagged ones among those that ``denominator`` (a statement with ``case_id``) names."""
    return (
        f"SELECT '', {PLACE}, NULL::date, count(f.case_id), count(*) "
        f"FROM ({denominator}) d JOIN cases_case c ON c.id = d.case_id "
        f"LEFT JOIN insights_caseflag f ON f.case_id = c.id AND f.flag = '{flag}' GROUP BY {PLACE}"
    )


@dataclass(frozen=True)
class Indicator:
    """One of the figures that matter.

    ``keys`` is a prefix of the keys that it sums; ``of_label`` says in words what it is a share of, so that the number
    can be argued with. ``cases`` are the parameters of the case list behind it, ``tasks`` those of the list of tasks.
    ``target``: hundredths.
    """

    code: str
    label: Any
    meaning: Any
    of_label: Any
    measure: str
    keys: str = ""
    target: int | None = None
    better: Better = Better.LOW
    cases: Mapping[str, str] = field(default_factory=dict)
    #: The measure that counts what ``cases`` lists, where it is not this one; with its words.
    listed: str = ""
    listed_label: Any = ""
    split_by_risk: bool = False
    monthly: bool = False
    by_arrival: bool = True
