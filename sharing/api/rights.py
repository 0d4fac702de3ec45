"""``person-requests/`` and ``demands/``: what persons ask about themselves, what authorities demand."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Role
from accounts.rest.views import PolicyViewSet
from cases.access import case_for
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


class _Decided(PolicyViewSet):
    """List, make, decide."""

    keyset = ("-pk",)
    filter_backends: Any = []
    lookup_value_regex = "[0-9]+"

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        rows = self.rows()
        return rows.none() if getattr(self, "swagger_fake_view", False) else rows

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def one(self) -> Any:
        found = self.get_queryset().filter(pk=int(self.kwargs["pk"])).first()
        if found is None:
            raise Http404
        return found

    def valid(self, serializer_class: Any) -> dict[str, Any]:
        data = serializer_class(data=self.request.data)
        data.is_valid(raise_exception=True)
        return dict(data.validated_data)


class PersonRequestViewSet(_Decided):
    """Recorded by those who carry the case, decided by the data protection officer."""

    resource = "person_request"
    actions_policy = {"list": "list", "create": "create", "decide": "decide"}
    serializer_class = PersonRequestSerializer
    queryset = PersonRequest.objects.all()

    def rows(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False) or self.profile.role == Role.DPO:
            return PersonRequest.objects.all()
        return PersonRequest.objects.all().visible_to(self.profile)

    @extend_schema(request=PersonRequestInput, responses={201: PersonRequestSerializer})
    def create(self, request: Request) -> Response:
        """Record what somebody asks about herself; a task keeps the deadline."""
        values = self.valid(PersonRequestInput)
        made = request_record(case_for(self.profile, values.pop("case")), by=self.profile, **values)
        return Response(PersonRequestSerializer(made).data, status=201)

    @extend_schema(request=RightDecisionInput, responses=PersonRequestSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Decide, with reasons, once."""
        decided = request_decide(self.one(), by=self.profile, **self.valid(RightDecisionInput))
        return Response(PersonRequestSerializer(decided).data)


class DemandViewSet(_Decided):
    """For the data protection officer alone."""

    resource = "demand"
    actions_policy = {"list": "list", "create": "create", "decide": "decide"}
    serializer_class = DemandSerializer
    queryset = Demand.objects.all()

    def rows(self) -> QuerySet[Any]:
        return Demand.objects.all()

    @extend_schema(request=DemandInput, responses={201: DemandSerializer})
    def create(self, request: Request) -> Response:
        """Put a demand on the register. Nothing leaves by it."""
        return Response(DemandSerializer(demand_record(by=self.profile, **self.valid(DemandInput))).data, status=201)

    @extend_schema(request=DemandDecisionInput, responses=DemandSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Decide, once: what was given, and whether the person was told."""
        decided = demand_decide(self.one(), by=self.profile, **self.valid(DemandDecisionInput))
        return Response(DemandSerializer(decided).data)
