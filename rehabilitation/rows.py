"""A record as rows of label and value, in the reader's language: for its page and for an opened line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Service
from .specs import spec_of

_SERVICE = ("on", "need", "what", "provider", "stage", "delivered_on", "outcome", "outcome_note", "next_on", "note")


def value_text(record: Any, name: str) -> str:
    """The value of a field or a computed property, in words; empty where there is none."""
    value = getattr(record, name)
    if value is None or value == "" or value == []:
        return ""
    if hasattr(record, f"get_{name}_display"):
        return record.label_of(name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if hasattr(value, "strftime"):
        return date_format(value, "j M Y")
    return str(value)


def record_rows(record: Any, names: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The filled-in fields, in the order of the form. An unticked box is told only where it was a question."""
    if not names:
        names = _SERVICE if isinstance(record, Service) else spec_of(type(record))[1].fields
    rows = []
    for name in names:
        field: Any = record._meta.get_field(name)
        value = getattr(record, name)
        if value is False and not field.null:
            continue
        text = value_text(record, name)
        if text:
            rows.append({"label": str(field.verbose_name).capitalize(), "value": text})
    return rows
