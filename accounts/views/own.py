"""What everybody has: language, the own account, help."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts.forms import SettingsForm
from accounts.models import Profile
from accounts.policy import may
from accounts.services import profile_settings
from accounts.web import PolicyView, form_saves, note_success


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


class AccountView(PolicyView):
    """Who I am here, my language, my password and second factor."""

    policy = ("me", "view")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(SettingsForm(initial=self._now(self.profile)))

    def post(self, request: HttpRequest) -> HttpResponse:
        if not may(self.profile, "me", "update"):
            raise PermissionDenied
        form = SettingsForm(request.POST)
        if form_saves(form, profile_settings, self.profile):
            note_success(request, _("Saved."))
            return redirect("accounts:account")
        return self._page(form, status=422)

    @staticmethod
    def _now(profile: Profile) -> dict[str, Any]:
        return {"language": profile.language, "time_zone": profile.time_zone}

    def _page(self, form: SettingsForm, status: int = 200) -> HttpResponse:
        rows = [
            {"label": _("Name"), "value": self.profile.name},
            {"label": _("E-mail"), "value": self.request.user.email},
            {"label": _("Role"), "value": self.profile.get_role_display()},
            {"label": _("Office"), "value": self.profile.office or self.profile.agency},
        ]
        context = {"form": form, "rows": rows, "may_make_tokens": may(self.profile, "api_token", "create")}
        return render(self.request, "accounts/account.html", context, status=status)


class HelpView(PolicyView):
    """Short guides and the words of the field."""

    policy = ("me", "view")

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/help.html")
