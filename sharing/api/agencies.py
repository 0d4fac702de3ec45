"""``agencies/`` and ``agreements/``: no person's data."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Agency
from accounts.rest.views import PolicyViewSet
from sharing.models import Agreement
from sharing.serializers import AgencyChange, AgencyInput, AgencySerializer, AgreementInput, AgreementSerializer
from sharing.services.agencies import agency_create, agency_update
from sharing.services.agreements import agreement_create, agreement_end


class AgencyViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PolicyViewSet):
    """Organisations outside the house."""

    resource = "agency"
    actions_policy = {"list": "list", "retrieve": "view", "create": "create", "partial_update": "update"}
    serializer_class = AgencySerializer
    queryset = Agency.objects.all()
    keyset = ("id",)
    filterset_fields = ["kind", "region", "is_active"]
    lookup_value_regex = "[0-9]+"

    def get_queryset(self) -> QuerySet[Any]:
        return Agency.objects.all()

    @extend_schema(request=AgencyInput, responses={201: AgencySerializer})
    def create(self, request: Request) -> Response:
        agency = agency_create(by=self.profile, **self.valid(AgencyInput))
        return Response(AgencySerializer(agency).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=AgencyChange, responses=AgencySerializer)
    def partial_update(self, request: Request, pk: str = "") -> Response:
        agency = agency_update(self.get_object(), by=self.profile, **self.valid(AgencyChange, partial=True))
        return Response(AgencySerializer(agency).data)


class AgreementViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PolicyViewSet):
    """What was signed with an agency."""

    resource = "agreement"
    actions_policy = {"list": "list", "retrieve": "view", "create": "create", "end": "update"}
    serializer_class = AgreementSerializer
    queryset = Agreement.objects.all()
    filterset_fields = ["agency", "purpose"]
    lookup_value_regex = "[0-9]+"

    @extend_schema(request=AgreementInput, responses={201: AgreementSerializer})
    def create(self, request: Request) -> Response:
        agreement = agreement_create(by=self.profile, **self.valid(AgreementInput))
        return Response(AgreementSerializer(agreement).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=AgreementSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str = "") -> Response:
        """End it now, and with it everything that was released under it."""
        return Response(AgreementSerializer(agreement_end(self.get_object(), by=self.profile)).data)
