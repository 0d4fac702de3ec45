"""Each kind of record over the API: made, read, changed, refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import TimelineEntry
from rehabilitation.models import Condition, SupportState, Vaccination
from rehabilitation.services.records import record_create
from rehabilitation.specs import MODULES
from tests.factories import api_for

from .conftest import World

#: code of the spec → what a good record of it says. The child was born on 2016-05-14.
GOOD: dict[str, dict[str, Any]] = {
    "screening": {"on": "2021-05-02", "occasion": "arrival", "finding": "follow_up", "provider": "Dr Saidova"},
    "condition": {"on": "2021-05-02", "name": "Anaemia", "code_system": "icd10", "code": "D50"},
    "vaccination": {"on": "2021-05-10", "vaccine": "mmr", "dose": 1, "source": "given"},
    "growth": {"on": "2021-05-02", "weight_kg": "17.40", "height_cm": "104.0", "position": "standing"},
    "medical_referral": {"on": "2021-05-03", "to": "Ophthalmologist", "reason": "Sight", "urgency": "urgent"},
    "protected_finding": {"on": "2024-05-04", "kind": "hiv", "result": "negative", "note": "Tested at school"},
    "result": {"on": "2024-06-01", "instrument": "cries8", "total": 17},
    "session": {"on": "2024-06-04", "kind": "individual", "minutes": 45},
    "enrolment": {"on": "2024-09-02", "school": "School No. 12", "grade": 1, "language": "uz"},
    "attendance": {"on": "2024-10-01", "days_present": 20, "days_total": 22},
    "education_level": {"on": "2024-06-01", "schooling": "none", "literacy": "none", "years_missed": 1},
    "catch_up": {"on": "2024-09-10", "subject": "reading", "hours_per_week": 4},
    "placement": {"on": "2021-05-30", "kind": "relatives", "tenure": "guest", "address": "Urgut, Tinchlik 4"},
    "inspection": {"on": "2021-06-10", "adequacy": "adequate", "safe": True, "water": True},
    "skills": {"on": "2024-06-01", "wish": "training", "skills": "Sewing"},
    "training": {"on": "2024-06-01", "course": "Tailoring", "provider": "Monocentre"},
    "job_search": {"on": "2024-08-01", "employer": "Textile works", "stage": "applied"},
    "job": {"on": "2024-09-01", "employer": "Textile works", "contract": "permanent", "wage": "from_1"},
    "benefit": {"on": "2021-06-01", "kind": "child", "stage": "granted", "amount": "375000.00", "period": "monthly"},
}
SPECS = [(module, spec) for module in MODULES for spec in module.records]
IDS = [spec.code for _module, spec in SPECS]


def case_of(world: World, code: str) -> Any:
    """Records of work belong to the adult."""
    return world.mother if code in ("job", "skills", "training", "job_search") else world.child


def address(module: Any, spec: Any) -> str:
    return f"/api/v1/{module.code.value}/{spec.route}/"


def test_the_samples_name_every_kind() -> None:
    assert set(GOOD) == set(IDS)


@pytest.mark.parametrize(("module", "spec"), SPECS, ids=IDS)
def test_a_record_is_made_listed_read_changed_and_entered_in_error(world: World, module: Any, spec: Any) -> None:
    case, api = case_of(world, spec.code), api_for(world.worker)
    made = api.post(address(module, spec), {"case": case.pk, **GOOD[spec.code]})
    assert made.status_code == 201, made.content
    body = made.json()
    assert {key: body[key] for key in GOOD[spec.code]} == GOOD[spec.code]
    assert (body["case"], body["created_by"], body["state"]) == (case.pk, world.worker.pk, "valid")
    assert body["summary"]

    listed = api.get(address(module, spec), {"case": case.pk}).json()["results"]
    assert [row["id"] for row in listed] == [body["id"]]
    url = f"{address(module, spec)}{body['id']}/"
    read = api.get(url)
    assert read.json() == body and read["ETag"] == made["ETag"]

    changed = api.patch(url, {"next_on": "2030-01-15"} if "next_on" in spec.fields else {"note": "x"},
                        headers={"If-Match": read["ETag"]})
    assert changed.status_code == 200, changed.content
    stale = api.patch(url, {"on": GOOD[spec.code]["on"]}, headers={"If-Match": read["ETag"]})
    assert stale.status_code == 412

    told = TimelineEntry.objects.filter(case=case, object_id=body["id"]).exclude(kind="grant_made")
    lines = set(told.values_list("kind", "audience"))
    assert lines == {(spec.code, module.level_of(spec).value)}
    counts = spec.level is None  # what has fewer readers than the card is not told there
    assert SupportState.objects.get(case=case, module=module.code).last_kind == (spec.code if counts else "")

    assert api.post(f"{url}in-error/", {"reason": " "}).status_code == 422
    gone = api.post(f"{url}in-error/", {"reason": "Another child"})
    assert gone.status_code == 200 and gone.json()["state"] == "in_error"
    assert api.patch(url, {"on": GOOD[spec.code]["on"]}).status_code == 409
    assert SupportState.objects.get(case=case, module=module.code).code == "nothing"
    assert api.delete(url).status_code in (403, 405)


@pytest.mark.parametrize(("module", "spec"), SPECS, ids=IDS)
def test_nobody_else_reads_or_writes(world: World, module: Any, spec: Any) -> None:
    case = case_of(world, spec.code)
    made = api_for(world.worker).post(address(module, spec), {"case": case.pk, **GOOD[spec.code]}).json()
    url = f"{address(module, spec)}{made['id']}/"
    for outsider in (world.other, world.stranger):
        api = api_for(outsider)
        expected = 404
        if outsider is world.stranger and module.code != "psychological":
            expected = 403  # a psychologist never writes elsewhere
        assert api.post(address(module, spec), {"case": case.pk, **GOOD[spec.code]}).status_code == expected
        assert api.get(url).status_code == 404
        assert api.get(address(module, spec)).json()["results"] == []
    for role in (world.clinic, world.national):
        for answer in (api_for(role).get(url), api_for(role).post(address(module, spec), {"case": case.pk})):
            assert answer.status_code in (403, 404)
            assert str(made["summary"]) not in answer.content.decode()


@pytest.mark.parametrize(("module", "spec"), SPECS, ids=IDS)
def test_a_specialist_writes_in_her_own_discipline_only(world: World, module: Any, spec: Any) -> None:
    case = case_of(world, spec.code)
    for specialist, own in ((world.psychologist, "psychological"), (world.teacher, "education")):
        answer = api_for(specialist).post(address(module, spec), {"case": case.pk, **GOOD[spec.code]})
        assert answer.status_code == (201 if module.code == own else 403), answer.content


def test_a_teacher_reads_the_other_kinds_but_nothing_psychological(world: World) -> None:
    for _module, spec in SPECS:
        record_create(case_of(world, spec.code), spec=spec, by=world.worker, **python_values(spec, GOOD[spec.code]))
    api = api_for(world.teacher)
    for module, spec in SPECS:
        answer = api.get(address(module, spec))
        if module.code == "psychological":
            assert answer.status_code == 403
        else:
            assert len(answer.json()["results"]) == (0 if spec.code == "protected_finding" else 1)
    modules = {row["module"] for row in api.get("/api/v1/support/").json()["results"]}
    assert modules == {"medical", "education", "housing", "employment"}
    lines = set(
        TimelineEntry.objects.filter(case=world.child).for_reader(world.teacher).values_list("kind", flat=True)
    )
    assert "vaccination" in lines and not lines & {"result", "session"}


def python_values(spec: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Values as a form or a serializer would hand them to the service."""
    from rehabilitation.serializers import UPDATE

    serializer = UPDATE[spec.code](data=values, partial=True)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


@pytest.mark.parametrize(
    ("code", "values", "field"),
    [
        ("screening", {"on": "2015-01-01"}, "on"),  # before birth
        ("screening", {"on": "2999-01-01"}, "on"),
        ("screening", {"next_on": "2021-05-01"}, "next_on"),
        ("condition", {"code_system": "", "code": "D50"}, "code_system"),
        ("condition", {"until": "2021-05-01"}, "until"),
        ("vaccination", {"dose": 0}, "dose"),
        ("growth", {"weight_kg": "300"}, "weight_kg"),
        ("growth", {"weight_kg": None, "height_cm": None}, "weight_kg"),
        ("result", {"total": 39}, "total"),  # impossible in CRIES-8
        ("result", {"instrument": "phq9", "total": 5}, "instrument"),  # a child of eight
        ("result", {"safety_item": True}, "safety_item"),  # CRIES-8 has none
        ("enrolment", {"grade": 11}, "grade"),
        ("attendance", {"days_present": 32}, "days_present"),
        ("inspection", {"safe": False}, "adequacy"),
        ("benefit", {"decided_on": "2020-01-01"}, "decided_on"),
        ("training", {"result": "dropped", "certificate": True}, "certificate"),
    ],
)
def test_wrong_input_is_met_at_its_field(world: World, code: str, values: dict[str, Any], field: str) -> None:
    module, spec = next((m, s) for m, s in SPECS if s.code == code)
    answer = api_for(world.worker).post(
        address(module, spec), {"case": case_of(world, code).pk, **GOOD[code], **values}
    )
    assert answer.status_code == 422, answer.content
    assert set(answer.json()["errors"]) == {field}
    assert not spec.model.objects.exists()


def test_a_child_of_eight_has_no_job(world: World) -> None:
    answer = api_for(world.worker).post("/api/v1/employment/jobs/", {"case": world.child.pk, **GOOD["job"]})
    assert set(answer.json()["errors"]) == {"on"}


def test_what_is_recorded_once_is_refused_a_second_time(world: World) -> None:
    api = api_for(world.worker)
    for code in ("vaccination", "attendance"):
        module, spec = next((m, s) for m, s in SPECS if s.code == code)
        body = {"case": world.child.pk, **GOOD[code]}
        first = api.post(address(module, spec), body).json()
        assert api.post(address(module, spec), body).status_code == 422
        api.post(f"{address(module, spec)}{first['id']}/in-error/", {"reason": "Slip"})
        assert api.post(address(module, spec), body).status_code == 201


def test_a_list_costs_the_same_with_one_and_three_records(world: World) -> None:
    api = api_for(world.worker)
    counts = []
    for number in (1, 2, 3):
        Vaccination.objects.create(case=world.child, vaccine="opv", dose=number, created_by=world.worker)
        if number != 2:
            with CaptureQueriesContext(connection, ) as queries:
                assert len(api.get("/api/v1/medical/vaccinations/").json()["results"]) == number
            counts.append(len(queries))
    assert counts[0] == counts[1]


def test_health_notes_of_a_manifest_go_to_the_medical_records_once(world: World) -> None:
    from rehabilitation.services.medical import health_notes_add

    notes = {world.child.pk: "asthma", world.mother.pk: " "}
    assert health_notes_add(notes, by=world.supervisor) == 1
    assert health_notes_add(notes, by=world.supervisor) == 0
    found = Condition.objects.get()
    assert (found.case_id, found.kind, found.name) == (world.child.pk, "reported", "asthma")
    assert SupportState.objects.get(case=world.child, module="medical").code == "unscreened"
