"""Pages of no room: the start, and the health of the system for administrators."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from accounts import shell
from accounts.web import PolicyView
from config import health


def home(request: HttpRequest) -> HttpResponseBase:
    """Where the role starts; the sign-in page for everybody else."""
    profile = getattr(request, "profile", None)
    if profile is None:
        return redirect_to_login("/")
    start = shell.home_url(profile.role)
    return redirect(start) if start else render(request, "home.html")


def nothing(request: HttpRequest) -> HttpResponseBase:
    """A page of a library that this house does not have."""
    raise Http404


class SystemHealthView(PolicyView):
    """Which parts of the system answer."""

    policy = ("system", "view")

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "system_health.html", {"checks": health.run_checks()})
