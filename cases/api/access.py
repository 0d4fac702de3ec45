"""``grants/``, ``caseloads/``, ``restrictions/``: who opens cases besides their workers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.errors import NotFound
from accounts.models import Profile
from accounts.rest.views import PolicyViewSet, ReadViewSet
from cases.access import case_for
from cases.enums import GrantPurpose
from cases.models import CaseGrant, Restriction
from cases.serializers import access as s
from cases.serializers.cases import GrantSerializer, ReasonSerializer
from cases.services.caseloads import caseload_cover, caseload_hand_over, caseload_of, colleague_for, grants_of
from cases.services.grants import grant_extend, grants_end
from cases.services.restrictions import named_on, restriction_lift, restriction_make, restriction_name

_FILTERS = [
    OpenApiParameter("to", OpenApiTypes.INT, description="Only of this user."),
    OpenApiParameter("purpose", OpenApiTypes.STR, enum=GrantPurpose.values, description="Only for this purpose."),
    OpenApiParameter("running", OpenApiTypes.BOOL, description="Only what has not ended."),
]


class _Sent:
    """What the request sends, checked."""

    def sent(self: Any, serializer_class: Any) -> dict[str, Any]:
        serializer = serializer_class(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


class GrantViewSet(_Sent, mixins.ListModelMixin, PolicyViewSet):
    """All access to cases that the user may know of, newest first."""

    resource = "grant"
    queryset = CaseGrant.objects.all()
    serializer_class = GrantSerializer
    filter_backends = ()
    lookup_value_regex = "[0-9]+"
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "extend": "extend", "end": "end",
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        if self.action != "list" or getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        given = self.request.query_params
        who, purpose = given.get("to", ""), given.get("purpose", "")
        if who and not (who.isascii() and who.isdigit() and len(who) < 19):
            raise ValidationError({"to": [_("Give a number.")]})
        if purpose and purpose not in GrantPurpose.values:
            raise ValidationError({"purpose": [_("Choose one of the list.")]})
        running = given.get("running", "") in ("1", "true")
        return grants_of(self.profile, who=int(who) if who else None, purpose=purpose, running=running)

    @extend_schema(parameters=_FILTERS)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A supervisor's region, a worker's own cases."""
        return super().list(request, *args, **kwargs)

    @extend_schema(request=s.GrantExtendSerializer, responses=GrantSerializer)
    @action(detail=True, methods=["post"])
    def extend(self, request: Request, pk: str) -> Response:
        """Let running access go on until a later moment."""
        grant = grant_extend(self._own(), by=self.profile, **self.sent(s.GrantExtendSerializer))
        return Response(GrantSerializer(grant).data)

    @extend_schema(request=s.GrantsEndSerializer, responses=s.CountSerializer)
    @action(detail=False, methods=["post"])
    def end(self, request: Request) -> Response:
        """End several at once; those that have ended already are left alone."""
        keys = set(self.sent(s.GrantsEndSerializer)["ids"])
        found = list(self.get_queryset().filter(pk__in=keys, content_object__region=self.profile.region_id))
        if len(found) < len(keys):
            raise NotFound
        return Response({"count": grants_end(found, by=self.profile)})

    def _own(self) -> CaseGrant:
        found = self.get_queryset().filter(pk=int(self.kwargs["pk"]), content_object__region=self.profile.region_id)
        grant: CaseGrant | None = found.first()
        if grant is None:
            raise NotFound
        return grant


class CaseloadViewSet(_Sent, PolicyViewSet):
    """The whole of a worker's open cases. The key is the worker's."""

    resource = "caseload"
    queryset = Profile.objects.none()
    serializer_class = s.CaseloadSerializer
    filter_backends = ()
    lookup_value_regex = "[0-9]+"
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "retrieve": "view", "cover": "cover", "hand_over": "handover",
    }  # fmt: skip

    def _worker(self) -> Profile:
        return colleague_for(self.profile, int(self.kwargs["pk"]))

    def retrieve(self, request: Request, pk: str) -> Response:
        """How many open cases she carries."""
        worker = self._worker()
        count = caseload_of(worker, by=self.profile).count()
        return Response({"worker": worker.pk, "name": worker.name, "cases": count})

    @extend_schema(request=s.CoverSerializer, responses=s.CountSerializer)
    @action(detail=True, methods=["post"])
    def cover(self, request: Request, pk: str) -> Response:
        """Let a colleague work on all of them until a moment."""
        made = caseload_cover(absent=self._worker(), by=self.profile, **self.sent(s.CoverSerializer))
        return Response({"count": made})

    @extend_schema(request=s.HandOverAllSerializer, responses=s.CountSerializer)
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, pk: str) -> Response:
        """Give all of them to another worker for good."""
        moved = caseload_hand_over(worker=self._worker(), by=self.profile, **self.sent(s.HandOverAllSerializer))
        return Response({"count": moved})


class RestrictionViewSet(_Sent, ReadViewSet):
    """Restrictions of cases, newest first."""

    resource = "restriction"
    queryset = Restriction.objects.all()
    serializer_class = s.RestrictionSerializer
    filter_backends = ()
    lookup_value_regex = "[0-9]+"
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "list", "create": "create", "name_people": "name", "lift": "lift",
    }  # fmt: skip

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Those of the cases that the user may open; for the officer all."""
        rows: Any = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self._shown(rows, many=True))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self._shown(self.get_object()))

    def _shown(self, rows: Any, *, many: bool = False) -> Any:
        context = {"named": named_on(rows if many else [rows])}
        return s.RestrictionSerializer(rows, many=many, context=context).data

    @extend_schema(request=s.RestrictionCreateSerializer, responses={201: s.RestrictionKeySerializer})
    def create(self, request: Request) -> Response:
        """Restrict a case to its worker and to named people."""
        sent = self.sent(s.RestrictionCreateSerializer)
        case = case_for(self.profile, sent.pop("case"))
        return Response({"id": restriction_make(case, by=self.profile, **sent)}, status=201)

    @extend_schema(request=s.NamePeopleSerializer, responses=s.RestrictionSerializer)
    @action(detail=True, methods=["post"], url_path="name")
    def name_people(self, request: Request, pk: str) -> Response:
        """Name more people."""
        row = self.get_object()
        restriction_name(row, by=self.profile, **self.sent(s.NamePeopleSerializer))
        return Response(self._shown(row))

    @extend_schema(request=ReasonSerializer, responses=s.RestrictionSerializer)
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, pk: str) -> Response:
        """Show the case to the region again."""
        row = restriction_lift(self.get_object(), by=self.profile, **self.sent(ReasonSerializer))
        return Response(self._shown(row))
