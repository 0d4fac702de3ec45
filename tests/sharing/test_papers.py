"""Agencies that work on paper: printed, handed over, answered by letter, with the states of every other referral."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.utils import timezone

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from accounts.errors import Conflict, Invalid
from accounts.models import Event
from cases.models import Document, TimelineEntry
from cases.services.documents import document_add
from sharing.models import Handover, Release, SummaryAnswer, SummaryReading
from sharing.services.answers import answer_add, answers_notice
from sharing.services.papers import handover_record, paper_answer_record, summary_print
from sharing.services.verification import page_verify
from tasks.models import Task
from tests.factories import api_for, make_case, make_profile, web_for

from .world import World

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


class OnPaper(World):
    """The clinic works on paper; one summary is released to it."""

    def __init__(self) -> None:
        super().__init__()
        self.clinic.works_on_paper = True
        self.clinic.save()
        self.release = self.released()
        self.summary = self.release.summary
        self.path = f"/cases/{self.adult.number}/share/{self.release.pk}/"
        self.today = timezone.localdate()


@pytest.fixture
def world(settings: Any, tmp_path: Any) -> OnPaper:
    settings.MEDIA_ROOT = tmp_path
    return OnPaper()


def told(world: OnPaper, **values: Any) -> dict[str, Any]:
    return {"way": "letter", "told_by": "Dr Sanjar", "told_on": world.today, **values}


def test_the_worker_prints_it_and_the_page_can_be_verified(world: OnPaper) -> None:
    answer = web_for(world.worker).post(f"{world.path}print/")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-") and answer["Cache-Control"] == "no-store"
    reading = SummaryReading.objects.get()
    assert (reading.reader, reading.channel) == (world.worker, "pdf") and page_verify(reading.code) == "running"
    again = api_for(world.supervisor).post(f"/api/v1/summaries/{world.release.pk}/print/")
    assert again.status_code == 200 and again.content.startswith(b"%PDF-")
    assert set(SummaryReading.objects.values_list("reader", flat=True)) == {world.worker.pk, world.supervisor.pk}


def test_to_whom_it_went_is_written_down(world: OnPaper) -> None:
    form = {
        "handed_to": "Nurse Lola", "way": "in_person", "handed_on": world.today.isoformat(), "receipt": "12/7",
        "paper": SimpleUploadedFile("receipt.pdf", PDF),
    }  # fmt: skip
    assert web_for(world.worker).get(f"{world.path}handovers/new/").status_code == 200
    assert web_for(world.worker).post(f"{world.path}handovers/new/", form).status_code == 302
    found = Handover.objects.get()
    assert (found.handed_to, found.receipt, found.created_by) == ("Nurse Lola", "12/7", world.worker)
    assert found.document is not None and found.document.case == world.adult
    page = web_for(world.supervisor).get(world.path).content.decode()
    assert "Nurse Lola" in page and "12/7" in page and f"/documents/{found.document_id}/" in page
    api, body = f"/api/v1/summaries/{world.release.pk}/handovers/", {**form, "way": "post", "paper": None}
    made = api_for(world.worker).post(api, {key: value for key, value in body.items() if value})
    assert made.status_code == 201
    assert [one["way"] for one in api_for(world.supervisor).get(api).json()] == ["post", "in_person"]
    assert Event.objects.filter(table="sharing_handover").count() == 2


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"handed_to": " "}, {"handed_to"}),
        ({"way": "pigeon"}, {"way"}),
        ({"handed_on": timezone.localdate() + timedelta(days=1)}, {"handed_on"}),
        ({"handed_on": timezone.localdate() - timedelta(days=1)}, {"handed_on"}),
    ],
)
def test_a_hand_over_that_cannot_be(world: OnPaper, values: dict[str, Any], wrong: set[str]) -> None:
    given: dict[str, Any] = {"handed_to": "Lola", "way": "post", "handed_on": world.today, **values}
    with pytest.raises(Invalid) as refused:
        handover_record(world.summary, by=world.worker, **given)
    assert set(refused.value.fields) == wrong


def test_the_answer_by_letter_is_an_answer_like_every_other(world: OnPaper) -> None:
    path = f"{world.path}answers/new/"
    body = {**told(world), "kind": "declined", "text": "No room.", "told_on": world.today.isoformat()}
    assert web_for(world.worker).get(path).status_code == 200
    assert web_for(world.worker).post(path, {**body, "text": ""}).status_code == 422
    assert web_for(world.worker).post(path, body).status_code == 302
    answer = SummaryAnswer.objects.get()
    assert (answer.kind, answer.way, answer.told_by, answer.by) == ("declined", "letter", "Dr Sanjar", world.worker)
    with acting_as(DatabaseRole.SYSTEM):
        answers_notice()
    assert TimelineEntry.objects.filter(case=world.adult, kind="agency_answered").count() == 1
    assert Task.objects.filter(case=world.adult, title__contains="declined").count() == 1
    assert "Dr Sanjar" in web_for(world.supervisor).get(world.path).content.decode()
    # It was decided: another decision comes too late, a service does not.
    with acting_as(world.worker), pytest.raises(Conflict):
        paper_answer_record(world.summary, kind="accepted", by=world.worker, **told(world))
    api = f"/api/v1/summaries/{world.release.pk}/paper-answer/"
    given = {**body, "kind": "service_given", "service_on": world.today.isoformat(), "way": "telephone"}
    assert api_for(world.worker).post(api, given).json()["way"] == "telephone"
    assert api_for(world.worker).post(api, {**given, "way": "online"}).status_code == 422


def test_an_agency_that_reads_by_itself_answers_by_itself() -> None:
    world = World()
    summary = world.released().summary
    today = timezone.localdate()
    with acting_as(world.worker):
        for attempt in (
            lambda: summary_print(summary, by=world.worker),
            lambda: handover_record(summary, handed_to="L", way="post", handed_on=today, by=world.worker),
            lambda: paper_answer_record(
                summary, kind="accepted", way="letter", told_by="L", told_on=today, by=world.worker
            ),
        ):
            with pytest.raises(Conflict):
                attempt()
        # Nor does the database let a worker speak for it.
        with pytest.raises(ProgrammingError), transaction.atomic():
            SummaryAnswer.objects.create(
                release_id=summary.pk, kind="accepted", way="letter", by=world.worker, told_by="L"
            )
        with pytest.raises(ProgrammingError), transaction.atomic():
            Handover.objects.create(release_id=summary.pk, handed_to="L", way="post", handed_on=today,
                                    created_by=world.worker)


def test_what_has_ended_is_not_handed_over(world: OnPaper) -> None:
    Release.objects.filter(pk=world.release.pk).update(expires_at=timezone.now())
    world.summary.expires_at = timezone.now()
    with pytest.raises(Conflict):
        summary_print(world.summary, by=world.worker)


def test_nobody_else_hands_over_and_no_agency_sees_it(world: OnPaper) -> None:
    with acting_as(world.worker):
        handover_record(world.summary, handed_to="Lola", way="post", handed_on=world.today, by=world.worker)
    others = [world.other, world.national, world.doctor, world.teacher, make_profile(Role.ADMIN), world.dpo]
    for profile in others:
        for step in ("print/", "handovers/new/", "answers/new/"):
            assert web_for(profile).post(world.path + step, {}).status_code in (403, 404), profile.role
        assert api_for(profile).get(f"/api/v1/summaries/{world.release.pk}/handovers/").status_code in (403, 404)
        with acting_as(profile):
            try:
                with transaction.atomic():
                    assert Handover.objects.count() == (profile == world.dpo)
            except ProgrammingError:
                continue
    with acting_as(world.doctor), pytest.raises(ProgrammingError), transaction.atomic():
        answer_add(world.release, kind="accepted", by=world.doctor, way="letter", told_by="Somebody")


def test_the_receipt_is_a_document_of_the_case(world: OnPaper) -> None:
    alien = document_add(make_case(world.there, world.other), content=PDF, file_name="a.pdf", by=world.other)
    assert Document.objects.count() == 1
    with acting_as(world.worker), pytest.raises(ProgrammingError), transaction.atomic():
        Handover.objects.create(
            release_id=world.release.pk, handed_to="L", way="post", handed_on=world.today, created_by=world.worker,
            document=alien,
        )  # fmt: skip
