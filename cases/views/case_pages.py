"""The page of a case and what is one step away: timeline, identifiers, access, history."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.signing import BadSignature
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.enums import AccessKind
from accounts.models import Profile
from accounts.rest.pagination import Page
from accounts.web import access_log, pager
from cases.enums import ClosureState, StepState
from cases.histories import history_of, history_read
from cases.models import Case, CaseGrant, Closure, Goal, Plan, Restriction, TimelineEntry
from cases.panels import case_panels
from cases.templatetags.case_page import entry_row
from cases.timeline import DETAILS, codes_of, groups

from .common import CaseView

LINES = 15


def timeline_page(case: Case, view: CaseView) -> dict[str, Any]:
    """Lines, newest first, of one group or of all; one query."""
    group = view.request.GET.get("group", "")
    found = TimelineEntry.objects.filter(case=case).for_reader(view.profile).select_related("author")
    if group:
        found = found.filter(kind__in=codes_of(group))
    try:
        page = Page(found, keyset=("-at", "-id"), size=LINES, cursor=view.request.GET.get("cursor", ""))
    except (BadSignature, ValueError, TypeError):
        raise Http404 from None
    base = reverse("cases:case_timeline", args=[case.number])
    buttons: list[dict[str, Any]] = [{"code": "", "label": _("All"), "url": base, "active": not group}]
    for code, label in groups():
        buttons.append({"code": code, "label": label, "url": f"{base}?group={code}", "active": code == group})
    query = urlencode({"cursor": page.next or "", **({"group": group} if group else {})})
    older = f"{base}?{query}" if page.next else ""
    return {"lines": [entry_row(entry, case) for entry in page.rows], "groups": buttons, "older_url": older}


def plan_card(case: Case) -> dict[str, Any]:
    """The newest version and the goals with their progress; two queries."""
    plan = Plan.objects.filter(case=case).select_related("approved_by").order_by("-version").first()
    live = Q(steps__isnull=False) & ~Q(steps__state=StepState.DROPPED)
    goals = list(
        Goal.objects.filter(case=case).order_by("pk").annotate(
            steps_all=Count("steps", filter=live), steps_done=Count("steps", filter=Q(steps__state=StepState.DONE))
        )
    ) if plan else []  # fmt: skip
    reached = sum(goal.state in ("reached", "partly") for goal in goals)
    return {"plan": plan, "goals": goals, "goals_reached": reached}


class CaseDetailView(CaseView):
    """Who is this, is she safe, what happens next?"""

    policy = ("case", "view")

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        access_log(self.profile, AccessKind.CASE, case_id=case.pk)
        waiting = None
        if case.closing_waits:
            waiting = Closure.objects.filter(case=case, state=ClosureState.REQUESTED).first()
        return self.page(
            "cases/case_detail.html", case, panels=case_panels(case, self.profile), closure=waiting,
            **plan_card(case), **timeline_page(case, self),
        )  # fmt: skip


class TimelineView(CaseView):
    """The timeline alone: a part for htmx, a page without."""

    policy = ("case", "view")

    def get(self, request: Any, number: str) -> HttpResponse:
        case = self.case(number)
        context = timeline_page(case, self)
        if request.htmx:
            part = "cases/_timeline_lines.html" if "cursor" in request.GET else "cases/_timeline.html"
            return render(request, part, {"case": case, **context})
        return self.page("cases/timeline_page.html", case, **context)


class TimelineDetailView(CaseView):
    """One line, opened."""

    policy = ("case", "view")

    def get(self, request: Any, number: str, pk: int) -> HttpResponse:
        case = self.case(number)
        entry = TimelineEntry.objects.filter(case=case, pk=pk).for_reader(self.profile).select_related("author").first()
        if entry is None:
            raise Http404
        shown = DETAILS[entry.kind](entry, self.profile) if entry.kind in DETAILS else None
        template, context = shown or ("cases/detail.html", {"text": _("There is no more to show here.")})
        if request.htmx:
            return render(request, template, {"case": case, "entry": entry, **context})
        return self.page(
            "cases/timeline_detail.html",
            case,
            line=entry_row(entry, case),
            entry=entry,
            detail_template=template,
            **context,
        )


class GrantListView(CaseView):
    """Who may open the case besides its worker, and until when."""

    policy = ("grant", "list")
    tab: ClassVar[str] = "access"

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        grants = list(CaseGrant.objects.filter(content_object=case).select_related("given_by").order_by("-id")[:100])
        # By the profile: the user table is for sign-in alone.
        people = dict(Profile.objects.filter(pk__in={one.user_id for one in grants}).values_list("pk", "name"))
        rows = []
        for one in grants:
            rows.append({"grant": one, "who": people.get(one.user_id, "")})
        restriction = None
        if case.restricted:
            restriction = Restriction.objects.in_force().filter(case=case).select_related("made_by").first()
        return self.page("cases/grant_list.html", case, rows=rows, restriction=restriction)


class CaseHistoryView(CaseView):
    """Who changed what and when."""

    policy = ("history", "view")
    tab: ClassVar[str] = "history"

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case = self.case(number)
        access_log(self.profile, AccessKind.HISTORY, case_id=case.pk)
        try:
            page = Page(history_of(case, self.profile), keyset=("-id",), size=50, cursor=request.GET.get("cursor", ""))
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        rows = history_read(page.rows)
        return self.page("cases/case_history.html", case, status=200, rows=rows, **pager(request, page))
