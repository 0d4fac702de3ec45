"""Which tables of the accounts room have a history. Passwords and sessions have none."""

from __future__ import annotations

from .history import Tracked, track

track(
    Tracked("accounts_profile", key="user_id"),
    Tracked("accounts_office"),
    Tracked("accounts_agency"),
    Tracked("accounts_agencyclient", key="profile_id"),
)
