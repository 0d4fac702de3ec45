"""Figures and approvals as plain rows: no serializer runs on the way out of a dashboard."""

from __future__ import annotations

from typing import Any

from insights.enums import Age, ApprovalKind
from insights.queries.approvals import Waiting
from insights.queries.board import Board, OverdueRow, Part, Shown, Value
from insights.queries.freshness import Freshness


def value_row(value: Value) -> dict[str, Any]:
    return {"count": value.count, "of": value.of, "share": value.share}


def part_row(part: Part) -> dict[str, Any]:
    return {**value_row(part.value), "code": part.code, "label": str(part.label), "list": part.url}


def indicator_row(shown: Shown) -> dict[str, Any]:
    one = shown.indicator
    return {
        "code": one.code, "label": str(one.label), "meaning": f"{one.meaning} {one.of_label}", **value_row(shown.value),
        "target": shown.target, "better": one.better.value, "met": shown.met, "list": shown.url, "list_api": shown.api,
        "listed": shown.listed, "parts": [part_row(part) for part in shown.parts],
        "trend": [{"label": point.label, **value_row(point.value)} for point in shown.trend],
    }  # fmt: skip


def overdue_row(row: OverdueRow) -> dict[str, Any]:
    ages = {age.value: count for age, count in zip(Age, row.bands, strict=True)}
    return {"kind": row.kind, "label": str(row.label), "total": row.total, "ages": ages, "list": row.url}


def fresh_rows(fresh: Freshness) -> dict[str, Any]:
    return {"counted_at": fresh.at, "age_seconds": fresh.age}


def dashboard(board: Board, waiting: dict[str, int], approvals_url: str) -> dict[str, Any]:
    """The answer of ``dashboard/``."""
    return {
        **fresh_rows(board.fresh),
        "open_cases": board.open_cases,
        "indicators": [indicator_row(one) for one in (*board.headline, *board.below)],
        "risk": [part_row(part) for part in board.risk],
        "overdue": [overdue_row(row) for row in board.overdue],
        "operations": [
            {"id": row.id, "name": row.name, "people": row.people, "open_cases": row.open_cases, "list": row.url}
            for row in board.operations
        ],
        "regions": [
            {
                "id": row.region.pk, "name": str(row.region), "open_cases": row.open_cases, "list": row.url,
                "indicators": [part_row(part) for part in row.values],
            }
            for row in board.regions
        ],
        "approvals": [
            {
                "kind": kind, "label": str(ApprovalKind(kind).label), "count": count,
                "list": f"{approvals_url}?kind={kind}",
            }
            for kind, count in waiting.items()
        ],
    }  # fmt: skip


def waiting_row(row: Waiting) -> dict[str, Any]:
    return {
        "kind": str(row.kind), "id": row.pk, "title": row.title, "since": row.since, "by": row.by,
        "case": row.case.pk if row.case else None, "number": row.case.number if row.case else "",
        "facts": [{"label": str(fact.label), "lines": fact.lines} for fact in row.facts],
        "decisions": [action.code for action in row.actions],
        "workers": [{"id": key, "label": words} for key, words in row.workers],
    }  # fmt: skip
