"""What ends before its time is to be destroyed, and what others decided for a child lapses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from accounts.errors import Conflict, Invalid
from cases.models import Consent, Family, TimelineEntry
from cases.services.consents import consent_withdraw
from cases.services.families import family_join, family_move
from sharing.models import Destruction, Release, Summary
from sharing.services.destructions import consents_lapse, destruction_confirm, destructions_notice
from sharing.services.summaries import summaries_expire
from tasks.models import Task
from tests.factories import api_for, make_case, make_family, make_person, make_profile, web_for

from .world import HEALTH, World, born, consented

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def ended(world: World) -> Release:
    release = world.released()
    with acting_as(world.worker):
        consent_withdraw(world.consent, reason="She changed her mind.", by=world.worker)
    return release


def test_withdrawal_asks_the_agency_and_no_other_to_destroy(world: World, ended: Release) -> None:
    with acting_as(world.doctor):
        assert list(Destruction.objects.values_list("pk", "reference", "reason")) == [
            (ended.pk, ended.reference, "consent")
        ]
        assert not Release.objects.exists()
    with acting_as(world.teacher):
        assert not Destruction.objects.exists()
    with acting_as(world.other):
        assert not Destruction.objects.exists()


def test_a_summary_whose_time_is_over_asks_for_nothing(world: World) -> None:
    release = world.released()
    Summary.objects.filter(pk=release.pk).update(expires_at=timezone.now())
    with acting_as(DatabaseRole.SYSTEM):
        assert len(summaries_expire(timezone.now())) == 1
    assert not Destruction.objects.exists()


def test_the_agency_confirms_on_its_page_and_the_case_learns_of_it(world: World, ended: Release) -> None:
    page = web_for(world.doctor)
    assert ended.reference in page.get("/received/").content.decode()
    today = timezone.localdate()
    address = f"/received/{ended.pk}/destroyed/"
    assert page.post(address, {"destroyed_on": today, "destroyed_by": ""}).status_code == 422
    assert page.post(address, {"destroyed_on": today, "destroyed_by": "Archivist"}).status_code == 302
    assert web_for(world.teacher).post(address, {"destroyed_on": today, "destroyed_by": "X"}).status_code == 404
    with acting_as(DatabaseRole.SYSTEM):
        assert destructions_notice(timezone.now()) == {"confirmed": 1, "reminded": 0}
        assert destructions_notice(timezone.now()) == {"confirmed": 0, "reminded": 0}
    assert TimelineEntry.objects.filter(case=world.adult, kind="destruction_confirmed").count() == 1
    shown = web_for(world.worker).get(f"/cases/{world.adult.number}/share/{ended.pk}/").content.decode()
    assert "Archivist" in shown


def test_by_program_and_never_twice(world: World, ended: Release) -> None:
    client, body = api_for(world.doctor), {"destroyed_on": str(timezone.localdate()), "destroyed_by": "Archivist"}
    rows = client.get("/api/v1/destructions/").json()["results"]
    assert [(row["id"], row["confirmed_at"]) for row in rows] == [(ended.pk, None)]
    assert client.post(f"/api/v1/destructions/{ended.pk}/confirm/", body, format="json").status_code == 200
    assert client.post(f"/api/v1/destructions/{ended.pk}/confirm/", body, format="json").status_code == 409
    assert api_for(world.teacher).post(f"/api/v1/destructions/{ended.pk}/confirm/", body).status_code == 404
    assert api_for(world.worker).get("/api/v1/destructions/").status_code in (403, 404)


def test_the_worker_records_a_letter_but_no_day_before_the_request(world: World, ended: Release) -> None:
    request = Destruction.objects.get()
    with acting_as(world.worker):
        early = timezone.localdate() - timedelta(days=1)
        with pytest.raises(Invalid):
            destruction_confirm(request, destroyed_on=early, destroyed_by="Clerk", by=world.worker)
        destruction_confirm(request, destroyed_on=timezone.localdate(), destroyed_by="Clerk", by=world.worker)
        with pytest.raises(Conflict):
            destruction_confirm(request, destroyed_on=timezone.localdate(), destroyed_by="C", by=world.worker)


def test_an_agency_may_change_nothing_but_its_confirmation(world: World, ended: Release) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.doctor):
        Destruction.objects.update(reference="P-OTHER")


def test_after_fourteen_days_of_silence_the_worker_is_asked_once(world: World, ended: Release) -> None:
    asked = Destruction.objects.get().asked_at
    with acting_as(DatabaseRole.SYSTEM):
        assert destructions_notice(asked + timedelta(days=13))["reminded"] == 0
        assert destructions_notice(asked + timedelta(days=14))["reminded"] == 1
        assert destructions_notice(asked + timedelta(days=15))["reminded"] == 0
    task = Task.objects.get(case=world.adult, title__contains="destroyed")
    assert task.assignee == world.worker


def _child_with_consent(world: World, years: int) -> tuple[Consent, Family]:
    mother, child = make_person(given_name="Mother"), make_person(given_name="Asma", **born(years))
    family = make_family(mother, child)
    case = make_case(world.here, world.worker, person=child, family=family)
    return consented(
        case, world.clinic, HEALTH, world, given_by="caregiver", giver_name="Mother", assent="given",
        interpreter="Salim",
    ), family  # fmt: skip


def test_at_eighteen_the_consent_of_a_caregiver_lapses_and_is_asked_again(world: World) -> None:
    consent, _family = _child_with_consent(world, 17)
    person = consent.case.person
    assert person.birth_latest is not None
    birthday = person.birth_latest.replace(year=person.birth_latest.year + 18)
    with acting_as(DatabaseRole.SYSTEM):
        assert consents_lapse() == []
    Consent.objects.filter(pk=consent.pk).update(until=birthday + timedelta(days=1))
    with acting_as(DatabaseRole.SYSTEM):
        assert [one.pk for one in consents_lapse(birthday)] == [consent.pk]
        assert consents_lapse(birthday) == []
    consent.refresh_from_db()
    assert (consent.lapsed, consent.state) == ("majority", "lapsed")
    # Her own consent, an adult's, is untouched.
    assert Consent.objects.get(pk=world.consent.pk).withdrawn_at is None
    assert Task.objects.filter(case=consent.case, title__contains="consent").count() == 1


def test_with_a_new_guardian_the_consent_lapses_and_what_was_shared_ends(world: World) -> None:
    from sharing.services.summaries import summary_build, summary_release

    consent, family = _child_with_consent(world, 8)
    with acting_as(world.worker):
        summary = summary_build(
            consent.case, agency=world.clinic, purpose=HEALTH, fields=["surname"], by=world.worker
        )
    assert (summary.legal_basis, summary.authority, summary.interpreter) == (
        "caregiver", "Parent or caregiver: Mother", "Salim",
    )  # fmt: skip
    with acting_as(world.supervisor):
        summary_release(summary, by=world.supervisor)
    family_join(family, person=make_person(given_name="Aunt"), relation="aunt", by=None, is_caregiver=True)
    with acting_as(DatabaseRole.SYSTEM):
        assert [one.lapsed for one in consents_lapse()] == ["guardian"]
    summary.refresh_from_db()
    assert (summary.state, summary.end_reason) == ("ended", "lapsed")
    with acting_as(make_profile(Role.AGENCY, agency=world.clinic)):
        assert Destruction.objects.get().reason == "lapsed"


def test_a_child_who_moves_to_other_people_has_new_guardians(world: World) -> None:
    aunt = make_person(given_name="Aunt")
    other = make_family()
    family_join(other, person=aunt, relation="head", by=None, is_caregiver=True)
    consent, _family = _child_with_consent(world, 8)
    with acting_as(DatabaseRole.SYSTEM):
        assert consents_lapse() == []
    child = consent.case.person
    family_move(other, person=child, relation="niece_nephew", reason="The mother is ill.", by=world.worker)
    with acting_as(DatabaseRole.SYSTEM):
        assert [one.lapsed for one in consents_lapse()] == ["guardian"]


def test_consents_that_hold_are_not_asked_about_one_by_one(world: World) -> None:
    def asked() -> int:
        with acting_as(DatabaseRole.SYSTEM), CaptureQueriesContext(connection) as queries:
            assert consents_lapse() == []
        return len(queries)

    _child_with_consent(world, 8)
    few = asked()
    for years in (9, 10):
        _child_with_consent(world, years)
    assert asked() == few


def test_an_agreement_is_marked_thirty_days_before_its_end(world: World) -> None:
    today = timezone.localdate()
    for days, marked in ((31, False), (30, True), (0, True), (-1, False)):
        world.agreement.until = today + timedelta(days=days)
        assert world.agreement.ends_soon is marked, days
    world.agreement.until = today + timedelta(days=30)
    world.agreement.save()
    page = web_for(world.supervisor)
    for address in ("/agencies/", f"/agencies/{world.clinic.pk}/"):
        assert "Ends within 30 days" in page.get(address).content.decode()
