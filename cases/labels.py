"""Codes that stand in timeline entries, with the labels that readers see."""

from __future__ import annotations

from .enums import CaseStatus, GrantPurpose, Risk
from .timeline import LABELS

LABELS.update(
    level=dict(Risk.choices),
    status=dict(CaseStatus.choices),
    purpose=dict(GrantPurpose.choices),
)
