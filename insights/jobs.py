"""Jobs of the insights room."""

from __future__ import annotations

from accounts.queue import job

from .services.refresh import figures_refresh


@job("insights.refresh", record=False)
def refresh_figures() -> dict[str, int]:
    """Count the figures anew; two requests within a few seconds count once."""
    return figures_refresh(whole=False, not_within=5)
