"""``messages/``: what others did in the user's own cases that she should know of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.views import PolicyViewSet
from cases.messages import messages_for
from cases.models import TimelineEntry
from cases.serializers.messages import MessageSerializer, MessagesSeenSerializer
from cases.services.messages import messages_seen


class MessageViewSet(mixins.ListModelMixin, PolicyViewSet):
    """Newest first. A message is seen or not by the moment that ``seen`` was last told."""

    resource = "message"
    queryset = TimelineEntry.objects.all()
    serializer_class = MessageSerializer
    keyset: tuple[str, ...] = ("-recorded_at", "-id")
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {"list": "list", "seen": "seen"}

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return TimelineEntry.objects.none()
        found: QuerySet[Any] = messages_for(self.profile)
        return found

    @extend_schema(request=MessagesSeenSerializer, responses={200: MessagesSeenSerializer})
    @action(detail=False, methods=["post"])
    def seen(self, request: Request) -> Response:
        """Mark everything recorded up to a moment as seen."""
        row = messages_seen(by=self.profile, **self.valid(MessagesSeenSerializer))
        return Response({"up_to": row.up_to}, status=status.HTTP_200_OK)
