"""``agencies/`` and ``agreements/``: no person's data."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Agency
from accounts.rest.views import PolicyViewSet
from cases.services.documents import Paper
from cases.views.documents import file_response
from sharing.models import Agreement
from sharing.serializers import (
    AgencyChange,
    AgencyInput,
    AgencySerializer,
    AgreementInput,
    AgreementPaperInput,
    AgreementSerializer,
)
from sharing.services.agencies import agency_create, agency_update
from sharing.services.agreements import (
    agreement_attach,
    agreement_create,
    agreement_end,
    agreement_let_end,
    agreement_paper,
)


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
    actions_policy = {
        "list": "list", "retrieve": "view", "create": "create", "end": "update", "paper": "view",
        "attach": "update", "let_end": "update",
    }  # fmt: skip
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

    @extend_schema(request=None, responses=AgreementSerializer)
    @action(detail=True, methods=["post"], url_path="let-end")
    def let_end(self, request: Request, pk: str = "") -> Response:
        """It need not be signed anew: what was asked of who is responsible is done."""
        return Response(AgreementSerializer(agreement_let_end(self.get_object(), by=self.profile)).data)

    @extend_schema(
        request={"multipart/form-data": AgreementPaperInput}, responses=AgreementSerializer
    )
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def attach(self, request: Request, pk: str = "") -> Response:
        """Keep the signed document beside it."""
        upload = self.valid(AgreementPaperInput)["paper"]
        paper = Paper(upload.name, upload.read())
        return Response(AgreementSerializer(agreement_attach(self.get_object(), paper=paper, by=self.profile)).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, filter_backends=[])
    def paper(self, request: Request, pk: str = "") -> HttpResponse:
        """The signed document."""
        agreement = self.get_object()
        return file_response(agreement_paper(agreement), agreement.paper_type, agreement.paper_name)
