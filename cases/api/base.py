"""What the resources of a case have in common."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.views import PolicyViewSet, ReadViewSet, check_if_match, with_etag
from cases.access import case_for
from cases.filters import FILTERS, cases_filter
from cases.models import Case


class CaseFilterBackend(BaseFilterBackend):
    """The filters of cases/filters.py."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        return cases_filter(queryset, request.query_params, view.profile)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        schemas: dict[str, Any] = {"flag": {"type": "boolean"}, "number": {"type": "integer"}}
        return [
            {"name": one.name, "in": "query", "required": False, "description": str(one.label),
             "schema": schemas.get(one.kind, {"type": "string"})}
            for one in FILTERS.values()
        ]  # fmt: skip


class OfCaseFilterBackend(BaseFilterBackend):
    """``?case=`` narrows to one case."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        text = request.query_params.get("case", "")
        if not text:
            return queryset
        if not text.isascii() or not text.isdigit() or len(text) > 18:
            raise ValidationError({"case": ["Give a number."]})
        return queryset.filter(case=int(text))

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [{"name": "case", "in": "query", "required": False, "schema": {"type": "integer"},
                 "description": "Only rows of this case."}]  # fmt: skip


class LockMixin:
    """Rows by key, locked before a write; versions compared."""

    def row(self: Any) -> Any:
        """The row of the address, in scope or 404; its version is that of ``If-Match``, where one is sent."""
        try:
            key = int(self.kwargs["pk"])
        except ValueError:
            raise Http404 from None
        found = self.get_queryset().filter(pk=key)
        if self.request.method not in ("GET", "HEAD", "OPTIONS"):
            found = found.select_for_update(of=("self",))
        row = found.first()
        if row is None:
            raise Http404
        if self.request.method not in ("GET", "HEAD", "OPTIONS"):
            check_if_match(self.request, row.updated_at)
        return row

    def answer(self: Any, row: Any, *, status: int = 200) -> Response:
        """The row as it is now, with its version."""
        return with_etag(Response(self.get_serializer(row).data, status=status), row.updated_at)


class OfCaseViewSet(LockMixin, ReadViewSet):
    """Rows of cases: list with ``?case=``, retrieve with an ETag."""

    filter_backends = [OfCaseFilterBackend]
    lookup_value_regex = "[0-9]+"

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.answer(self.row())

    def case(self, key: int) -> Case:
        return case_for(self.profile, key)


class CaseViewSetBase(LockMixin, PolicyViewSet):
    """The same for cases themselves."""

    lookup_value_regex = "[0-9]+"
