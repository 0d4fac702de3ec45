"""The page of the code of conduct. Under /account/: it stands before everything else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.conduct import RULES, VERSION, conduct_accept, conduct_until
from accounts.web import PolicyView


class ConductView(PolicyView):
    """Read it; accept it where that is asked."""

    policy = ("me", "update")

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"rules": RULES, "version": VERSION, "until": conduct_until(self.profile.pk)}
        return render(request, "account/conduct.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        conduct_accept(self.profile, version=request.POST.get("version", ""))
        return redirect("/")
