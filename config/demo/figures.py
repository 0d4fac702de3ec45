"""The figures as of today, and made-up ones of the weeks since the arrival, so that a trend can be seen."""

from __future__ import annotations

from datetime import timedelta

from insights.models import WeekFigure
from insights.services.refresh import figures_refresh

WEEKS = 5
#: By how much each number was worse, week by week back; the oldest last.
_WORSE = (1.04, 1.12, 1.15, 1.3, 1.42)


def figures_load() -> None:
    """Count, then write the weeks before."""
    figures_refresh()
    rows = []
    for row in WeekFigure.objects.all():
        for back, worse in zip(range(1, WEEKS + 1), _WORSE, strict=True):
            rows.append(
                WeekFigure(
                    week=row.week - timedelta(weeks=back), measure=row.measure, region_id=row.region_id,
                    arrival_id=row.arrival_id, restricted=row.restricted, of=row.of,
                    count=min(row.of, round(row.count * worse) if row.measure != "unaccompanied" else row.count),
                )
            )  # fmt: skip
    WeekFigure.objects.bulk_create(rows)
