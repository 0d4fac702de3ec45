"""The boundary of a request, as the real web login in real transactions (pytest's nested ones hide both bugs)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.jobs import answers_forget
from accounts.models import IdempotentAnswer, Office, Profile
from tests.factories import PASSWORD, api_for, make_agency, make_profile, make_region, web_for

pytestmark = pytest.mark.django_db(transaction=True)


def role_now() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), coalesce(current_setting('app.user_id', true), '')")
        found: tuple[str, str] = cursor.fetchone()
        return found


def test_me_tells_who_and_the_connection_is_left_without_a_role() -> None:
    profile = make_profile(Role.SOCIAL_WORKER, make_region(), language="ru", name="Dilnoza")
    answer = api_for(profile).get("/api/v1/me/")
    assert answer.status_code == 200
    assert answer.json()["email"] == profile.user.email
    assert answer.json()["role"] == "social_worker"
    assert role_now() == ("none", "")


def test_a_refusal_writes_nothing() -> None:
    profile = make_profile(Role.SOCIAL_WORKER, make_region())
    answer = api_for(profile).patch("/api/v1/me/", {"language": "xx"})
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"] == {"language": ["This language is not offered."]}
    assert Profile.objects.get(pk=profile.pk).language == "en"


@pytest.mark.parametrize("header", ["", "Bearer hamroh_wrong", "Basic abc"])
def test_without_a_token_the_answer_is_401(header: str) -> None:
    answer = Client().get("/api/v1/me/", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.json()["title"] == "not_authenticated"


def test_a_user_who_was_switched_off_is_nobody() -> None:
    profile = make_profile(Role.SOCIAL_WORKER, make_region())
    client = api_for(profile)
    Profile.objects.filter(pk=profile.pk).update(is_active=False)
    assert client.get("/api/v1/me/").status_code == 401


def test_signing_in_with_a_password_works_under_the_identity_role() -> None:
    profile = make_profile(Role.ADMIN, make_region())
    client = Client()
    answer = client.post("/account/login/", {"login": profile.user.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/api/v1/me/").status_code == 200
    assert role_now() == ("none", "")


def test_a_session_needs_its_csrf_token_for_writes() -> None:
    profile = make_profile(Role.ADMIN, make_region())
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(profile.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = strict.patch("/api/v1/me/", json.dumps({"language": "ru"}), content_type="application/json")
    assert answer.status_code == 403


def test_a_create_sent_twice_is_done_once() -> None:
    region = make_region()
    client = api_for(make_profile(Role.ADMIN, region))
    body = {"kind": "district", "name": "Urgut", "code": "X-Urgut", "parent": region.pk}
    first = client.post("/api/v1/offices/", body, headers={"Idempotency-Key": "one"})
    again = client.post("/api/v1/offices/", body, headers={"Idempotency-Key": "one"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replay"] == "true"
    assert Office.objects.filter(code="X-Urgut").count() == 1
    other = client.post("/api/v1/offices/", {**body, "name": "Other"}, headers={"Idempotency-Key": "one"})
    assert other.status_code == 422


def test_a_refused_create_keeps_no_answer() -> None:
    client = api_for(make_profile(Role.ADMIN, make_region()))
    answer = client.post("/api/v1/offices/", {}, headers={"Idempotency-Key": "two"})
    assert answer.status_code == 422
    assert not IdempotentAnswer.objects.exists()


def test_kept_answers_are_destroyed_when_their_day_is_over() -> None:
    profile = make_profile(Role.ADMIN, make_region())
    for key, age in (("old", 25), ("fresh", 23)):
        one = IdempotentAnswer.objects.create(user=profile, key=key, fingerprint="x", body="Ozoda", status=201)
        IdempotentAnswer.objects.filter(pk=one.pk).update(created_at=timezone.now() - timedelta(hours=age))
    answers_forget()
    assert set(IdempotentAnswer.objects.values_list("key", flat=True)) == {"fresh"}


def test_pages_of_offices_go_forth_and_back() -> None:
    region = make_region("A")
    for name in "BCDE":
        make_region(name)
    client = api_for(make_profile(Role.ADMIN, region))
    first = client.get("/api/v1/offices/?page_size=2").json()
    assert [row["name"] for row in first["results"]] == ["A", "B"]
    assert first["previous"] is None
    second = client.get(first["next"]).json()
    assert [row["name"] for row in second["results"]] == ["C", "D"]
    third = client.get(second["next"]).json()
    assert [row["name"] for row in third["results"]] == ["E"]
    assert third["next"] is None
    assert [row["name"] for row in client.get(third["previous"]).json()["results"]] == ["C", "D"]
    assert client.get("/api/v1/offices/?cursor=made-up").status_code == 422


def test_the_session_page_of_another_role_is_closed() -> None:
    assert web_for(make_profile(Role.SOCIAL_WORKER, make_region())).get("/api/v1/users/").status_code == 403


def test_a_machine_changes_no_settings_by_page_or_by_api() -> None:
    machine = make_profile(Role.AGENCY_CLIENT, agency=make_agency())
    sent = {"language": "ru", "time_zone": "Asia/Tashkent"}
    assert web_for(machine).post("/my-account/", sent).status_code == 403
    assert api_for(machine).patch("/api/v1/me/", sent).status_code == 403
    machine.refresh_from_db()
    assert machine.language == "en"
