"""``protection/``, ``odd-patterns/``, ``grants-running/``: for the data protection officer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.views import PolicyAPIView, PolicyViewSet
from cases.models import CaseGrant
from insights.models import OddPattern
from insights.queries.protection import figures, grants, next_deadline, patterns
from insights.serializers import GrantRowSerializer, OddPatternSerializer, ProtectionSerializer
from insights.services.patterns import pattern_review


class ProtectionView(PolicyAPIView):
    """What waits for the officer, in the order of urgency, each figure with its list."""

    resource = "protection"
    actions_policy = {"get": "view"}

    @extend_schema(operation_id="protection_retrieve", responses=ProtectionSerializer)
    def get(self, request: Request) -> Response:
        rows = [
            {"code": one.spec.code, "label": str(one.spec.label), "count": min(one.count, 1000), "more": one.more,
             "urgent": one.spec.urgent, "list": one.spec.url}
            for one in figures(self.profile)
        ]  # fmt: skip
        return Response({"next_deadline": next_deadline(), "figures": rows})


class _OfficersViewSet(mixins.ListModelMixin, PolicyViewSet):
    keyset = ("-pk",)
    filter_backends: Any = []
    lookup_value_regex = "[0-9]+"


class OddPatternViewSet(_OfficersViewSet):
    """Openings above the thresholds; ``?show=all`` with those that were looked at."""

    resource = "odd_pattern"
    actions_policy = {"list": "list", "review": "review"}
    serializer_class = OddPatternSerializer
    queryset = OddPattern.objects.all()

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return OddPattern.objects.none()
        return patterns("all" if self.detail else self.request.query_params.get("show", ""))

    @extend_schema(parameters=[OpenApiParameter("show", str, enum=["all"])])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=None, responses=OddPatternSerializer)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:
        """Say that it was looked at."""
        found = self.get_queryset().filter(pk=int(pk)).first()
        if found is None:
            raise Http404
        return Response(OddPatternSerializer(pattern_review(found, by=self.profile)).data)


class GrantRegisterViewSet(_OfficersViewSet):
    """Access to single cases that runs now: keys and codes alone."""

    resource = "protection"
    actions_policy = {"list": "view"}
    serializer_class = GrantRowSerializer
    queryset = CaseGrant.objects.all()

    def get_queryset(self) -> QuerySet[Any]:
        return CaseGrant.objects.none() if getattr(self, "swagger_fake_view", False) else grants()
