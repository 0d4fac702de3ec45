"""Services from request to outcome; the questions that other rooms ask; what a summary may be offered."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.acting import acting_as
from cases.models import Case, TimelineEntry
from rehabilitation import queries
from rehabilitation.disclosure import FIELD, FIELDS
from rehabilitation.exports import records_of
from rehabilitation.models import (
    Condition,
    Enrolment,
    GrowthMeasurement,
    InstrumentResult,
    Placement,
    Service,
    SupportState,
    Vaccination,
)
from rehabilitation.models.education import expected_grade
from rehabilitation.models.medical import nutrition_of
from rehabilitation.services.records import record_create
from rehabilitation.specs import EDUCATION, MEDICAL, MODULES
from tests.factories import api_for, make_case, make_person

from .conftest import World

URL = "/api/v1/services/"


def test_a_service_goes_from_request_to_outcome(world: World) -> None:
    api = api_for(world.worker)
    made = api.post(URL, {"case": world.child.pk, "module": "education", "on": "2024-09-01", "need": "No school bag",
                          "what": "School kit", "provider": "Mahalla"})  # fmt: skip
    assert made.status_code == 201, made.content
    one = f"{URL}{made.json()['id']}/"
    state = SupportState.objects.get(case=world.child, module="education")
    assert state.open_services == 1
    assert api.post(f"{one}outcome/", {"outcome": "achieved"}).status_code == 409
    assert api.post(f"{one}stage/", {"stage": "delivered", "on": "2024-08-01"}).status_code == 422
    assert api.post(f"{one}stage/", {"stage": "delivered", "on": "2024-09-05"}).json()["delivered_on"] == "2024-09-05"
    assert api.post(f"{one}stage/", {"stage": "cancelled"}).status_code == 409
    assert api.post(f"{one}outcome/", {"outcome": "achieved", "note": "Goes with joy"}).json()["outcome"] == "achieved"
    assert SupportState.objects.get(case=world.child, module="education").open_services == 0
    lines = TimelineEntry.objects.filter(case=world.child, kind="service_education").order_by("id")
    assert [line.details["service_stage"] for line in lines] == ["requested", "delivered"]


def test_a_specialist_asks_for_services_of_her_own_kind_only(world: World) -> None:
    body = {"case": world.child.pk, "need": "x", "what": "y"}
    assert api_for(world.teacher).post(URL, {**body, "module": "education"}).status_code == 201
    assert api_for(world.teacher).post(URL, {**body, "module": "medical"}).status_code == 403
    made = api_for(world.teacher).get(URL).json()["results"][0]
    assert api_for(world.psychologist).get(f"{URL}{made['id']}/").status_code == 200
    assert api_for(world.psychologist).patch(f"{URL}{made['id']}/", {"need": "z"}).status_code == 403
    assert api_for(world.psychologist).post(URL, {**body, "module": "psychological"}).status_code == 201
    modules = {row["module"] for row in api_for(world.teacher).get(URL).json()["results"]}
    assert modules == {"education"}
    with acting_as(world.teacher):
        assert set(Service.objects.values_list("module", flat=True)) == {"education"}
    modules = {row["module"] for row in api_for(world.worker).get(URL).json()["results"]}
    assert modules == {"education", "psychological"}
    assert api_for(world.other).get(URL).json()["results"] == []
    assert api_for(world.other).post(URL, {**body, "module": "education"}).status_code == 404


# --- Facts by hand -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("muac", "oedema", "months", "expected"),
    [
        (114, False, 6, "severe"), (115, False, 6, "moderate"), (124, False, 59, "moderate"),
        (125, False, 59, "normal"), (114, False, 5, ""), (114, False, 60, ""), (140, True, 24, "severe"),
        (None, True, 3, "severe"), (None, False, 24, ""), (110, False, None, ""),
    ],
)  # fmt: skip
def test_nutrition_by_arm_circumference(muac: Any, oedema: bool, months: Any, expected: str) -> None:
    assert nutrition_of(muac, oedema, months) == expected


@pytest.mark.parametrize(
    ("born", "on", "grade"),
    [
        # Seven on 1 September: grade 1, until the next 1 September.
        (date(2017, 9, 1), date(2024, 9, 2), 1), (date(2017, 9, 2), date(2024, 9, 2), None),
        (date(2017, 9, 1), date(2025, 8, 31), 1), (date(2016, 5, 14), date(2024, 9, 2), 2),
        (date(2007, 1, 1), date(2024, 9, 2), 11), (date(2006, 1, 1), date(2024, 9, 2), None),
    ],
)  # fmt: skip
def test_the_grade_of_an_age(born: date, on: date, grade: int | None) -> None:
    assert expected_grade(born, born, on) == grade


def test_a_birth_date_that_is_a_year_names_no_grade() -> None:
    assert expected_grade(date(2016, 1, 1), date(2016, 12, 31), date(2024, 9, 2)) is None


def test_grades_behind_and_low_attendance_show_in_the_state(world: World) -> None:
    today = timezone.localdate()
    start = today - timedelta(days=200)
    expected = expected_grade(date(2016, 5, 14), date(2016, 5, 14), start) or 0
    enrolment = EDUCATION.record("enrolment")
    made = record_create(world.child, spec=enrolment, by=world.worker, on=start, school="No. 12", grade=expected - 3)
    assert made.grades_behind == 3
    assert SupportState.objects.get(case=world.child).code == "behind"
    attendance = EDUCATION.record("attendance")
    month = record_create(world.child, spec=attendance, by=world.worker, on=today, days_present=15, days_total=19)
    assert (month.on, month.rate, month.is_low) == (today.replace(day=1), 78, True)  # 15 / 19 = 78.9 %
    assert SupportState.objects.get(case=world.child).code == "attendance_low"
    assert not type(month)(days_present=16, days_total=20).is_low  # 80 % is not under 80 %


def test_malnutrition_shows_first(world: World) -> None:
    born = timezone.localdate() - timedelta(days=700)
    baby = make_case(world.here, world.worker, person=make_person(birth_earliest=born, birth_latest=born))
    made = record_create(baby, spec=MEDICAL.record("growth"), by=world.worker, muac_mm=112)
    state = SupportState.objects.get(case=baby)
    assert (made.nutrition, state.code, state.tone) == ("severe", "malnutrition", "alarm")


# --- Questions of other rooms ------------------------------------------------------------------------------


def child_of(world: World, earliest: date, latest: date | None = None) -> Case:
    person = make_person(birth_earliest=earliest, birth_latest=latest or earliest)
    return make_case(world.here, world.worker, person=person)


def test_children_of_school_age_who_are_not_enrolled(world: World) -> None:
    on = date(2024, 9, 2)
    seven, six = child_of(world, date(2017, 9, 2)), child_of(world, date(2017, 9, 3))
    seventeen, adult = child_of(world, date(2006, 9, 3)), child_of(world, date(2006, 9, 2))
    perhaps = child_of(world, date(2017, 1, 1), date(2017, 12, 31))
    enrolled, left, in_error = (child_of(world, date(2014, 1, 1)) for _ in range(3))
    Enrolment.objects.create(case=enrolled, school="A", on=date(2024, 9, 1))
    Enrolment.objects.create(case=left, school="A", on=date(2023, 9, 1), until=date(2024, 9, 2))
    Enrolment.objects.create(case=in_error, school="A", on=date(2023, 9, 1), state="in_error")
    everybody = (seven, six, seventeen, adult, perhaps, enrolled, left, in_error)
    cases = Case.objects.filter(pk__in=[one.pk for one in everybody])
    found = queries.school_age_not_enrolled(cases, on)
    assert set(found) == {seven, seventeen, perhaps, left, in_error}
    assert set(queries.enrolled(cases, on)) == {enrolled}


def test_children_without_a_vaccination(world: World) -> None:
    cases = Case.objects.filter(pk__in=[world.child.pk, world.mother.pk])
    on = date(2024, 1, 1)
    assert set(queries.vaccination_missing(cases, on)) == {world.child}
    dose = Vaccination.objects.create(case=world.child, vaccine="opv", on=date(2021, 5, 1), next_on=date(2021, 6, 1))
    assert set(queries.vaccination_missing(cases, on)) == set()
    assert set(queries.vaccination_due(cases, on)) == {world.child}
    assert set(queries.vaccination_due(cases, date(2021, 5, 31))) == set()
    Vaccination.objects.create(case=world.child, vaccine="opv", dose=2, on=date(2021, 6, 2))
    assert set(queries.vaccination_due(cases, on)) == set()
    Vaccination.objects.filter(pk=dose.pk).update(state="in_error")
    assert set(queries.vaccination_missing(cases, on)) == set()


def test_states_of_several_cases_in_one_query(world: World) -> None:
    for case in (world.child, world.mother):
        record_create(case, spec=MEDICAL.record("screening"), by=world.worker, finding="nothing")
    with CaptureQueriesContext(connection) as asked:
        found = queries.states_of([world.child.pk, world.mother.pk, world.far.pk])
    assert len(asked) == 1
    assert {case: set(states) for case, states in found.items()} == {
        world.child.pk: {"medical"}, world.mother.pk: {"medical"},
    }  # fmt: skip
    assert found[world.child.pk]["medical"].code == "screened"


# --- What a summary may be offered -------------------------------------------------------------------------


def test_disclosure_has_a_row_for_each_module_and_codes_of_its_own() -> None:
    assert tuple(FIELDS) == tuple(module.code for module in MODULES)
    for module, fields in FIELDS.items():
        assert all(one.code.startswith(f"{module.value}_") and one.kind == module.value for one in fields)
    assert len(FIELD) == sum(len(fields) for fields in FIELDS.values())


def test_every_field_of_support_in_the_table_of_sharing_is_offered() -> None:
    from sharing.policy import TABLE

    named = {code for row in TABLE.values() for code in row.fields}
    of_support = {code for code in named if code.split("_")[0] in {module.code.value for module in MODULES}}
    assert of_support and of_support <= set(FIELD)


def test_disclosure_reads_valid_rows_only_and_no_score(world: World) -> None:
    Condition.objects.create(case=world.child, name="Anaemia", code="D50", on=date(2021, 5, 2))
    Condition.objects.create(case=world.child, name="Wrong one", on=date(2021, 5, 2), state="in_error")
    Condition.objects.create(case=world.child, name="Measles", on=date(2021, 5, 2), until=date(2021, 6, 2))
    Condition.objects.create(case=world.child, kind="reported", name="said at landing", on=date(2021, 5, 2))
    Condition.objects.create(case=world.child, kind="allergy", name="Penicillin", on=date(2021, 5, 2))
    Vaccination.objects.create(case=world.child, vaccine="mmr", dose=2, on=date(2021, 5, 12))
    Enrolment.objects.create(case=world.child, school="No. 12", grade=2, on=date(2024, 9, 2))
    Placement.objects.create(case=world.child, kind="relatives", rooms=2, on=date(2021, 5, 30), address="Tinchlik 4")
    InstrumentResult.objects.create(case=world.child, instrument="cries8", total=38, on=date(2024, 6, 1), band="above")
    GrowthMeasurement.objects.create(case=world.child, weight_kg="17.40", on=date(2021, 5, 2))
    mine = {}
    for one in FIELD.values():
        value = one.value(world.child.pk)
        if value is not None:
            mine[one.code] = one.show(json.loads(json.dumps(value)))
        assert one.value(world.mother.pk) is None
    assert mine == {
        "medical_conditions": ["Anaemia, D50"],
        "medical_allergies": ["Penicillin"],
        "medical_vaccinations": ["Measles, mumps, rubella, dose 2, 12 May 2021"],
        "medical_growth": ["2 May 2021, 17.4 kg"],
        "education_school": ["No. 12, 2 Sep 2024"],
        "education_grade": ["grade 2"],
        "housing_placement": ["With relatives, 30 May 2021"],
        "housing_rooms": ["2 rooms"],
    }


def test_a_field_is_one_query_for_all_cases(world: World) -> None:
    for one in FIELD.values():
        with CaptureQueriesContext(connection) as asked:
            one.values([world.child.pk, world.mother.pk, world.far.pk])
        assert len(asked) == 1, one.code


def test_an_export_holds_what_the_reader_may_list(world: World) -> None:
    record_create(world.child, spec=MEDICAL.record("screening"), by=world.worker, finding="nothing")
    InstrumentResult.objects.create(case=world.child, instrument="cries8", total=38)
    both = {"screening", "result"}
    for reader, kinds in ((world.worker, both), (world.teacher, {"screening"}), (world.other, set())):
        with acting_as(reader):
            found = {code for _module, code, rows in records_of(reader, [world.child.pk]) if rows}
        assert found == kinds
