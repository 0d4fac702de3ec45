"""What waits, with its evidence; decided in place by the owners' services; never one's own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.models import AccessLog
from cases.models import Case, Closure, Plan, TimelineEntry
from cases.services.closure import case_close_request
from cases.services.plans import goal_add, plan_create, plan_submit
from cases.services.transfers import transfer_request
from insights.queries.approvals import approval_counts
from tasks.clock import today
from tasks.models import Task
from tests.factories import api_for, grant, make_case, make_profile, web_for

from .conftest import World, make_task


def submit_plan(case: Case, by: Any, summary: str = "Settle at the grandmother's") -> Plan:
    plan = plan_create(case, by=by, summary=summary, wishes="To go to school")
    goal_add(plan, text="A place at school No. 4", area="education", by=by)
    return plan_submit(plan, by=by)


def ask_closing(case: Case, by: Any) -> Closure:
    return case_close_request(
        case, reason="moved", explanation="Gone to Navoiy", person_told="yes", caregiver_told="not_applicable", by=by
    )


def ask_extension(case: Case, by: Any) -> Task:
    return make_task(
        case, "assessment", 2, extension_until=today() + timedelta(days=5), extension_reason="Mother in hospital",
        extension_by=by,
    )  # fmt: skip


class Waiting:
    """A plan, a closing and an extension here; a plan there; one plan of the supervisor's own; one of a secret case."""

    def __init__(self, world: World) -> None:
        self.plan = submit_plan(world.pupil, world.alma)
        self.closing = ask_closing(world.girl, world.bibi)
        self.extension = ask_extension(world.mother, world.alma)
        self.far = submit_plan(world.far, world.other, "Nobody here may read this")
        self.own = submit_plan(make_case(world.here, world.alma), world.supervisor, "Written by herself")
        self.secret = submit_plan(world.hidden, world.bibi, "A restricted one")


@pytest.fixture
def waiting(world: World) -> Waiting:
    return Waiting(world)


def listed(profile: Any) -> set[tuple[str, int]]:
    rows = api_for(profile).get("/api/v1/approvals/").json()["results"]
    return {(row["kind"], row["id"]) for row in rows}


def test_exactly_what_others_asked_for_in_the_region(world: World, waiting: Waiting) -> None:
    assert listed(world.supervisor) == {
        ("plan", waiting.plan.pk), ("closure", waiting.closing.pk), ("extension", waiting.extension.pk),
    }  # fmt: skip
    assert listed(world.far_supervisor) == {("plan", waiting.far.pk)}
    with acting_as(world.supervisor):
        counts = approval_counts(world.supervisor)
    assert {kind: n for kind, n in counts.items() if n} == {"plan": 1, "closure": 1, "extension": 1}


def test_the_evidence_stands_beside_it_and_its_reading_is_logged(world: World, waiting: Waiting) -> None:
    AccessLog.objects.all().delete()
    text = web_for(world.supervisor).get("/approvals/").content.decode()
    for evidence in ("A place at school No. 4", "To go to school", "Gone to Navoiy", "Mother in hospital"):
        assert evidence in text
    for hidden in ("Nobody here may read this", "Written by herself", "A restricted one"):
        assert hidden not in text
    read = AccessLog.objects.filter(actor_id=world.supervisor.pk, kind="case").values_list("case_id", flat=True)
    assert set(read) == {world.pupil.pk, world.girl.pk, world.mother.pk}


def test_who_may_open_a_restricted_case_decides_on_it_and_no_other_supervisor(world: World, waiting: Waiting) -> None:
    named = make_profile(Role.SUPERVISOR, world.here)
    grant(world.hidden, named, world.supervisor)
    # A case of another region that she covers is not hers to decide on.
    grant(world.far, named, world.far_supervisor)
    secret = ("plan", waiting.secret.pk)
    assert secret in listed(named) and ("plan", waiting.far.pk) not in listed(named)
    assert secret not in listed(world.supervisor)
    answer = api_for(named).post(f"/api/v1/approvals/plan/{secret[1]}/decide/", {"decision": "approve"}, format="json")
    assert answer.status_code == 204
    waiting.secret.refresh_from_db()
    assert (waiting.secret.status, waiting.secret.approved_by_id) == ("approved", named.pk)


def test_a_plan_is_approved_in_place(world: World, waiting: Waiting) -> None:
    client = web_for(world.supervisor)
    answer = client.post(f"/approvals/plan/{waiting.plan.pk}/", {"decision": "approve", "next": "/team/"})
    assert (answer.status_code, answer["Location"]) == (302, "/team/")
    waiting.plan.refresh_from_db()
    assert (waiting.plan.status, waiting.plan.approved_by_id) == ("approved", world.supervisor.pk)
    assert TimelineEntry.objects.filter(case=world.pupil, kind="plan_approved").exists()
    assert "A place at school No. 4" not in client.get("/approvals/").content.decode()
    # A second click comes too late.
    assert client.post(f"/approvals/plan/{waiting.plan.pk}/", {"decision": "approve"}).status_code == 404


def test_returning_needs_words_and_says_so_at_the_thing(world: World, waiting: Waiting) -> None:
    client = web_for(world.supervisor)
    answer = client.post(f"/approvals/plan/{waiting.plan.pk}/", {"decision": "return", "comments": " "})
    assert answer.status_code == 422 and "Say what has to change." in answer.content.decode()
    answer = client.post(f"/approvals/plan/{waiting.plan.pk}/", {"decision": "return", "comments": "Add housing"})
    assert answer.status_code == 302
    waiting.plan.refresh_from_db()
    assert (waiting.plan.status, waiting.plan.comments) == ("returned", "Add housing")


def test_closing_and_extension_over_the_api(world: World, waiting: Waiting) -> None:
    client = api_for(world.supervisor)
    closing = f"/api/v1/approvals/closure/{waiting.closing.pk}/decide/"
    assert client.post(closing, {"decision": "approve"}, format="json").status_code == 204
    world.girl.refresh_from_db()
    assert world.girl.status == "closed"
    extension = f"/api/v1/approvals/extension/{waiting.extension.pk}/decide/"
    refused = client.post(extension, {"decision": "decline"}, format="json")
    assert refused.status_code == 422 and "comments" in str(refused.json())
    assert client.post(extension, {"decision": "grant"}, format="json").status_code == 204
    waiting.extension.refresh_from_db()
    assert (waiting.extension.state, waiting.extension.due_on) == ("postponed", today() + timedelta(days=5))


def test_nobody_decides_on_her_own_or_elsewhere(world: World, waiting: Waiting) -> None:
    client = api_for(world.supervisor)
    for kind, pk in (("plan", waiting.own.pk), ("plan", waiting.far.pk), ("plan", waiting.secret.pk), ("tea", 1)):
        answer = client.post(f"/api/v1/approvals/{kind}/{pk}/decide/", {"decision": "approve"}, format="json")
        assert answer.status_code == 404, (kind, pk)
    for plan in (waiting.own, waiting.far, waiting.secret):
        plan.refresh_from_db()
        assert plan.status == "submitted"
    wrong = client.post(f"/api/v1/approvals/plan/{waiting.plan.pk}/decide/", {"decision": "release"}, format="json")
    assert wrong.status_code == 422
    for other in (world.alma, world.national, make_profile("specialist", world.here)):
        assert api_for(other).get("/api/v1/approvals/").status_code == 403


def test_a_colleague_decides_on_what_the_supervisor_wrote(world: World, waiting: Waiting) -> None:
    colleague = make_profile("supervisor", world.here)
    assert ("plan", waiting.own.pk) in listed(colleague)


def test_a_transfer_is_accepted_with_a_worker_of_the_region(world: World, waiting: Waiting) -> None:
    with acting_as(world.far_supervisor):
        note = "Grandmother lives here"
        first = transfer_request([world.far], office=world.here, note=note, by=world.far_supervisor)
    assert ("transfer", first.pk) in listed(world.supervisor)
    assert ("transfer", first.pk) not in listed(world.far_supervisor)
    client = web_for(world.supervisor)
    text = client.get("/approvals/?kind=transfer").content.decode()
    assert world.far.number in text and "Grandmother lives here" in text and "Bibi · 1 case" in text
    address = f"/approvals/transfer/{first.pk}/"
    assert client.post(address, {"decision": "refuse", "comments": ""}).status_code == 422
    wrong = client.post(address, {"decision": "accept", "worker": world.other.pk})
    assert wrong.status_code == 422
    assert client.post(address, {"decision": "accept", "worker": world.bibi.pk}).status_code == 302
    world.far.refresh_from_db()
    assert (world.far.region_id, world.far.worker_id) == (world.here.pk, world.bibi.pk)


def test_the_team_page_shows_the_oldest_and_the_dashboard_counts(world: World, waiting: Waiting) -> None:
    text = web_for(world.supervisor).get("/team/").content.decode()
    assert "Gone to Navoiy" in text and "40 days late" in text and "Nobody here may read this" not in text
    counts = api_for(world.supervisor).get("/api/v1/dashboard/").json()["approvals"]
    assert {row["kind"]: row["count"] for row in counts if row["count"]} == {"plan": 1, "closure": 1, "extension": 1}
    assert api_for(world.national).get("/api/v1/dashboard/").json()["approvals"] == []
