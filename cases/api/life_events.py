"""``life-events/``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.errors import NotFound
from cases.models import LifeEvent
from cases.serializers import case_work as s
from cases.services.life_events import life_event_item_done, life_event_record

from .base import OfCaseViewSet


@extend_schema_view(list=extend_schema(description="Life events with their checklists, newest first."))
class LifeEventViewSet(OfCaseViewSet):
    """Turns of a life: each with a checklist and an effect on open tasks."""

    resource = "life_event"
    queryset = LifeEvent.objects.all()
    serializer_class = s.LifeEventSerializer
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "view", "create": "create", "item_done": "create",
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().prefetch_related("items")

    @extend_schema(request=s.LifeEventCreateSerializer, responses={201: s.LifeEventSerializer})
    def create(self, request: Request) -> Response:
        """Record what happened."""
        values = self.valid(s.LifeEventCreateSerializer)
        event = life_event_record(self.case(values.pop("case")), by=self.profile, **values)
        return self.answer(event, status=201)

    @extend_schema(
        request=s.ItemDoneSerializer, responses=s.LifeEventSerializer,
        parameters=[OpenApiParameter("item", OpenApiTypes.INT, OpenApiParameter.PATH)],
    )  # fmt: skip
    @action(detail=True, methods=["post"], url_path=r"items/(?P<item>[0-9]+)/done")
    def item_done(self, request: Request, pk: str, item: str) -> Response:
        """Tick an item off."""
        event = self.row()
        found = event.items.select_related("event").filter(pk=int(item)).first()
        if found is None:
            raise NotFound
        life_event_item_done(found, by=self.profile, **self.valid(s.ItemDoneSerializer))
        return self.answer(self.row())
