"""Which tables of this room have a history (see accounts/history.py). States derive, so they have none; of a
protected note the history keeps ciphertext."""

from __future__ import annotations

from accounts.history import Tracked, track

from .models import AgreedInstruction, SafetyAlert, Service, SessionNote
from .specs import MODULES

track(
    *(Tracked(spec.model._meta.db_table, "case_id") for module in MODULES for spec in module.records),
    *(
        Tracked(one._meta.db_table, "case_id")
        for one in (AgreedInstruction, SafetyAlert, Service, SessionNote)
    ),
)
