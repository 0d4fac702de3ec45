"""A caregiver who is implicated in harm to a child is left out of every place where something is decided for the child,
shown or handed over; only those in charge of the child's case know."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as
from accounts.enums import AgencyKind, Role
from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import Event, Profile
from cases.enums import DataKind
from cases.household import household_of, kin_among
from cases.implicated import implicated_ids, is_left_out
from cases.models import Consent, FamilyMember, Implication, TimelineEntry
from cases.services.consents import consent_record
from cases.services.families import family_join, kin_link
from cases.services.grants import grant_create
from cases.services.implications import implication_end, implication_record
from sharing.held import held_data
from sharing.models import Release, Summary
from sharing.registry import FIELDS
from sharing.services.rights import request_record
from sharing.services.summaries import summary_build, summary_release
from tests.factories import api_for, make_agency, make_case, make_profile, web_for
from tests.sharing.world import agree

from .conftest import Household, born

REASON = "Qqreasonnobodyelsereads"
SCHOOLING = "schooling"


class Home(Household):
    """Ozoda is the mother and caregiver, Halima the grandmother and another one; Asma (9) is the child."""

    def __init__(self) -> None:
        super().__init__()
        self.national = make_profile(Role.NATIONAL)
        self.grandmother = born(60, given_name="Halima", surname="Nazarova")
        family_join(self.family, person=self.grandmother, relation="grandmother", by=None, is_caregiver=True)
        self.cases.append(make_case(self.office, self.worker, person=self.grandmother, family=self.family))
        self.child = self.cases[1]
        self.school = make_agency(AgencyKind.EDUCATION, "School No. 7")
        agree(self.school, SCHOOLING, self)  # type: ignore[arg-type]
        for name, purpose in (("colleague", "team"), ("specialist", "team")):
            grant_create(
                self.child, to=getattr(self, name), purpose=purpose, reason="x", by=self.supervisor,
                until=timezone.now() + timedelta(days=3),
            )  # fmt: skip

    def mark(self) -> Implication:
        with acting_as(self.worker):
            return implication_record(self.child, person=self.mother, reason=REASON, by=self.worker)

    def consent(self, by: Profile | None = None, **values: Any) -> Consent:
        today = timezone.localdate()
        given = {
            "kinds": list(DataKind.values), "decision": "given", "given_on": today, "given_by": "caregiver",
            "until": today + timedelta(days=90), "giver_name": "Ozoda Yoʻldosheva", "manner": "signed",
            "language": "uz", "assent": "given", **values,
        }  # fmt: skip
        by = by or self.worker
        with acting_as(by):
            return consent_record(self.child, agency=self.school, purpose=SCHOOLING, by=by, **given)


@pytest.fixture
def home(db: None) -> Home:
    found = Home()
    found.settle()
    return found


# --- Who marks, who knows ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [("worker", 201), ("supervisor", 201), ("colleague", 403), ("specialist", 403), ("far_worker", 404),
     ("far_supervisor", 404), ("national", 403)],
)  # fmt: skip
def test_those_in_charge_mark(home: Home, name: str, status: int) -> None:
    body = {"case": home.child.pk, "person": home.mother.pk, "reason": REASON}
    answer = api_for(getattr(home, name)).post("/api/v1/implications/", body, format="json")
    assert answer.status_code == status
    assert Implication.objects.count() == (1 if status == 201 else 0)


def test_only_somebody_of_the_childs_family_and_once(home: Home) -> None:
    home.mark()
    with acting_as(home.worker):
        with pytest.raises(Conflict):
            implication_record(home.child, person=home.mother, reason="x", by=home.worker)
        for wrong in (home.daughter, home.far_person):
            with pytest.raises(Invalid):
                implication_record(home.child, person=wrong, reason="x", by=home.worker)
        with pytest.raises(Invalid):
            implication_record(home.cases[0], person=home.grandmother, reason="x", by=home.worker)
        with pytest.raises(Invalid):
            implication_record(home.child, person=home.grandmother, reason=" ", by=home.worker)


def test_only_those_in_charge_learn_of_it(home: Home) -> None:
    mark, number = home.mark(), home.child.number
    for name, knows in (
        ("worker", True), ("supervisor", True), ("colleague", False), ("specialist", False), ("far_worker", False),
    ):  # fmt: skip
        reader = getattr(home, name)
        api, web = api_for(reader), web_for(reader)
        text = api.get("/api/v1/implications/", {"case": home.child.pk}).content.decode()
        text += web.get(reverse("cases:implication_list", args=[number])).content.decode()
        assert (REASON in text) == knows, name
        assert (api.get(f"/api/v1/implications/{mark.pk}/").status_code == 200) == knows, name
        page = web.get(reverse("cases:case_detail", args=[number])).content.decode()
        assert ("Left out of decisions" in page) == knows, name
        lines = api.get(f"/api/v1/cases/{home.child.pk}/timeline/").content.decode()
        assert ("left out of decisions" in lines) == knows, name
        history = api.get(f"/api/v1/cases/{home.child.pk}/history/").content.decode()
        assert ("implicated caregiver" in history) == knows, name
        assert REASON not in history
        if name == "far_worker":
            continue
        with acting_as(reader):
            assert TimelineEntry.objects.filter(kind="implicated").exists() == knows
            if name == "specialist":
                with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                    list(Implication.objects.all())
            else:
                assert Implication.objects.exists() == knows
                assert Event.objects.filter(table="cases_implication").exists() == knows


def test_the_reason_is_ciphertext_in_the_history(home: Home) -> None:
    home.mark()
    assert REASON not in str(Event.objects.get(table="cases_implication").data)


def test_nobody_marks_past_the_service(home: Home) -> None:
    for by in (home.colleague, home.far_worker):
        with pytest.raises(ProgrammingError, match="row-level security"), acting_as(by):
            Implication.objects.create(case=home.child, person=home.mother, reason="x", created_by=by)


# --- Consent -----------------------------------------------------------------------------------------------


def test_what_she_consented_to_ends_with_all_that_was_released_under_it(home: Home) -> None:
    consent = home.consent()
    with acting_as(home.worker):
        summary = summary_build(
            home.child, agency=home.school, purpose=SCHOOLING, fields=["given_name"], by=home.worker
        )
    with acting_as(home.supervisor):
        summary_release(summary, by=home.supervisor)
    home.mark()
    consent.refresh_from_db()
    assert consent.state == "withdrawn" and consent.withdrawn_reason == "It has to be decided anew."
    assert Release.objects.get(pk=summary.pk).ended_at is not None


@pytest.mark.parametrize("name", ["Ozoda Yoʻldosheva", "Озода Йўлдошева", "Озода Юлдашева", "ozoda"])
def test_she_can_neither_decide_nor_witness_nor_interpret(home: Home, name: str) -> None:
    home.mark()
    for field in ("giver_name", "witness", "interpreter"):
        values: dict[str, Any] = {"giver_name": "Halima Nazarova", field: name}
        with pytest.raises(Invalid) as refused:
            home.consent(None, **values)
        assert set(refused.value.fields) == {field}
    # Nor say no for the child.
    with pytest.raises(Invalid):
        home.consent(decision="refused", giver_name=name)
    assert home.consent(giver_name="Halima Nazarova").state == "in_force"


def test_over_both_doors_the_other_caregiver_is_proposed_and_she_is_refused(home: Home) -> None:
    home.mark()
    page = reverse("sharing:consent_create", args=[home.child.number])
    form = web_for(home.worker).get(page).content.decode()
    assert 'value="Nazarova Halima"' in form and "Ozoda" not in form.split('name="giver_name"')[1][:200]
    today = timezone.localdate()
    body = {
        "case": home.child.pk, "agency": home.school.pk, "purpose": SCHOOLING, "kinds": ["identity"],
        "decision": "given", "given_by": "caregiver", "giver_name": "Ozoda", "assent": "given", "manner": "signed",
        "language": "uz", "given_on": today.isoformat(), "until": (today + timedelta(days=9)).isoformat(),
    }  # fmt: skip
    answer = api_for(home.worker).post("/api/v1/consents/", body, format="json")
    assert answer.status_code == 422 and set(answer.json()["errors"]) == {"giver_name"}
    body["giver_name"] = "Halima"
    assert api_for(home.worker).post("/api/v1/consents/", body, format="json").status_code == 201
    # Who is not in charge does not know whom not to ask.
    assert api_for(home.colleague).post("/api/v1/consents/", body, format="json").status_code == 403


# --- Printouts and summaries -------------------------------------------------------------------------------


def test_no_summary_names_her_as_caregiver_nor_counts_her(home: Home) -> None:
    with acting_as(home.worker):
        assert FIELDS["caregivers"].value(home.child) == ["Yoʻldosheva Ozoda", "Nazarova Halima"]
        assert FIELDS["household"].value(home.child) == {"adults": 2, "children": 2}
    home.mark()
    # Even where somebody calls her a caregiver again.
    FamilyMember.objects.filter(person=home.mother).update(is_caregiver=True)
    with acting_as(home.worker):
        assert FIELDS["caregivers"].value(home.child) == ["Nazarova Halima"]
        assert FIELDS["household"].value(home.child) == {"adults": 1, "children": 2}
    with pytest.raises(NotAllowed), acting_as(home.colleague):
        summary_build(home.child, agency=home.school, purpose=SCHOOLING, fields=["age"], by=home.colleague)


def test_a_summary_that_names_her_is_withdrawn(home: Home) -> None:
    home.consent(giver_name="Halima Nazarova")
    with acting_as(home.worker):
        fields = ["given_name", "caregivers"]
        named = summary_build(home.child, agency=home.school, purpose=SCHOOLING, fields=fields, by=home.worker)
    home.mark()
    assert Summary.objects.get(pk=named.pk).state == "ended"


# --- The family page ---------------------------------------------------------------------------------------


def test_the_family_page_shows_her_as_no_caregiver(home: Home) -> None:
    kin_link(home.grandmother, relative=home.daughter, relation="guardian", by=None)

    def seen() -> tuple[set[str], int, set[str]]:
        with acting_as(home.worker):
            household = household_of(home.family, home.worker)
            links = kin_among(household.persons, implicated_ids(household.cases))
        page = web_for(home.worker).get(reverse("cases:family_detail", args=[home.family.number])).content.decode()
        family = api_for(home.worker).get(f"/api/v1/families/{home.family.pk}/").json()
        carers = {one["name"] for one in family["members"] if one["is_caregiver"]}
        assert {link.relation for link in links} == {one["relation"] for one in family["kin"]}
        return carers, page.count("· caregiver"), {link.relation for link in links}

    carers, on_page, relations = seen()
    assert carers == {"Yoʻldosheva Ozoda", "Nazarova Halima"} and on_page > 0 and "guardian" in relations
    with acting_as(home.worker):
        implication_record(home.child, person=home.grandmother, reason=REASON, by=home.worker)
    home.mark()
    carers, on_page, relations = seen()
    assert (carers, on_page) == (set(), 0)
    assert relations & {"guardian", "ward"} == set() and "mother" in relations


def test_she_does_not_become_a_caregiver_again_by_another_way(home: Home) -> None:
    home.mark()
    FamilyMember.objects.filter(person=home.mother).update(left_on=timezone.localdate())
    with pytest.raises(Invalid), acting_as(home.supervisor):
        family_join(home.family, person=home.mother, relation="mother", by=home.supervisor, is_caregiver=True)


# --- Requests ----------------------------------------------------------------------------------------------


def test_she_cannot_ask_for_what_is_held_about_the_child(home: Home) -> None:
    home.mark()
    body = {"case": home.child.pk, "kind": "access", "asked_by": "Ozoda Yoʻldosheva", "text": "All of it"}
    answer = api_for(home.worker).post("/api/v1/person-requests/", body, format="json")
    assert answer.status_code == 422 and set(answer.json()["errors"]) == {"asked_by"}
    page = reverse("sharing:case_request_create", args=[home.child.number])
    assert web_for(home.worker).post(page, {**body, "received_on": timezone.localdate()}).status_code == 422
    with pytest.raises(NotAllowed), acting_as(home.colleague):
        request_record(home.child, kind="access", asked_by="Halima", text="All", by=home.colleague)
    assert api_for(home.worker).post(
        "/api/v1/person-requests/", {**body, "asked_by": "Halima Nazarova"}, format="json"
    ).status_code == 201  # fmt: skip
    shown = web_for(home.worker).get(reverse("sharing:case_requests", args=[home.child.number])).content.decode()
    assert "Not to be handed to" in shown and "Yoʻldosheva Ozoda" in shown


def test_what_is_held_about_her_tells_nothing_of_the_child(home: Home) -> None:
    home.mark()
    with acting_as(home.worker):
        text = json.dumps(held_data(home.cases[0], by=home.worker), ensure_ascii=False)
    assert "Ozoda" in text
    assert not [word for word in ("Asma", "Ali", "Halima", home.child.number, REASON, "household") if word in text]
    assert web_for(home.colleague).get(reverse("sharing:held_json", args=[home.child.number])).status_code == 403


# --- The end -----------------------------------------------------------------------------------------------


def test_the_end_gives_her_place_back(home: Home) -> None:
    mark = home.mark()
    assert not FamilyMember.objects.get(person=home.mother).is_caregiver
    address = f"/api/v1/implications/{mark.pk}/end/"
    assert api_for(home.colleague).post(address, {"reason": "x"}, format="json").status_code == 404
    body = {"reason": "The court found nothing."}
    assert api_for(home.supervisor).post(address, body, format="json").status_code == 200
    assert FamilyMember.objects.get(person=home.mother).is_caregiver
    with acting_as(home.worker):
        assert not is_left_out(home.child, "Ozoda Yoʻldosheva")
        with pytest.raises(Conflict):
            implication_end(Implication.objects.get(), reason="x", by=home.worker)


def test_the_pages_of_it(home: Home) -> None:
    web, number = web_for(home.worker), home.child.number
    data = {"person": home.mother.pk, "reason": REASON}
    assert web.post(reverse("cases:implication_create", args=[number]), data).status_code == 302
    mark = Implication.objects.get()
    end = reverse("cases:implication_end", args=[number, mark.pk])
    assert web.post(end, {"reason": ""}).status_code == 422
    assert web.post(end, {"reason": "It was somebody else."}).status_code == 302
    assert web_for(home.colleague).post(reverse("cases:implication_create", args=[number]), data).status_code == 403
