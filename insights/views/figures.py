"""Are they all right, and where not? Figures, each with its target, its trend, the number and the list behind it."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.errors import Invalid
from accounts.policy import may
from accounts.queue import enqueue
from accounts.rest.pagination import Page
from accounts.web import PolicyView, form_refuse, note_success, pager
from insights.forms import Scope, ScopeForm, TargetForm
from insights.indicators import HEADLINE
from insights.jobs import refresh_figures
from insights.queries.board import Board, board_of, targets
from insights.queries.freshness import freshness
from insights.queries.team import loads
from insights.services.refresh import caseload_limit
from insights.services.targets import targets_set
from insights.tilemap import tiles_of


class FiguresView(PolicyView):
    """The page of figures."""

    policy = ("figures", "view")

    def get(self, request: HttpRequest) -> HttpResponse:
        form, problem = ScopeForm(request.GET or None, profile=self.profile), ""
        try:
            scope = form.scope()
        except Invalid as error:
            scope, problem = Scope(), str(error.message)
        context: dict[str, Any] = {
            "form": form, "problem": problem, "national": self.profile.role == Role.NATIONAL,
            "may_target": may(self.profile, "target", "update"),
        }  # fmt: skip
        if not problem:
            board = board_of(self.profile, scope)
            context |= {"board": board, **self._map(request, board)}
        return render(request, "insights/figures.html", context, status=422 if problem else 200)

    @staticmethod
    def _map(request: HttpRequest, board: Board) -> dict[str, Any]:
        """The tiles of one indicator, and links to those of the others; the filters stay in the address."""
        chosen = request.GET.get("map", "")
        if chosen not in {one.code for one in HEADLINE}:
            chosen = HEADLINE[0].code
        tabs = []
        for one in HEADLINE:
            query = request.GET.copy()
            query["map"] = one.code
            url = f"?{query.urlencode()}#map"
            tabs.append({"label": one.label, "url": url, "active": one.code == chosen, "count": None})
        label = next(one.label for one in HEADLINE if one.code == chosen)
        return {"tiles": tiles_of(board, chosen), "map_tabs": tabs, "map_label": label}


class RefreshView(PolicyView):
    """Ask for the figures to be counted now."""

    policy = ("figures", "refresh")

    def post(self, request: HttpRequest) -> HttpResponse:
        enqueue(refresh_figures)
        note_success(request, _("The figures are being counted. Open the page again in a few seconds."))
        return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page that the button stood on: one of this room, by name."""
    pages = {"team": "insights:team", "reports": "insights:reports"}
    return pages.get(request.POST.get("page", ""), "insights:figures")


class CaseloadView(PolicyView):
    """The workers who carry too many cases: the list behind that figure."""

    policy = ("figures", "view")

    def get(self, request: HttpRequest) -> HttpResponse:
        limit = caseload_limit()
        rows = loads(self.profile).filter(cases__gt=limit)
        region = request.GET.get("region", "")
        if region.isascii() and region.isdigit() and len(region) < 18:
            rows = rows.filter(region_id=int(region))
        try:
            page = Page(rows, keyset=("-cases", "-id"), size=50, cursor=request.GET.get("cursor", ""))
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        context = {"page": page, "limit": limit, "fresh": freshness(), **pager(request, page)}
        return render(request, "insights/caseload.html", context)


class TargetsView(PolicyView):
    """The targets and the caseload limit are the coordinator's to set."""

    policy = ("target", "update")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(TargetForm(changed=targets()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TargetForm(request.POST, changed=targets())
        if form.is_valid():
            try:
                targets_set(form.cleaned_data, by=self.profile)
            except Invalid as error:
                form_refuse(form, error)
            else:
                enqueue(refresh_figures)
                note_success(request, _("Saved."))
                return redirect("insights:figures")
        return self._page(form, status=422)

    def _page(self, form: TargetForm, status: int = 200) -> HttpResponse:
        return render(self.request, "insights/targets.html", {"form": form}, status=status)
