"""For the data protection officer: what went to whom, and who read it. No case content."""

from __future__ import annotations

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Agency
from accounts.rest.pagination import Page
from accounts.web import PolicyView, pager
from cases.enums import SharingPurpose
from cases.numbers import number_read
from sharing.models import SummaryReading
from sharing.queries import disclosures
from sharing.registry import label


class DisclosureListView(PolicyView):
    """What left, to whom, why, until when, and how often was it read?"""

    policy = ("disclosure", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = disclosures()
        agency, purpose = request.GET.get("agency", ""), request.GET.get("purpose", "")
        state, code = request.GET.get("state", ""), request.GET.get("code", "").strip()
        if agency.isdigit():
            rows = rows.filter(agency_id=int(agency))
        if purpose in SharingPurpose.values:
            rows = rows.filter(purpose=purpose)
        if state == "running":
            rows = rows.running()
        elif state == "unconfirmed":
            rows = rows.unconfirmed()
        try:
            page = Page(rows, keyset=("-pk",), size=50, cursor=request.GET.get("cursor", ""))
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        context = {
            "rows": [{"release": row, "fields": [label(one) for one in row.fields]} for row in page.rows],
            "agencies": Agency.objects.order_by("name"), "agency": agency, "purpose": purpose, "state": state,
            "purposes": SharingPurpose.choices, "code": code, "printed": self._printed(code), **pager(request, page),
        }  # fmt: skip
        return render(request, "sharing/disclosure_list.html", context)

    @staticmethod
    def _printed(code: str) -> SummaryReading | None:
        """Who printed the page that bears this code."""
        wanted = number_read(code) if code else None
        if wanted is None:
            return None
        return SummaryReading.objects.filter(code=wanted).select_related("reader").first()


class DisclosureDetailView(PolicyView):
    """Each reading of one summary."""

    policy = ("disclosure", "list")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = disclosures().filter(pk=pk).first()
        if row is None:
            raise Http404
        readings = SummaryReading.objects.filter(release_id=pk).select_related("reader").order_by("-id")[:500]
        context = {"release": row, "fields": [label(one) for one in row.fields], "readings": readings}
        return render(request, "sharing/disclosure_detail.html", context)
