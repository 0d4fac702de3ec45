"""My day: what must I do now, where, and for whom?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.web import PolicyView
from tasks.agenda import my_day


class MyDayView(PolicyView):
    """Overdue, today, this week, done; what changed, what came back."""

    policy = ("task", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "tasks/my_day.html", my_day(self.profile))
