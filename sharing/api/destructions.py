"""``destructions/``: what an agency is asked to destroy, and its word that it did."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.views import PolicyViewSet
from sharing.models import Destruction
from sharing.serializers import DestructionInput, DestructionSerializer
from sharing.services.destructions import destruction_confirm


class DestructionViewSet(mixins.ListModelMixin, PolicyViewSet):
    """For agencies: summaries that ended before their time."""

    resource = "received"
    actions_policy = {"list": "list", "confirm": "answer"}
    serializer_class = DestructionSerializer
    queryset = Destruction.objects.all()
    keyset = ("-pk",)
    filter_backends: Any = []
    lookup_value_regex = "[0-9]+"

    @extend_schema(request=DestructionInput, responses=DestructionSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Say that it was destroyed: on which day, and by whom."""
        found = destruction_confirm(self.get_object(), by=self.profile, **self.valid(DestructionInput))
        return Response(DestructionSerializer(found).data)
