"""``me/``, ``users/``, ``offices/``."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.invitations import invitation_create, invitation_end
from accounts.jobs import mail_invitations
from accounts.models import Office, Profile
from accounts.queue import enqueue
from accounts.rest.views import PolicyAPIView, PolicyViewSet
from accounts.services import office_create, profile_settings, user_create, user_update

from .serializers import (
    InvitationInput,
    InvitationSerializer,
    MeSerializer,
    OfficeInput,
    OfficeSerializer,
    UserChange,
    UserInput,
    UserSerializer,
)


class MeView(PolicyAPIView):
    """Who am I, in what role, where."""

    resource = "me"
    actions_policy = {"get": "view", "patch": "update"}
    serializer_class = MeSerializer

    @extend_schema(operation_id="me_retrieve", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        return Response(MeSerializer(self.profile, context={"request": request}).data)

    @extend_schema(operation_id="me_update", request=MeSerializer, responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        data = MeSerializer(self.profile, data=request.data, partial=True, context={"request": request})
        data.is_valid(raise_exception=True)
        profile_settings(self.profile, **data.validated_data)
        return Response(MeSerializer(self.profile, context={"request": request}).data)


class OfficeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PolicyViewSet):
    """Offices hold no person's data: every user of the house may read them."""

    resource = "office"
    actions_policy = {"list": "list", "retrieve": "view", "create": "create"}
    serializer_class = OfficeSerializer
    queryset = Office.objects.all()
    keyset = ("id",)
    filterset_fields = ["kind", "region", "parent", "is_active"]

    def get_queryset(self) -> QuerySet[Any]:
        return Office.objects.all()

    @extend_schema(request=OfficeInput, responses={201: OfficeSerializer})
    def create(self, request: Request) -> Response:
        office = office_create(by=self.profile, **self.valid(OfficeInput))
        return Response(OfficeSerializer(office).data, status=status.HTTP_201_CREATED)


class UserViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PolicyViewSet):
    """The administrator's users."""

    resource = "user"
    actions_policy = {
        "list": "list", "retrieve": "view", "create": "create", "update": "update",
        "invitation": ("invitation", "create"), "invitation_end": ("invitation", "end"),
    }  # fmt: skip
    serializer_class = UserSerializer
    queryset = Profile.objects.all()
    keyset = ("user_id",)
    filterset_fields = ["role", "office", "region", "agency", "is_active"]

    def get_queryset(self) -> QuerySet[Any]:
        return Profile.objects.select_related("user") if self.action.startswith("invitation") else Profile.objects.all()

    @extend_schema(request=UserInput, responses={201: UserSerializer})
    def create(self, request: Request) -> Response:
        profile = user_create(by=self.profile, **self.valid(UserInput))
        return Response(UserSerializer(profile).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=UserChange, responses=UserSerializer)
    def update(self, request: Request, pk: str = "") -> Response:
        values = {"office": None, "agency": None, "disciplines": [], **self.valid(UserChange)}
        return Response(UserSerializer(user_update(self.get_object(), by=self.profile, **values)).data)

    @extend_schema(request=InvitationInput, responses={201: InvitationSerializer})
    @action(detail=True, methods=["post"])
    def invitation(self, request: Request, pk: str = "") -> Response:
        """A link with which she sets her password; mailed, or shown in this answer alone. Earlier ones end."""
        sent = self.valid(InvitationInput)
        made = invitation_create(self.get_object(), by=self.profile, **sent)
        if made.by_email:
            enqueue(mail_invitations)
        response = Response(InvitationSerializer(made).data, status=status.HTTP_201_CREATED)
        response.shown_once = True  # type: ignore[attr-defined]
        return response

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path="invitation/end")
    def invitation_end(self, request: Request, pk: str = "") -> Response:
        """Withdraw her link."""
        invitation_end(self.get_object(), by=self.profile)
        return Response(status=status.HTTP_204_NO_CONTENT)
