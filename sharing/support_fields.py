"""The fields of the five kinds of support, as rehabilitation/disclosure.py offers them.

Two columns stay behind, whoever asks: they would tell a housing office or an employer where somebody comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cases.models import Case
from rehabilitation.disclosure import FIELD, DisclosureField

from .registry import SharedField, field_add

#: Field → its columns that never leave: an adaptation centre, the day of moving in, languages learnt abroad.
LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "housing_placement": ("kind", "on"),
    "employment_skills": ("languages",),
}


def _value(field: DisclosureField) -> Callable[[Case], Any]:
    """The records of a case as codes, without the columns that stay behind; None where nothing is left. One query."""
    behind = LEFT_OUT.get(field.code, ())

    def value(case: Case) -> list[dict[str, Any]] | None:
        items = field.value(case.pk) or []
        left = [{name: item[name] for name in item if name not in behind} for item in items]
        return [item for item in left if item] or None

    return value


field_add(*(SharedField(one.code, one.label, one.kind, _value(one), one.show) for one in FIELD.values()))
