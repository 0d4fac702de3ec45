"""``operations/`` and ``phases/``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.views import ReadViewSet
from cases.models import Operation, Phase
from cases.serializers import arrivals as s
from cases.services.arrivals import operation_create, operation_update, phase_create

from .base import LockMixin

Pairs = Mapping[str, str | tuple[str, str]]


class OperationViewSet(LockMixin, ReadViewSet):
    """Return operations such as Mehr-3."""

    resource = "operation"
    queryset = Operation.objects.all()
    serializer_class = s.OperationSerializer
    filter_backends = ()
    lookup_value_regex = "[0-9]+"
    actions_policy: ClassVar[Pairs] = {
        "list": "list", "retrieve": "view", "create": "create", "partial_update": "update",
    }  # fmt: skip

    def create(self, request: Request) -> Response:
        """Make an operation with its first phase."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return self.answer(operation_create(by=self.profile, **serializer.validated_data), status=201)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Change an operation."""
        row = self.row()
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        return self.answer(operation_update(row, by=self.profile, **serializer.validated_data))


class PhaseViewSet(LockMixin, ReadViewSet):
    """Parts of operations; most have one."""

    resource = "operation"
    queryset = Phase.objects.all()
    serializer_class = s.PhaseSerializer
    filter_backends = ()
    lookup_value_regex = "[0-9]+"
    actions_policy: ClassVar[Pairs] = {"list": "list", "retrieve": "view", "create": "create"}

    @extend_schema(request=s.PhaseSerializer)
    def create(self, request: Request) -> Response:
        """Add the next phase."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return self.answer(phase_create(by=self.profile, **serializer.validated_data), status=201)
