"""Messages: what others did in my cases, what is new, and that nobody else's lines come along."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Profile
from cases.models import Case, TimelineEntry
from cases.services.messages import messages_seen
from cases.timeline import timeline_add
from tests.factories import api_for, make_case, make_office, make_profile, make_region, web_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases() -> tuple[Case, Case]:
    """A case of hers and a colleague's, each with a returned plan, a risk and a line of its worker's own."""
    region = make_region("Buxoro", "BU")
    office = make_office(region, name="Olot")
    supervisor = make_profile(Role.SUPERVISOR, office=region)
    made = []
    for _one in range(2):
        worker = make_profile(Role.SOCIAL_WORKER, office=office)
        case = make_case(office, worker)
        TimelineEntry.objects.filter(case=case).delete()
        timeline_add(case=case, kind="plan_returned", by=supervisor, details={"version": 1})
        timeline_add(case=case, kind="risk_set", by=supervisor, details={"level": "high"})
        timeline_add(case=case, kind="note_added", by=worker, details={"note_kind": "contact"})
        made.append(case)
    return made[0], made[1]


def _worker(case: Case) -> Profile:
    assert case.worker is not None
    return case.worker


def test_messages_are_what_others_did_in_my_cases_and_want_my_eye(cases: tuple[Case, Case]) -> None:
    mine, hers = cases
    rows = api_for(_worker(mine)).get("/api/v1/messages/").json()["results"]
    assert [(row["number"], row["kind"], row["text"]) for row in rows] == [
        (mine.number, "plan_returned", "Plan 1 returned with comments")
    ]
    page = web_for(_worker(mine)).get("/messages/").content.decode()
    assert "Plan 1 returned with comments" in page and mine.number in page
    assert hers.number not in page and "Risk set" not in page


def test_seen_messages_are_no_longer_new_and_later_ones_are(cases: tuple[Case, Case]) -> None:
    case = cases[0]
    web = web_for(_worker(case))
    assert '<span class="count">1<' in web.get("/messages/count/").content.decode()
    page = web.get("/messages/").content.decode()
    newest = page.split('name="up_to" value="')[1].split('"')[0]
    assert web.post("/messages/seen/", {"up_to": newest}).status_code == 302
    assert web.get("/messages/count/").content.decode().strip() == ""
    assert "I have seen all of them" not in web.get("/messages/").content.decode()
    timeline_add(case=case, kind="closure_returned", by=None)
    assert '<span class="count">1<' in web.get("/messages/count/").content.decode()


def test_seen_goes_neither_back_nor_ahead_of_now(cases: tuple[Case, Case]) -> None:
    worker, now = _worker(cases[0]), timezone.now()
    messages_seen(by=worker, up_to=now - timedelta(hours=1))
    assert messages_seen(by=worker, up_to=now - timedelta(hours=2)).up_to == now - timedelta(hours=1)
    assert messages_seen(by=worker, up_to=now + timedelta(days=400)).up_to <= timezone.now()


def test_bad_moments_and_other_roles_are_refused(cases: tuple[Case, Case]) -> None:
    worker = _worker(cases[0])
    assert web_for(worker).post("/messages/seen/", {"up_to": "soon"}).status_code == 404
    assert api_for(worker).post("/api/v1/messages/seen/", {"up_to": "soon"}).status_code == 422
    assert web_for(make_profile(Role.NATIONAL)).get("/messages/").status_code == 404
    assert api_for(make_profile(Role.DPO)).get("/api/v1/messages/").status_code == 403


def test_more_messages_ask_no_more(cases: tuple[Case, Case]) -> None:
    case, web = cases[0], web_for(_worker(cases[0]))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert web.get("/messages/").status_code == 200
        return len(queries)

    asked()
    few = asked()
    for _one in range(2):
        timeline_add(case=case, kind="plan_approved", by=None, details={"version": 2})
    assert asked() == few
