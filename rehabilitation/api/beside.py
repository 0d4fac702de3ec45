"""``services/``, ``support/``, and the parts of the psychological support with readers of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.errors import NotFound
from accounts.policy import ensure
from cases.api.base import OfCaseViewSet
from rehabilitation import serializers as s
from rehabilitation.models import AgreedInstruction, SafetyAlert, Service, Session, SessionNote, SupportState
from rehabilitation.services import needs
from rehabilitation.services import psychological as services
from rehabilitation.specs import MODULE

_MODULE = OpenApiParameter("module", OpenApiTypes.STR, description="Only rows of this kind of support.")


class ByModuleMixin:
    """``?module=`` narrows to one kind of support."""

    def filter_queryset(self: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = super().filter_queryset(queryset)  # type: ignore[misc]
        module = self.request.query_params.get("module", "")
        if module and module not in MODULE:
            raise ValidationError({"module": ["There is no such kind of support."]})
        return found.filter(module=module) if module else found


@extend_schema_view(
    list=extend_schema(parameters=[_MODULE]),
    create=extend_schema(request=s.ServiceCreateSerializer, responses={201: s.ServiceSerializer}),
    partial_update=extend_schema(request=s.ServiceUpdateSerializer, responses=s.ServiceSerializer),
    stage=extend_schema(request=s.ServiceStageSerializer, responses=s.ServiceSerializer),
    outcome=extend_schema(request=s.ServiceOutcomeSerializer, responses=s.ServiceSerializer),
    in_error=extend_schema(request=s.InErrorSerializer, responses=s.ServiceSerializer),
)
class ServiceViewSet(ByModuleMixin, OfCaseViewSet):
    """Needs and the services for them: requested, delivered, with an outcome."""

    resource = "service"
    queryset = Service.objects.all()
    serializer_class = s.ServiceSerializer
    keyset = ("-on", "-id")
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "view", "create": "create", "partial_update": "update", "stage": "update",
        "outcome": "update", "in_error": "update",
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        found = super().get_queryset()
        return found if self.action == "list" else found.select_related("case__person")

    def row(self) -> Any:
        """Who may read a service but not change it gets 403; the lock would find no row for her."""
        if self.request.method != "GET":
            module = self.get_queryset().filter(pk=self.kwargs["pk"]).values_list("module", flat=True).first()
            if module is not None:
                ensure(self.profile, module, "update")
        return super().row()

    def create(self, request: Request) -> Response:
        """Write down a need and the service that is to meet it."""
        values = self.valid(s.ServiceCreateSerializer)
        case = self.case(values.pop("case"))
        return self.answer(needs.service_request(case, by=self.profile, **values), status=201)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Mend the words and dates."""
        service = self.row()
        values = self.valid(s.ServiceUpdateSerializer, partial=True)
        return self.answer(needs.service_update(service, by=self.profile, **values))

    @action(detail=True, methods=["post"])
    def stage(self, request: Request, pk: str) -> Response:
        """Take it one step on: delivered, refused, cancelled, asked again."""
        service = self.row()
        return self.answer(needs.service_move(service, by=self.profile, **self.valid(s.ServiceStageSerializer)))

    @action(detail=True, methods=["post"])
    def outcome(self, request: Request, pk: str) -> Response:
        """Say whether a delivered service met its need."""
        service = self.row()
        return self.answer(needs.service_outcome(service, by=self.profile, **self.valid(s.ServiceOutcomeSerializer)))

    @action(detail=True, methods=["post"], url_path="in-error")
    def in_error(self, request: Request, pk: str) -> Response:
        """Say that it should never have been written, and why."""
        service = self.row()
        return self.answer(needs.service_enter_in_error(service, by=self.profile, **self.valid(s.InErrorSerializer)))


@extend_schema_view(
    create=extend_schema(request=s.SafetyAlertCreateSerializer, responses={201: s.SafetyAlertSerializer}),
    acknowledge=extend_schema(request=None, responses=s.SafetyAlertSerializer),
    close=extend_schema(request=s.SafetyAlertCloseSerializer, responses=s.SafetyAlertSerializer),
)
class SafetyAlertViewSet(OfCaseViewSet):
    """Dangers, for psychologists of the case, its worker and supervisor. Never dismissed without an outcome."""

    resource = "safety_alert"
    queryset = SafetyAlert.objects.all()
    serializer_class = s.SafetyAlertSerializer
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "view", "create": "create", "acknowledge": "update", "close": "update",
    }  # fmt: skip

    def create(self, request: Request) -> Response:
        """Say that somebody is in danger."""
        values = self.valid(s.SafetyAlertCreateSerializer)
        case = self.case(values.pop("case"))
        return self.answer(services.alert_raise(case, by=self.profile, **values), status=201)

    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, pk: str) -> Response:
        """Say: I have seen it and I act."""
        return self.answer(services.alert_acknowledge(self.row(), by=self.profile))

    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close it with its outcome."""
        alert = self.row()
        return self.answer(services.alert_close(alert, by=self.profile, **self.valid(s.SafetyAlertCloseSerializer)))


@extend_schema_view(
    create=extend_schema(request=s.InstructionCreateSerializer, responses={201: s.InstructionSerializer}),
    end=extend_schema(request=None, responses=s.InstructionSerializer),
)
class InstructionViewSet(OfCaseViewSet):
    """What everybody on the case has agreed to do, without the reason."""

    resource = "instruction"
    queryset = AgreedInstruction.objects.all()
    serializer_class = s.InstructionSerializer
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "view", "create": "create", "end": "update",
    }  # fmt: skip

    def create(self, request: Request) -> Response:
        """Agree what everybody does."""
        values = self.valid(s.InstructionCreateSerializer)
        case = self.case(values.pop("case"))
        return self.answer(services.instruction_agree(case, by=self.profile, **values), status=201)

    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """It no longer holds."""
        return self.answer(services.instruction_end(self.row(), by=self.profile))


@extend_schema_view(
    create=extend_schema(request=s.SessionNoteCreateSerializer, responses={201: s.SessionNoteSerializer})
)
class SessionNoteViewSet(OfCaseViewSet):
    """Protected notes, for psychologists of the case alone. Never changed: a correction is a further note."""

    resource = "session_note"
    queryset = SessionNote.objects.all()
    serializer_class = s.SessionNoteSerializer
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "view", "retrieve": "view", "create": "create",
    }  # fmt: skip

    def create(self, request: Request) -> Response:
        """Add a note to a session."""
        values = self.valid(s.SessionNoteCreateSerializer)
        session = Session.objects.visible_to(self.profile).filter(pk=values["session"]).first()
        if session is None:
            raise NotFound
        return self.answer(services.session_note_add(session, text=values["text"], by=self.profile), status=201)


@extend_schema_view(list=extend_schema(parameters=[_MODULE]))
class SupportStateViewSet(ByModuleMixin, OfCaseViewSet):
    """How each kind of support stands in each case, in one line."""

    resource = "case"
    queryset = SupportState.objects.all()
    serializer_class = s.SupportStateSerializer
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {"list": "view", "retrieve": "view"}


