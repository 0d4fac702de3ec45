"""Services for a need; alerts, instructions and protected notes of the psychological support."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import Level
from accounts.errors import NotFound
from accounts.policy import ensure, may
from cases.models import Case
from rehabilitation.enums import SERVICE_TRANSITIONS, AlertStage, RecordState, ServiceStage
from rehabilitation.forms import (
    AlertCloseForm,
    AlertForm,
    InErrorForm,
    InstructionForm,
    ServiceForm,
    ServiceOutcomeForm,
    ServiceStageForm,
    SessionNoteForm,
)
from rehabilitation.models import AgreedInstruction, SafetyAlert, Service, Session
from rehabilitation.rows import record_rows
from rehabilitation.services import needs
from rehabilitation.services import psychological as services
from rehabilitation.services.needs import FIELDS as SERVICE_FIELDS
from rehabilitation.specs import MODULE, PSYCHOLOGICAL

from .common import SupportFormView, SupportPostView, SupportView, module_url, record_url


def _service(view: Any, case: Case, pk: int) -> Service:
    """A service of this case that the reader may see; the view takes on its module. Raises NotFound."""
    rows = Service.objects.visible_to(view.profile).select_related("created_by")
    service = rows.filter(case=case, pk=pk).first()
    if service is None:
        raise NotFound
    view.module = MODULE[service.module]
    service.case = case
    return service


def service_url(case: Case, pk: int) -> str:
    return reverse("rehabilitation:service", args=[case.number, pk])


class ServiceAddView(SupportFormView):
    """Write down a need and the service that is to meet it."""

    form_class = ServiceForm
    title = _("A need and the service for it")
    done = _("The service was asked for.")

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return needs.service_request(case, module=self.module.code.value, by=self.profile, **data)


class ServiceView(SupportView):
    """What was asked for, what came of it?"""

    policy = ("service", "view")
    # Of the psychological ones the row itself is out of sight.
    level = Level.CORE

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        case = self.case(number)
        service = _service(self, case, pk)
        live = may(self.profile, service.module, "update") and service.state == RecordState.VALID
        links = {
            name: reverse(f"rehabilitation:service_{name}", args=[case.number, pk])
            for name in ("edit", "stage", "outcome", "error")
        }
        return self.page(
            "rehabilitation/service.html", case, service=service, rows=record_rows(service), links=links, live=live,
            can_move=live and bool(SERVICE_TRANSITIONS[service.stage]),
            can_finish=live and service.stage == ServiceStage.DELIVERED,
        )  # fmt: skip


class ServiceFormView(SupportFormView):
    """A form about one service."""

    policy = ("service", "update")
    level = Level.CORE
    done = _("Changed.")

    def load(self, case: Case, **keys: Any) -> Any:
        # Who may read it but not change it is told so; the lock would find no row for her.
        ensure(self.profile, _service(self, case, keys["pk"]).module, "update")
        return self.row(Service.objects.all(), case, keys["pk"])

    def next_url(self, case: Case, result: Any) -> str:
        return service_url(case, result.pk)


class ServiceEditView(ServiceFormView):
    """Mend the words and dates."""

    form_class = ServiceForm
    title = _("Change the service")
    versioned = True

    def initial(self, case: Case, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name) for name in SERVICE_FIELDS}

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return needs.service_update(row, by=self.profile, **data)


class ServiceStageView(ServiceFormView):
    """Take it one step on."""

    form_class = ServiceStageForm
    title = _("What became of the service?")

    def load(self, case: Case, **keys: Any) -> Any:
        row = super().load(case, **keys)
        # The choices of the form follow the stage that the service is in.
        self.form_class = partial(ServiceStageForm, now=row.stage)  # type: ignore[misc, assignment]
        return row

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return needs.service_move(row, by=self.profile, **data)


class ServiceOutcomeView(ServiceFormView):
    """Was the need met?"""

    form_class = ServiceOutcomeForm
    title = _("Was the need met?")

    def initial(self, case: Case, row: Any) -> dict[str, Any]:
        return {"outcome": row.outcome, "note": row.outcome_note}

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return needs.service_outcome(row, by=self.profile, **data)


class ServiceErrorView(ServiceFormView):
    """Say that it should never have been written."""

    form_class = InErrorForm
    title = _("Entered in error")
    submit = _("Mark as entered in error")
    danger = True

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return needs.service_enter_in_error(row, by=self.profile, **data)


# --- Safety ------------------------------------------------------------------------------------------------


def alert_url(case: Case, pk: int) -> str:
    return reverse("rehabilitation:alert", args=[case.number, pk])


class AlertAddView(SupportFormView):
    """Say that somebody is in danger."""

    policy = ("safety_alert", "create")
    form_class = AlertForm
    title = _("Raise a safety alert")
    submit = _("Raise the alert")
    danger = True
    done = _("The alert was raised.")

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return services.alert_raise(case, by=self.profile, **data)

    def next_url(self, case: Case, result: Any) -> str:
        return alert_url(case, result.pk)


class AlertView(SupportView):
    """What is the danger, who has seen it, how did it end?"""

    policy = ("safety_alert", "view")

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        case = self.case(number)
        rows = SafetyAlert.objects.select_related("created_by", "acknowledged_by", "closed_by", "result")
        alert = self.row(rows, case, pk)
        live = alert.is_open and may(self.profile, "safety_alert", "update")
        return self.page(
            "rehabilitation/alert.html", case, alert=alert, can_close=live,
            can_acknowledge=live and alert.stage == AlertStage.OPEN, card_class="is-attention" if alert.is_open else "",
            can_instruct=may(self.profile, "instruction", "update"),
            instructions=AgreedInstruction.objects.filter(alert=alert).select_related("ended_by"),
        )  # fmt: skip


class AlertAcknowledgeView(SupportPostView):
    """I have seen it and I act."""

    policy = ("safety_alert", "update")
    done = _("You have acknowledged the alert.")

    def act(self, case: Case, **keys: Any) -> Any:
        self.pk = keys["pk"]
        return services.alert_acknowledge(self.row(SafetyAlert.objects.all(), case, self.pk), by=self.profile)

    def next_url(self, case: Case) -> str:
        return alert_url(case, self.pk)


class AlertCloseView(SupportFormView):
    """Close an alert with its outcome."""

    policy = ("safety_alert", "update")
    form_class = AlertCloseForm
    title = _("Close the alert")
    submit = _("Close with this outcome")
    done = _("The alert is closed.")

    def load(self, case: Case, **keys: Any) -> Any:
        return self.row(SafetyAlert.objects.all(), case, keys["pk"])

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return services.alert_close(row, by=self.profile, **data)

    def next_url(self, case: Case, result: Any) -> str:
        return alert_url(case, result.pk)


class InstructionAddView(SupportFormView):
    """Agree what everybody on the case does."""

    policy = ("instruction", "create")
    form_class = InstructionForm
    title = _("An instruction for everybody on the case")
    submit = _("Agree")
    done = _("Everybody on the case sees it now.")

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return services.instruction_agree(case, by=self.profile, **data)


class InstructionEndView(SupportPostView):
    """It no longer holds."""

    policy = ("instruction", "update")
    done = _("The instruction no longer holds.")

    def act(self, case: Case, **keys: Any) -> Any:
        return services.instruction_end(self.row(AgreedInstruction.objects.all(), case, keys["pk"]), by=self.profile)

    def next_url(self, case: Case) -> str:
        return module_url(case, PSYCHOLOGICAL)


class SessionNoteAddView(SupportFormView):
    """Add a protected note to a session."""

    policy = ("session_note", "create")
    form_class = SessionNoteForm
    title = _("Protected note")
    done = _("The note was kept.")

    def load(self, case: Case, **keys: Any) -> Any:
        return self.row(Session.objects.all(), case, keys["pk"])

    def save(self, case: Case, row: Any, data: dict[str, Any]) -> Any:
        return services.session_note_add(row, by=self.profile, **data).session

    def next_url(self, case: Case, result: Any) -> str:
        return record_url(case, PSYCHOLOGICAL.record("session"), result.pk)


