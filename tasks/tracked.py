"""Which tables of this room have a history (see accounts/history.py)."""

from __future__ import annotations

from accounts.history import Tracked, track

track(
    Tracked("tasks_taskrule"),
    # Its first state is told by the row: when, by which rule or by whom. A sweep makes a million of them.
    Tracked("tasks_task", "case_id", inserts=False),
)
