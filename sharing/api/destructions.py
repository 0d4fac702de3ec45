"""``destructions/``: what an agency is asked to destroy, and its word that it did."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.views import PolicyViewSet
from sharing.models import Destruction
from sharing.queries import destructions
from sharing.serializers import DestructionInput, DestructionSerializer
from sharing.services.destructions import destruction_confirm


class DestructionViewSet(PolicyViewSet):
    """For agencies: summaries that ended before their time."""

    resource = "received"
    actions_policy = {"list": "list", "confirm": "answer"}
    serializer_class = DestructionSerializer
    queryset = Destruction.objects.all()
    keyset = ("-pk",)
    filter_backends: Any = []
    lookup_value_regex = "[0-9]+"

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return Destruction.objects.none()
        return destructions(self.profile).order_by("-pk")

    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(DestructionSerializer(rows, many=True).data)

    @extend_schema(request=DestructionInput, responses=DestructionSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Say that it was destroyed: on which day, and by whom."""
        found = self.get_queryset().filter(pk=int(pk)).first()
        if found is None:
            raise Http404
        data = DestructionInput(data=request.data)
        data.is_valid(raise_exception=True)
        return Response(DestructionSerializer(destruction_confirm(found, by=self.profile, **data.validated_data)).data)
