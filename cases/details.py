"""What the lines of this room's timeline show when they are opened. Rows are read as the reader, through both walls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Profile
from accounts.policy import may

from .models import CaseGrant, Closure, Goal, LifeEvent, Note, Plan, RiskAssessment, Step, TimelineEntry, VisitMember
from .timeline import detail_add

Shown = tuple[str, Mapping[str, Any]] | None
TEMPLATE = "cases/detail.html"


def _row(model: Any, entry: TimelineEntry, reader: Profile, *related: str) -> Any:
    if entry.object_id is None:
        return None
    return (
        model.objects.visible_to(reader).filter(case=entry.case_id, pk=entry.object_id).select_related(*related).first()
    )


def _shown(text: str = "", rows: Any = (), url: str = "", url_label: Any = "") -> Shown:
    return TEMPLATE, {"text": text, "rows": rows, "detail_url": url, "detail_url_label": url_label}


def _note(entry: TimelineEntry, reader: Profile) -> Shown:
    note: Note | None = _row(Note, entry, reader) if may(reader, "note", "view") else None
    return _shown(note.text) if note else None


def _risk(entry: TimelineEntry, reader: Profile) -> Shown:
    found = RiskAssessment.objects.filter(case=entry.case_id, pk=entry.object_id or 0).first()
    return _shown(found.reason) if found else None


def _plan(entry: TimelineEntry, reader: Profile) -> Shown:
    plan: Plan | None = _row(Plan, entry, reader) if may(reader, "plan", "view") else None
    if plan is None:
        return None
    text = {"plan_reviewed": plan.review_note, "plan_returned": plan.comments, "plan_approved": plan.comments}.get(
        entry.kind, plan.summary
    )
    return _shown(text, url=_plan_url(entry), url_label=_("Open the plan"))


def _plan_url(entry: TimelineEntry) -> str:
    return reverse("cases:plan_page", args=[entry.case.number])


def _goal(entry: TimelineEntry, reader: Profile) -> Shown:
    goal: Goal | None = _row(Goal, entry, reader) if may(reader, "goal", "view") else None
    if goal is None:
        return None
    rows = [
        (_("How we will know"), goal.measure),
        (_("Result"), goal.closed_note),
        (_("Handed over to"), goal.handed_over_to),
    ]
    return _shown(goal.text, [row for row in rows if row[1]], _plan_url(entry), _("Open the plan"))


def _step(entry: TimelineEntry, reader: Profile) -> Shown:
    step: Step | None = _row(Step, entry, reader) if may(reader, "goal", "view") else None
    return _shown(step.text, [(_("Note"), step.note)] if step.note else []) if step else None


def _life_event(entry: TimelineEntry, reader: Profile) -> Shown:
    event: LifeEvent | None = _row(LifeEvent, entry, reader) if may(reader, "life_event", "view") else None
    if event is None:
        return None
    items = list(event.items.values_list("done_on", flat=True))
    done = sum(day is not None for day in items)
    rows = [
        (_("Effect on tasks"), event.get_effect_display()),
        (_("Seen to"), _("%(done)s of %(all)s") % {"done": done, "all": len(items)}),
    ]
    url = reverse("cases:life_event_detail", args=[entry.case.number, event.pk])
    return _shown(event.note, rows, url, _("Open the list"))


def _closure(entry: TimelineEntry, reader: Profile) -> Shown:
    closure: Closure | None = _row(Closure, entry, reader) if may(reader, "case", "close") else None
    if closure is None:
        return None
    rows = [
        (_("The person was told"), closure.get_person_told_display()),
        (_("The caregiver was told"), closure.get_caregiver_told_display()),
        (_("Comments of the supervisor"), closure.comments),
        (_("Reason of the reopening"), closure.reopen_reason),
    ]
    return _shown(closure.explanation, [row for row in rows if row[1]])


def _grant(entry: TimelineEntry, reader: Profile) -> Shown:
    if not may(reader, "grant", "list"):
        return None
    found = CaseGrant.objects.filter(content_object=entry.case_id, pk=entry.object_id or 0).first()
    if found is None:
        return None
    return _shown(found.reason, [(_("Until"), date_format(found.until, "DATE_FORMAT"))] if found.until else [])


def _visit(entry: TimelineEntry, reader: Profile) -> Shown:
    if not may(reader, "visit", "view"):
        return None
    found = VisitMember.objects.visible_to(reader).filter(visit=entry.object_id, case=entry.case_id)
    member: VisitMember | None = found.select_related("visit").first()
    if member is None:
        return None
    visit = member.visit
    rows = [
        (_("Is everybody in this home safe?"), visit.get_safety_display()),
        (_("Seen or heard"), visit.safety_note),
        (_("Not seen"), member.get_not_seen_reason_display()),
        (_("Seen alone"), _("Yes") if member.seen_alone else member.get_not_alone_reason_display()),
        (_("On this person"), member.note),
    ]
    url = reverse("cases:visit_detail", args=[entry.case.number, visit.pk])
    return _shown(visit.note, [row for row in rows if row[1]], url, _("Open the visit"))


for _codes, _function in (
    (("visit_seen", "visit_not_seen", "visit_concern"), _visit),
    (("note_added", "note_added_carriers"), _note),
    (("risk_set",), _risk),
    (("plan_created", "plan_submitted", "plan_returned", "plan_approved", "plan_reviewed"), _plan),
    (("goal_added", "goal_closed"), _goal),
    (("step_done",), _step),
    (("life_event", "life_event_settled"), _life_event),
    (("closure_requested", "closure_returned", "case_closed", "case_reopened"), _closure),
    (("grant_made", "grant_ended"), _grant),
):
    for _code in _codes:
        detail_add(_code, _function)
