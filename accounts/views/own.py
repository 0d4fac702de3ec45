"""Everybody's own pages: language, account, help."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts.errors import HamrohError
from accounts.services import profile_settings
from accounts.web import PolicyView, form_refuse, note_success


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Change the language: in the profile of who is signed in, in a cookie for everybody else."""
    profile = getattr(request, "profile", None)
    wanted = request.POST.get("language", "")
    if profile is None or wanted not in dict(settings.LANGUAGES):
        return set_language(request)
    profile_settings(profile, language=wanted)
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    answer = redirect(target if safe else "/")
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 86400, samesite="Lax", httponly=True)
    return answer


class AccountForm(forms.Form):
    """One's own settings."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("For example Asia/Tashkent or Asia/Almaty."),
        max_length=40,
    )  # fmt: skip


class AccountView(PolicyView):
    """Who I am here, my language and time zone, and the way to password and second step."""

    policy = ("me", "view")

    def get(self, request: HttpRequest) -> HttpResponse:
        form = AccountForm(initial={"language": self.profile.language, "time_zone": self.profile.time_zone})
        return self._page(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AccountForm(request.POST)
        if form.is_valid():
            try:
                profile_settings(self.profile, **form.cleaned_data)
            except HamrohError as error:
                form_refuse(form, error)
            else:
                note_success(request, _("Your settings are saved."))
                return redirect("accounts:account")
        return self._page(form, status=422)

    def _page(self, form: AccountForm, status: int = 200) -> HttpResponse:
        place = self.profile.agency or self.profile.office
        rows: list[dict[str, Any]] = [
            {"label": _("Name"), "value": self.profile.name},
            {"label": _("E-mail"), "value": self.request.user.email},
            {"label": _("Role"), "value": self.profile.get_role_display()},
            {"label": _("Agency") if self.profile.agency else _("Office"), "value": place},
        ]
        return render(self.request, "account/own.html", {"form": form, "rows": rows}, status=status)


class HelpView(PolicyView):
    """What to do when, in plain words, for the role of the reader."""

    policy = ("me", "view")

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "account/help.html")
