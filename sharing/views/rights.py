"""What persons ask about themselves, what authorities demand, what is complained of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts.enums import AccessKind, Level
from accounts.errors import Invalid, NotFound, TooMany
from accounts.limits import limit_hold
from accounts.policy import may
from accounts.web import PolicyView, access_log, form_refuse, form_saves, note_success
from cases.access import ensure_reach
from cases.enums import KeptWhy, RetentionKind
from cases.implicated import left_out_names
from cases.services.retention import fates
from sharing.enums import RightKind
from sharing.forms import ComplaintForm, DecisionForm, DemandDecisionForm, DemandForm, PersonRequestForm
from sharing.held import held_data, held_pdf
from sharing.models import Complaint, Demand, PersonRequest
from sharing.queries import hears_complaints
from sharing.services.rights import (
    complaint_close,
    complaint_make,
    demand_decide,
    demand_record,
    request_decide,
    request_record,
)

from .common import CaseSharingView


class CaseRequestsView(CaseSharingView):
    """What this person asked for about herself; record what she asks."""

    policy = ("person_request", "list")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return self._page(number, PersonRequestForm())

    def _page(self, number: str, form: forms.Form, status: int = 200) -> HttpResponse:
        case = self.case(number)
        access_log(self.profile, AccessKind.CASE, case_id=case.pk)
        rows = PersonRequest.objects.filter(case=case).select_related("decided_by")
        left_out = left_out_names(case)
        return self.page("sharing/case_requests.html", case, status, rows=list(rows), form=form, left_out=left_out)


class CaseRequestCreateView(CaseRequestsView):
    """Record what she asks."""

    policy = ("person_request", "create")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        case, form = self.case(number), PersonRequestForm(request.POST)
        if form_saves(form, request_record, case, by=self.profile):
            note_success(request, _("It was recorded. The data protection officer decides."))
            return redirect("sharing:case_requests", case.number)
        return self._page(number, form, 422)


class HeldView(CaseSharingView):
    """Everything held about this person, to hand over: PDF, or JSON for a program."""

    policy = ("person_request", "export")

    def get(self, request: HttpRequest, number: str, form: str) -> HttpResponse:
        case = self.case(number)
        ensure_reach(self.profile, case, Level.CHARGE)
        access_log(self.profile, AccessKind.EXPORT, case_id=case.pk)
        if form == "json":
            data = held_data(case, by=self.profile)
            answer: HttpResponse = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
        else:
            answer = HttpResponse(held_pdf(case, by=self.profile), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{case.number}.{form}"'
        answer["Cache-Control"] = "no-store"
        return answer


class RequestListView(PolicyView):
    """For the data protection officer: which requests and demands wait, and until when?"""

    policy = ("demand", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        # Their words are for the pages of each: here they would be decrypted for nothing.
        requests = PersonRequest.objects.waiting_first().defer("asked_by", "text", "answer")
        demands = Demand.objects.waiting_first().defer("text", "answer", "released", "told_note")
        show = request.GET.get("show", "")
        if show == "late":
            requests = requests.late()
        elif show == "requests":
            requests = requests.undecided()
        elif show == "demands":
            demands = demands.undecided()
        context = {
            "requests": requests[:200], "demands": demands[:200], "show": show,
            "may_record": may(self.profile, "demand", "create"),
        }  # fmt: skip
        return render(request, "sharing/request_list.html", context)


class _DecisionView(PolicyView):
    """One row with the form of its decision."""

    model: ClassVar[Any]
    form_class: type[forms.Form] = DecisionForm
    service: ClassVar[Callable[..., object]]

    def load(self, pk: int) -> Any:
        found = self.model.objects.visible_to(self.profile).filter(pk=pk).select_related("decided_by").first()
        if found is None:
            raise NotFound
        return found

    def beside(self, found: Any) -> dict[str, Any]:
        """What the one who decides must know."""
        return {}

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self.load(pk), self.form_class())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found, form = self.load(pk), self.form_class(request.POST)
        if form_saves(form, self.service, found, by=self.profile):
            note_success(request, _("The decision was recorded."))
            return redirect("sharing:request_list")
        return self._page(found, form, 422)

    def _page(self, found: Any, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {"found": found, "form": form, "is_demand": isinstance(found, Demand), **self.beside(found)}
        return render(self.request, "sharing/request_detail.html", context, status=status)


class RequestDecideView(_DecisionView):
    """Decide what a person asked."""

    policy = ("person_request", "decide")
    model = PersonRequest
    service = staticmethod(request_decide)

    def beside(self, found: PersonRequest) -> dict[str, Any]:
        """Of an erasure: what may go today by the terms in force, and what stays until when."""
        if found.kind != RightKind.ERASURE or not found.is_open:
            return {}
        return {"fates": [
            {"label": RetentionKind(one.kind).label, "goes": one.goes, "until": one.until,
             "words": KeptWhy(one.why).label if one.why else ""}
            for one in fates(found.number)
        ]}  # fmt: skip


class DemandDecideView(_DecisionView):
    """Decide what an authority demanded."""

    policy = ("demand", "decide")
    model = Demand
    form_class = DemandDecisionForm
    service = staticmethod(demand_decide)


class DemandCreateView(PolicyView):
    """Put a demand on the register."""

    policy = ("demand", "create")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(DemandForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DemandForm(request.POST)
        if form_saves(form, demand_record, by=self.profile):
            note_success(request, _("The demand is on the register. Nothing leaves by it."))
            return redirect("sharing:request_list")
        return self._page(form, 422)

    def _page(self, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {
            "form": form, "title": _("Record a demand"), "heading": _("What is demanded"), "icon": "scale",
            "submit": _("Record it"), "back_url": reverse("sharing:request_list"), "back_label": _("Requests"),
        }  # fmt: skip
        return render(self.request, "form_page.html", context, status=status)


class ComplaintView(View):
    """For everybody, without an account: tell the Ombudsman's office what happened."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "sharing/complaint.html", {"form": ComplaintForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ComplaintForm(request.POST)
        if form.is_valid():
            try:
                limit_hold(request, "complaint", settings.COMPLAINT_LIMIT)
                code = complaint_make(**form.cleaned_data)
            except (Invalid, TooMany) as error:
                form_refuse(form, error)
            else:
                return render(request, "sharing/complaint.html", {"code": code})
        return render(request, "sharing/complaint.html", {"form": form}, status=422)


class ComplaintListView(PolicyView):
    """For the Ombudsman's office: what was complained of."""

    policy = ("complaint", "list")

    def complaints(self) -> QuerySet[Complaint]:
        if not hears_complaints(self.profile):
            raise NotFound
        return Complaint.objects.all()

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(DecisionForm())

    def page(self, form: forms.Form, status: int = 200, open_form: int = 0) -> HttpResponse:
        context = {"rows": self.complaints()[:200], "form": form, "open_form": open_form}
        return render(self.request, "sharing/complaint_list.html", context, status=status)


class ComplaintCloseView(ComplaintListView):
    """Say what was done."""

    policy = ("complaint", "close")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found, form = self.complaints().filter(pk=pk).first(), DecisionForm(request.POST)
        if found is None:
            raise NotFound
        if not form.is_valid():
            return self.page(form, 422, pk)
        complaint_close(found, by=self.profile, **form.cleaned_data)
        note_success(request, _("Saved."))
        return redirect("sharing:complaint_list")
