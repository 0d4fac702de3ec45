"""The code of conduct: asked at the first sign-in, each year by the installation's day, and when it changes."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import ProgrammingError
from django.test import Client
from django.utils import timezone, translation

from accounts import conduct, gates
from accounts.acting import acting_as
from accounts.clock import today
from accounts.conduct import RULES, VERSION, conduct_accept, conduct_until, valid_until
from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from accounts.errors import Conflict
from accounts.models import ApiToken, ConductAcceptance, Profile
from accounts.tokens import token_issue
from tests.factories import PASSWORD, api_for, make_agency, make_profile, make_region

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/account/conduct/"
#: Of RULES in English. Whoever changes the rules gives them a new version, and then a new digest here.
DIGESTS = {"2026-1": "f4095788ba8a93ed"}


def signed_in(profile: Profile) -> Client:
    client = Client()
    client.post("/account/login/", {"login": profile.user.email, "password": PASSWORD})
    return client


def _day_of(now: date, at: datetime | None = None) -> date:
    """As clock.today, where now it is that day."""
    return today(at) if at else now


def fresh(role: str = Role.SOCIAL_WORKER) -> Profile:
    """Somebody who has accepted nothing yet."""
    agency = role == Role.AGENCY
    profile = make_profile(role, None if agency else make_region(), agency=make_agency() if agency else None)
    ConductAcceptance.objects.filter(profile=profile).delete()
    return profile


def test_a_changed_text_has_a_new_version() -> None:
    with translation.override("en"):
        text = "\n".join(str(rule) for rule in RULES)
    assert DIGESTS[VERSION] == hashlib.sha256(text.encode()).hexdigest()[:16]


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.AGENCY_CLIENT])
def test_everybody_is_asked_before_anything_else(role: str) -> None:
    profile = fresh(role)
    client = signed_in(profile)
    assert client.get("/my-account/")["Location"] == PAGE
    answer = client.get("/api/v1/me/")
    assert (answer.status_code, answer.json()["title"]) == (403, "conduct")
    page = client.get(PAGE)
    assert page.status_code == 200 and "I have read it and will keep to it" in page.content.decode()
    before = timezone.now()
    assert client.post(PAGE, {"version": VERSION})["Location"] == "/"
    kept = ConductAcceptance.objects.get(profile=profile)
    assert (kept.version, kept.language) == (VERSION, "en") and before <= kept.accepted_at <= timezone.now()
    assert client.get("/my-account/").status_code == client.get("/api/v1/me/").status_code == 200
    assert "You have accepted it" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uz", "Bu yerda bilganim shu yerda qoladi."), ("uz-cyrl", "Бу ерда билганим шу ерда қолади."),
        ("ru", "Что я здесь узнаю, остаётся здесь."), ("en", "What I learn here stays here."),
    ],
)  # fmt: skip
def test_in_her_language(language: str, words: str) -> None:
    profile = fresh()
    Profile.objects.filter(pk=profile.pk).update(language=language)
    client = signed_in(profile)
    assert words in client.get(PAGE).content.decode()
    client.post(PAGE, {"version": VERSION})
    assert ConductAcceptance.objects.get(profile=profile).language == language


def test_a_page_of_an_older_version_accepts_nothing() -> None:
    profile = fresh()
    assert signed_in(profile).post(PAGE, {"version": "2025-9"}).status_code == 409
    assert signed_in(profile).post(PAGE).status_code == 409
    with pytest.raises(Conflict):
        conduct_accept(profile, version="")
    assert not ConductAcceptance.objects.filter(profile=profile).exists()


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (datetime(2026, 11, 25, 9, tzinfo=UTC), date(2027, 11, 25)),
        # In Tashkent it is the next day already.
        (datetime(2026, 11, 25, 19, 30, tzinfo=UTC), date(2027, 11, 26)),
        (datetime(2028, 2, 29, 9, tzinfo=UTC), date(2029, 3, 1)),
    ],
)
def test_a_year_is_counted_in_days_of_the_installation(at: datetime, until: date) -> None:
    assert valid_until(ConductAcceptance(accepted_at=at)) == until


def test_after_a_year_it_is_asked_again_even_in_a_running_session(monkeypatch: Any) -> None:
    profile = make_profile(Role.SUPERVISOR, make_region())
    client = signed_in(profile)
    assert client.get("/my-account/").status_code == 200
    until = conduct_until(profile.pk)
    assert until is not None
    for day, status in ((until - timedelta(days=1), 200), (until, 302)):
        for module in (conduct, gates):
            monkeypatch.setattr(module, "today", partial(_day_of, day))
        assert client.get("/my-account/").status_code == status


def test_a_new_version_is_asked_of_everybody(monkeypatch: Any) -> None:
    profile = make_profile(Role.DPO, make_region())
    client = signed_in(profile)
    assert client.get("/my-account/").status_code == 200
    for module in (conduct, gates):
        monkeypatch.setattr(module, "VERSION", "2027-1")
    assert client.get("/my-account/")["Location"] == PAGE


def test_a_token_ends_with_the_acceptance() -> None:
    profile = make_profile(Role.SOCIAL_WORKER, make_region())
    token_issue(user=profile.user, name="whole")
    assert ApiToken.objects.latest("id").expires_at > timezone.now() + timedelta(days=29)
    ConductAcceptance.objects.filter(profile=profile).update(accepted_at=timezone.now() - timedelta(days=360))
    until = conduct_until(profile.pk)
    assert until is not None
    token_issue(user=profile.user, name="short")
    # Midnight in Tashkent is five hours before midnight in Greenwich.
    ends = datetime(until.year, until.month, until.day, tzinfo=UTC) - timedelta(hours=5)
    assert ApiToken.objects.latest("id").expires_at == ends


def test_a_token_that_runs_goes_on_when_the_version_changes(monkeypatch: Any) -> None:
    api = api_for(make_profile(Role.SOCIAL_WORKER, make_region()))
    for module in (conduct, gates):
        monkeypatch.setattr(module, "VERSION", "2027-1")
    assert api.get("/api/v1/me/").status_code == 200


def test_nobody_changes_what_was_accepted() -> None:
    profile = make_profile(Role.ADMIN, make_region())
    for who in (profile, DatabaseRole.IDENTITY):
        with pytest.raises(ProgrammingError), acting_as(who):
            ConductAcceptance.objects.update(version="x")
    with pytest.raises(ProgrammingError), acting_as(make_profile(Role.SUPERVISOR, make_region())):
        ConductAcceptance.objects.count()
    with acting_as(profile):
        assert ConductAcceptance.objects.filter(profile=profile).count() == 1
