"""``openings/``: cases opened out of scope, their review, and what the national coordinator sees in hers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import AccessKind
from accounts.errors import NotFound
from accounts.rest.views import ReadViewSet
from accounts.web import access_log
from cases.access import family_numbers, opened_case, opened_lines
from cases.models import Opening
from cases.serializers import access as s
from cases.serializers.cases import TimelineEntrySerializer
from cases.services.openings import opening_make, opening_reads, opening_review

_WAITING = OpenApiParameter("waiting", OpenApiTypes.BOOL, description="Only those that nobody has reviewed.")


class OpeningViewSet(ReadViewSet):
    """Newest first."""

    resource = "opening"
    queryset = Opening.objects.all()
    serializer_class = s.OpeningSerializer
    filter_backends = ()
    lookup_value_regex = "[0-9]+"
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "view", "create": "create", "review": "review", "reads": "review",
        "case": ("opened_case", "view"),
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        found: Any = super().get_queryset().select_related("user", "reviewed_by")
        if self.action == "list" and self.request.query_params.get("waiting") in ("1", "true"):
            found = found.waiting()
        rows: QuerySet[Any] = found
        return rows

    @extend_schema(parameters=[_WAITING])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Openings of the user, of the cases she supervises, or all (the officer)."""
        return super().list(request, *args, **kwargs)

    @extend_schema(request=s.OpeningCreateSerializer, responses={201: s.OpeningSerializer})
    def create(self, request: Request) -> Response:
        """Open a case for 24 hours. Wrong numbers, wrong years and restricted cases are all 404, and counted."""
        opening = opening_make(by=self.profile, **self.valid(s.OpeningCreateSerializer))
        return Response(s.OpeningSerializer(opening).data, status=201)

    @extend_schema(request=s.RemarkSerializer, responses=s.OpeningSerializer)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:
        """Another person's word on it."""
        opening = opening_review(self.get_object(), by=self.profile, **self.valid(s.RemarkSerializer))
        return Response(s.OpeningSerializer(opening).data)

    @extend_schema(responses=s.OpeningReadSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def reads(self, request: Request, pk: str) -> Response:
        """What was read in it."""
        return Response(s.OpeningReadSerializer(opening_reads(self.get_object()), many=True).data)

    @extend_schema(responses=s.OpenedCaseSerializer)
    @action(detail=True)
    def case(self, request: Request, pk: str) -> Response:
        """The opened case, for as long as the opening runs. The reading is logged."""
        opening = self.get_object()
        if not opening.is_running or opening.user_id != self.profile.pk:
            raise NotFound
        case = opened_case(self.profile, opening.number)
        access_log(self.profile, AccessKind.CASE, case_id=case.pk)
        shown = s.OpenedCaseSerializer(case).data
        lines = TimelineEntrySerializer(opened_lines(case), many=True).data
        return Response({**shown, "family_numbers": family_numbers(case), "timeline": lines})
