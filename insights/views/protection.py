"""The data protection officer's own pages: what waits, odd patterns, access given."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import clock
from accounts.errors import NotFound
from accounts.models import Profile
from accounts.rest.pagination import Page
from accounts.web import PolicyView, note_success, pager
from insights import thresholds
from insights.models import OddPattern
from insights.queries.protection import figures, grants, next_deadline, patterns
from insights.services.patterns import pattern_review


class ProtectionView(PolicyView):
    """Is anybody's data in danger, and what waits for me?"""

    policy = ("protection", "view")

    def get(self, request: HttpRequest) -> HttpResponse:
        found = figures(self.profile)
        deadline = next_deadline()
        context = {
            "waiting": [one for one in found if one.spec.urgent and one.count],
            "quiet": [one for one in found if one.spec.urgent and not one.count],
            "informing": [one for one in found if not one.spec.urgent],
            "deadline": deadline, "late": deadline is not None and deadline < clock.today(),
        }  # fmt: skip
        return render(request, "insights/protection.html", context)


def _page(request: HttpRequest, rows: QuerySet[Any]) -> Page:
    try:
        return Page(rows, keyset=("-pk",), size=50, cursor=request.GET.get("cursor", ""))
    except (BadSignature, ValueError, TypeError):
        raise Http404 from None


class PatternListView(PolicyView):
    """Who opened more than the thresholds bear?"""

    policy = ("odd_pattern", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        show = request.GET.get("show", "")
        page = _page(request, patterns(show))
        context = {
            "rows": [{"pattern": row, "day": clock.today(row.begins_at).isoformat()} for row in page.rows],
            "limits": thresholds,
            "tabs": [
                {"label": _("Not yet reviewed"), "url": "?", "active": show != "all", "count": None},
                {"label": _("All"), "url": "?show=all", "active": show == "all", "count": None},
            ],
            **pager(request, page),
        }  # fmt: skip
        return render(request, "insights/odd_patterns.html", context)


class PatternReviewView(PolicyView):
    """Say that it was looked at."""

    policy = ("odd_pattern", "review")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = OddPattern.objects.filter(pk=pk).first()
        if found is None:
            raise NotFound
        pattern_review(found, by=self.profile)
        note_success(request, _("It is marked as reviewed."))
        return redirect("insights:patterns")


class GrantRegisterView(PolicyView):
    """Who has been let into single cases, by whom, until when? Keys and codes alone."""

    policy = ("protection", "view")

    def get(self, request: HttpRequest) -> HttpResponse:
        page = _page(request, grants())
        people = Profile.objects.in_bulk({key for row in page.rows for key in (row.user_id, row.given_by_id)})
        rows = [
            {"grant": row, "user": people.get(row.user_id), "giver": people.get(row.given_by_id)} for row in page.rows
        ]
        return render(request, "insights/grant_register.html", {"rows": rows, **pager(request, page)})
