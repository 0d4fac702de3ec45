"""Jobs of the insights room."""

from __future__ import annotations

from accounts.queue import job

from .services.patterns import patterns_find
from .services.refresh import figures_refresh


@job("insights.refresh", record=False)
def refresh_figures() -> dict[str, int]:
    """Count the figures anew; two requests within a few seconds count once."""
    return figures_refresh(whole=False, not_within=5)


@job("insights.patterns", record=False)
def find_patterns() -> dict[str, int]:
    """Hourly: odd patterns in the log of accesses."""
    return {"patterns": patterns_find()}
