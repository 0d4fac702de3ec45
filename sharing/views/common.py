"""What the pages about one case stand on."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from cases.models import Case
from cases.views.common import CaseView


class CaseSharingView(CaseView):
    """A page of one case: its consents, its summaries. The person stands at the top."""

    tab = "sharing"

    def page(self, template: str, case: Case, status: int = 200, **context: Any) -> HttpResponse:
        return super().page(template, case, status, **context)
