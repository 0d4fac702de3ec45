"""The team's tasks: what is due in the region, by worker, kind and lateness. Filters stand in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.rest.pagination import Page
from accounts.web import PolicyView, pager
from tasks.agenda import households, related, rows_of
from tasks.forms import TeamFilterForm
from tasks.models import Task

SIZE = 50
ASKED = 20


def team_filter(tasks: Any, chosen: Mapping[str, Any]) -> Any:
    """Narrow the region's tasks by what the form says; active ones only."""
    tasks = tasks.active()
    if chosen.get("worker"):
        tasks = tasks.filter(assignee=chosen["worker"])
    if chosen.get("kind"):
        tasks = tasks.filter(kind=chosen["kind"])
    narrow = {
        "overdue": lambda: tasks.overdue(),
        "late1": lambda: tasks.overdue_for(1, 7),
        "late8": lambda: tasks.overdue_for(8, 30),
        "late31": lambda: tasks.overdue_for(31),
        "escalated": lambda: tasks.escalated(),
        "unassigned": lambda: tasks.filter(assignee=None),
        "extension": lambda: tasks.extension_asked(),
    }.get(chosen.get("show") or "")
    return narrow() if narrow else tasks


class TeamTasksView(PolicyView):
    """What is due in the region."""

    policy = ("team", "view")

    def get(self, request: HttpRequest) -> HttpResponse:
        form = TeamFilterForm(request.GET or None, profile=self.profile)
        chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
        listed = Task.objects.listed_for(self.profile)
        tasks = related(team_filter(listed, chosen)).select_related("extension_by")
        try:
            page = Page(tasks, keyset=("due_on", "id"), size=SIZE, cursor=request.GET.get("cursor", ""))
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        asked: list[Task] = []
        if not chosen and not request.GET.get("cursor"):
            waiting = related(listed.extension_asked()).select_related("extension_by")
            asked = list(waiting.order_by("due_on", "id")[:ASKED])
        people = households([*page.rows, *asked], self.profile)
        context = {
            "form": form, "rows": rows_of(page.rows, self.profile, people),
            "asked": rows_of(asked, self.profile, people), "next_url": request.get_full_path(),
            **pager(request, page),
        }  # fmt: skip
        return render(request, "tasks/team.html", context)
