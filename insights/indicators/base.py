"""What an indicator, a count of cases and a measure are. All are as of a cut-off day.

Open cases are read once for all counts: a ``CaseCount`` is two conditions on a case (alias ``c``), its person (``p``)
and what the ``JOINS`` of the indicators add. A ``Measure`` is a statement of its own with the columns ``key,
region_id, arrival_id, restricted, month, count, of``.

Parameters: ``day`` (the cut-off), ``zone`` (the installation's time zone), ``since`` (the first month to count),
``school_day`` (1 September of the running school year), ``caseload`` (cases for a worker).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from insights.enums import Better

#: The place of a case, as every measure groups by it.
PLACE = "c.region_id, c.arrival_id, c.restricted"
OPEN = "c.status <> 'closed'"
#: Among open cases: those that do not rest, of persons who do not refuse casework.
RUNNING = "(c.on_hold_until IS NULL OR c.on_hold_until < %(day)s) AND NOT 'casework' = ANY (c.refused)"
#: A case without a triage runs on the high-risk clock, as in the tasks room.
CLOCK = "CASE c.risk WHEN 'unset' THEN 'high' ELSE c.risk END"


def span(amount: str, unit: str) -> str:
    """An SQL interval of a rule's amount and unit; hours end on the day of their last hour."""
    return (
        f"make_interval(months => CASE {unit} WHEN 'months' THEN {amount} ELSE 0 END, days => CASE {unit} "
        f"WHEN 'hours' THEN ceil({amount} / 24.0)::int WHEN 'days' THEN {amount} WHEN 'weeks' THEN 7 * {amount} "
        "ELSE 0 END)"
    )


@dataclass(frozen=True)
class CaseCount:
    """Open cases that fit ``counts`` among those that fit ``among``; the key is the level of risk.

    With a ``label`` the counted cases are flagged one by one, and the case list has a filter of that name: the list
    behind the figure. ``weekly``: its state is kept for each week, as its trend.
    """

    code: str
    counts: str
    among: str = "true"
    label: Any = ""
    weekly: bool = False


@dataclass(frozen=True)
class Measure:
    """A counted thing with a statement of its own.

    ``by_month``: its rows have months, and only those that may still move are counted each minute. ``hourly``: for
    the report alone.
    """

    code: str
    sql: str
    weekly: bool = False
    by_month: bool = False
    hourly: bool = False


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
