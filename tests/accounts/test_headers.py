"""What every answer tells the browser: nothing personal is kept, framed, or told to another site."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.enums import Role
from tests.factories import api_for, make_case, make_office, make_profile, make_region, web_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/cases/{number}/", "/my-day/", "/cases/", "/nowhere/", "/users/"])
def test_nothing_of_a_signed_in_page_is_kept_by_a_browser(path: str) -> None:
    """The next user of a shared computer presses "back": refusals and missing pages are personal too."""
    office = make_office(make_region())
    worker = make_profile(Role.SOCIAL_WORKER, office)
    case = make_case(office, worker)
    answer = web_for(worker).get(path.format(number=case.number))
    assert answer["Cache-Control"] == "no-store"


def test_nor_of_the_api_nor_of_the_pages_of_sign_in() -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_office(make_region()))
    assert api_for(worker).get("/api/v1/cases/")["Cache-Control"] == "no-store"
    assert "no-store" in web_for(worker).get("/account/sessions/")["Cache-Control"]


def test_every_answer_has_the_policy_of_the_house() -> None:
    for path in ("/account/login/", "/nowhere/"):
        headers = Client().get(path).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_every_answer_has_a_number_that_its_log_lines_have_too() -> None:
    first, second = (Client().get("/account/login/").headers["X-Request-ID"] for _ in range(2))
    assert first != second and len(first) == 16
