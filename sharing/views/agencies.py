"""Agencies and what was signed with them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import AgencyKind
from accounts.errors import HamrohError
from accounts.models import Agency
from accounts.policy import may
from accounts.web import PolicyView, form_refuse, note_success
from cases.enums import SharingPurpose
from cases.views.documents import file_response
from sharing.forms import AgencyForm, AgreementForm, AgreementPaperForm, paper_of, purpose_choices
from sharing.models import Agreement
from sharing.policy import disclosure
from sharing.queries import agencies_with_agreements, renewals_waiting
from sharing.registry import label
from sharing.services.agencies import agency_create, agency_update
from sharing.services.agreements import (
    agreement_attach,
    agreement_create,
    agreement_end,
    agreement_let_end,
    agreement_paper,
)


class AgencyListView(PolicyView):
    """Whom do we share with, and under which agreements?"""

    policy = ("agency", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        kind, text = request.GET.get("kind", ""), request.GET.get("q", "").strip()
        agencies = agencies_with_agreements()
        if kind in AgencyKind.values:
            agencies = agencies.filter(kind=kind)
        if text:
            agencies = agencies.filter(name__icontains=text)
        shows = may(self.profile, "agreement", "list")
        if not shows:
            agencies = agencies.prefetch_related(None)
        rows = [
            {"agency": one, "in_force": [a for a in one.agreements.all() if a.in_force()] if shows else []}
            for one in agencies[:500]
        ]
        context = {
            "rows": rows, "kinds": AgencyKind.choices, "kind": kind, "q": text, "shows_agreements": shows,
            "may_create": may(self.profile, "agency", "create"),
            "renewals": renewals_waiting(self.profile) if may(self.profile, "agreement", "update") else [],
        }  # fmt: skip
        return render(request, "sharing/agency_list.html", context)


class AgencyDetailView(PolicyView):
    """One agency: what its kind may ever be told, and what was agreed."""

    policy = ("agency", "view")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        agency = get_object_or_404(Agency, pk=pk)
        shows = may(self.profile, "agreement", "list")
        found = Agreement.objects.filter(agency=agency).select_related("responsible").order_by("purpose", "-until")
        agreements = list(found) if shows else []
        purposes = [
            {
                "code": code, "label": text, "fields": [label(one) for one in _row_fields(agency, code)],
                "agreements": [_shown(one) for one in agreements if one.purpose == code],
            }
            for code, text in purpose_choices(agency)
        ]  # fmt: skip
        context = {
            "agency": agency, "purposes": purposes, "shows_agreements": shows,
            "may_update": may(self.profile, "agency", "update"), "may_agree": may(self.profile, "agreement", "create"),
            "may_see_programs": may(self.profile, "agency_client", "list"),
            "may_end": may(self.profile, "agreement", "update"),
        }  # fmt: skip
        return render(request, "sharing/agency_detail.html", context)


def _row_fields(agency: Agency, purpose: str) -> list[str]:
    from sharing.registry import known

    row = disclosure(agency.kind, purpose)
    return known(row.fields) if row else []


def _shown(agreement: Agreement) -> dict[str, Any]:
    return {"row": agreement, "in_force": agreement.in_force(), "fields": [label(one) for one in agreement.fields]}


class AgencyEditView(PolicyView):
    """Add an agency, or change one."""

    policy = ("agency", "update")

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        agency = get_object_or_404(Agency, pk=pk) if pk else None
        names = ("name", "kind", "region", "works_on_paper", "is_active")
        initial = {name: getattr(agency, name) for name in names} if agency else {}
        return self._page(AgencyForm(initial=initial), agency)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        agency = get_object_or_404(Agency, pk=pk) if pk else None
        form = AgencyForm(request.POST)
        if form.is_valid():
            try:
                saved = self._save(agency, dict(form.cleaned_data))
            except HamrohError as error:
                form_refuse(form, error)
            else:
                note_success(request, _("Saved."))
                return redirect("sharing:agency_detail", saved.pk)
        return self._page(form, agency, status=422)

    def _save(self, agency: Agency | None, data: dict[str, Any]) -> Agency:
        if agency is not None:
            return agency_update(agency, by=self.profile, **data)
        data.pop("is_active")
        return agency_create(by=self.profile, **data)

    def _page(self, form: AgencyForm, agency: Agency | None, status: int = 200) -> HttpResponse:
        context = {
            "form": form, "title": _("Change the agency") if agency else _("Add an agency"), "subtitle": agency,
            "heading": _("Agency"), "icon": "building-community", "submit": _("Save"),
            "back_url": reverse("sharing:agency_list"),
        }  # fmt: skip
        return render(self.request, "form_page.html", context, status=status)


class AgreementCreateView(PolicyView):
    """Record what was signed for one purpose."""

    policy = ("agreement", "create")

    def _load(self, pk: int, purpose: str) -> Agency:
        agency = get_object_or_404(Agency, pk=pk)
        if disclosure(agency.kind, purpose) is None:
            raise Http404
        return agency

    def get(self, request: HttpRequest, pk: int, purpose: str) -> HttpResponse:
        agency = self._load(pk, purpose)
        return self._page(AgreementForm(agency=agency, purpose=purpose), agency, purpose)

    def post(self, request: HttpRequest, pk: int, purpose: str) -> HttpResponse:
        agency = self._load(pk, purpose)
        form = AgreementForm(request.POST, request.FILES, agency=agency, purpose=purpose)
        if form.is_valid():
            data = dict(form.cleaned_data)
            data["paper"] = paper_of(data["paper"])
            try:
                agreement_create(
                    agency=agency, purpose=purpose, fields=data.pop("fields_named"), by=self.profile, **data
                )
            except HamrohError as error:
                form_refuse(form, error)
            else:
                note_success(request, _("The agreement was recorded."))
                return redirect("sharing:agency_detail", agency.pk)
        return self._page(form, agency, purpose, status=422)

    def _page(self, form: AgreementForm, agency: Agency, purpose: str, status: int = 200) -> HttpResponse:
        context = {
            "form": form, "title": _("Record an agreement"), "subtitle": SharingPurpose(purpose).label,
            "heading": agency, "icon": "file-certificate", "submit": _("Record it"),
            "back_url": reverse("sharing:agency_detail", args=[agency.pk]), "back_label": agency,
        }  # fmt: skip
        return render(self.request, "form_page.html", context, status=status)


class AgreementPaperView(PolicyView):
    """The signed document of an agreement."""

    policy = ("agreement", "view")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        agreement = get_object_or_404(Agreement, pk=pk)
        return file_response(agreement_paper(agreement), agreement.paper_type, agreement.paper_name)


class AgreementAttachView(PolicyView):
    """Keep the signed document beside an agreement that was recorded without it."""

    policy = ("agreement", "update")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(get_object_or_404(Agreement, pk=pk), AgreementPaperForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        agreement, form = get_object_or_404(Agreement, pk=pk), AgreementPaperForm(request.POST, request.FILES)
        if form.is_valid():
            paper = paper_of(form.cleaned_data["paper"])
            assert paper is not None
            try:
                agreement_attach(agreement, paper=paper, by=self.profile)
            except HamrohError as error:
                form_refuse(form, error)
            else:
                note_success(request, _("The document was added."))
                return redirect("sharing:agency_detail", agreement.agency_id)
        return self._page(agreement, form, 422)

    def _page(self, agreement: Agreement, form: AgreementPaperForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form, "title": _("Add the signed document"), "subtitle": agreement.document_number,
            "heading": agreement.agency, "icon": "file-certificate", "submit": _("Upload"),
            "back_url": reverse("sharing:agency_detail", args=[agreement.agency_id]), "back_label": agreement.agency,
        }  # fmt: skip
        return render(self.request, "form_page.html", context, status=status)


class AgreementLetEndView(PolicyView):
    """It need not be signed anew."""

    policy = ("agreement", "update")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        agreement = agreement_let_end(get_object_or_404(Agreement, pk=pk), by=self.profile)
        note_success(request, _("It ends on its day. Nothing more is to be done."))
        return redirect("sharing:agency_detail", agreement.agency_id)


class AgreementEndView(PolicyView):
    """End an agreement before its time, and with it everything that was released under it."""

    policy = ("agreement", "update")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        agreement = get_object_or_404(Agreement, pk=pk)
        agreement_end(agreement, by=self.profile)
        note_success(request, _("The agreement has ended, and with it all that was shared under it."))
        return redirect("sharing:agency_detail", agreement.agency_id)
