"""Where I am signed in, and how much time is left. Under /account/: sessions belong to the identity role."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.sessions import seconds_left, session_end, sessions_end, sessions_of
from accounts.web import PolicyView, note_success

#: Marks in the browser's own description, the first that fits.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("YaBrowser", "Yandex"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
             ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
            ("Linux", "Linux"))  # fmt: skip


def device_of(agent: str) -> str:
    """Browser and system in two words, from what the browser says of itself."""
    words = [next((name for mark, name in marks if mark in agent), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(word for word in words if word) or _("Unknown device")


@never_cache
@require_http_methods(["GET", "POST"])
def session_state(request: HttpRequest) -> HttpResponseBase:
    """How many seconds are left. POST is a sign of life: "stay signed in"."""
    return JsonResponse({"left": seconds_left(request)})


class SessionListView(PolicyView):
    """My sessions; signing out everywhere."""

    policy = ("me", "view")

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [{"session": one, "device": device_of(one.user_agent)} for one in sessions_of(self.request.user)]
        return render(request, "usersessions/usersession_list.html", {"rows": rows})

    def post(self, request: HttpRequest) -> HttpResponse:
        sessions_end(self.request.user)
        logout(request)
        return redirect("account_login")


class SessionEndView(PolicyView):
    """End one of my sessions."""

    policy = ("me", "view")

    def post(self, request: HttpRequest, **keys: Any) -> HttpResponse:
        session_end(user=self.request.user, pk=keys["pk"])
        note_success(request, _("This session has ended."))
        return redirect("usersessions_list")
