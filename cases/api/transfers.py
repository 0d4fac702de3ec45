"""``transfers/``: proposed, accepted, refused, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.errors import NotFound
from accounts.rest.views import ReadViewSet
from cases.enums import TransferState
from cases.models import Case, Transfer
from cases.serializers import arrivals as s
from cases.services.transfers import transfer_accept, transfer_refuse, transfer_request, transfer_withdraw

from .base import LockMixin

_STATE = OpenApiParameter("state", OpenApiTypes.STR, enum=TransferState.values, description="Only of this state.")


class TransferViewSet(LockMixin, ReadViewSet):
    """Households on their way, for both sides."""

    resource = "transfer"
    queryset = Transfer.objects.all()
    serializer_class = s.TransferSerializer
    filter_backends = ()
    lookup_value_regex = "[0-9]+"
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "view", "create": "create", "accept": "accept", "refuse": "accept",
        "withdraw": "create",
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset()
        state = self.request.query_params.get("state", "") if self.action == "list" else ""
        if state and state not in TransferState.values:
            raise ValidationError({"state": [_("Choose one of the list.")]})
        return (found.filter(state=state) if state else found).prefetch_related("cases")

    @extend_schema(parameters=[_STATE])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Transfers of the own region, given and received."""
        return super().list(request, *args, **kwargs)

    @extend_schema(request=s.TransferCreateSerializer, responses={201: s.TransferSerializer})
    def create(self, request: Request) -> Response:
        """Propose to hand a household over."""
        sent = self.valid(s.TransferCreateSerializer)
        found = Case.objects.visible_to(self.profile).filter(pk__in=sent["cases"])
        cases = list(found.select_related("office", "person").order_by("pk"))
        if len(cases) < len(set(sent["cases"])):
            raise NotFound
        transfer = transfer_request(
            cases, office=sent["office"], worker=sent.get("worker"), note=sent["note"], by=self.profile
        )
        return self.answer(transfer, status=201)

    @extend_schema(request=s.TransferAcceptSerializer, responses=s.TransferSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Take the household over. The old worker no longer sees it."""
        transfer, sent = self.row(), self.valid(s.TransferAcceptSerializer)
        return self.answer(transfer_accept(transfer, by=self.profile, worker=sent.get("worker")))

    @extend_schema(request=s.TransferRefuseSerializer, responses=s.TransferSerializer)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, pk: str) -> Response:
        """Say no, with the reason."""
        return self.answer(transfer_refuse(self.row(), by=self.profile, **self.valid(s.TransferRefuseSerializer)))

    @extend_schema(request=None, responses=s.TransferSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take the proposal back."""
        return self.answer(transfer_withdraw(self.row(), by=self.profile))
