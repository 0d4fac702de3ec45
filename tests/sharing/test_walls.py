"""What the database gives an agency, every filter of the code left out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.utils import IntegrityError, ProgrammingError
from django.utils import timezone

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.models import Profile
from cases.services.consents import consent_withdraw
from sharing.enums import Channel
from sharing.models import Agreement, Release, Summary, SummaryAnswer, SummaryReading
from sharing.services.agreements import agreement_end
from sharing.services.answers import answer_add
from sharing.services.readings import reading_log
from sharing.services.summaries import summary_withdraw
from tests.factories import make_agency, make_profile

from .world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def read_by(profile: Profile) -> set[int]:
    with acting_as(profile):
        return set(Release.objects.values_list("pk", flat=True))


def test_an_agency_reads_exactly_its_released_and_running_summaries(world: World) -> None:
    world.built()
    release = world.released()
    assert read_by(world.doctor) == {release.pk}
    assert read_by(world.teacher) == set()
    assert read_by(world.worker) == read_by(world.supervisor) == {release.pk}
    assert read_by(world.other) == set()
    with acting_as(world.doctor):
        assert dict(Release.objects.get().content)["phone"] == "+998901234567"


def test_a_colleague_of_the_same_agency_reads_it_too(world: World) -> None:
    release = world.released()
    assert read_by(make_profile(Role.AGENCY_CLIENT, agency=world.clinic)) == {release.pk}


def test_reading_stops_at_the_moment_of_expiry_without_any_job(world: World) -> None:
    release = world.released()
    Release.objects.filter(pk=release.pk).update(expires_at=timezone.now())
    assert read_by(world.doctor) == set()


def test_withdrawal_of_the_consent_ends_it_in_the_same_moment(world: World) -> None:
    release = world.released()
    with acting_as(world.worker):
        consent_withdraw(world.consent, reason="She changed her mind.", by=world.worker)
    assert read_by(world.doctor) == set()
    summary = Summary.objects.get(pk=release.pk)
    assert (summary.state, summary.end_reason) == ("ended", "consent")


def test_a_consent_withdrawn_by_plain_sql_ends_it_as_well(world: World) -> None:
    world.released()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_consent SET withdrawn_at = now() WHERE id = %s", [world.consent.pk])
    assert read_by(world.doctor) == set()


def test_the_end_of_the_agreement_ends_it_though_its_author_sees_no_case(world: World) -> None:
    release = world.released()
    with acting_as(world.national):
        agreement_end(Agreement.objects.get(pk=world.agreement.pk), by=world.national)
    assert read_by(world.doctor) == set()
    assert Summary.objects.get(pk=release.pk).end_reason == "agreement"


def test_withdrawal_by_the_worker_ends_it(world: World) -> None:
    release = world.released()
    with acting_as(world.worker):
        summary_withdraw(Summary.objects.get(pk=release.pk), reason="Wrong clinic.", by=world.worker)
    assert read_by(world.doctor) == set()


#: Every table on which the agency's kind has any right, and which rights.
AGENCY_RIGHTS = {
    ("sharing_release", "SELECT"), ("sharing_summaryanswer", "SELECT"), ("sharing_summaryanswer", "INSERT"),
    ("sharing_summaryreading", "INSERT"), ("sharing_destruction", "SELECT"), ("sharing_destruction", "UPDATE"),
    # The Ombudsman's office only, by row rule.
    ("sharing_complaint", "SELECT"), ("sharing_complaint", "UPDATE"),
}  # fmt: skip


def agency_rights() -> set[tuple[str, str]]:
    """Rights on whole tables and on columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants "
            "WHERE grantee = 'hamroh_agency' "
            "UNION SELECT table_name, privilege_type FROM information_schema.role_column_grants "
            "WHERE grantee = 'hamroh_agency'"
        )
        return set(cursor.fetchall())


def test_an_agency_has_no_other_right_in_the_rooms_of_cases(world: World) -> None:
    rooms = ("cases_", "rehabilitation_", "tasks_", "sharing_", "insights_")
    assert {right for right in agency_rights() if right[0].startswith(rooms)} == AGENCY_RIGHTS


def test_what_an_agency_can_read_holds_no_key_of_a_case_or_person() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name IN ('sharing_release', 'sharing_summaryanswer', 'sharing_destruction') "
            "AND (column_name LIKE '%%case%%' OR column_name LIKE '%%person%%' OR column_name LIKE '%%consent%%')"
        )
        assert cursor.fetchall() == []


def test_readings_can_be_added_by_the_agency_and_never_read_changed_or_made_up(world: World) -> None:
    release = world.released()
    with acting_as(world.doctor):
        reading_log(release, channel=Channel.WEB, by=world.doctor)
    assert SummaryReading.objects.get().reader == world.doctor
    for statement in ("SELECT * FROM sharing_summaryreading", "UPDATE sharing_summaryreading SET code = ''"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            acting_as(world.doctor),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.doctor):
        reading_log(release, channel=Channel.WEB, by=world.teacher)
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.teacher):
        reading_log(release, channel=Channel.WEB, by=world.teacher)


def test_another_agency_cannot_answer_and_sees_no_answers(world: World) -> None:
    release = world.released()
    with acting_as(world.doctor):
        answer_add(release, kind="question", text="When may she come?", by=world.doctor)
        assert SummaryAnswer.objects.count() == 1
    with acting_as(world.teacher):
        assert SummaryAnswer.objects.count() == 0
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.teacher):
        answer_add(release, kind="question", text="Who is she?", by=world.teacher)


def test_an_agency_changes_nothing_of_what_it_received(world: World) -> None:
    release = world.released()
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.doctor):
        Release.objects.filter(pk=release.pk).update(expires_at=timezone.now() + timedelta(days=999))


def test_only_a_supervisor_who_did_not_build_it_makes_a_release(world: World) -> None:
    """The code's own refusals left out: the row rule, the role and a constraint each say no."""
    summary = world.built()
    values: dict[str, Any] = {
        "summary": summary, "agency": world.clinic, "purpose": summary.purpose, "reference": summary.reference,
        "sender": "x", "request": "", "fields": [], "sealed": "[]", "released_at": timezone.now(),
        "expires_at": summary.expires_at,
    }  # fmt: skip
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.worker):
        Release.objects.create(**values)
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.supervisor):
        Release.objects.create(**values)
    Summary.objects.filter(pk=summary.pk).update(
        state="released", released_by=world.supervisor, released_at=timezone.now()
    )
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.supervisor):
        Release.objects.create(**{**values, "agency": world.school})
    with pytest.raises(IntegrityError, match="summary_second_person"), acting_as(world.worker):
        Summary.objects.filter(pk=summary.pk).update(released_by=world.worker)


def test_the_data_protection_officer_sees_that_it_left_and_never_what_it_says(world: World) -> None:
    release = world.released()
    with acting_as(world.dpo):
        row = Release.objects.values("agency_id", "fields", "released_at").get()
        assert row["fields"] == ["surname", "given_name", "age", "phone"]
    for column in ("sealed", "request"):
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.dpo):
            list(Release.objects.values(column))
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(world.dpo):
        Summary.objects.get(pk=release.pk)


def test_the_snapshot_is_ciphertext_in_the_table_and_in_the_history(world: World) -> None:
    world.released(request="Please examine her.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(r)::text FROM sharing_release r UNION SELECT to_jsonb(s)::text FROM sharing_summary s "
            "UNION SELECT data::text FROM history_event WHERE table_name LIKE 'sharing%%'"
        )
        told = " ".join(row[0] for row in cursor.fetchall())
    assert told and "901234567" not in told and "examine" not in told and "Гулнора" not in told


def test_agencies_of_other_names_get_nothing_by_their_own_agreements(world: World) -> None:
    world.released()
    stranger = make_profile(Role.AGENCY, agency=make_agency(name="Clinic No. 2"))
    assert read_by(stranger) == set()
