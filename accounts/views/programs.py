"""Programs of an agency: the administrator makes them, gives a new secret, ends them; each secret is shown once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.clients import OVERLAP, client_create, client_end, client_rotate
from accounts.forms import ProgramForm
from accounts.models import Agency, AgencyClient, Profile
from accounts.policy import may
from accounts.queries import programs_of
from accounts.web import PolicyView, note_success


def programs_page(request: HttpRequest, profile: Profile, agency: Agency, **shown: Any) -> HttpResponse:
    """The programs of an agency, with a secret that was made just now where there is one."""
    context = {
        "agency": agency, "programs": programs_of(agency), "hours": int(OVERLAP.total_seconds() // 3600),
        "may_change": may(profile, "agency_client", "create"), **shown,
    }  # fmt: skip
    return render(request, "accounts/programs.html", context)


class ProgramListView(PolicyView):
    """Which programs does this agency have?"""

    policy = ("agency_client", "list")

    def get(self, request: HttpRequest, agency_id: int) -> HttpResponse:
        return programs_page(request, self.profile, get_object_or_404(Agency, pk=agency_id))


class ProgramCreateView(PolicyView):
    """Add a program; its client and secret are shown on the page that answers, and never again."""

    policy = ("agency_client", "create")

    def get(self, request: HttpRequest, agency_id: int) -> HttpResponse:
        return self._form(ProgramForm(), get_object_or_404(Agency, pk=agency_id))

    def post(self, request: HttpRequest, agency_id: int) -> HttpResponse:
        agency, form = get_object_or_404(Agency, pk=agency_id), ProgramForm(request.POST)
        if not form.is_valid():
            return self._form(form, agency, status=422)
        program, secret = client_create(agency=agency, by=self.profile, **form.cleaned_data)
        return programs_page(request, self.profile, agency, made=program, secret=secret)

    def _form(self, form: ProgramForm, agency: Agency, status: int = 200) -> HttpResponse:
        context = {
            "form": form, "title": _("Add a program"), "subtitle": agency, "submit": _("Make"),
            "back_url": reverse("accounts:program_list", args=[agency.pk]), "back_label": _("Programs"),
        }  # fmt: skip
        return render(self.request, "form_page.html", context, status=status)


class ProgramRotateView(PolicyView):
    """A new secret; the one before it stays valid for a day."""

    policy = ("agency_client", "rotate")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        program = get_object_or_404(AgencyClient.objects.select_related("profile__agency"), pk=pk)
        secret = client_rotate(program, by=self.profile)
        assert program.profile.agency is not None
        return programs_page(request, self.profile, program.profile.agency, made=program, secret=secret)


class ProgramEndView(PolicyView):
    """End a program and all its tokens now."""

    policy = ("agency_client", "end")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        program = get_object_or_404(AgencyClient.objects.select_related("profile"), pk=pk)
        client_end(program, by=self.profile)
        note_success(request, _("The program has ended."))
        return redirect("accounts:program_list", program.profile.agency_id)
