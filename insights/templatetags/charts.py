"""Small charts as SVG: each stands beside its number, so it is decoration for those who do not see it.

No style attribute (strict CSP): geometry in attributes, paint in classes (static/src/css/4-figures.css). Nothing is
said by colour alone: bars carry their number, bands of a bar have a pattern each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

#: A sparkline's own units.
_WIDTH, _HEIGHT, _EDGE = 120, 32, 4


@register.simple_tag
def bar(value: Any, most: Any, target: Any = None, tone: str = "") -> SafeString:
    """A bar of ``value`` of ``most``; ``target`` is a line across. ``tone``: bad or empty."""
    top = float(most or 0) or 1.0
    filled = max(0.0, min(100.0, 100 * float(value or 0) / top))
    mark: str | SafeString = ""
    if target is not None and target != "":
        at = f"{max(0.5, min(99.5, 100 * float(target) / top)):.1f}"
        mark = format_html('<line class="chart-target" x1="{}" x2="{}" y1="0" y2="10"/>', at, at)
    return format_html(
        '<svg class="chart-bar{}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="chart-track" width="100" height="10"/><rect class="chart-fill" width="{}" height="10"/>{}</svg>',
        f" chart-{tone}" if tone else "", f"{filled:.1f}", mark,
    )  # fmt: skip


@register.simple_tag
def bands(values: Sequence[int], most: Any) -> SafeString:
    """A bar of up to three parts: full, striped, outlined."""
    top, left, parts = float(most or 0) or 1.0, 0.0, []
    for number, value in enumerate(values):
        width = 100 * value / top
        parts.append((f"chart-band{number}", f"{left:.1f}", f"{width:.1f}"))
        left += width
    return format_html(
        '<svg class="chart-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="chart-track" width="100" height="10"/>{}</svg>',
        format_html_join("", '<rect class="{}" x="{}" width="{}" height="10"/>', parts),
    )


@register.simple_tag
def spark(points: Sequence[Any], target: Any = None) -> SafeString:
    """A line through the shares (or counts, where nothing is a share) of a trend; the target as a dashed line."""
    shares = [_number(point) for point in points]
    known = [(n, v) for n, v in enumerate(shares) if v is not None]
    if len(known) < 2:
        return SafeString("")
    top = max([v for _n, v in known] + [float(target)] if target is not None else [v for _n, v in known]) or 1.0
    low = min([0.0, *(v for _n, v in known)])

    def place(n: int, v: float) -> tuple[str, str]:
        x = _EDGE + n * (_WIDTH - 2 * _EDGE) / max(1, len(shares) - 1)
        y = _HEIGHT - _EDGE - (v - low) * (_HEIGHT - 2 * _EDGE) / (top - low)
        return f"{x:.1f}", f"{y:.1f}"

    places = [place(n, v) for n, v in known]
    line = " ".join(f"{x},{y}" for x, y in places)
    mark: str | SafeString = ""
    if target is not None:
        height = place(0, float(target))[1]
        mark = format_html('<line class="chart-target" x1="0" x2="{}" y1="{}" y2="{}"/>', _WIDTH, height, height)
    return format_html(
        '<svg class="chart-spark" viewBox="0 0 {} {}" aria-hidden="true">{}<polyline points="{}"/>'
        '<circle cx="{}" cy="{}" r="3"/></svg>',
        _WIDTH, _HEIGHT, mark, line, *places[-1],
    )  # fmt: skip


def _number(point: Any) -> float | None:
    if point.value.share is not None:
        return float(point.value.share)
    return None if point.value.of or not point.value.count else float(point.value.count)


@register.filter
def percent(value: float | None) -> str:
    """"12.5 %", "90 %"; a dash where there is nothing to share."""
    if value is None:
        return "–"
    return f"{value:.1f}".rstrip("0").rstrip(".") + "\u00a0%"
