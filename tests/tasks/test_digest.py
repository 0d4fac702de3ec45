"""The morning's e-mail: once a day, in the recipient's language and time, without a name."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from accounts.enums import Role
from accounts.models import Profile
from tasks.clock import today
from tasks.models import Message, Task
from tasks.services.digests import digests_send
from tasks.services.planning import plan_for_cases
from tests.factories import make_case, make_person, make_profile, make_region

pytestmark = pytest.mark.django_db


def morning(hour: int = 8, zone: str = "Asia/Tashkent") -> datetime:
    day = today()
    return datetime(day.year, day.month, day.day, hour, 0, tzinfo=ZoneInfo(zone))


@pytest.fixture
def worker() -> Profile:
    region = make_region()
    worker = make_profile(Role.SOCIAL_WORKER, region, email="dilnoza@example.org")
    case = make_case(region, worker, person=make_person(surname="Karimova", given_name="Ozoda"), risk="low")
    plan_for_cases([case.pk])
    Task.objects.filter(case=case, code="assessment").update(due_on=today() - timedelta(days=4))
    Task.objects.filter(case=case, code="first_response").update(due_on=today())
    return worker


def test_a_letter_tells_numbers_and_no_names(worker: Profile) -> None:
    assert digests_send(now=morning()) == {"sent": 1, "failed": 0}
    letter = mail.outbox[0]
    number = Task.objects.filter(assignee=worker)[0].case.number
    assert letter.to == ["dilnoza@example.org"]
    assert letter.subject == "Hamroh: 1 overdue, 1 due today"
    assert f"{number}  Comprehensive assessment" in letter.body
    assert "4 days late" in letter.body and f"{number}  First response" in letter.body
    assert "Karimova" not in letter.body and "Ozoda" not in letter.body
    message = Message.objects.get()
    assert (message.recipient, message.period, message.count) == (worker, today(), 2)
    assert message.sent_at is not None


def test_a_second_run_sends_nothing(worker: Profile) -> None:
    digests_send(now=morning())
    assert digests_send(now=morning(9)) == {"sent": 0, "failed": 0}
    assert digests_send(now=morning(9) + timedelta(days=1))["sent"] == 1
    assert len(mail.outbox) == 2


def test_what_was_taken_and_not_sent_is_not_sent_again(worker: Profile) -> None:
    Message.objects.create(recipient=worker, kind="digest", period=today())
    assert digests_send(now=morning()) == {"sent": 0, "failed": 0}
    assert mail.outbox == []


def test_each_gets_it_in_the_own_morning(worker: Profile) -> None:
    Profile.objects.filter(pk=worker.pk).update(time_zone="Europe/Moscow")
    # 8 o'clock in Tashkent is 6 in Moscow.
    assert digests_send(now=morning(8))["sent"] == 0
    assert digests_send(now=morning(9))["sent"] == 1


def test_a_time_zone_that_nobody_knows_stops_nobody(worker: Profile) -> None:
    Profile.objects.filter(pk=worker.pk).update(time_zone="Mars/Olympus")
    assert digests_send(now=morning())["sent"] == 1


def test_who_has_nothing_due_gets_nothing(worker: Profile) -> None:
    Task.objects.update(due_on=today() + timedelta(days=8))
    assert digests_send(now=morning()) == {"sent": 0, "failed": 0}
    Profile.objects.update(is_active=False)
    Task.objects.update(due_on=today())
    assert digests_send(now=morning()) == {"sent": 0, "failed": 0}


def test_a_supervisor_learns_what_was_escalated_to_her(worker: Profile) -> None:
    supervisor = make_profile(Role.SUPERVISOR, worker.office, email="gulchehra@example.org")
    late = Task.objects.get(code="assessment")
    Task.objects.filter(pk=late.pk).update(escalated_at=morning(), escalated_to=supervisor)
    assert digests_send(now=morning())["sent"] == 2
    letter = next(one for one in mail.outbox if one.to == ["gulchehra@example.org"])
    assert "Escalated to you (1)" in letter.body and late.case.number in letter.body


def test_one_refused_letter_does_not_stop_the_others(worker: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    second = make_profile(Role.SOCIAL_WORKER, worker.office, email="second@example.org")
    case = make_case(worker.office, second)  # type: ignore[arg-type]
    plan_for_cases([case.pk])
    send = mail.EmailMessage.send

    def refuse(self: mail.EmailMessage, fail_silently: bool = False) -> int:
        if self.to == ["dilnoza@example.org"]:
            raise OSError("refused")
        return send(self, fail_silently)

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    assert digests_send(now=morning()) == {"sent": 1, "failed": 1}
    assert Message.objects.get(recipient=worker).sent_at is None
