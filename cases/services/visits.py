"""A visit is recorded once, for the whole household, and told to every member's case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from accounts.models import Profile
from cases.ages import is_child
from cases.enums import CONCERNS, NotAlone, NotSeen, PlaceKind, Safety
from cases.models import Case, Family, Visit, VisitDraft, VisitMember
from cases.signals import visit_recorded
from cases.timeline import timeline_add
from cases.visit_sections import SECTIONS


@dataclass(frozen=True)
class MemberSeen:
    """What the visitor says of one member. ``seen_alone`` is needed for children who were seen, else None."""

    case: int
    seen: bool
    not_seen_reason: str = ""
    seen_alone: bool | None = None
    not_alone_reason: str = ""
    concern: bool = False
    note: str = ""


@transaction.atomic
def visit_record(
    family: Family,
    *,
    on: date,
    members: Sequence[MemberSeen],
    safety: str,
    by: Profile,
    place: str = PlaceKind.HOME,
    safety_note: str = "",
    others_present: str = "",
    note: str = "",
    next_visit_on: date | None = None,
    sections: Mapping[str, Mapping[str, Any]] | None = None,
) -> Visit:
    """Record a visit: its members, a line in each timeline, the day on which each was last seen.

    Every open case of the family that the visitor may see has to be spoken of. ``sections`` are cleaned answers of
    what was due (cases/visit_sections.py). Empties the visitor's draft. Raises Invalid.
    """
    cases = {case.pk: case for case in household_cases(family, by)}
    _check(on, members, safety, place, safety_note, next_visit_on, cases)
    visit = Visit.objects.create(
        family=family, on=on, place=place, others_present=others_present, safety=safety,
        safety_note=safety_note, concern=safety in CONCERNS, note=note, next_visit_on=next_visit_on, created_by=by,
    )  # fmt: skip
    named = {member.case for member in members if member.concern} or set(cases)
    for member in members:
        _member_record(visit, cases[member.case], member, by)
    for case_id in named if visit.concern else ():
        timeline_add(
            case=case_id, kind="visit_concern", by=by, at=_moment(on), object_id=visit.pk,
            details={"safety": safety},
        )  # fmt: skip
    for code, cleaned in (sections or {}).items():
        SECTIONS[code].record(visit, cleaned, by)
    VisitDraft.objects.filter(family=family, author=by).update(data={})
    visit_recorded.send(Visit, family_id=family.pk, visit_id=visit.pk)
    return visit


def household_cases(family: Family, profile: Profile) -> list[Case]:
    """The open cases of a family that the user may see, caregivers first, then by age."""
    found = Case.objects.visible_to(profile).open().filter(family=family).select_related("person", "worker")
    return sorted(found, key=lambda case: (case.person.birth_earliest or date.max, case.pk))


def _check(
    on: date,
    members: Sequence[MemberSeen],
    safety: str,
    place: str,
    safety_note: str,
    next_visit_on: date | None,
    cases: Mapping[int, Case],
) -> None:
    fields: dict[str, Any] = {}
    if on > timezone.localdate():
        fields["on"] = _("The visit lies in the future.")
    if place not in PlaceKind.values:
        fields["place"] = _("Choose a place.")
    if safety not in Safety.values:
        fields["safety"] = _("Answer the question of safety first.")
    if safety in CONCERNS and not safety_note.strip():
        fields["safety_note"] = _("Say what you saw or heard.")
    if next_visit_on is not None and next_visit_on <= on:
        fields["next_visit_on"] = _("The next visit lies after this one.")
    told = [member.case for member in members]
    if len(set(told)) != len(told) or not set(told) <= set(cases):
        fields["members"] = _("Name each member of this family once.")
    elif missing := set(cases) - set(told):
        fields["members"] = _("Say for each member whether you saw her: %(count)s missing.") % {"count": len(missing)}
    else:
        for member in members:
            fields |= _member_errors(member, cases[member.case], on)
    if not fields and not members:
        fields["members"] = _("There is no open case in this family.")
    if fields:
        raise Invalid(fields=fields)


def _member_errors(member: MemberSeen, case: Case, on: date) -> dict[str, Any]:
    """Errors keyed by the field of the form: ``m<case>-…``."""
    if not member.seen:
        bad = member.not_seen_reason not in NotSeen.values
        return {f"m{case.pk}-not_seen_reason": _("Say why she was not seen.")} if bad else {}
    if not is_child(case.person, on):
        return {}
    if member.seen_alone is None:
        return {f"m{case.pk}-seen_alone": _("Was the child seen alone?")}
    if not member.seen_alone and member.not_alone_reason not in NotAlone.values:
        return {f"m{case.pk}-not_alone_reason": _("Say why the child was not seen alone.")}
    return {}


def _member_record(visit: Visit, case: Case, member: MemberSeen, by: Profile) -> None:
    child = is_child(case.person, visit.on)
    VisitMember.objects.create(
        visit=visit, case=case, seen=member.seen, created_by=by, note=member.note,
        not_seen_reason="" if member.seen else member.not_seen_reason,
        seen_alone=member.seen_alone if member.seen and child else None,
        not_alone_reason=member.not_alone_reason if member.seen and child and not member.seen_alone else "",
        concern=member.concern and visit.concern,
    )  # fmt: skip
    kind, details = ("visit_seen", {"visit_place": visit.place}) if member.seen else (
        "visit_not_seen", {"not_seen": member.not_seen_reason}
    )  # fmt: skip
    timeline_add(case=case, kind=kind, by=by, at=_moment(visit.on), object_id=visit.pk, details=details)
    if member.seen and (case.last_visit_on is None or case.last_visit_on < visit.on):
        case.last_visit_on = visit.on
        case.save(update_fields=["last_visit_on", "updated_at"])


def _moment(on: date) -> datetime:
    """Now for today's visit; noon for one that is entered later."""
    now = timezone.localtime()
    return now if on == now.date() else timezone.make_aware(datetime.combine(on, time(12)))


@transaction.atomic
def visit_draft_save(family: Family, *, data: Mapping[str, Any], by: Profile) -> VisitDraft:
    """Keep what is typed so far; one draft for each worker and family."""
    draft, _made = VisitDraft.objects.update_or_create(family=family, author=by, defaults={"data": dict(data)})
    return draft


def visit_draft_of(family: Family, *, by: Profile) -> dict[str, Any]:
    """What the worker has typed so far; empty where nothing is kept."""
    draft = VisitDraft.objects.filter(family=family, author=by).first()
    return dict(draft.data) if draft else {}
