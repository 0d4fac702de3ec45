"""``implications/``: who is left out of what is decided for a child."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Level
from cases.access import ensure_reach, person_for
from cases.models import Implication
from cases.serializers import case_work as s
from cases.services.implications import implication_end, implication_record

from .base import OfCaseViewSet


@extend_schema_view(
    create=extend_schema(request=s.ImplicationCreateSerializer, responses={201: s.ImplicationSerializer}),
    end=extend_schema(request=s.ImplicationEndSerializer, responses=s.ImplicationSerializer),
)
class ImplicationViewSet(OfCaseViewSet):
    """Caregivers who are implicated in harm to a child, for those in charge of her case."""

    resource = "implication"
    queryset = Implication.objects.all()
    serializer_class = s.ImplicationSerializer
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "list", "create": "create", "end": "end",
    }  # fmt: skip

    def create(self, request: Request) -> Response:
        """Leave somebody out."""
        values = self.valid(s.ImplicationCreateSerializer)
        case = self.case(values["case"])
        # Before anybody is looked for: others learn nothing of who is in sight.
        ensure_reach(self.profile, case, Level.CHARGE)
        person = person_for(self.profile, values["person"])
        found = implication_record(case, person=person, reason=values["reason"], by=self.profile)
        return self.answer(found, status=201)

    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """She is no longer left out."""
        return self.answer(implication_end(self.row(), by=self.profile, **self.valid(s.ImplicationEndSerializer)))
