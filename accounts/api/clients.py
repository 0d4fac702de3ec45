"""``agency-clients/``: programs of agencies, kept by the administrator. They sign in at ``/oauth/token``."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.clients import client_create, client_end, client_rotate
from accounts.models import AgencyClient
from accounts.queries import programs
from accounts.rest.views import PolicyViewSet

from .serializers import ProgramInput, ProgramSecretSerializer, ProgramSerializer


def _with_secret(client: AgencyClient, secret: str, status_code: int) -> Response:
    """The answer that shows a secret; it is kept nowhere, not even for a repeated request."""
    response = Response(ProgramSecretSerializer(client, context={"secret": secret}).data, status=status_code)
    response.shown_once = True  # type: ignore[attr-defined]
    return response


class AgencyClientViewSet(mixins.ListModelMixin, PolicyViewSet):
    """A secret stands in the answer that made it, and never again."""

    resource = "agency_client"
    actions_policy = {"list": "list", "create": "create", "rotate": "rotate", "end": "end"}
    serializer_class = ProgramSerializer
    queryset = AgencyClient.objects.all()
    keyset = ("-created_at", "profile_id")
    filterset_fields = {"profile__agency": ["exact"]}

    def get_queryset(self) -> QuerySet[Any]:
        return programs()

    @extend_schema(request=ProgramInput, responses={201: ProgramSecretSerializer})
    def create(self, request: Request) -> Response:
        client, secret = client_create(by=self.profile, **self.valid(ProgramInput))
        return _with_secret(client, secret, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=ProgramSecretSerializer)
    @action(detail=True, methods=["post"])
    def rotate(self, request: Request, pk: str = "") -> Response:
        """A new secret; the one before it stays valid for a day."""
        client = self.get_object()
        secret = client_rotate(client, by=self.profile)
        client.refresh_from_db()
        return _with_secret(client, secret, status.HTTP_200_OK)

    @extend_schema(request=None, responses=ProgramSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str = "") -> Response:
        """End it and all its tokens now."""
        return Response(ProgramSerializer(client_end(self.get_object(), by=self.profile)).data)
