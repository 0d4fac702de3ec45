"""Her word on casework and on each service: agreed, refused, changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import clock
from accounts.web import form_saves, note_success
from cases.models import Case
from cases.services.consents import assent_needed
from cases.services.service_consents import service_consent_record
from sharing.forms import ServiceConsentForm

from .common import CaseSharingView


class ServiceConsentCreateView(CaseSharingView):
    """Record what she decided, or that she changed her mind."""

    policy = ("service_consent", "create")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        return self._page(ServiceConsentForm(initial={"area": request.GET.get("area", "")}, case=case), case)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        form = ServiceConsentForm(request.POST, request.FILES, case=case)
        if form_saves(form, service_consent_record, case, values=form.values, by=self.profile):
            note_success(request, _("The decision was recorded."))
            return redirect("sharing:consent_list", case.number)
        return self._page(form, case, status=422)

    def _page(self, form: ServiceConsentForm, case: Case, status: int = 200) -> HttpResponse:
        needed = assent_needed(case.person, clock.today())
        return self.page("sharing/service_consent_edit.html", case, status=status, form=form, assent=needed)
