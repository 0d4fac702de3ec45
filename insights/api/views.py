"""``dashboard/``, ``figures/``, ``team/``, ``approvals/``, ``targets/``."""

from __future__ import annotations

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.errors import NotFound
from accounts.freshness import ensure_fresh
from accounts.policy import may
from accounts.queue import enqueue
from accounts.rest.pagination import KeysetPagination
from accounts.rest.views import PolicyAPIView
from accounts.web import access_log_cases
from insights import serializers as s
from insights.enums import ApprovalKind
from insights.forms import Scope, ScopeForm
from insights.jobs import refresh_figures
from insights.queries.approvals import approval_counts, approvals
from insights.queries.board import board_of, cells, targets
from insights.queries.freshness import freshness
from insights.queries.team import loads
from insights.services.approvals import approval_decide
from insights.services.refresh import caseload_limit
from insights.services.targets import shipped, targets_set

from . import shapes

_SCOPE = [
    OpenApiParameter("region", OpenApiTypes.INT, description="For the national coordinator."),
    OpenApiParameter("operation", OpenApiTypes.INT),
    OpenApiParameter("arrival", OpenApiTypes.INT),
    OpenApiParameter("period", OpenApiTypes.INT, enum=[1, 3, 12, 24], description="Months back, this one included."),
]


class _ScopedView(PolicyAPIView):
    def scope(self, request: Request) -> Scope:
        """What the parameters narrow it to. Raises Invalid."""
        return ScopeForm(request.query_params or None, profile=self.profile).scope()


class DashboardView(_ScopedView):
    """Everything on the page of figures, each with the list behind it."""

    resource = "dashboard"
    actions_policy = {"get": "view"}
    serializer_class = s.DashboardSerializer

    @extend_schema(operation_id="dashboard_retrieve", parameters=_SCOPE, responses=s.DashboardSerializer)
    def get(self, request: Request) -> Response:
        board = board_of(self.profile, self.scope(request))
        waiting = approval_counts(self.profile) if may(self.profile, "approvals", "view") else {}
        return Response(shapes.dashboard(board, waiting, reverse("insights:approvals")))


class FiguresView(_ScopedView):
    """The summary rows themselves, grouped by measure, key, region and month."""

    resource = "figures"
    actions_policy = {"get": "view", "post": "refresh"}
    serializer_class = s.FiguresSerializer

    @extend_schema(
        operation_id="figures_retrieve", responses=s.FiguresSerializer,
        parameters=[*_SCOPE, OpenApiParameter("measure", OpenApiTypes.STR, description="One or more, with commas.")],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        wanted = [name for name in request.query_params.get("measure", "").split(",") if name]
        rows = cells(self.profile, self.scope(request), wanted or None)
        results = [
            {"measure": c.measure, "key": c.key, "region": c.region, "month": c.month, "count": c.count, "of": c.of}
            for c in sorted(rows, key=lambda c: (c.measure, c.key, c.region, str(c.month)))
        ]
        return Response({**shapes.fresh_rows(freshness()), "results": results})

    @extend_schema(operation_id="figures_refresh", request=None, responses={202: s.RefreshAskedSerializer})
    def post(self, request: Request) -> Response:
        """Ask for a new count."""
        enqueue(refresh_figures)
        return Response(shapes.fresh_rows(freshness()), status=status.HTTP_202_ACCEPTED)


class TeamView(PolicyAPIView):
    """The workers that the user may see, the ones with most overdue first."""

    resource = "figures"
    actions_policy = {"get": "view"}
    serializer_class = s.LoadSerializer
    keyset = ("-overdue", "-high_unvisited", "-id")
    pagination_class = KeysetPagination

    @extend_schema(
        operation_id="team_list", responses=s.LoadSerializer(many=True),
        parameters=[
            OpenApiParameter("over", OpenApiTypes.BOOL, description="Only those with more cases than the limit."),
            OpenApiParameter("region", OpenApiTypes.INT),
            OpenApiParameter("cursor", OpenApiTypes.STR),
            OpenApiParameter("page_size", OpenApiTypes.INT),
        ],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        limit, rows = caseload_limit(), loads(self.profile)
        region = request.query_params.get("region", "")
        if region:
            if not (region.isascii() and region.isdigit() and len(region) < 18):
                raise ValidationError({"region": ["Give a number."]})
            rows = rows.filter(region_id=int(region))
        if request.query_params.get("over") in ("1", "true"):
            rows = rows.filter(cases__gt=limit)
        pages = self.pagination_class()
        found = pages.paginate_queryset(rows, request, self)
        return pages.get_paginated_response(
            [
                {
                    "id": row.pk, "worker": row.worker_id, "name": row.worker.name, "region": row.region_id,
                    "cases": row.cases, "families": row.families, "overdue": row.overdue,
                    "high_unvisited": row.high_unvisited, "absent_until": row.worker.absent_until,
                    "over_limit": row.cases > limit,
                }
                for row in found
            ]
        )  # fmt: skip


class ApprovalListView(PolicyAPIView):
    """What waits for the user's decision, with the evidence. Never her own."""

    resource = "approvals"
    actions_policy = {"get": "view"}
    serializer_class = s.WaitingListSerializer

    @extend_schema(
        operation_id="approvals_list", responses=s.WaitingListSerializer,
        parameters=[OpenApiParameter("kind", OpenApiTypes.STR, enum=ApprovalKind.values)],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        kind = request.query_params.get("kind", "")
        if kind and kind not in ApprovalKind.values:
            raise ValidationError({"kind": ["Choose one of the list."]})
        rows = approvals(self.profile, kind)
        access_log_cases(self.profile, [row.case.pk for row in rows if row.case is not None])
        return Response({"results": [shapes.waiting_row(row) for row in rows]})


class ApprovalDecideView(PolicyAPIView):
    """One decision."""

    resource = "approvals"
    actions_policy = {"post": "decide"}
    serializer_class = s.DecisionInput

    @extend_schema(
        operation_id="approvals_decide", request=s.DecisionInput, responses={204: None},
        parameters=[OpenApiParameter("kind", OpenApiTypes.STR, OpenApiParameter.PATH, enum=ApprovalKind.values)],
    )  # fmt: skip
    def post(self, request: Request, kind: str, pk: int) -> Response:
        if kind not in ApprovalKind.values:
            raise NotFound
        sent = self.valid(s.DecisionInput)
        if kind == ApprovalKind.SUMMARY and sent["decision"] == "release":
            ensure_fresh(request._request)
        approval_decide(kind, pk, by=self.profile, **sent)
        return Response(status=status.HTTP_204_NO_CONTENT)


class TargetsView(PolicyAPIView):
    """The targets of the indicators."""

    resource = "target"
    actions_policy = {"get": ("figures", "view"), "patch": "update"}
    serializer_class = s.TargetSerializer

    def _answer(self) -> Response:
        return Response({"targets": shipped() | targets()})

    @extend_schema(operation_id="targets_retrieve", responses=s.TargetSerializer)
    def get(self, request: Request) -> Response:
        return self._answer()

    @extend_schema(operation_id="targets_update", request=s.TargetSerializer, responses=s.TargetSerializer)
    def patch(self, request: Request) -> Response:
        targets_set(self.valid(s.TargetSerializer)["targets"], by=self.profile)
        enqueue(refresh_figures)
        return self._answer()
