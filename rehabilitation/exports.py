"""Records as plain rows for an export: columns derive from the specs, rows from what the reader may see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from accounts.models import Profile
from accounts.policy import may

from .specs import MODULES, RecordSpec


def columns_of(spec: RecordSpec) -> list[str]:
    """The names of the columns, in order."""
    return ["case_id", *spec.fields, *spec.model.computed, "state"]


def records_of(profile: Profile, case_ids: Sequence[int]) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """For each kind of record that the reader may list: module, code, rows (values, labels for codes). One query
    for each kind."""
    for module in MODULES:
        if not may(profile, module.code.value, "list"):
            continue
        for spec in module.records:
            rows: Any = spec.model.objects.visible_to(profile).filter(case__in=case_ids).order_by("case_id", "on", "id")
            yield module.code.value, spec.code, [{name: _plain(row, name) for name in columns_of(spec)} for row in rows]


def _plain(row: Any, name: str) -> Any:
    if hasattr(row, f"get_{name}_display"):
        return row.label_of(name)
    value = getattr(row, name)
    return getattr(value, "pk", value)
