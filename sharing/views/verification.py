"""For whoever holds a printed page: is it genuine?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from sharing.forms import VerifyForm
from sharing.services.verification import page_verify


class VerifyView(View):
    """A code in, one word out. By POST, so that no code stands in an address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "sharing/verify.html", {"form": VerifyForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = VerifyForm(request.POST)
        found = page_verify(form.cleaned_data["code"]) if form.is_valid() else ""
        return render(request, "sharing/verify.html", {"form": form, "asked": form.is_valid(), "found": found})
