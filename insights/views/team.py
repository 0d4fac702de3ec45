"""Who needs my help today? The workers of the region, the oldest overdue, and what waits for a decision."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.errors import HamrohError, NotFound
from accounts.rest.pagination import Page
from accounts.web import PolicyView, access_log_cases, note_success, pager
from insights.enums import ApprovalKind
from insights.forms import Scope
from insights.queries.approvals import LIMIT, MANY, Waiting, approval_counts, approvals
from insights.queries.board import PAGE_MEASURES, Value, cells
from insights.queries.freshness import freshness
from insights.queries.team import SORTS, loads, oldest_overdue
from insights.services.approvals import approval_decide
from insights.services.refresh import caseload_limit
from tasks import clock

WORKERS, FIRST = 25, 5


def _log(view: PolicyView, rows: list[Waiting]) -> None:
    access_log_cases(view.profile, [row.case.pk for row in rows if row.case is not None])


class TeamView(PolicyView):
    """The page that a supervisor starts with."""

    policy = ("team", "view")

    def get(self, request: HttpRequest) -> HttpResponse:
        sort = request.GET.get("sort", "")
        try:
            page = Page(
                loads(self.profile), keyset=SORTS.get(sort, SORTS["-overdue"]), size=WORKERS,
                cursor=request.GET.get("cursor", ""),
            )  # fmt: skip
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        waiting = _first(approvals(self.profile))
        _log(self, waiting)
        counts = approval_counts(self.profile)
        context = {
            "page": page, "limit": caseload_limit(), "today": clock.today(), "fresh": freshness(),
            "overdue": oldest_overdue(self.profile), "waiting": waiting, "waiting_total": sum(counts.values()),
            "sums": _sums(self), "next_url": request.get_full_path(), "many": MANY, **pager(request, page),
        }  # fmt: skip
        return render(request, "insights/team.html", context)


def _first(rows: list[Waiting]) -> list[Waiting]:
    """The oldest of all kinds."""
    return sorted(rows, key=lambda row: row.since)[:FIRST]


def _sums(view: PolicyView) -> dict[str, Any]:
    """The four numbers on top. One query."""
    found = cells(view.profile, Scope(), [*PAGE_MEASURES, "high_unvisited"])

    def total(measure: str) -> Value:
        rows = [cell for cell in found if cell.measure == measure]
        return Value(sum(cell.count for cell in rows), sum(cell.of for cell in rows))

    return {name: total(name) for name in ("overdue", "high_unvisited", "open", "caseload")}


class ApprovalsView(PolicyView):
    """Everything that waits, each with its evidence and the decision beside it."""

    policy = ("approvals", "view")

    def get(self, request: HttpRequest, refused: HamrohError | None = None, where: str = "") -> HttpResponse:
        kind = request.GET.get("kind", "")
        if kind not in ApprovalKind.values:
            kind = ""
        rows = approvals(self.profile, kind)
        _log(self, rows)
        counts = approval_counts(self.profile)
        address = reverse("insights:approvals")
        tabs = [{"label": _("All"), "url": address, "active": not kind, "count": sum(counts.values())}]
        tabs += [
            {"label": ApprovalKind(code).label, "url": f"{address}?kind={code}", "active": code == kind, "count": n}
            for code, n in counts.items()
            if n or code == kind
        ]
        context = {
            "waiting": rows, "tabs": tabs, "next_url": request.get_full_path(), "refused": refused, "where": where,
            "limit": LIMIT, "is_long": any(n > LIMIT for n in counts.values()),
        }  # fmt: skip
        status = refused.status if refused else 200
        return render(request, "insights/approvals.html", context, status=status)


class DecideView(ApprovalsView):
    """One decision; back to the page that it was taken on. A refusal is shown at the thing itself."""

    policy = ("approvals", "decide")

    def asks_fresh(self, **keys: Any) -> bool:
        return keys["kind"] == ApprovalKind.SUMMARY and self.request.POST.get("decision") == "release"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("insights:approvals")

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        decision, words = request.POST.get("decision", ""), request.POST.get("comments", "")
        worker = request.POST.get("worker", "")
        try:
            approval_decide(
                kind, pk, decision=decision, comments=words, by=self.profile,
                worker=int(worker) if worker.isascii() and worker.isdigit() and len(worker) < 18 else None,
            )  # fmt: skip
        except NotFound:
            raise
        except HamrohError as error:
            if error.status == 403:
                raise
            return super().get(request, refused=error, where=f"{kind}-{pk}")
        note_success(request, _("Decided: %(kind)s.") % {"kind": ApprovalKind(kind).label})
        return redirect(self._next())

    def _next(self) -> str:
        given = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(given, {self.request.get_host()}, require_https=self.request.is_secure()):
            return str(given)
        return reverse("insights:approvals")
