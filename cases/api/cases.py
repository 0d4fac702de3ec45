"""``cases/``: the list (a fast path without model instances), one case, and what is done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import AccessKind
from accounts.errors import Conflict, NotFound
from accounts.web import access_log
from cases.access import case_for
from cases.enums import ClosureState
from cases.histories import history_of, history_read
from cases.models import Case, CaseGrant, Closure, TimelineEntry
from cases.serializers import cases as s
from cases.services.cases import case_assign, case_update, case_walk_in, risk_set, status_set
from cases.services.closure import (
    case_close_approve,
    case_close_request,
    case_close_return,
    case_hold,
    case_reopen,
    case_resume,
)
from cases.services.grants import grant_create, grant_end
from cases.timeline import codes_of

from .base import CaseFilterBackend, CaseViewSetBase

_GROUP = OpenApiParameter("group", OpenApiTypes.STR, description="Only lines of this group.")


def _acts(takes: Any) -> Any:
    return extend_schema(request=takes, responses=s.CaseSerializer)


@extend_schema_view(
    list=extend_schema(responses=s.CaseRowSerializer(many=True)),
    retrieve=extend_schema(responses=s.CaseSerializer),
)
class CaseViewSet(CaseViewSetBase):
    """Cases. Writes take ``If-Match`` with the ETag of the case."""

    resource = "case"
    queryset = Case.objects.all()
    serializer_class = s.CaseSerializer
    keyset: tuple[str, ...] = ("-updated_at", "-id")
    filter_backends = [CaseFilterBackend]
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "view", "create": "create", "partial_update": "update", "assign": "assign",
        "risk": "risk", "set_status": "status", "hold": "hold", "resume": "hold", "close": "close",
        "approve_close": "approve_close", "return_close": "approve_close", "reopen": "reopen", "timeline": "view",
        "closures": "view", "grants": ("grant", "list"), "grant_create": ("grant", "create"),
        "grant_end": ("grant", "end"), "history": ("history", "view"),
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        if self.action == "list" and not getattr(self, "swagger_fake_view", False):
            return Case.objects.listed_for(self.profile)
        return super().get_queryset().select_related("person", "worker", "office")

    def list(self, request: Request) -> Response:
        """The cases that the user may see, by last change."""
        found = self.filter_queryset(self.get_queryset())
        reads = self.profile.role in s.READS_PERSONS
        rows: Any = self.paginate_queryset(found.values(*s.ROW, *(s.PERSON_OF_CASE if reads else ())))
        if reads:
            for row in rows:
                row["person"] = s.person_row({name: row.pop(f"person__{name}") for name in s.PERSON})
        return self.get_paginated_response(rows)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One case with its person. The reading is logged."""
        case = self.row()
        access_log(self.profile, AccessKind.CASE, case_id=case.pk)
        return self.answer(case)

    @extend_schema(request=s.CaseCreateSerializer, responses={201: s.CaseSerializer})
    def create(self, request: Request) -> Response:
        """Register a walk-in: the person and her case at once."""
        values = self.valid(s.CaseCreateSerializer)
        case = case_walk_in(by=self.profile, **{key: value for key, value in values.items() if value is not None})
        return self.answer(case, status=201)

    @_acts(s.CaseUpdateSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change plain facts of the case."""
        case = self.row()
        return self.answer(case_update(case, by=self.profile, **self.valid(s.CaseUpdateSerializer, partial=True)))

    @_acts(s.AssignSerializer)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, pk: str) -> Response:
        """Give the case to a worker of its region."""
        case = self.row()
        return self.answer(case_assign(case, by=self.profile, **self.valid(s.AssignSerializer)))

    @_acts(s.RiskSetSerializer)
    @action(detail=True, methods=["post"])
    def risk(self, request: Request, pk: str) -> Response:
        """Set the level of risk, with its reason."""
        case, values = self.row(), self.valid(s.RiskSetSerializer)
        risk_set(case, level=values["risk"], reason=values["reason"], by=self.profile)
        return self.answer(case)

    @_acts(s.StatusSetSerializer)
    @action(detail=True, methods=["post"], url_path="status", url_name="status")
    def set_status(self, request: Request, pk: str) -> Response:
        """Move the case one step."""
        case = self.row()
        return self.answer(status_set(case, by=self.profile, **self.valid(s.StatusSetSerializer)))

    @_acts(s.HoldSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Response:
        """Let the case rest until a day."""
        case = self.row()
        return self.answer(case_hold(case, by=self.profile, **self.valid(s.HoldSerializer)))

    @_acts(None)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """Go on with a resting case."""
        return self.answer(case_resume(self.row(), by=self.profile))

    @extend_schema(request=s.CloseSerializer, responses={201: s.ClosureSerializer})
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Ask for the closing of the case; a supervisor decides."""
        closure = case_close_request(self.row(), by=self.profile, **self.valid(s.CloseSerializer))
        return Response(s.ClosureSerializer(closure).data, status=201)

    def _waiting(self) -> Closure:
        case = self.row()
        found = Closure.objects.filter(case=case, state=ClosureState.REQUESTED).first()
        if found is None:
            raise Conflict("No closing waits for approval.")
        found.case = case
        return found

    @_acts(s.CommentsSerializer)
    @action(detail=True, methods=["post"], url_path="approve-close")
    def approve_close(self, request: Request, pk: str) -> Response:
        """Close the case, as somebody else asked."""
        closure = self._waiting()
        case_close_approve(closure, by=self.profile, **self.valid(s.CommentsSerializer))
        return self.answer(closure.case)

    @_acts(s.CommentsSerializer)
    @action(detail=True, methods=["post"], url_path="return-close")
    def return_close(self, request: Request, pk: str) -> Response:
        """Send the request for closing back, with comments."""
        closure = self._waiting()
        case_close_return(closure, by=self.profile, **self.valid(s.CommentsSerializer))
        return self.answer(closure.case)

    @_acts(s.ReasonSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Open a closed case again."""
        return self.answer(case_reopen(self.row(), by=self.profile, **self.valid(s.ReasonSerializer)))

    @extend_schema(responses=s.ClosureSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[])
    def closures(self, request: Request, pk: str) -> Response:
        """Every closing of the case, newest first."""
        found = Closure.objects.filter(case=self.row()).order_by("-id")
        return self._page(found, s.ClosureSerializer, ("-id",))

    @extend_schema(responses=s.TimelineEntrySerializer(many=True), parameters=[_GROUP], filters=False)
    @action(detail=True, filter_backends=[])
    def timeline(self, request: Request, pk: str) -> Response:
        """What happened in the case, newest first, as far as the reader may see it."""
        found = TimelineEntry.objects.filter(case=self.row()).for_reader(self.profile).select_related("author")
        group = request.query_params.get("group")
        if group:
            found = found.filter(kind__in=codes_of(group))
        return self._page(found, s.TimelineEntrySerializer, ("-at", "-id"))

    @extend_schema(responses=s.GrantSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[])
    def grants(self, request: Request, pk: str) -> Response:
        """Who may work on the case besides its worker."""
        return self._page(CaseGrant.objects.filter(content_object=self.row()), s.GrantSerializer, ("-id",))

    @extend_schema(request=s.GrantCreateSerializer, responses={201: s.GrantSerializer})
    @grants.mapping.post
    def grant_create(self, request: Request, pk: str) -> Response:
        """Let a colleague work on the case until a moment."""
        given = grant_create(self.row(), by=self.profile, **self.valid(s.GrantCreateSerializer))
        return Response(s.GrantSerializer(given).data, status=201)

    @extend_schema(
        request=None, responses=s.GrantSerializer,
        parameters=[OpenApiParameter("grant_id", OpenApiTypes.INT, OpenApiParameter.PATH)],
    )  # fmt: skip
    @action(detail=True, methods=["post"], url_path=r"grants/(?P<grant_id>[0-9]+)/end")
    def grant_end(self, request: Request, pk: str, grant_id: str) -> Response:
        """End a grant now."""
        found = CaseGrant.objects.filter(content_object=case_for(self.profile, int(pk)), pk=int(grant_id)).first()
        if found is None:
            raise NotFound
        return Response(s.GrantSerializer(grant_end(found, by=self.profile)).data)

    @extend_schema(responses=s.HistorySerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[])
    def history(self, request: Request, pk: str) -> Response:
        """Who changed what and when, newest first. The reading is logged."""
        case = self.row()
        access_log(self.profile, AccessKind.HISTORY, case_id=case.pk)
        self.keyset = ("-id",)
        rows: Any = self.paginate_queryset(history_of(case, self.profile))
        return self.get_paginated_response(s.HistorySerializer(history_read(rows), many=True).data)

    def _page(self, found: QuerySet[Any], serializer_class: Any, keyset: tuple[str, ...]) -> Response:
        self.keyset = keyset
        return self.get_paginated_response(serializer_class(self.paginate_queryset(found), many=True).data)
