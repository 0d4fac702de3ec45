"""The pages of support: walked by the worker, refused to the others, with a bounded number of queries."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Family
from rehabilitation.models import (
    AgreedInstruction,
    Inspection,
    InstrumentResult,
    Placement,
    SafetyAlert,
    Service,
    Session,
    SupportState,
    Vaccination,
)
from rehabilitation.services import psychological as services
from rehabilitation.services.records import record_create, record_update
from rehabilitation.specs import HOUSING, MEDICAL, MODULES, PSYCHOLOGICAL
from tests.factories import make_family, web_for

from .conftest import World
from .test_records_api import GOOD, IDS, SPECS, case_of, python_values


def url(name: str, case: Any, *args: Any) -> str:
    return reverse(f"rehabilitation:{name}", args=[case.number, *args])


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def errors_of(answer: Any) -> Any:
    return answer.context["form"].errors if answer.context else answer.status_code


def defaults(spec: Any) -> dict[str, Any]:
    """What a new form holds before anything is chosen."""
    fields = (spec.model._meta.get_field(name) for name in spec.fields)
    return {field.name: field.default for field in fields if isinstance(field.default, str) and field.default}


def form_data(values: dict[str, Any]) -> dict[str, Any]:
    """As a browser sends it: a ticked box is "on", an empty one is absent."""
    return {key: "on" if value is True else value for key, value in values.items() if value is not False}


@pytest.mark.parametrize(("module", "spec"), SPECS, ids=IDS)
def test_a_worker_records_changes_and_strikes_through(world: World, module: Any, spec: Any) -> None:
    case, web = case_of(world, spec.code), web_for(world.worker)
    page = text(web.get(url(f"{spec.code}_add", case)))
    for name in spec.fields:
        assert f'name="{name}"' in page
    values = {**defaults(spec), **form_data(GOOD[spec.code])}
    if spec.code == "inspection":
        values |= {"safe": "True", "water": "True"}
    answer = web.post(url(f"{spec.code}_add", case), values)
    assert answer.status_code == 302, errors_of(answer)
    record: Any = spec.model.objects.get()
    for name, value in GOOD[spec.code].items():
        assert str(getattr(record, name)) == str(value), name

    assert record.summary.split(" · ")[0] in text(web.get(url(module.code.value, case))).replace("&#x27;", "'")
    assert url(spec.code, case, record.pk) in text(web.get(url(f"{spec.code}_list", case)))
    text(web.get(url(spec.code, case, record.pk)))

    edit = url(f"{spec.code}_edit", case, record.pk)
    text(web.get(edit))
    answer = web.post(edit, {**values, "next_on": "2035-01-15", "note": "Seen again"})
    assert answer.status_code == 302, errors_of(answer)
    record.refresh_from_db()
    assert record.next_on == date(2035, 1, 15) or "next_on" not in spec.fields

    error = url(f"{spec.code}_error", case, record.pk)
    text(web.post(error, {"reason": "  "}), 422)
    assert web.post(error, {"reason": "Another child"}).status_code == 302
    assert "Another child" in text(web.get(url(spec.code, case, record.pk)))
    record.refresh_from_db()
    assert record.state == "in_error"


@pytest.mark.parametrize(("module", "spec"), SPECS, ids=IDS)
def test_the_pages_are_closed_to_others(world: World, module: Any, spec: Any) -> None:
    case = case_of(world, spec.code)
    record = record_create(case, spec=spec, by=world.worker, **python_values(spec, GOOD[spec.code]))
    addresses = [
        url(module.code.value, case), url(f"{spec.code}_list", case), url(spec.code, case, record.pk),
        url(f"{spec.code}_add", case), url(f"{spec.code}_edit", case, record.pk),
        url(f"{spec.code}_error", case, record.pk),
    ]  # fmt: skip
    outsiders = [(one, {404}) for one in (world.other, world.clinic, world.national)]
    for outsider, allowed in [*outsiders, (world.stranger, {403, 404})]:
        web = web_for(outsider)
        for address in addresses:
            assert web.get(address).status_code in allowed, (outsider.role, address)
            assert web.post(address, form_data(GOOD[spec.code])).status_code in {403, 404, 405}
    # The teacher reads what is not psychological, and writes in her own discipline.
    web = web_for(world.teacher)
    own, psychological = module.code == "education", module.code == "psychological"
    for address in addresses[:2]:
        assert web.get(address).status_code == (404 if psychological else 200)
    assert web.get(addresses[2]).status_code == (404 if psychological or spec.level else 200)
    for address in addresses[3:]:
        assert web.get(address).status_code == (200 if own else 404 if psychological else 403)


def test_wrong_input_stays_in_the_form_with_its_reason(world: World) -> None:
    web = web_for(world.worker)
    page = text(web.post(url("growth_add", world.child), {"on": "2021-05-02", "weight_kg": "300", "note": "Shy"}), 422)
    assert "Shy" in page and "300" in page
    drawer = web.post(
        url("placement_add", world.child), {"on": "2001-01-01", "kind": "own"}, headers={"HX-Request": "true"}
    )
    page = text(drawer, 422)
    assert "This date lies before the birth." in page and "<html" not in page
    assert not Placement.objects.exists()


def test_the_instruments_offered_fit_the_age(world: World) -> None:
    web = web_for(world.worker)
    child, woman = (text(web.get(url("result_add", case))) for case in (world.child, world.mother))
    assert ">CRIES-8<" in child and ">PHQ-9<" not in child
    assert ">PHQ-9<" in woman and ">CRIES-8<" not in woman


def test_an_inspection_offers_the_homes_of_its_own_case(world: World) -> None:
    Placement.objects.create(case=world.child, kind="relatives", on=date(2021, 5, 30), address="Tinchlik 4")
    Placement.objects.create(case=world.mother, kind="own", on=date(2021, 5, 30), address="Guliston 9")
    page = text(web_for(world.worker).get(url("inspection_add", world.child)))
    assert "Tinchlik 4" in page and "Guliston 9" not in page
    here = Placement.objects.get(case=world.child)
    assert f'<option value="{here.pk}" selected>' in page


def test_a_move_in_the_form_ends_the_home_before(world: World) -> None:
    web = web_for(world.worker)
    web.post(url("placement_add", world.child), {"on": "2021-05-30", "kind": "relatives"})
    assert web.post(url("placement_add", world.child), {"on": "2022-05-30", "kind": "own"}).status_code == 422
    moved = web.post(url("placement_add", world.child), {"on": "2022-05-30", "kind": "own", "end_previous": "on"})
    assert moved.status_code == 302
    assert list(Placement.objects.order_by("on").values_list("kind", "until")) == [
        ("relatives", date(2022, 5, 30)), ("own", None),
    ]  # fmt: skip


def test_a_change_over_somebody_elses_is_refused(world: World) -> None:
    record = record_create(world.child, spec=MEDICAL.record("screening"), by=world.worker, finding="nothing")
    web = web_for(world.worker)
    edit = url("screening_edit", world.child, record.pk)
    version = re.search(r'name="version" value="([^"]*)"', text(web.get(edit)))
    assert version is not None
    record_update(record, by=world.supervisor, finding="urgent")
    answer = web.post(edit, {"on": str(record.on), "occasion": "arrival", "finding": "nothing",
                             "version": version.group(1).replace("&quot;", '"')})  # fmt: skip
    text(answer, 422)
    record.refresh_from_db()
    assert record.finding == "urgent"


def test_a_service_is_walked_to_its_outcome(world: World) -> None:
    web = web_for(world.worker)
    values = {"on": "2024-09-01", "need": "No school bag", "what": "School kit"}
    assert web.post(url("service_add_education", world.child), values).status_code == 302
    service = Service.objects.get()
    text(web.get(url("service", world.child, service.pk)))
    assert web.post(url("service_outcome", world.child, service.pk), {"outcome": "achieved"}).status_code == 422
    step = url("service_stage", world.child, service.pk)
    text(web.get(step))
    assert web.post(step, {"stage": "delivered", "on": "2024-09-05"}).status_code == 302
    assert web.post(url("service_outcome", world.child, service.pk), {"outcome": "achieved"}).status_code == 302
    service.refresh_from_db()
    assert (service.stage, service.outcome, service.delivered_on) == ("delivered", "achieved", date(2024, 9, 5))
    assert web_for(world.other).get(url("service", world.child, service.pk)).status_code == 404
    assert web_for(world.psychologist).post(step, {"stage": "cancelled", "on": "2024-09-05"}).status_code == 403


def test_an_alert_from_the_worker_to_the_supervisor_to_its_outcome(world: World) -> None:
    web = web_for(world.worker)
    answer = web.post(url("alert_add", world.child), {"kind": "suicide", "acute": "on", "description": "Secret reason"})
    assert answer.status_code == 302
    alert = SafetyAlert.objects.get()
    page, close = url("alert", world.child, alert.pk), url("alert_close", world.child, alert.pk)
    case_page = reverse("cases:case_detail", args=[world.child.number])
    assert "Acute safety alert" in text(web.get(case_page))
    told = text(web_for(world.teacher).get(case_page))
    assert 'class="tag tag-danger"' in told
    assert "Do not leave alone" in told and "alert" not in told.lower().replace("alert-", "") and "Secret" not in told
    assert web_for(world.teacher).get(page).status_code == 404
    supervisor = web_for(world.supervisor)
    assert "Secret reason" in text(supervisor.get(page))
    assert supervisor.post(url("alert_acknowledge", world.child, alert.pk)).status_code == 302
    assert supervisor.post(close, {"outcome": ""}).status_code == 422
    assert supervisor.post(close, {"outcome": "Safe with her grandmother"}).status_code == 302
    alert.refresh_from_db()
    assert (alert.stage, alert.acknowledged_by) == ("closed", world.supervisor)
    agreed = AgreedInstruction.objects.get()
    assert web.post(url("instruction_end", world.child, agreed.pk)).status_code == 302
    agreed.refresh_from_db()
    assert agreed.ended_by == world.worker
    assert 'class="tag tag-danger"' not in text(web_for(world.teacher).get(case_page))


def test_protected_notes_are_on_the_page_of_the_psychologist_alone(world: World) -> None:
    web = web_for(world.psychologist)
    values = {"on": "2024-06-04", "kind": "individual", "attendance": "attended"}
    answer = web.post(url("session_add", world.child), values)
    session = Session.objects.get()
    page = url("session", world.child, session.pk)
    assert answer.status_code == 302 and answer["Location"] == page
    assert web.post(url("session_note_add", world.child, session.pk), {"text": "She fears the dark"}).status_code == 302
    assert "She fears the dark" in text(web.get(page))
    for name in ("worker", "supervisor"):
        other = web_for(getattr(world, name))
        assert "She fears the dark" not in text(other.get(page))
        assert other.post(url("session_note_add", world.child, session.pk), {"text": "x"}).status_code in (403, 404)


# --- Cards and rows ----------------------------------------------------------------------------------------


def rows_of(world: World, count: int) -> None:
    """``count`` records of several kinds."""
    for number in range(1, count + 1):
        Vaccination.objects.create(case=world.child, vaccine="opv", dose=number, created_by=world.worker)
        InstrumentResult.objects.create(case=world.child, instrument="cries8", total=17, created_by=world.worker)
        Inspection.objects.create(case=world.child, adequacy="adequate", created_by=world.worker)
        Service.objects.create(case=world.child, module="medical", need="x", what="y", created_by=world.worker)
        services.alert_raise(world.child, kind="other", by=world.worker)


def test_the_case_page_shows_five_cards_in_at_most_four_queries(world: World) -> None:
    web, page = web_for(world.worker), reverse("cases:case_detail", args=[world.child.number])
    home = HOUSING.record("placement")
    record_create(world.child, spec=home, by=world.worker, kind="relatives", on=date(2021, 5, 30))
    web.get(page)
    counts = []
    for _turn in range(2):
        rows_of_state(world)
        with CaptureQueriesContext(connection) as asked:
            body = text(web.get(page))
        own = [one["sql"] for one in asked if "rehabilitation_" in one["sql"]]
        assert len(own) <= 4, own
        counts.append(len(asked))
    assert counts[0] == counts[1]
    for module in MODULES:
        assert url(module.code.value, world.child) in body and url(f"{module.code.value}_add", world.child) in body
    assert "With relatives, not yet inspected" in body


def rows_of_state(world: World) -> None:
    for _module, spec in SPECS:
        if spec.code in ("screening", "session", "education_level", "skills"):
            record_create(world.child, spec=spec, by=world.worker, **python_values(spec, GOOD[spec.code]))


@pytest.mark.parametrize("name", ["medical", "psychological", "housing"])
def test_a_module_page_costs_the_same_with_one_and_three_records(world: World, name: str) -> None:
    web = web_for(world.worker)
    web.get(url(name, world.child))  # the first page of a session writes its row
    counts = []
    for count in (1, 3):
        for model in (Vaccination, InstrumentResult, Inspection, Service):
            model.objects.update(state="in_error")
        rows_of(world, count)
        with CaptureQueriesContext(connection) as asked:
            text(web.get(url(name, world.child)))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_teacher_sees_four_cards(world: World) -> None:
    InstrumentResult.objects.create(case=world.child, instrument="cries8", total=38)
    SupportState.objects.create(
        case=world.child, module="psychological", code="positive", tone="watch",
        details={"instrument": "cries8", "band": "above"},
    )  # fmt: skip
    page = text(web_for(world.teacher).get(reverse("cases:case_detail", args=[world.child.number])))
    assert "CRIES" not in page and url("psychological", world.child) not in page
    assert url("education_add", world.child) in page and url("medical_add", world.child) not in page
    assert "CRIES-8" in text(web_for(world.worker).get(reverse("cases:case_detail", args=[world.child.number])))


def test_a_family_has_a_row_for_each_kind_in_one_query_each(world: World) -> None:
    from cases.panels import family_rows

    family = make_family(world.woman, world.girl)
    Family.objects.update(made_in=0)
    cases = [world.mother, world.child]
    screening = MEDICAL.record("screening")
    record_create(world.child, spec=screening, by=world.worker, finding="nothing", on=date(2021, 5, 2))
    with CaptureQueriesContext(connection) as asked:
        rows = family_rows(family, cases, world.worker)
    own = [one["sql"] for one in asked if "rehabilitation_supportstate" in one["sql"]]
    assert len(own) == len(MODULES)
    by_label = {str(row["label"]): row["cells"] for row in rows}
    mother, child = by_label["Medical"]
    assert (mother["gap"], mother["text"]) == (True, "Not yet screened")
    assert (child["gap"], child["text"], child["on"]) == (False, "Screened, nothing found", date(2021, 5, 2))
    # A grown woman is no gap in schooling, a child is.
    assert [cell["gap"] for cell in by_label["Education"]] == [False, True]


def test_an_opened_line_of_the_timeline_shows_the_record_to_those_who_may(world: World) -> None:
    from cases.models import TimelineEntry

    record_create(world.child, spec=PSYCHOLOGICAL.record("result"), by=world.worker, instrument="cries8", total=38)
    entry = TimelineEntry.objects.get(kind="result")
    address = reverse("cases:timeline_detail", args=[world.child.number, entry.pk])
    assert "38" in text(web_for(world.worker).get(address))
    assert web_for(world.teacher).get(address).status_code in (403, 404)
