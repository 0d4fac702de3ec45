"""What could be told at all: every field that the disclosure table may name, where it comes from, how it reads.

A value is taken from the case when a summary is built and kept as plain JSON; its words are chosen when somebody
reads it, in her language. Rooms to the left offer fields; those of support come from rehabilitation/disclosure.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cases.enums import DataKind
from cases.models import Case


@dataclass(frozen=True)
class SharedField:
    """``value`` gives JSON or None (nothing known); ``show`` turns that JSON into lines in the reader's language."""

    code: str
    label: Any
    kind: DataKind
    value: Callable[[Case], Any]
    show: Callable[[Any], list[str]]

    @property
    def source(self) -> str:
        """Where it comes from, in words."""
        return str(self.kind.label)


FIELDS: dict[str, SharedField] = {}


def field_add(*fields: SharedField) -> None:
    """Offer fields. Raises ValueError for a code that is taken."""
    for one in fields:
        if one.code in FIELDS:
            raise ValueError(f"field {one.code} is offered twice")
        FIELDS[one.code] = one


def known(codes: Mapping[str, Any] | list[str] | tuple[str, ...]) -> list[str]:
    """Those codes that are offered, in their order; the table may name a field whose module is not there."""
    return [code for code in codes if code in FIELDS]


def lines(code: str, value: Any) -> list[str]:
    """A value of a snapshot in the reader's language. A field that is no longer offered shows nothing."""
    one = FIELDS.get(code)
    return one.show(value) if one is not None and value is not None else []


def label(code: str) -> str:
    return str(FIELDS[code].label) if code in FIELDS else code
