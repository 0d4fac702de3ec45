"""Building, releasing, ending; consent by age; what the table refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import AgencyKind
from accounts.errors import Conflict, Invalid, NotAllowed
from cases.enums import SharingPurpose
from cases.models import Consent, Person, TimelineEntry
from cases.services.consents import assent_needed, consent_override_approve, consent_record, consent_withdraw
from sharing.coverage import coverage, end_of
from sharing.models import Release, Summary
from sharing.policy import (
    NEVER_ORIGIN_KINDS,
    NEVER_ORIGIN_PURPOSES,
    ORIGIN_FIELDS,
    TABLE,
)
from sharing.queries import overrides_waiting, summaries_waiting
from sharing.services.agreements import agreement_create
from sharing.services.answers import answer_add, answer_reply, answers_notice
from sharing.services.summaries import (
    summaries_expire,
    summary_build,
    summary_release,
    summary_return,
    summary_withdraw,
)
from tasks.models import Task
from tests.factories import make_case, make_person

from .world import HEALTH, World, agree, born, consented

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def test_a_summary_holds_the_chosen_fields_in_the_order_of_the_table(world: World) -> None:
    summary = world.built("phone", "given_name", "age")
    assert [code for code, _value in summary.content] == ["given_name", "age", "phone"]
    assert dict(summary.content)["given_name"] == "Гулнора"


def test_the_agency_has_its_own_reference_that_is_not_the_cases_number(world: World) -> None:
    first, second = world.built(), world.built()
    assert first.reference == second.reference
    assert world.adult.number not in first.reference


@pytest.mark.parametrize("field", ["birth_place", "citizenship", "unaccompanied", "operation", "nonsense"])
def test_a_field_that_the_table_does_not_name_does_not_leave(world: World, field: str) -> None:
    with pytest.raises(Invalid) as error:
        world.built("given_name", field)
    assert set(error.value.fields) == {"fields"}


def test_a_field_without_consent_to_its_kind_does_not_leave(world: World) -> None:
    Consent.objects.update(kinds=["identity"])
    found = coverage(world.adult, agency=world.clinic, purpose=HEALTH)
    assert {o.field.code for o in found.offers if o.covered} >= {"given_name", "age"}
    assert not next(o for o in found.offers if o.field.code == "phone").covered
    with pytest.raises(Invalid):
        world.built("given_name", "phone")


def test_a_field_outside_the_agreement_does_not_leave(world: World) -> None:
    world.agreement.fields = ["given_name"]
    world.agreement.save()
    with pytest.raises(Invalid):
        world.built("given_name", "age")
    assert [code for code, _v in world.built("given_name").content] == ["given_name"]


def test_without_agreement_or_consent_nothing_is_built(world: World) -> None:
    with pytest.raises(Invalid):
        summary_build(world.adult, agency=world.school, purpose="schooling", fields=["age"], by=world.worker)
    consent_withdraw(world.consent, reason="", by=world.worker)
    with pytest.raises(Invalid):
        world.built()


def test_an_agency_is_told_nothing_for_a_purpose_that_is_not_its_own(world: World) -> None:
    with pytest.raises(Invalid) as error:
        summary_build(world.adult, agency=world.clinic, purpose="housing", fields=["age"], by=world.worker)
    assert "purpose" in error.value.fields


def test_it_ends_with_the_shortest_of_table_agreement_and_consent(world: World) -> None:
    today = timezone.localdate()
    assert world.built().expires_at == end_of(today + timedelta(days=90))
    Consent.objects.update(until=today + timedelta(days=5))
    assert world.built().expires_at == end_of(today + timedelta(days=5))
    with pytest.raises(Invalid) as error:
        world.built(until=today + timedelta(days=6))
    assert "until" in error.value.fields


def test_nobody_releases_her_own(world: World) -> None:
    with acting_as(world.supervisor):
        own = summary_build(
            world.adult, agency=world.clinic, purpose=HEALTH, fields=["age"], by=world.supervisor
        )
        with pytest.raises(NotAllowed):
            summary_release(own, by=world.supervisor)
    assert not Release.objects.exists()
    assert list(summaries_waiting(world.supervisor)) == []


def test_a_worker_releases_nothing(world: World) -> None:
    summary = summary_build(world.adult, agency=world.clinic, purpose=HEALTH, fields=["age"], by=world.supervisor)
    with pytest.raises(NotAllowed), acting_as(world.worker):
        summary_release(summary, by=world.worker)
    assert not Release.objects.exists()


@pytest.mark.parametrize("ground", ["consent", "agreement", "time", "table"])
def test_a_release_asks_again_whether_its_grounds_hold(
    world: World, ground: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = world.built()
    yesterday = timezone.localdate() - timedelta(days=1)
    if ground == "consent":
        Consent.objects.update(given_on=yesterday, until=yesterday)
    elif ground == "agreement":
        world.agreement.until = yesterday
        world.agreement.save()
    elif ground == "time":
        Summary.objects.update(expires_at=timezone.now())
    else:
        from sharing import policy

        narrow = {**TABLE, (AgencyKind.HEALTH, HEALTH): policy.Disclosure(("age",))}
        monkeypatch.setattr(policy, "TABLE", narrow)
    with pytest.raises(Conflict):
        summary_release(summary, by=world.supervisor)
    assert not Release.objects.exists()


def test_a_returned_summary_is_not_released_and_an_ended_one_not_returned(world: World) -> None:
    summary = world.built()
    summary_return(summary, reason="Leave the telephone out.", by=world.supervisor)
    with pytest.raises(Conflict):
        summary_release(summary, by=world.supervisor)
    summary_withdraw(summary, reason="Built anew.", by=world.worker)
    with pytest.raises(Conflict):
        summary_return(summary, reason="Again.", by=world.supervisor)


def test_a_summary_cannot_be_released_twice(world: World) -> None:
    release = world.released()
    with pytest.raises(Conflict):
        summary_release(Summary.objects.get(pk=release.pk), by=world.supervisor)


def test_what_waits_is_listed_for_the_supervisor_of_its_region(world: World) -> None:
    summary = world.built()
    with acting_as(world.supervisor):
        assert list(summaries_waiting(world.supervisor)) == [summary]


def test_the_job_marks_what_is_over_and_is_idempotent(world: World) -> None:
    release, waiting = world.released(), world.built()
    later = timezone.now() + timedelta(days=91)
    with acting_as(DatabaseRole.SYSTEM):
        assert {s.pk for s in summaries_expire(later)} == {release.pk, waiting.pk}
        assert summaries_expire(later) == []
    assert Release.objects.get().end_reason == "expired"
    assert TimelineEntry.objects.filter(case=world.adult, kind="summary_expired").count() == 2
    assert Task.objects.filter(case=world.adult, code="", assignee=world.worker).count() == 1


def test_an_answer_reaches_the_timeline_once(world: World) -> None:
    release = world.released()
    with acting_as(world.doctor):
        answer_add(release, kind="accepted", by=world.doctor)
    with acting_as(DatabaseRole.SYSTEM):
        assert len(answers_notice()) == 1
        assert answers_notice() == []
    entry = TimelineEntry.objects.get(case=world.adult, kind="agency_answered")
    assert entry.details == {"agency": "Clinic No. 1", "agency_answer": "accepted"}
    assert not Task.objects.filter(case=world.adult, code="").exists()


@pytest.mark.parametrize(
    ("kind", "title"),
    [("question", "Reply to the question of an agency"), ("declined", "An agency declined: find another way")],
)
def test_a_question_and_a_refusal_become_work_for_the_case_worker(world: World, kind: str, title: str) -> None:
    answer_add(world.released(), kind=kind, text="We have no bed. Where else?", by=world.doctor)
    with acting_as(DatabaseRole.SYSTEM):
        answers_notice()
        answers_notice()
    task = Task.objects.get(case=world.adult, code="")
    assert (task.assignee, task.title) == (world.worker, title)


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("declined", {}, "text"),
        ("question", {"text": "  "}, "text"),
        ("service_given", {}, "service_on"),
        ("service_given", {"service_on": "tomorrow"}, "service_on"),
        ("thanked", {}, "kind"),
    ],
)
def test_an_answer_needs_what_belongs_to_it(world: World, kind: str, values: dict[str, Any], field: str) -> None:
    if values.get("service_on") == "tomorrow":
        values = {"service_on": timezone.localdate() + timedelta(days=1)}
    with pytest.raises(Invalid) as error:
        answer_add(world.released(), kind=kind, by=world.doctor, **values)
    assert set(error.value.fields) == {field}


def test_accepting_and_declining_happen_once_questions_and_services_often(world: World) -> None:
    release = world.released()
    answer_add(release, kind="accepted", by=world.doctor)
    with pytest.raises(Conflict):
        answer_add(release, kind="declined", text="No bed.", by=world.doctor)
    for day in range(2):
        answer_add(
            release, kind="service_given", by=world.doctor, service_on=timezone.localdate() - timedelta(days=day)
        )
    question = answer_add(release, kind="question", text="Which vaccines?", by=world.doctor)
    with acting_as(world.worker):
        answer_reply(question, text="See the card.", by=world.worker)
        with pytest.raises(Conflict):
            answer_reply(question, text="Again.", by=world.worker)


# --- The table -------------------------------------------------------------------------------------------


def test_schools_employers_and_housing_never_learn_of_origin() -> None:
    for (kind, purpose), row in TABLE.items():
        if kind in NEVER_ORIGIN_KINDS or purpose in NEVER_ORIGIN_PURPOSES:
            assert set(row.fields) & ORIGIN_FIELDS == set(), (kind, purpose)


def test_the_table_names_no_operation_risk_or_family_number_for_anybody() -> None:
    told = {code for row in TABLE.values() for code in row.fields}
    assert told & {"operation", "arrival", "arrived_on", "risk", "status", "number", "family", "note", "plan"} == set()


def test_a_school_hears_only_of_the_countrys_languages(world: World) -> None:
    from sharing.registry import FIELDS

    assert FIELDS["local_languages"].value(world.adult) == ["uz"]
    assert FIELDS["languages"].value(world.adult) == ["uz", "ar"]


def test_an_agreement_names_only_what_the_table_allows(world: World) -> None:
    today = timezone.localdate()
    with pytest.raises(Invalid) as error:
        agreement_create(
            agency=world.school, purpose="schooling", fields=["age", "birth_place"], starts_on=today, until=today,
            signatory="Head", document_number="1", by=world.national,
        )  # fmt: skip
    assert set(error.value.fields) == {"fields"}


# --- Consent ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "needed"),
    [(3, ""), (5, ""), (6, "sought"), (11, "sought"), (12, "weighty"), (17, "weighty"), (18, "")],
)
def test_assent_by_age(age: int, needed: str) -> None:
    assert assent_needed(Person(**born(age)), timezone.localdate()) == needed


def test_a_doubtful_age_is_asked_and_weighed() -> None:
    today = timezone.localdate()
    assert assent_needed(Person(), today) == "weighty"
    years = Person(birth_earliest=born(12)["birth_earliest"], birth_latest=born(10)["birth_latest"])
    assert assent_needed(years, today) == "weighty"


def child_case(world: World, age: int) -> Any:
    case = make_case(world.here, world.worker, person=make_person(given_name="Asma", **born(age)))
    Person.objects.update(made_in=0)
    return case


def test_a_child_does_not_consent_alone_and_an_adult_does_not_need_another(world: World) -> None:
    with pytest.raises(Invalid) as error:
        consented(child_case(world, 9), world.clinic, HEALTH, world)
    assert "given_by" in error.value.fields
    with pytest.raises(Invalid) as error:
        consented(world.adult, world.clinic, HEALTH, world, given_by="caregiver", giver_name="Her brother")
    assert set(error.value.fields) == {"given_by"}


def test_a_child_from_six_is_asked(world: World) -> None:
    caregiver = {"given_by": "caregiver", "giver_name": "Ozoda Karimova"}
    with pytest.raises(Invalid) as error:
        consented(child_case(world, 6), world.clinic, HEALTH, world, **caregiver)
    assert set(error.value.fields) == {"assent"}
    assert consented(child_case(world, 5), world.clinic, HEALTH, world, **caregiver).in_force()


@pytest.mark.parametrize(("age", "in_force"), [(8, True), (14, False)])
def test_a_childs_no_weighs_from_twelve(world: World, age: int, in_force: bool) -> None:
    case = child_case(world, age)
    consent = consented(
        case, world.clinic, HEALTH, world, given_by="caregiver", giver_name="Ozoda Karimova", assent="refused",
        assent_note="She is afraid of doctors.",
    )  # fmt: skip
    assert consent.in_force() is in_force
    assert Consent.objects.filter(pk=consent.pk).in_force(timezone.localdate()).exists() is in_force


def test_a_refusal_is_kept_covers_nothing_and_ends_what_was_agreed(world: World) -> None:
    release = world.released()
    refusal = consented(world.adult, world.clinic, HEALTH, world, decision="refused", until=None)
    assert refusal.state == "refused" and not refusal.in_force()
    assert Summary.objects.get(pk=release.pk).end_reason == "consent"
    with pytest.raises(Conflict):
        consent_withdraw(refusal, reason="", by=world.worker)


def test_best_interests_need_a_child_a_reason_and_a_second_person(world: World) -> None:
    case = child_case(world, 14)
    override = {"decision": "override", "given_by": "", "manner": "", "language": ""}
    with pytest.raises(Invalid):
        consented(case, world.clinic, HEALTH, world, **override)
    with pytest.raises(Invalid):
        consented(world.adult, world.clinic, HEALTH, world, **override, override_reason="She needs it.")
    consent = consented(case, world.clinic, HEALTH, world, **override, override_reason="Untreated wound.")
    assert consent.state == "waiting" and not consent.in_force()
    assert list(overrides_waiting(world.supervisor)) == [consent]
    with pytest.raises(NotAllowed):
        consent_override_approve(consent, by=world.worker)
    with acting_as(world.supervisor):
        assert consent_override_approve(consent, by=world.supervisor).in_force()


def test_by_telephone_there_is_a_witness_and_no_consent_outlasts_a_year(world: World) -> None:
    today = timezone.localdate()
    with pytest.raises(Invalid) as error:
        consented(world.adult, world.clinic, HEALTH, world, manner="telephone")
    assert set(error.value.fields) == {"witness"}
    with pytest.raises(Invalid) as error:
        consented(world.adult, world.clinic, HEALTH, world, until=today + timedelta(days=367))
    assert set(error.value.fields) == {"until"}


def test_an_unknown_purpose_and_no_kinds_are_refused(world: World) -> None:
    with pytest.raises(Invalid) as error:
        consent_record(
            world.adult, agency=world.clinic, purpose="gossip", kinds=[], decision="given", by=world.worker,
            given_on=timezone.localdate(), until=timezone.localdate(),
        )  # fmt: skip
    assert set(error.value.fields) == {"purpose", "kinds"}


def test_a_caregivers_name_goes_only_with_consent_to_the_family(world: World) -> None:
    from tests.factories import make_family

    mother, child = make_person(given_name="Ozoda"), make_person(given_name="Asma", **born(8))
    family = make_family(mother, child)
    case = make_case(world.here, world.worker, person=child, family=family)
    agree(world.school, SharingPurpose.SCHOOLING, world)
    consented(
        case, world.school, SharingPurpose.SCHOOLING, world, kinds=["identity"], given_by="caregiver",
        giver_name="Ozoda", assent="given",
    )  # fmt: skip
    found = {o.field.code: o for o in coverage(case, agency=world.school, purpose="schooling").offers}
    assert found["caregivers"].value == ["Karimova Ozoda"] and not found["caregivers"].covered
    assert found["age"].can_leave
