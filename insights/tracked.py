"""Which tables of this room have a history (see accounts/history.py)."""

from __future__ import annotations

from accounts.history import Tracked, track

track(Tracked("insights_oddpattern", inserts=False))
