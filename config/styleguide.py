"""``/styleguide/``: every component on one page, in development only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


class SampleForm(forms.Form):
    """One field of each kind. The people in the examples are made up."""

    name = forms.CharField(label="Name as she writes it", help_text="As in her own papers, in any script.")
    born = forms.DateField(label="Date of birth", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    risk = forms.ChoiceField(label="Risk", choices=[("", "Choose…"), ("high", "High"), ("low", "Low")])
    seen = forms.ChoiceField(
        label="Was the child seen alone?", widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No"), ("later", "Not today")],
    )  # fmt: skip
    needs = forms.MultipleChoiceField(
        label="What is needed", widget=forms.CheckboxSelectMultiple, required=False,
        choices=[("school", "School place"), ("clinic", "Clinic"), ("papers", "Papers")],
    )  # fmt: skip
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    paper = forms.FileField(label="Document", required=False)
    agreed = forms.BooleanField(label="The caregiver has agreed", help_text="Ask again in her own language.")


TIMELINE: list[dict[str, Any]] = [
    {"icon": "home-heart", "title": "Home visit: everyone seen", "by": "Dilnoza Karimova", "on": date(2020, 12, 21),
     "detail": "The youngest has started to speak with the neighbours' children."},
    {"icon": "alert-triangle", "title": "Risk raised to high", "by": "Dilnoza Karimova", "alert": True,
     "at": datetime(2020, 12, 18, 15, 4, tzinfo=ZoneInfo("Asia/Tashkent"))},
    {"icon": "vaccine", "title": "Measles, first dose", "by": "City clinic 3", "on": date(2020, 12, 14)},
]  # fmt: skip
STEPS = [
    {"label": "Manifest checked", "count": "98 of 98", "state": "done"},
    {"label": "Landed", "count": "97 of 98", "state": "done"},
    {"label": "Triaged", "count": "62 of 97", "state": "now"},
    {"label": "Placed", "count": "0 of 97", "state": "todo"},
    {"label": "Assigned", "count": "0 of 97", "state": "todo"},
]
SUMMARY = [
    {"label": "Born", "value": "about 2014"},
    {"label": "Caregiver", "value": "Maryam Yoʻldosheva, grandmother", "url": "#", "action": "Change"},
    {"label": "Birth certificate", "value": ""},
]
TABS = [
    {"label": "Timeline", "url": "#", "active": True, "count": None},
    {"label": "Documents", "url": "#", "active": False, "count": 4},
    {"label": "History", "url": "#", "active": False, "count": None},
]
TASKS: list[dict[str, Any]] = [
    {"row_id": "t1", "icon": "home-heart", "title": "Home visit", "person": "Yoʻldoshev family, 5 members",
     "overdue": True, "place": "Samarqand, Registon mahalla",
     "why": "High risk: weekly visit", "due_text": "3 days late", "form_url": "#"},
    {"row_id": "t2", "icon": "clipboard-check", "title": "Plan review", "person": "Gulnora Y.", "place": "Samarqand",
     "why": "Medium risk: review every three months", "due_text": "today", "form_url": "#"},
]  # fmt: skip
CASES = [
    dict(zip(("number", "name", "age", "risk", "status", "due"), row, strict=True))
    for row in (
        ("K7Q2-9M4X", "Гулнора Йўлдошева", "6", "high", "Plan", "2 Dec"),
        ("M3TX-84PA", "Abdulloh Yoʻldoshev", "about 10", "medium", "Assessment", "4 Dec"),
        ("R9WD-2KHE", "Maryam Yoʻldosheva", "31", "low", "Implementation", "20 Dec"),
        ("C6HN-77QK", "Name unknown", "not known", "", "Registered", "today"),
    )
]


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component. Raises Http404 in production."""
    if settings.PRODUCTION:
        raise Http404
    wrong = SampleForm({"name": "", "risk": "", "note": "Text is kept."}, prefix="wrong")
    return render(request, "styleguide.html", {
        "form": SampleForm(), "wrong": wrong, "timeline": TIMELINE, "steps": STEPS, "summary": SUMMARY,
        "tabs": TABS, "tasks": TASKS, "cases": CASES,
    })  # fmt: skip
