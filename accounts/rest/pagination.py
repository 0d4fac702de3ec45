"""Keyset pages: ``{"results": […], "next": …, "previous": …}``. No counts, no offsets (design §3).

The cursor is the key of the last row, signed so that it cannot be made up. Ordering is a fixed tuple of the view
(``keyset``) that ends with the primary key, all descending (``-x``) or all ascending.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

_SALT = "keyset"


def _after(queryset: QuerySet[Any], keyset: Sequence[str], values: Sequence[Any]) -> QuerySet[Any]:
    """Rows behind ``values`` in the order of ``keyset``: a range on the first column that its index serves."""
    first = keyset[0]
    name, step = (first[1:], "lt") if first.startswith("-") else (first, "gt")
    condition = Q()
    for depth in range(len(keyset)):
        part = Q()
        for key, value in zip(keyset[:depth], values, strict=False):
            part &= Q(**{key.lstrip("-"): value})
        key = keyset[depth].lstrip("-")
        condition |= part & Q(**{f"{key}__{step}": values[depth]})
    if len(keyset) > 1:
        return queryset.filter(**{f"{name}__{step}e": values[0]}).filter(condition)
    return queryset.filter(condition)


def flip(keyset: Sequence[str]) -> list[str]:
    """The reverse order."""
    return [key[1:] if key.startswith("-") else f"-{key}" for key in keyset]


def cursor_write(direction: str, values: Sequence[Any]) -> str:
    texts = [value.isoformat() if hasattr(value, "isoformat") else value for value in values]
    return signing.dumps([direction, texts], salt=_SALT, compress=True)


def cursor_read(text: str) -> tuple[str, list[Any]]:
    """Direction and key. Raises signing.BadSignature."""
    direction, values = signing.loads(text, salt=_SALT)
    return direction, values


class Page:
    """A slice of an ordered queryset, with the cursors around it. Works for model rows and for ``values()``."""

    def __init__(self, queryset: QuerySet[Any], *, keyset: Sequence[str], size: int, cursor: str = "") -> None:
        direction, values = cursor_read(cursor) if cursor else ("next", [])
        order = list(keyset) if direction == "next" else flip(keyset)
        found = queryset.order_by(*order)
        if values:
            found = _after(found, order, values)
        rows = list(found[: size + 1])
        more, rows = len(rows) > size, rows[:size]
        if direction == "previous":
            rows.reverse()
        self.rows, self.keyset = rows, keyset
        has_next = more if direction == "next" else bool(values)
        has_previous = bool(values) if direction == "next" else more
        self.next = cursor_write("next", self._key(rows[-1])) if rows and has_next else None
        self.previous = cursor_write("previous", self._key(rows[0])) if rows and has_previous else None

    def _key(self, row: Any) -> list[Any]:
        out = []
        for key in self.keyset:
            name = key.lstrip("-")
            value: Any = row
            if isinstance(row, dict):
                value = row[name]
            else:
                for part in name.split("__"):
                    value = getattr(value, part)
            out.append(value)
        return out


class KeysetPagination(BasePagination):
    """DRF's door to ``Page``. A view sets ``keyset``; ``?page_size=`` is bounded."""

    default_size, max_size = 50, 200

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        try:
            size = int(request.query_params.get("page_size", self.default_size))
            if not 1 <= size <= self.max_size:
                raise ValueError
        except ValueError:
            raise ValidationError({"page_size": [_("Give a number from 1 to 200.")]}) from None
        try:
            page = Page(
                queryset, keyset=getattr(view, "keyset", ("-id",)), size=size,
                cursor=request.query_params.get("cursor", ""),
            )  # fmt: skip
        except (signing.BadSignature, ValueError, TypeError):
            raise ValidationError({"cursor": [_("This page is no longer valid. Start again.")]}) from None
        self._page, self._base = page, request.build_absolute_uri()
        return page.rows

    def _link(self, cursor: str | None) -> str | None:
        return replace_query_param(self._base, "cursor", cursor) if cursor else None

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {"results": data, "next": self._link(self._page.next), "previous": self._link(self._page.previous)}
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {"results": schema, "next": link, "previous": link},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {"name": "cursor", "in": "query", "required": False, "schema": {"type": "string"},
             "description": "Where the page begins: taken from `next` or `previous`."},
            {"name": "page_size", "in": "query", "required": False,
             "schema": {"type": "integer", "minimum": 1, "maximum": self.max_size}, "description": "Rows of a page."},
        ]  # fmt: skip


def without_cursor(url: str) -> str:
    """The address of the first page."""
    return remove_query_param(url, "cursor")
