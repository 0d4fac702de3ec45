"""``accesses/``: the log of readings, for the data protection officer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import AccessKind
from accounts.models import AccessLog
from accounts.oversight import on_day, recent
from accounts.rest.views import PolicyViewSet

from .serializers import AccessLogSerializer


class AccessLogViewSet(mixins.ListModelMixin, PolicyViewSet):
    """Who opened what, newest first: keys and kinds, no content. ``days``: of the last so many times 24 hours; ``on``:
    of one day of the house."""

    resource = "access_log"
    actions_policy = {"list": "list"}
    serializer_class = AccessLogSerializer
    queryset = AccessLog.objects.all()
    filterset_fields = ["kind", "actor_id"]

    def get_queryset(self) -> QuerySet[Any]:
        asked = self.request.query_params if self.request else {}
        return on_day(recent(AccessLog.objects.all(), asked.get("days", "")), asked.get("on", ""))

    @extend_schema(parameters=[OpenApiParameter("days", int), OpenApiParameter("on", str),
                               OpenApiParameter("kind", str, enum=AccessKind.values)])  # fmt: skip
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)
