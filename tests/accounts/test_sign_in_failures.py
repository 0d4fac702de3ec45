"""Passwords, the lock-out, and what is kept of failed sign-ins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import randrange
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import ProgrammingError
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisAway

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.jobs import forget_failures
from accounts.models import Profile, SignInFailure, User
from config.cache import ForgivingRedisCache, _memory
from tests.factories import PASSWORD, api_for, make_agency, make_profile, make_region, web_for

pytestmark = pytest.mark.django_db(transaction=True)
LOGIN = "/account/login/"


@pytest.fixture
def limits(settings: Any) -> Iterator[None]:
    settings.ACCOUNT_RATE_LIMITS = configured.SIGN_IN_LIMITS
    _memory.clear()
    yield
    _memory.clear()


def stranger() -> Client:
    """A browser at a network address that no other test has used."""
    return Client(REMOTE_ADDR=f"10.{randrange(256)}.{randrange(256)}.{randrange(1, 255)}")


def attempt(client: Client, email: str, password: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password})


@pytest.mark.parametrize("password", ["password1234", "elevenchars", "123456789012", "dilnoza.yusupova"])
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(email="dilnoza.yusupova@example.org"))


def test_a_long_password_of_ones_own_is_taken() -> None:
    validate_password("three apricots at dawn", User(email="dilnoza.yusupova@example.org"))


def test_five_failures_lock_the_account_wherever_they_come_from(limits: None) -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_region(), language="ru")
    for _ in range(5):
        answer = attempt(stranger(), worker.user.email, "wrong")
        assert "The e-mail address or the password is not right." in answer.content.decode()
    locked = attempt(stranger(), worker.user.email, PASSWORD)
    assert locked.status_code == 200
    assert "Too many failed attempts. Wait five minutes" in locked.content.decode()
    russian = stranger()
    russian.defaults["HTTP_ACCEPT_LANGUAGE"] = "ru"
    assert "Слишком много неудачных попыток" in attempt(russian, worker.user.email, PASSWORD).content.decode()
    other = make_profile(Role.SOCIAL_WORKER, make_region())
    assert attempt(stranger(), other.user.email, PASSWORD).status_code == 302


def test_an_address_that_guesses_at_many_accounts_is_locked(limits: None) -> None:
    client, worker = stranger(), make_profile(Role.SOCIAL_WORKER, make_region())
    for number in range(30):
        attempt(client, f"nobody{number}@example.org", "wrong")
    assert "Too many failed attempts" in attempt(client, worker.user.email, PASSWORD).content.decode()
    assert attempt(stranger(), worker.user.email, PASSWORD).status_code == 302


def test_a_dead_redis_neither_opens_nor_closes_the_door(limits: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts go on in the memory of the process: guessing stays bounded, the right password is taken."""

    def away(*args: Any, **kwargs: Any) -> Any:
        raise RedisAway("away")

    worker, other = (make_profile(Role.SOCIAL_WORKER, make_region()) for _ in range(2))
    monkeypatch.setattr(ForgivingRedisCache, "_silent_until", 0.0)
    monkeypatch.setattr("redis.connection.Connection.connect", away)
    monkeypatch.setattr("redis.connection.UnixDomainSocketConnection.connect", away, raising=False)
    monkeypatch.setattr("redis.client.Redis.execute_command", away)
    cache.set("anything", 1)
    assert cache.get("anything") is None
    assert attempt(stranger(), other.user.email, PASSWORD).status_code == 302
    for _ in range(5):
        attempt(stranger(), worker.user.email, "wrong")
    assert "Too many failed attempts" in attempt(stranger(), worker.user.email, PASSWORD).content.decode()


def test_failures_are_kept_without_what_was_typed(limits: None, caplog: pytest.LogCaptureFixture) -> None:
    worker, client = make_profile(Role.SOCIAL_WORKER, make_region()), stranger()
    for email, password in ((worker.user.email, "wrong"), ("her.private.mail@example.net", "a secret phrase")):
        attempt(client, email, password)
    rows = [(row.user_id, row.reason, row.address) for row in SignInFailure.objects.order_by("id")]
    address = client.defaults["REMOTE_ADDR"]
    assert rows == [(worker.pk, "password", address), (None, "password", address)]
    kept = str(list(SignInFailure.objects.values())) + caplog.text
    assert "private" not in kept and "secret" not in kept and worker.user.email not in kept


def test_a_program_that_asks_for_json_is_recorded_as_well() -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_region())
    stranger().post(LOGIN, {"login": worker.user.email, "password": "x"}, headers={"Accept": "application/json"})
    assert SignInFailure.objects.filter(user_id=worker.pk).count() == 1


def test_only_the_data_protection_officer_reads_them() -> None:
    region = make_region()
    worker = make_profile(Role.SOCIAL_WORKER, region, name="Dilnoza Yusupova")
    attempt(stranger(), worker.user.email, "wrong")
    attempt(stranger(), "nobody@example.org", "wrong")
    officer = make_profile(Role.DPO, region)
    page = web_for(officer).get("/accesses/sign-ins/").content.decode()
    assert page.count("Wrong e-mail or password</td>") == 2 and "Dilnoza Yusupova" in page
    assert "No account here" in page
    found = api_for(officer).get("/api/v1/sign-in-failures/").json()["results"]
    assert [row["user"] for row in found] == [None, worker.pk]
    assert api_for(officer).get(f"/api/v1/sign-in-failures/?user_id={worker.pk}").json()["results"] == found[1:]
    refused = {role for role in Role.values if role != Role.DPO}
    for role in refused:
        agency = make_agency() if role.startswith("agency") else None
        profile = make_profile(role, None if agency else region, agency=agency)
        assert web_for(profile).get("/accesses/sign-ins/").status_code == 404, role
        assert api_for(profile).get("/api/v1/sign-in-failures/").status_code == 403, role
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(profile):
            list(SignInFailure.objects.all())
    assert Profile.objects.count() == len(refused) + 2


def test_after_half_a_year_they_are_destroyed() -> None:
    for age in (179, 181):
        row = SignInFailure.objects.create(reason="password", request_id=str(age))
        SignInFailure.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=age))
    forget_failures()
    assert [row.request_id for row in SignInFailure.objects.all()] == ["179"]
