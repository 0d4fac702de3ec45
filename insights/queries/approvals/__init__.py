"""What waits for a supervisor, each with the evidence to decide it by. Nothing of her own: nobody decides on that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet, Value

from accounts.models import Profile
from insights.enums import ApprovalKind
from sharing.queries import overrides_waiting, summaries_waiting

from .kinds import (
    arriving,
    closures_rows,
    closures_waiting,
    extensions_rows,
    extensions_waiting,
    openings_rows,
    openings_waiting,
    overrides_rows,
    plans_rows,
    plans_waiting,
    summaries_rows,
    transfers_rows,
)
from .rows import LIMIT, MANY, Action, Fact, Waiting

__all__ = [
    "LIMIT", "MANY", "PROVIDERS", "QUEUES", "Action", "Fact", "Waiting", "approval", "approval_counts", "approvals",
]  # fmt: skip

Provider = Callable[[Profile, int | None], list[Waiting]]
#: What is at stake first: who looked out of her scope, what leaves the house, what ends, what moves, what is planned.
PROVIDERS: dict[str, Provider] = {
    ApprovalKind.OPENING: openings_rows,
    ApprovalKind.OVERRIDE: overrides_rows,
    ApprovalKind.SUMMARY: summaries_rows,
    ApprovalKind.CLOSURE: closures_rows,
    ApprovalKind.TRANSFER: transfers_rows,
    ApprovalKind.PLAN: plans_rows,
    ApprovalKind.EXTENSION: extensions_rows,
}
QUEUES: dict[str, Callable[[Profile], QuerySet[Any]]] = {
    ApprovalKind.OPENING: openings_waiting,
    ApprovalKind.OVERRIDE: overrides_waiting,
    ApprovalKind.SUMMARY: summaries_waiting,
    ApprovalKind.CLOSURE: closures_waiting,
    ApprovalKind.TRANSFER: arriving,
    ApprovalKind.PLAN: plans_waiting,
    ApprovalKind.EXTENSION: extensions_waiting,
}


def approvals(profile: Profile, kind: str = "") -> list[Waiting]:
    """What waits for the user, of one kind or of all; of each kind the oldest ``LIMIT``."""
    wanted = [kind] if kind else list(PROVIDERS)
    return [row for one in wanted for row in PROVIDERS[one](profile, None)]


def approval(profile: Profile, kind: str, pk: int) -> Waiting | None:
    """One of them; None where it does not wait (for her)."""
    if kind not in PROVIDERS:
        return None
    found = PROVIDERS[kind](profile, pk)
    return found[0] if found else None


def approval_counts(profile: Profile) -> dict[str, int]:
    """How many of each kind wait, each counted up to ``MANY``. One query."""
    parts = [
        queue(profile).select_related(None).prefetch_related(None)
        .annotate(queue=Value(code)).values_list("queue", "pk")[:MANY]
        for code, queue in QUEUES.items()
    ]  # fmt: skip
    rows = parts[0].union(*parts[1:], all=True)
    found = Counter(code for code, _pk in rows)
    return {code: found.get(code, 0) for code in QUEUES}
