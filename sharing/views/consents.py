"""Consents of one case: what was agreed, refused, withdrawn."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import clock
from accounts.enums import AccessKind
from accounts.errors import NotFound
from accounts.policy import may
from accounts.web import access_log, form_saves, note_success
from cases.enums import ServiceArea
from cases.models import Case, Consent, ServiceConsent
from cases.services.consents import assent_needed, consent_override_approve, consent_record, consent_withdraw
from sharing.forms import ConsentForm, ReasonForm, active_agencies
from sharing.queries import summaries_of_case

from .common import CaseSharingView


class ConsentListView(CaseSharingView):
    """Who agreed to what, until when?"""

    policy = ("consent", "list")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        access_log(self.profile, AccessKind.CASE, case_id=case.pk)
        rows = list(
            Consent.objects.filter(case=case).select_related("agency", "created_by", "document")
        )
        word = {one.area: one for one in ServiceConsent.objects.filter(case=case, replaced_at=None)}
        running = ("in_force", "waiting", "future", "blocked")
        return self.page(
            "sharing/consent_list.html", case, shared=summaries_of_case(case),
            areas=[{"area": area, "consent": word.get(area)} for area in ServiceArea],
            may_decide=may(self.profile, "service_consent", "create"),
            running=[one for one in rows if one.state in running],
            past=[one for one in rows if one.state not in running],
            may_create=may(self.profile, "consent", "create"), may_withdraw=may(self.profile, "consent", "withdraw"),
            may_approve=may(self.profile, "consent", "approve"), profile=self.profile,
        )  # fmt: skip


class ConsentCreateView(CaseSharingView):
    """Record a decision."""

    policy = ("consent", "create")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        form = ConsentForm(initial={"option": request.GET.get("option", "")}, case=case, agencies=active_agencies())
        return self._page(form, case)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        case, agencies = self.case(number), active_agencies()
        form = ConsentForm(request.POST, request.FILES, case=case, agencies=agencies)
        if form_saves(form, consent_record, case, values=lambda: form.values(agencies), by=self.profile):
            note_success(request, _("The decision was recorded."))
            return redirect("sharing:consent_list", case.number)
        return self._page(form, case, status=422)

    def _page(self, form: ConsentForm, case: Case, status: int = 200) -> HttpResponse:
        needed = assent_needed(case.person, clock.today())
        return self.page("sharing/consent_edit.html", case, status=status, form=form, assent=needed)


class _OneConsentView(CaseSharingView):
    def consent(self, case: Case, pk: int) -> Consent:
        found = Consent.objects.filter(case=case, pk=pk).select_related("agency").first()
        if found is None:
            raise NotFound
        return found


class ConsentWithdrawView(_OneConsentView):
    """End a consent, and with it everything that was released under it."""

    policy = ("consent", "withdraw")

    def get(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        case = self.case(number)
        return self._page(case, self.consent(case, pk), ReasonForm())

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        case = self.case(number)
        consent, form = self.consent(case, pk), ReasonForm(request.POST)
        if form_saves(form, consent_withdraw, consent, by=self.profile):
            note_success(request, _("The consent was withdrawn. What was shared under it has ended."))
            return redirect("sharing:consent_list", case.number)
        return self._page(case, consent, form, status=422)

    def _page(self, case: Case, consent: Consent, form: ReasonForm, status: int = 200) -> HttpResponse:
        running: Any = consent.summaries.filter(state="released").select_related("agency").defer("sealed", "request")
        return self.page(
            "sharing/consent_withdraw.html", case, status=status, consent=consent, form=form, running=list(running)
        )


class ConsentApproveView(_OneConsentView):
    """A supervisor agrees to share without consent, in the child's best interests."""

    policy = ("consent", "approve")

    def post(self, request: HttpRequest, number: str, pk: int) -> HttpResponse:
        case = self.case(number)
        consent_override_approve(self.consent(case, pk), by=self.profile)
        note_success(request, _("You have agreed to share in the child's best interests."))
        return redirect("sharing:consent_list", case.number)
