"""Base classes of the API: each action names its policy pair, rows come from ``visible_to``.

A view set declares ``resource`` and ``actions`` (DRF action → policy action); an action that is not declared is
refused, and a test walks all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import mixins, status, viewsets
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Profile

from .permissions import PolicyPermission


class PolicyMixin(APIView):
    """``resource`` and ``actions_policy`` of a view; its acting profile."""

    resource: ClassVar[str] = ""
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {}
    permission_classes = (PolicyPermission,)

    @property
    def profile(self) -> Profile:
        """Who asks. Only called behind PolicyPermission."""
        inner: Any = self.request._request
        found: Profile = inner.profile
        return found

    def valid(self, serializer_class: Any, *, partial: bool = False) -> dict[str, Any]:
        """What the request sends, checked."""
        context = {"request": self.request, "view": self, "profile": self.profile}
        serializer = serializer_class(data=self.request.data, partial=partial, context=context)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


class PolicyAPIView(PolicyMixin):
    """A single address; ``actions_policy`` maps "get", "post", …"""


class PolicyViewSet(PolicyMixin, viewsets.GenericViewSet):
    """Rows of one resource."""

    keyset: tuple[str, ...] = ("-id",)

    def get_queryset(self) -> QuerySet[Any]:
        queryset: Any = super().get_queryset()
        found: QuerySet[Any] = (
            queryset.none() if getattr(self, "swagger_fake_view", False) else queryset.visible_to(self.profile)
        )
        return found


class ReadViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PolicyViewSet):
    """List and retrieve."""

    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {"list": "list", "retrieve": "view"}


class PreconditionFailed(APIException):
    """Somebody changed the row since it was read."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "changed"


def etag_of(moment: datetime) -> str:
    """The strong ETag of a row: its last change to the microsecond."""
    return f'"{moment.timestamp():.6f}"'


def check_if_match(request: Request, moment: datetime) -> None:
    """Refuse a write whose ``If-Match`` names an older version. Without the header nothing is asked."""
    sent = request.headers.get("If-Match")
    if sent and sent != "*" and sent != etag_of(moment):
        raise PreconditionFailed(_("Somebody else changed this. Read it again, then repeat your change."))


def with_etag(response: Response, moment: datetime) -> Response:
    response["ETag"] = etag_of(moment)
    return response
