"""Conflict of interest: nobody decides on what she asked for herself. Every service of the house that decides is here,
called by the very person who asked, directly and over the API."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.errors import HamrohError, Invalid, NotAllowed
from accounts.models import Profile
from cases.models import (
    Case,
    CaseGrant,
    Consent,
    NeedToKnow,
    Opening,
    Person,
    Plan,
    RetentionRule,
    RetentionRun,
    Transfer,
)
from cases.services.closure import case_close_approve, case_close_request, case_close_return
from cases.services.consents import consent_override_approve, consent_record
from cases.services.grants import grant_create, view_permission
from cases.services.needtoknow import need_name
from cases.services.openings import opening_review
from cases.services.plans import goal_add, plan_approve, plan_create, plan_return, plan_submit
from cases.services.retention.rules import rule_decide
from cases.services.retention.runs import run_decide
from cases.services.transfers import transfer_accept, transfer_refuse, transfer_request
from insights.models import OddPattern
from insights.services.patterns import pattern_review
from sharing.models import PersonRequest, Summary
from sharing.services.rights import request_decide
from sharing.services.summaries import summary_build, summary_release, summary_return
from tasks.models import Task
from tasks.services.tasks import extension_decide
from tests.factories import api_for, make_agency, make_case, make_person, make_profile, make_region
from tests.sharing.world import HEALTH, agree, born, consented

pytestmark = pytest.mark.django_db


class World:
    """A supervisor who does casework herself, and another who may decide."""

    def __init__(self) -> None:
        self.here, self.there = make_region("Samarqand"), make_region("Buxoro")
        self.worker = self.her = make_profile(Role.SUPERVISOR, self.here)
        self.another = make_profile(Role.SUPERVISOR, self.here)
        self.national, self.dpo = make_profile(Role.NATIONAL), make_profile(Role.DPO)
        self.case = make_case(self.here, None, person=make_person())
        self.child = make_case(self.here, None, person=make_person(**born(8)))
        self.clinic = make_agency()
        agree(self.clinic, HEALTH, self)  # type: ignore[arg-type]
        Person.objects.update(made_in=0)

    def plan(self) -> Plan:
        with acting_as(self.her):
            plan = plan_create(self.case, by=self.her, summary="Everybody at school.")
            goal_add(plan, text="Enrolled", area="education", by=self.her)
            return plan_submit(plan, by=self.her)

    def closure(self) -> Any:
        with acting_as(self.her):
            return case_close_request(
                self.case, reason="goals_met", explanation="Done.", person_told="yes",
                caregiver_told="not_applicable",
                by=self.her,
            )  # fmt: skip

    def transfer(self) -> Transfer:
        """Asked for here; she then becomes the supervisor of the region that receives."""
        with acting_as(self.her):
            found = transfer_request([self.case], office=self.there, note="Moves there.", by=self.her)
        Profile.objects.filter(pk=self.her.pk).update(office=self.there, region=self.there)
        self.her.refresh_from_db()
        return found

    def override(self) -> Consent:
        today = timezone.localdate()
        with acting_as(self.her):
            return consent_record(
                self.child, agency=self.clinic, purpose=HEALTH, kinds=["identity"], decision="override", by=self.her,
                given_on=today, until=today + timedelta(days=30), override_reason="She is ill.",
            )  # fmt: skip

    def summary(self) -> Summary:
        consented(self.case, self.clinic, HEALTH, self)  # type: ignore[arg-type]
        with acting_as(self.her):
            return summary_build(self.case, agency=self.clinic, purpose=HEALTH, fields=["age"], by=self.her)

    def extension(self) -> Task:
        day = timezone.localdate()
        return Task.objects.create(
            case=self.case, kind="document", counts_from=day, due_on=day, first_due_on=day, region=self.here,
            assignee=self.her, extension_until=day + timedelta(days=9), extension_by=self.her, extension_reason="ill",
        )  # fmt: skip

    def opening(self) -> Opening:
        """Opened from elsewhere by somebody who is the supervisor here since."""
        until = timezone.now() + timedelta(hours=20)
        grant = CaseGrant.objects.create(
            content_object=self.case, user_id=self.her.pk, permission=view_permission(), purpose="emergency",
            reason="Fire", given_by=self.her, until=until,
        )  # fmt: skip
        return Opening.objects.create(
            grant=grant, case=self.case, number=self.case.number, region=self.here, user=self.her, kind="emergency",
            reason="Fire", opened_at=timezone.now(), until=until,
        )  # fmt: skip

    def term(self) -> RetentionRule:
        return RetentionRule.objects.create(kind="documents", years=5, basis="Law 1", created_by=self.dpo)

    def erasure(self) -> RetentionRun:
        return RetentionRun.objects.create(state="ready", total=1, created_by=self.dpo)

    def pattern(self) -> OddPattern:
        """Openings of somebody who became the data protection officer since."""
        now = timezone.now()
        return OddPattern.objects.create(kind="many_cases", user=self.dpo, begins_at=now, ends_at=now, count=26)

    def asked(self) -> PersonRequest:
        """Recorded by somebody who became the data protection officer since."""
        day = timezone.localdate()
        return PersonRequest.objects.create(
            case=self.case, number=self.case.number, kind="access", asked_by="Lola", text="All", received_on=day,
            due_on=day, created_by=self.dpo,
        )  # fmt: skip


@pytest.fixture
def world() -> World:
    return World()


Decide = Callable[[Any, Profile], Any]
#: Service → what is asked for, who decides, the call, the address of the API and what is sent there.
DECISIONS: dict[Callable[..., Any], tuple[str, str, Decide, str, dict[str, Any]]] = {
    plan_approve: ("plan", "her", lambda row, by: plan_approve(row, by=by), "plans/{}/approve/", {}),
    plan_return: ("plan", "her", lambda row, by: plan_return(row, comments="No", by=by), "plans/{}/return/",
                  {"comments": "No"}),
    case_close_approve: ("closure", "her", lambda row, by: case_close_approve(row, by=by),
                         "cases/{case}/approve-close/", {}),
    case_close_return: ("closure", "her", lambda row, by: case_close_return(row, comments="No", by=by),
                        "cases/{case}/return-close/", {"comments": "No"}),
    transfer_accept: ("transfer", "her", lambda row, by: transfer_accept(row, by=by), "transfers/{}/accept/", {}),
    transfer_refuse: ("transfer", "her", lambda row, by: transfer_refuse(row, comment="No", by=by),
                      "transfers/{}/refuse/", {"comment": "No"}),
    consent_override_approve: ("override", "her", lambda row, by: consent_override_approve(row, by=by),
                               "consents/{}/approve/", {}),
    summary_release: ("summary", "her", lambda row, by: summary_release(row, by=by), "summaries/{}/release/", {}),
    summary_return: ("summary", "her", lambda row, by: summary_return(row, reason="No", by=by),
                     "summaries/{}/return/", {"reason": "No"}),
    extension_decide: ("extension", "her", lambda row, by: extension_decide(row, granted=True, by=by),
                       "tasks/{}/extension/", {"granted": True}),
    opening_review: ("opening", "her", lambda row, by: opening_review(row, remark="Right", by=by),
                     "openings/{}/review/", {"remark": "Right"}),
    rule_decide: ("term", "dpo", lambda row, by: rule_decide(row, confirm=True, by=by),
                  "retention-terms/{}/decide/", {"agree": True}),
    run_decide: ("erasure", "dpo", lambda row, by: run_decide(row, approve=True, by=by),
                 "retention-runs/{}/decide/", {"agree": True}),
    request_decide: ("asked", "dpo", lambda row, by: request_decide(row, state="granted", answer="Yes", by=by),
                     "person-requests/{}/decide/", {"state": "granted", "answer": "Yes"}),
    pattern_review: ("pattern", "dpo", lambda row, by: pattern_review(row, by=by), "odd-patterns/{}/review/", {}),
}  # fmt: skip

#: What ends in the same words and is no decision on what another asked for.
NO_DECISION = {
    "approval_decide": "calls the others",
    "manifest_accept": "who uploads a manifest answers for it, step by step; it can be undone for a day",
    "manifest_decide": "each row of her own upload",
    "demand_decide": "the register is the data protection officer's own; who asks is an authority",
    "plan_review": "tells what came of a talk with the family",
    "grant_end": "takes away, never gives",
}
_VERBS = ("approve", "return", "release", "decide", "accept", "refuse", "review", "grant_create", "grant_end")


def test_every_service_that_decides_is_walked() -> None:
    found = set()
    for room in ("accounts", "cases", "rehabilitation", "tasks", "sharing", "insights"):
        package = importlib.import_module(f"{room}.services")
        names = [one.name for one in pkgutil.walk_packages(getattr(package, "__path__", []), f"{room}.services.")]
        for module in [package, *map(importlib.import_module, names)]:
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if name.endswith(_VERBS) and not name.startswith("_") and "services" in function.__module__:
                    found.add(name)
    assert found - {one.__name__ for one in DECISIONS} - set(NO_DECISION) - {"grant_create"} == set()


@pytest.mark.parametrize("service", DECISIONS, ids=lambda one: one.__name__)
def test_nobody_decides_on_what_she_asked_for(world: World, service: Callable[..., Any]) -> None:
    asks, who, decide, address, body = DECISIONS[service]
    row, by = getattr(world, asks)(), getattr(world, who)
    before = type(row).objects.filter(pk=row.pk).values().get()
    with pytest.raises(NotAllowed), acting_as(by):
        decide(row, by)
    answer = api_for(by).post(f"/api/v1/{address.format(row.pk, case=world.case.pk)}", body, format="json")
    assert answer.status_code == 403, answer.content
    assert type(row).objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("service", DECISIONS, ids=lambda one: one.__name__)
def test_somebody_else_does(world: World, service: Callable[..., Any]) -> None:
    """The refusal is about the person: the same call by another goes through."""
    asks, who, decide, _address, _body = DECISIONS[service]
    row = getattr(world, asks)()
    by = make_profile(Role.DPO) if who == "dpo" else world.another
    if asks == "transfer":
        by = make_profile(Role.SUPERVISOR, world.there)
    with acting_as(by):
        decide(row, by)


def test_her_own_does_not_wait_for_her_among_the_approvals(world: World) -> None:
    for kind, row in (("plan", world.plan()), ("override", world.override()), ("summary", world.summary())):
        address = f"/api/v1/approvals/{kind}/{row.pk}/decide/"
        body = {"decision": "release" if kind == "summary" else "approve"}
        assert api_for(world.her).post(address, body, format="json").status_code == 404, kind


def test_nobody_gives_herself_access_or_names_herself(world: World) -> None:
    until = timezone.now() + timedelta(days=3)
    with pytest.raises((NotAllowed, Invalid)), acting_as(world.her):
        grant_create(world.case, to=world.her, purpose="team", reason="x", until=until, by=world.her)
    with pytest.raises(NotAllowed), acting_as(world.her):
        need_name(world.case, to=world.her, reason="x", until=until, by=world.her)
    body = {"to": world.her.pk, "purpose": "team", "reason": "x", "until": until.isoformat(), "case": world.case.pk}
    for address in (f"cases/{world.case.pk}/grants/", "need-to-know/"):
        assert api_for(world.her).post(f"/api/v1/{address}", body, format="json").status_code in (403, 422)
    assert not CaseGrant.objects.exists() and not NeedToKnow.objects.exists()


def test_nothing_of_a_plan_moves_in_a_closed_case(world: World) -> None:
    """A plan is neither returned nor reviewed, a goal not closed, once the case is."""
    from cases.services.plans import goal_close, plan_review

    plan = world.plan()
    Case.objects.filter(pk=world.case.pk).update(status="closed")
    plan.refresh_from_db()
    goal = plan.goals.get()
    for call in (
        lambda: plan_return(plan, comments="x", by=world.another),
        lambda: plan_review(plan, note="x", next_review_on=None, by=world.another),
        lambda: goal_close(goal, state="reached", note="", by=world.another),
    ):
        with pytest.raises(HamrohError) as refused, acting_as(world.another):
            call()
        assert refused.value.status == 409
