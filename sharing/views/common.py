"""What the pages about one case stand on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.web import PolicyView
from cases.access import case_for
from cases.models import Case


class CaseSharingView(PolicyView):
    """A page of one case: its consents, its summaries."""

    def case(self, number: str) -> Case:
        return case_for(self.profile, number)

    def page(self, template: str, case: Case, status: int = 200, **context: Any) -> HttpResponse:
        return render(self.request, template, {"case": case, "person": case.person, **context}, status=status)
