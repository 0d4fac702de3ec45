"""``need-to-know/``: who may read what is protected in a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cases.models import NeedToKnow
from cases.serializers import case_work as s
from cases.services.needtoknow import need_end, need_name

from .base import OfCaseViewSet


@extend_schema_view(
    create=extend_schema(request=s.NeedCreateSerializer, responses={201: s.NeedSerializer}),
    end=extend_schema(request=None, responses=s.NeedSerializer),
)
class NeedToKnowViewSet(OfCaseViewSet):
    """People named for what is protected in a case. Nobody names herself."""

    resource = "need_to_know"
    queryset = NeedToKnow.objects.all()
    serializer_class = s.NeedSerializer
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "list", "create": "create", "end": "end",
    }  # fmt: skip

    def create(self, request: Request) -> Response:
        """Name somebody."""
        values = self.valid(s.NeedCreateSerializer)
        return self.answer(need_name(self.case(values.pop("case")), by=self.profile, **values), status=201)

    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """She need no longer know."""
        return self.answer(need_end(self.row(), by=self.profile))
