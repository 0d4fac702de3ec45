"""The whole day without a browser, by a client that was generated from the schema: supervisor, worker, clinic, and
those who must find nothing."""

from __future__ import annotations

import inspect
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.harness.live import Live

from .client import Api, generate
from .world import COLLEAGUES, HERS, World

pytestmark = [pytest.mark.live, pytest.mark.timeout(240)]


class Day:
    """Who speaks to the server, and what was made on the way: operation that reads it → keys."""

    def __init__(self, live: Live, folder: Path) -> None:
        generate(live, folder)
        self.live = live
        self.world = World(region="Qashqadaryo", code="QA", near="Kitob", far="Koson")
        roles = ("supervisor", "worker", "colleague", "stranger", "doctor")
        self.apis = {role: Api(live, folder, self.world.token(role)) for role in roles}
        self.supervisor, self.worker = self.apis["supervisor"], self.apis["worker"]
        self.doctor, self.stranger = self.apis["doctor"], self.apis["stranger"]
        self.made: dict[str, list[int]] = {}
        self.cases: dict[str, int] = {}
        self.number = ""

    def keep(self, operation: str, row: Any) -> Any:
        self.made.setdefault(operation, []).append(row.id)
        return row

    def on(self, days: int = 0) -> str:
        return (self.world.today + timedelta(days=days)).isoformat()


@pytest.fixture
def day(live: Live, tmp_path: Path) -> Iterator[Day]:
    found = Day(live, tmp_path)
    yield found
    for api in found.apis.values():
        api.close()


def test_the_whole_day(day: Day) -> None:
    before = figures(day)
    arrival = receive(day)
    place(day, arrival)
    case = open_a_case(day)
    visit(day, case)
    support(day, case)
    do_a_task(day, case)
    plan = make_a_plan(day, case)
    assert figures(day) == before | {"open_cases": 10, "without_worker": 0, "high": 2, "approvals": {"plan": 1}}
    decide(day, "plan", plan)
    assert day.worker("plans_retrieve", plan).status.value == "approved"
    summary = share(day, case)
    decide(day, "summary", summary)
    assert figures(day)["approvals"] == {}
    the_clinic_reads(day, case, summary)
    nobody_else_finds_anything(day, case)


def figures(day: Day) -> dict[str, Any]:
    """What the supervisor's page counts, after a fresh count by the worker process."""
    last = day.supervisor("dashboard_retrieve").counted_at

    def fresh() -> Any:
        # Two requests within a few seconds count once: ask until it has.
        day.supervisor("figures_refresh")
        time.sleep(0.5)
        found = day.supervisor("dashboard_retrieve")
        return found if found.counted_at != last else None

    board = day.live.wait_until(fresh, 30, what="a fresh count")
    return {
        "open_cases": board.open_cases,
        "without_worker": len(day.supervisor("cases_list", no_worker=True).results),
        "high": next((part.count for part in board.risk if part.code == "high"), 0),
        "approvals": {one.kind.value: one.count for one in board.approvals if one.count},
    }


# --- The flight --------------------------------------------------------------------------------------------


def receive(day: Day) -> int:
    """The manifest goes in; its one bad date is mended; everybody is accepted by the job, and lands."""
    supervisor, world = day.supervisor, day.world
    operation = supervisor("operations_create", name=world.operation, country="UZ")
    (phase,) = (one for one in supervisor("phases_list").results if one.operation == operation.id)
    (centre,) = (
        one for one in supervisor("offices_list", region=world.region.pk, page_size=100).results
        if one.kind.value == "centre"
    )  # fmt: skip
    arrival = day.keep("arrivals_retrieve", supervisor(
        "arrivals_create", phase=phase.id, date=day.on(), kind="flight", departed_from="Qamishli", place="Qarshi",
        reception_centre=centre.id,
    ))  # fmt: skip
    manifest = day.keep("manifests_retrieve", supervisor(
        "manifests_create", arrival=arrival.id, file=supervisor.file(world.manifest, "flight.csv")
    ))  # fmt: skip
    (wrong,) = (row for row in manifest.rows if row.outcome.value == "error")
    assert (wrong.row, [code.value for code in wrong.codes]) == (4, ["bad_date"])
    mended = supervisor("manifests_decide_create", manifest.id, row=4, cells={"birth_date": "2016-02-29"})
    assert {row.outcome.value for row in mended.rows} == {"accepted"}
    assert supervisor("manifests_accept_create", manifest.id).state in ("running", "done")

    def accepted() -> bool:
        progress = supervisor("manifests_progress_retrieve", manifest.id)
        assert progress.state != "failed", progress.message
        return bool(progress.state == "done")

    day.live.wait_until(accepted, 30, what="the accepted manifest")
    people = supervisor("arrivals_people_list", arrival.id)
    day.cases = {one.name: one.id for one in people}
    assert set(day.cases) == HERS | COLLEAGUES
    assert {one.name for one in people if one.unaccompanied} == {"Abdulloh"}
    assert len({one.family for one in people}) == 4
    marks = [{"case": key, "presence": "present"} for key in day.cases.values()]
    assert supervisor("arrivals_rollcall_create", arrival.id, marks=marks).counts.present == 10
    return int(arrival.id)


def place(day: Day, arrival: int) -> None:
    """Triage of all; each family to the worker of its district, as proposed."""
    supervisor, world = day.supervisor, day.world
    high = {"Abdulloh", "Qodirova Muslima"}
    levels = [{"case": key, "risk": "high" if name in high else "medium"} for name, key in day.cases.items()]
    assert supervisor("arrivals_triage_create", arrival, levels=levels, reason="Seen at landing").counts.high == 2
    proposal = supervisor("arrivals_proposal_retrieve", arrival)
    assert {(one.office, one.worker) for one in proposal.households} == {
        (world.near.pk, world.worker.pk), (world.far.pk, world.colleague.pk),
    }  # fmt: skip
    placements = [
        {"cases": [person.id for person in one.cases], "office": one.office, "worker": one.worker}
        for one in proposal.households
    ]
    made = supervisor("arrivals_assign_create", arrival, placements=placements, note="Papers are at the centre.")
    assert [one.state.value for one in made] == ["accepted"] * 4
    counts = supervisor("arrivals_retrieve", arrival).counts
    assert (counts.people, counts.triaged, counts.placed, counts.assigned) == (10, 10, 10, 10)
    for transfer in made:
        day.keep("transfers_retrieve", transfer)


# --- The worker --------------------------------------------------------------------------------------------


def open_a_case(day: Day) -> int:
    """She sees her own five people and nobody else's; reads one, and writes a note."""
    worker = day.worker
    rows = worker("cases_list").results
    assert {row.id for row in rows} == {day.cases[name] for name in HERS}
    case, foreign = day.cases["Qodirova Malika"], day.cases["Rustamova Shahnoza"]
    assert worker.status("cases_retrieve", foreign) == 404
    found = day.keep("cases_retrieve", worker("cases_retrieve", case))
    day.number = found.number
    assert (found.person.given_name, found.risk.value, found.worker) == ("Malika", "medium", day.world.worker.pk)
    day.keep("persons_retrieve", found.person)
    day.made["families_retrieve"] = [found.family]
    note = day.keep("notes_retrieve", worker("notes_create", case=case, text="Telephoned: they have arrived well."))
    assert [one.id for one in worker("notes_list", case=case).results if one.text == note.text] == [note.id]
    return case


def visit(day: Day, case: int) -> None:
    """One form for the whole family: the mother, and three children, each seen alone or not, and why."""
    members: list[dict[str, Any]] = [
        {"case": case, "seen": True},
        {"case": day.cases["Qodirov Jasur"], "seen": True, "seen_alone": True},
        {"case": day.cases["Qodirova Zebiniso"], "seen": True, "seen_alone": True},
        {"case": day.cases["Qodirova Muslima"], "seen": False, "not_seen_reason": "travelling"},
    ]
    sent = {"family": day.made["families_retrieve"][0], "on": day.on(), "safety": "safe", "members": members}
    assert day.worker.status("visits_create", **sent | {"members": members[:3]}) == 422
    made = day.keep("visits_retrieve", day.worker("visits_create", **sent, note="Warm rooms.", next_visit_on=day.on(7)))
    assert {one.case for one in made.members if one.seen} == {row["case"] for row in members[:3]}
    assert day.worker("cases_retrieve", case).last_visit_on == day.world.today


def support(day: Day, case: int) -> None:
    """A record in each of three kinds of support; the timeline tells of each."""
    worker, boy = day.worker, day.cases["Qodirov Jasur"]
    day.keep("medical_screenings_retrieve", worker(
        "medical_screenings_create", case=case, on=day.on(), occasion="arrival", finding="follow_up",
        provider="Family clinic", findings="Blood count to be repeated.",
    ))  # fmt: skip
    day.keep("education_enrolments_retrieve", worker(
        "education_enrolments_create", case=boy, on=day.on(), kind="school", school="School No. 9", grade=5,
        language="uz",
    ))  # fmt: skip
    day.keep("housing_placements_retrieve", worker(
        "housing_placements_create", case=case, on=day.on(), kind="rented", tenure="contract", people=4, rooms=2,
        address="Kitob, Bogʻiston 7",
    ))  # fmt: skip
    kinds = {entry.kind for entry in worker("cases_timeline_list", case, page_size=100).results}
    assert {"note_added", "visit_seen", "risk_set", "screening", "placement"} <= kinds, kinds


def do_a_task(day: Day, case: int) -> None:
    """The rules have made her tasks; she completes the assessment of the mother."""
    mine = day.worker("tasks_list", mine=True, active=True, case=case).results
    (task,) = (one for one in mine if one.kind.value == "assessment")
    done = day.worker("tasks_complete_create", task.id, outcome="done", done_on=day.on(), note="All five talked to.")
    assert (done.state.value, done.done_by, done.done_on) == ("done", day.world.worker.pk, day.world.today)
    day.keep("tasks_retrieve", task)
    assert day.worker.status("tasks_complete_create", task.id, outcome="done") == 409


def make_a_plan(day: Day, case: int) -> int:
    """A goal with a step, then submitted; she cannot approve it herself."""
    worker = day.worker
    plan = day.keep("plans_retrieve", worker("plans_create", case=case, summary="School for all, work for Malika."))
    goal = day.keep("goals_retrieve", worker(
        "goals_create", plan=plan.id, text="Jasur is in school", area="education", due_on=day.on(60)
    ))  # fmt: skip
    day.keep("steps_retrieve", worker("steps_create", goal=goal.id, text="Meet the head of school", due_on=day.on(10)))
    assert worker("plans_submit_create", plan.id).status.value == "submitted"
    assert worker.status("plans_approve_create", plan.id) == 403
    return int(plan.id)


# --- The supervisor ----------------------------------------------------------------------------------------


def decide(day: Day, kind: str, key: int) -> None:
    """It waits among the approvals with its evidence, and is decided there."""
    waiting = day.supervisor("approvals_list").results
    assert [(one.kind.value, one.id) for one in waiting] == [(kind, key)]
    assert waiting[0].facts
    decision = next(word for word in waiting[0].decisions if word in ("approve", "release"))
    day.supervisor("approvals_decide", kind, key, decision=decision)


# --- The clinic --------------------------------------------------------------------------------------------

FINDING = "Follow-up needed"
FIELDS = ["surname", "given_name", "age", "medical_screening"]


def share(day: Day, case: int) -> int:
    """Agreement by the supervisor, consent of the woman, summary by the worker; it waits and cannot be read yet."""
    clinic = day.world.clinic.pk
    day.supervisor(
        "agreements_create", agency=clinic, purpose="health_care", fields=[*FIELDS, "phone"], starts_on=day.on(),
        until=day.on(300), signatory="Head of the office", document_number="QA-1",
    )  # fmt: skip
    day.keep("consents_retrieve", day.worker(
        "consents_create", case=case, agency=clinic, purpose="health_care", kinds=["identity", "medical"],
        decision="given", given_by="self", manner="signed", language="uz", given_on=day.on(), until=day.on(90),
    ))  # fmt: skip
    offers = day.worker("summaries_offers_list", case=case, agency=clinic, purpose="health_care")
    assert [one.code for one in offers if one.can_leave] == FIELDS  # not the telephone: she did not agree to it
    sent = {"case": case, "agency": clinic, "purpose": "health_care", "request": "Please repeat the blood count."}
    assert day.worker.status("summaries_create", **sent, fields=[*FIELDS, "phone"]) == 422
    summary = day.keep("summaries_retrieve", day.worker("summaries_create", **sent, fields=FIELDS))
    assert day.worker.status("summaries_release_create", summary.id) == 403
    assert day.doctor("received_list").results == []
    return int(summary.id)


def the_clinic_reads(day: Day, case: int, summary: int) -> None:
    """Just its fields, also as PDF; of the house behind them nothing."""
    doctor = day.doctor
    (received,) = doctor("received_list").results
    assert received.id == summary and received.request == "Please repeat the blood count."
    assert [field.code for field in received.fields] == FIELDS
    read = doctor.answer("received_retrieve", summary)
    lines = {field.code: field.lines for field in read.parsed.fields}
    assert (lines["surname"], lines["given_name"]) == (["Qodirova"], ["Malika"])
    assert len(lines["medical_screening"]) == 1 and FINDING in lines["medical_screening"][0]
    for withheld in ("Blood count to be repeated", "Jasur", "1991-05-14", "Dilnoza", day.number):
        assert withheld not in read.content.decode(), withheld
    printed = doctor("received_pdf_retrieve", summary).payload.read()
    assert printed.startswith(b"%PDF-")
    answer = doctor("received_answer_create", summary, kind="accepted")
    assert answer.kind.value == "accepted"
    assert [one.kind.value for one in day.worker("summaries_answers_list", summary)] == ["accepted"]
    assert doctor.status("cases_retrieve", case) == 404
    assert doctor.status("families_retrieve", day.made["families_retrieve"][0]) == 404
    everything_else(day)


#: Where people are listed.
COLLECTIONS = {"cases_list", "persons_list", "families_list", "tasks_list", "notes_list", "plans_list", "visits_list"}
#: What an agency may list: itself, and what it received.
OPEN_TO_AGENCIES = {"me_retrieve", "received_list", "summaries_list"}


def lists(api: Api) -> list[str]:
    """Every operation of the client that reads and asks for no key."""
    found = []
    for name, module in api.functions.items():
        parameters = inspect.signature(module._get_kwargs).parameters.values()
        asked = [one for one in parameters if one.default is inspect.Parameter.empty]
        if not asked and module._get_kwargs()["method"] == "get":
            found.append(name)
    return found


def everything_else(day: Day) -> None:
    """Each collection of the API refuses the clinic, or is empty for it."""
    names = lists(day.doctor)
    assert {*COLLECTIONS, "dashboard_retrieve"} <= set(names)
    open_to_it = set()
    for name in names:
        found = day.doctor.answer(name)
        rows = getattr(found.parsed, "results", found.parsed)
        if found.status_code not in (403, 404) and rows != []:
            open_to_it.add(name)
    assert open_to_it == OPEN_TO_AGENCIES


# --- Those who must find nothing ---------------------------------------------------------------------------


#: Not for workers at all, of whatever region.
SUPERVISORS = ("arrivals_retrieve", "manifests_retrieve")


def nobody_else_finds_anything(day: Day, case: int) -> None:
    """Whatever was made answers 404 to the worker of another region, and to the colleague who does not carry it."""
    assert sum(len(keys) for keys in day.made.values()) > 15
    for operation, keys in day.made.items():
        for key in keys:
            status = 403 if operation in SUPERVISORS else 404
            assert day.stranger.status(operation, key) == status, operation
    for name in COLLECTIONS:
        assert day.stranger(name).results == [], name
    assert day.stranger.status("notes_create", case=case, text="I was never here") == 404
    assert day.apis["colleague"].status("cases_retrieve", case) == 404
    for text in ("Qodirova", "Қодирова", "Малика"):
        assert day.stranger("persons_search_create", q=text).results == []
