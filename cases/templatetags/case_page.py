"""The parts of a case's page. ``{% load case_page %}``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import Profile
from cases.models import Case, Person, TimelineEntry
from cases.timeline import DETAILS, KINDS, entry_text

register = template.Library()


@register.filter
def short_name(person: Person) -> str:
    """Surname and given name, for the circle with the initials."""
    return " ".join(filter(None, (person.surname, person.given_name)))


@register.filter
def is_past(day: date | None) -> bool:
    return day is not None and day < timezone.localdate()


@register.simple_tag(takes_context=True)
def case_panel(context: Any, panel: dict[str, Any]) -> SafeString:
    """A panel of another room: its template sees its own context beside that of the page."""
    with context.push(**panel, panel=panel):
        return get_template(panel["template"]).template.render(context)  # type: ignore[attr-defined]


def entry_row(entry: TimelineEntry, case: Case) -> dict[str, Any]:
    """One line of the timeline as its template shows it."""
    kind = KINDS.get(entry.kind)
    url = ""
    if kind is not None and kind.url and entry.object_id is not None:
        try:
            url = reverse(kind.url, args=[case.number, entry.object_id])
        except NoReverseMatch:
            url = ""
    detail = reverse("cases:timeline_detail", args=[case.number, entry.pk]) if entry.kind in DETAILS else ""
    author: Profile | None = entry.author
    return {
        "entry": entry, "icon": kind.icon if kind else "point", "text": entry_text(entry), "url": url, "detail": detail,
        "by": author.name if author else "", "late": abs((entry.recorded_at - entry.at).days) >= 1,
    }  # fmt: skip
