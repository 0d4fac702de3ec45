"""Which tables of this room have a history (see accounts/history.py)."""

from __future__ import annotations

from accounts.history import Tracked, track

track(
    Tracked("sharing_agreement"),
    Tracked("sharing_agencyreference"),
    Tracked("sharing_summary", "case_id"),
    Tracked("sharing_release", key="summary_id"),
    Tracked("sharing_summaryanswer"),
    Tracked("sharing_handover"),
    Tracked("sharing_personrequest", "case_id"),
    Tracked("sharing_demand"),
    Tracked("sharing_destruction", key="release_id"),
)
