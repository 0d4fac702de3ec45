"""A person's word on being helped: on casework itself and on each service. A refusal stops the tasks that it is about
and costs her nothing; when she changes her mind, they go on (tasks/services/planning_sql.py)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import clock
from accounts.enums import Level
from accounts.errors import Invalid
from accounts.models import Profile
from cases.access import ensure_reach
from cases.enums import ConsentGiver, ServiceArea, ServiceDecision
from cases.implicated import left_out_problems
from cases.models import Case, Document, Person, ServiceConsent
from cases.signals import cases_changed
from cases.timeline import timeline_add

from .consents import assent_needed, giver_problems, paper_problems, signed_paper
from .documents import Paper


@transaction.atomic
def service_consent_record(
    case: Case,
    *,
    area: str,
    decision: str,
    by: Profile,
    decided_on: date,
    given_by: str,
    manner: str,
    language: str,
    giver_name: str = "",
    assent: str = "",
    assent_note: str = "",
    witness: str = "",
    interpreter: str = "",
    note: str = "",
    document: Document | None = None,
    paper: Paper | None = None,
) -> ServiceConsent:
    """Write down what she decided; it replaces what she said of this area before. From 12 years on a child may refuse
    by herself. ``area`` is a code of ServiceArea. Raises Invalid; NotAllowed for who is not in charge of the case."""
    ensure_reach(by, case, Level.CHARGE)
    values: dict[str, Any] = {
        "area": area, "decision": decision, "decided_on": decided_on, "given_by": given_by, "manner": manner,
        "giver_name": giver_name.strip(), "assent": assent, "assent_note": assent_note.strip(), "language": language,
        "witness": witness.strip(), "interpreter": interpreter.strip(), "note": note.strip(),
    }  # fmt: skip
    problems = {**_problems(case.person, values), **paper_problems(case, document), **left_out_problems(case, values)}
    if problems:
        raise Invalid(fields=problems)
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    ServiceConsent.objects.filter(case=case, area=area, replaced_at=None).update(replaced_at=timezone.now())
    values["document"] = document or signed_paper(case, paper, on=decided_on, by=by)
    found = ServiceConsent.objects.create(case=case, created_by=by, **values)
    others = {one for one in locked.refused if one != area}
    locked.refused = sorted(others | {area} if decision == ServiceDecision.REFUSED else others)
    locked.save(update_fields=["refused", "updated_at"])
    case.refused = locked.refused
    timeline_add(
        case=case, kind="service_decided", by=by, object_id=found.pk,
        details={"service_area": area, "consent_decision": decision},
    )  # fmt: skip
    cases_changed.send(Case, case_ids=[case.pk])
    return found


def _problems(person: Person, values: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if values["area"] not in ServiceArea.values:
        found["area"] = _("Choose what it is about.")
    if values["decision"] not in ServiceDecision.values:
        found["decision"] = _("Choose what was decided.")
    if values["decided_on"] > clock.today():
        found["decided_on"] = _("This day lies in the future.")
    if found:
        return found
    found = giver_problems(person, values, on=values["decided_on"])
    own = values["given_by"] == ConsentGiver.SELF and values["decision"] == ServiceDecision.REFUSED
    if own and assent_needed(person, values["decided_on"]) == "weighty":
        found.pop("given_by", None)
    return found
