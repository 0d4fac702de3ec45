"""``person-requests/`` and ``demands/``: what persons ask about themselves, what authorities demand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.views import PolicyViewSet
from cases.access import case_for
from cases.api.base import LockMixin
from sharing.models import Demand, PersonRequest
from sharing.serializers import (
    DemandDecisionInput,
    DemandInput,
    DemandSerializer,
    PersonRequestInput,
    PersonRequestSerializer,
    RightDecisionInput,
)
from sharing.services.rights import demand_decide, demand_record, request_decide, request_record


class _DecidedViewSet(mixins.ListModelMixin, LockMixin, PolicyViewSet):
    """List, make, decide."""

    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "create": "create", "decide": "decide",
    }  # fmt: skip
    filter_backends: Any = []
    lookup_value_regex = "[0-9]+"


class PersonRequestViewSet(_DecidedViewSet):
    """Recorded by those who carry the case, decided by the data protection officer."""

    resource = "person_request"
    serializer_class = PersonRequestSerializer
    queryset = PersonRequest.objects.all()

    @extend_schema(request=PersonRequestInput, responses={201: PersonRequestSerializer})
    def create(self, request: Request) -> Response:
        """Record what somebody asks about herself; a task keeps the deadline."""
        values = self.valid(PersonRequestInput)
        made = request_record(case_for(self.profile, values.pop("case")), by=self.profile, **values)
        return self.answer(made, status=201)

    @extend_schema(request=RightDecisionInput, responses=PersonRequestSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Decide, with reasons, once."""
        return self.answer(request_decide(self.row(), by=self.profile, **self.valid(RightDecisionInput)))


class DemandViewSet(_DecidedViewSet):
    """For the data protection officer alone."""

    resource = "demand"
    serializer_class = DemandSerializer
    queryset = Demand.objects.all()

    @extend_schema(request=DemandInput, responses={201: DemandSerializer})
    def create(self, request: Request) -> Response:
        """Put a demand on the register. Nothing leaves by it."""
        return self.answer(demand_record(by=self.profile, **self.valid(DemandInput)), status=201)

    @extend_schema(request=DemandDecisionInput, responses=DemandSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Decide, once: what was given, and whether the person was told."""
        return self.answer(demand_decide(self.row(), by=self.profile, **self.valid(DemandDecisionInput)))
