"""Requests of persons, demands of authorities, complaints: recorded, decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import clock, crypto
from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import Level
from accounts.errors import Conflict, Invalid
from accounts.models import Office, Profile
from accounts.policy import refuse_own
from cases.access import ensure_reach
from cases.enums import RunState
from cases.implicated import LEFT_OUT, is_left_out
from cases.models import Case, RetentionRun
from cases.numbers import number_new
from cases.services.retention import run_for_request
from cases.timeline import timeline_add
from sharing.enums import DECISIONS, DecisionState, RightKind, ToldPerson
from sharing.models import Complaint, Demand, PersonRequest
from tasks.services.tasks import task_create

from .notices import words_of_worker

#: Days within which a request is answered.
ANSWER_WITHIN = timedelta(days=30)
_LENGTH = 4000


@transaction.atomic
def request_record(
    case: Case, *, kind: str, asked_by: str, text: str, by: Profile, received_on: date | None = None
) -> PersonRequest:
    """Record what somebody asks about herself; a task keeps its deadline. Raises Invalid, also where who asks for a
    child is left out of what is decided for her; NotAllowed for who is not in charge of the case."""
    ensure_reach(by, case, Level.CHARGE)
    day = received_on or clock.today()
    problems: dict[str, Any] = {}
    if kind not in RightKind.values:
        problems["kind"] = _("Choose one of the list.")
    if not asked_by.strip():
        problems["asked_by"] = _("Give the name.")
    elif is_left_out(case, asked_by):
        problems["asked_by"] = LEFT_OUT
    if not text.strip() or len(text) > _LENGTH:
        problems["text"] = _("Write down what is asked, in at most 4,000 signs.")
    if day > clock.today():
        problems["received_on"] = _("This day lies in the future.")
    if problems:
        raise Invalid(fields=problems)
    due = day + ANSWER_WITHIN
    found = PersonRequest.objects.create(
        case=case, number=case.number, kind=kind, asked_by=asked_by.strip(), text=text.strip(), received_on=day,
        due_on=due, created_by=by,
    )  # fmt: skip
    timeline_add(case=case, kind="right_asked", by=by, object_id=found.pk, details={"right": kind})
    if case.is_open and case.worker_id is not None:
        with words_of_worker(case):
            title = _("Request by the person: %(right)s") % {"right": RightKind(kind).label}
            task_create(case, title=title[:200], due_on=max(due, clock.today()), by=None)
    return found


def _check_decision(state: str, answer: str) -> None:
    problems: dict[str, Any] = {}
    if state not in dict(DECISIONS):
        problems["state"] = _("Choose what was decided.")
    if not answer.strip() or len(answer) > _LENGTH:
        problems["answer"] = _("Give the reasons, in at most 4,000 signs.")
    if problems:
        raise Invalid(fields=problems)


@transaction.atomic
def request_decide(found: PersonRequest, *, state: str, answer: str, by: Profile) -> PersonRequest:
    """The data protection officer's decision, once. A granted erasure begins at once, under the terms of retention: a
    second person agrees to it. Raises Invalid, NotAllowed for the own request, Conflict."""
    refuse_own(by, found.created_by_id)
    _check_decision(state, answer)
    locked = PersonRequest.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if not locked.is_open:
        raise Conflict(_("This was decided before."))
    locked.state, locked.answer, locked.decided_by, locked.decided_at = state, answer.strip(), by, timezone.now()
    locked.save(update_fields=["state", "answer", "decided_by", "decided_at", "updated_at"])
    if locked.kind == RightKind.ERASURE and state != DecisionState.REFUSED:
        run_for_request(case_id=locked.case_id, number=locked.number, request=locked.pk, by=by)
    return locked


def request_tell(run_id: int) -> None:
    """Write down at a request for erasure what went, or will go, and what stays. Acts as the system."""
    run = RetentionRun.objects.get(pk=run_id)
    if run.request is not None:
        counts = run.erased if run.state == RunState.DONE else run.counts
        outcome = {"state": run.state, "run": run.pk, "goes": list(counts), "kept": run.kept}
        PersonRequest.objects.filter(pk=run.request).update(outcome=outcome)


@transaction.atomic
def demand_record(
    *, authority: str, text: str, received_on: date, by: Profile, reference: str = "", legal_basis: str = ""
) -> Demand:
    """Put a demand on the register. Nothing leaves by it. Raises Invalid."""
    problems: dict[str, Any] = {}
    if not authority.strip():
        problems["authority"] = _("Say who demands it.")
    if not text.strip() or len(text) > _LENGTH:
        problems["text"] = _("Write down what is asked, in at most 4,000 signs.")
    if received_on > clock.today():
        problems["received_on"] = _("This day lies in the future.")
    if problems:
        raise Invalid(fields=problems)
    return Demand.objects.create(
        authority=authority.strip(), text=text.strip(), received_on=received_on, reference=reference.strip(),
        legal_basis=legal_basis.strip(), created_by=by,
    )  # fmt: skip


@transaction.atomic
def demand_decide(
    found: Demand, *, state: str, answer: str, told: str, by: Profile, released: str = "", told_note: str = ""
) -> Demand:
    """Decide a demand, once: what was given, and whether the person was told. Raises Invalid, Conflict."""
    _check_decision(state, answer)
    problems: dict[str, Any] = {}
    gives = state != DecisionState.REFUSED
    if gives and not found.legal_basis:
        problems["state"] = _("Without a legal basis nothing is given.")
    if gives and not released.strip():
        problems["released"] = _("Write down exactly what was given.")
    if told not in ToldPerson.values:
        problems["told"] = _("Say whether the person was told.")
    elif told != ToldPerson.TOLD and not told_note.strip():
        problems["told_note"] = _("Say why not, and by which law.")
    if problems:
        raise Invalid(fields=problems)
    locked = Demand.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if not locked.is_open:
        raise Conflict(_("This was decided before."))
    locked.state, locked.answer, locked.told, locked.told_note = state, answer.strip(), told, told_note.strip()
    locked.released = released.strip() if gives else ""
    locked.decided_by, locked.decided_at = by, timezone.now()
    locked.save(update_fields=[
        "state", "answer", "released", "told", "told_note", "decided_by", "decided_at", "updated_at",
    ])  # fmt: skip
    return locked


def complaint_make(*, text: str, contact: str = "", region: Office | None = None) -> str:
    """Hand a complaint to the Ombudsman's office; returns its code. Whoever is signed in leaves no trace in it: the row
    is written by the role of the entrance, and only its day is kept. Raises Invalid."""
    if not text.strip() or len(text) > _LENGTH or len(contact) > 300:
        raise Invalid(fields={"text": _("Say what happened, in at most 4,000 signs.")})
    code = number_new()
    secret = crypto.encrypt(text.strip().encode())
    reach = crypto.encrypt(contact.strip().encode()) if contact.strip() else None
    # Plain SQL: Django's INSERT reads the key back, and nobody in the house may read a complaint.
    with acting_as(DatabaseRole.IDENTITY), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sharing_complaint (code, region_id, text, contact, made_on, state) "
            "VALUES (%s, %s, %s, %s, %s, 'open')",
            [code, region.pk if region else None, secret, reach, clock.today()],
        )
    return code


@transaction.atomic
def complaint_close(found: Complaint, *, state: str, answer: str, by: Profile) -> Complaint:
    """The Ombudsman's office says what was done. Raises Invalid, Conflict."""
    _check_decision(state, answer)
    locked = Complaint.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if locked.state != DecisionState.OPEN:
        raise Conflict(_("This was decided before."))
    locked.state, locked.answer, locked.closed_by, locked.closed_at = state, answer.strip(), by, timezone.now()
    locked.save(update_fields=["state", "answer", "closed_by", "closed_at"])
    return locked
