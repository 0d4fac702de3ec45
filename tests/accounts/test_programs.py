"""Programs of agencies: who makes them, what opens with client and secret, and when it closes again."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.db import ProgrammingError
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from accounts.clients import client_create, client_end
from accounts.enums import Role
from accounts.errors import Invalid
from accounts.jobs import forget_tokens
from accounts.models import AgencyClient, ApiToken, Event, Profile, SignInFailure
from accounts.rest.throttling import ProgramThrottle
from accounts.services import user_create, user_update
from config.cache import _memory
from tests.factories import api_for, make_agency, make_profile, make_region, web_for
from tests.sharing.world import World

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/api/v1/agency-clients/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def admin() -> Profile:
    return make_profile(Role.ADMIN, make_region())


def ask(client_id: str, secret: str, *, basic: bool = True, **more: str) -> Any:
    """Ask for a token as RFC 6749 §4.4 says."""
    sent = {"grant_type": "client_credentials", **more}
    headers = {}
    if basic:
        headers["Authorization"] = "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    else:
        sent.update(client_id=client_id, client_secret=secret)
    return Client(headers=headers).post("/oauth/token", urlencode(sent), content_type=FORM)


def with_token(text: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {text}"})


def made_for(agency: Any, admin: Profile, days: int = 30) -> tuple[AgencyClient, str]:
    with acting_as(admin):
        return client_create(agency=agency, name="Register", days=days, by=admin)


@pytest.mark.parametrize("basic", [True, False])
def test_a_program_reads_what_its_agency_reads_and_nothing_else(basic: bool) -> None:
    world = World()
    key = world.released().pk
    client, secret = made_for(world.clinic, make_profile(Role.ADMIN, world.here))
    answer = ask(client.client_id, secret, basic=basic)
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    token = answer.json()
    assert (token["token_type"], token["expires_in"], token["scope"]) == ("Bearer", 3600, "agency")
    program = with_token(token["access_token"])
    assert program.get("/api/v1/me/").json()["agency"] == world.clinic.pk
    assert [row["id"] for row in program.get("/api/v1/received/").json()["results"]] == [key]
    assert program.get(f"/api/v1/received/{key}/").status_code == 200
    for path in ("cases/", "persons/", "families/", "users/", "agency-clients/", "consents/"):
        assert program.get(f"/api/v1/{path}").status_code in (403, 404), path
    assert program.get(f"/cases/{world.adult.number}/").status_code == 404
    assert program.post("/account/tokens/", {"name": "x"}).status_code == 404

    other, its = made_for(make_agency(name="Another clinic"), make_profile(Role.ADMIN, world.here))
    stranger = with_token(ask(other.client_id, its).json()["access_token"])
    assert stranger.get("/api/v1/received/").json()["results"] == []
    assert stranger.get(f"/api/v1/received/{key}/").status_code == 404


def test_a_wrong_secret_is_refused_and_recorded(admin: Profile) -> None:
    client, _ = made_for(make_agency(), admin)
    for client_id, secret in ((client.client_id, "hcs_guessed"), ("hc_" + "0" * 24, "x"), ("\0nobody", "x"), ("", "")):
        for basic in (True, False):
            answer = ask(client_id, secret, basic=basic)
            assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    kept = [(row.reason, row.user_id) for row in SignInFailure.objects.order_by("id")]
    assert kept == [("client", client.pk)] * 2 + [("client", None)] * 6
    assert not ApiToken.objects.exists()


def test_another_grant_or_scope_is_refused(admin: Profile) -> None:
    client, secret = made_for(make_agency(), admin)
    assert ask(client.client_id, secret, grant_type="password").json()["error"] == "unsupported_grant_type"
    assert ask(client.client_id, secret, scope="everything").json()["error"] == "invalid_scope"
    assert Client().get("/oauth/token").status_code == 405
    sent = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret}
    assert Client().post("/oauth/token", sent, content_type="application/json").status_code == 400
    assert Client().post("/oauth/token", sent).status_code == 400  # multipart/form-data
    in_address = f"/oauth/token?grant_type=client_credentials&client_id={client.client_id}&client_secret={secret}"
    assert Client().post(in_address).status_code == 400
    assert not ApiToken.objects.exists()


def test_after_its_end_nothing_opens_and_a_token_does_not_outlive_it(admin: Profile) -> None:
    client, secret = made_for(make_agency(), admin)
    AgencyClient.objects.update(expires_at=timezone.now() + timedelta(minutes=10))
    token = ask(client.client_id, secret).json()
    assert 590 <= token["expires_in"] <= 600
    assert abs(ApiToken.objects.get().expires_at - AgencyClient.objects.get().expires_at) < timedelta(seconds=5)
    assert with_token(token["access_token"]).get("/api/v1/me/").status_code == 200
    past = timezone.now() - timedelta(seconds=1)
    AgencyClient.objects.update(expires_at=past)
    ApiToken.objects.update(expires_at=past)
    assert ask(client.client_id, secret).status_code == 401
    assert with_token(token["access_token"]).get("/api/v1/me/").status_code == 401


def test_the_old_secret_works_for_a_day_after_a_rotation(admin: Profile) -> None:
    client, first = made_for(make_agency(), admin)
    api = api_for(admin)
    answer = api.post(f"{URL}{client.pk}/rotate/")
    second = answer.json()["client_secret"]
    assert answer.status_code == 200 and second != first
    assert ask(client.client_id, first).status_code == ask(client.client_id, second).status_code == 200
    AgencyClient.objects.update(previous_until=timezone.now() - timedelta(seconds=1))
    assert ask(client.client_id, first).status_code == 401
    assert ask(client.client_id, second).status_code == 200


def test_ended_it_is_ended_with_all_its_tokens(admin: Profile) -> None:
    client, secret = made_for(make_agency(), admin)
    text = ask(client.client_id, secret).json()["access_token"]
    api = api_for(admin)
    assert api.post(f"{URL}{client.pk}/end/").json()["in_force"] is False
    assert api.post(f"{URL}{client.pk}/end/").status_code == 200
    assert ask(client.client_id, secret).status_code == 401
    assert with_token(text).get("/api/v1/me/").status_code == 401
    assert api.post(f"{URL}{client.pk}/rotate/").status_code == 409


def test_a_program_of_an_agency_that_is_switched_off_gets_nothing(admin: Profile) -> None:
    agency = make_agency()
    client, secret = made_for(agency, admin)
    agency.is_active = False
    agency.save()
    assert ask(client.client_id, secret).status_code == 401
    with pytest.raises(Invalid), acting_as(admin):
        client_create(agency=agency, name="Second", days=30, by=admin)


def test_over_the_api_a_secret_is_shown_once(admin: Profile) -> None:
    agency, api = make_agency(), api_for(admin)
    sent = {"agency": agency.pk, "name": "Register", "days": 90}
    made = api.post(URL, sent, headers={"Idempotency-Key": "k"})
    assert made.status_code == 201
    row = made.json()
    assert set(row) == {
        "id", "agency", "name", "client_id", "created_at", "expires_at", "previous_until", "ended_at", "in_force",
        "client_secret",
    }  # fmt: skip
    assert ask(row["client_id"], row["client_secret"]).status_code == 200
    assert api.post(URL, sent, headers={"Idempotency-Key": "k"}).status_code == 422
    listed = api.get(URL).json()["results"]
    assert [one["id"] for one in listed] == [row["id"]] and "client_secret" not in listed[0]
    kept = str(list(AgencyClient.objects.values_list())) + str(list(Event.objects.values_list("data", flat=True)))
    assert row["client_secret"] not in kept
    for wrong in ({"days": 0}, {"days": 367}, {"name": ""}, {"agency": 0}):
        assert api.post(URL, {**sent, **wrong}).status_code == 422, wrong
    assert AgencyClient.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ADMIN])
def test_nobody_else_makes_one(role: str, admin: Profile) -> None:
    agency = make_agency()
    client, secret = made_for(agency, admin)
    of_agency = role.startswith("agency")
    who = make_profile(role, None if of_agency else make_region(), agency=agency if of_agency else None)
    api, web = api_for(who), web_for(who)
    assert api.post(URL, {"agency": agency.pk, "name": "x", "days": 1}).status_code == 403
    assert api.post(f"{URL}{client.pk}/rotate/").status_code in (403, 404)
    assert api.post(f"{URL}{client.pk}/end/").status_code in (403, 404)
    sees = role == Role.DPO
    assert api.get(URL).status_code == (200 if sees else 403)
    page = web.get(f"/agencies/{agency.pk}/programs/")
    assert page.status_code == (200 if sees else 404)
    assert web.post(f"/agencies/{agency.pk}/programs/new/", {"name": "x", "days": 1}).status_code in (403, 404)
    assert web.post(f"/programs/{client.pk}/end/").status_code in (403, 404)
    assert ask(client.client_id, secret).status_code == 200 and AgencyClient.objects.count() == 1
    with acting_as(who):
        if sees:
            assert AgencyClient.objects.values_list("client_id", flat=True).get() == client.client_id
        with pytest.raises(ProgrammingError):
            AgencyClient.objects.values_list("secret_digest", flat=True).first()


def test_on_the_page(admin: Profile) -> None:
    agency, web = make_agency(name="Clinic No. 4"), web_for(admin)
    assert f"/agencies/{agency.pk}/programs/" in web.get(f"/agencies/{agency.pk}/").content.decode()
    address = f"/agencies/{agency.pk}/programs/"
    assert "This agency has no program" in web.get(address).content.decode()
    assert web.post(f"{address}new/", {"name": "", "days": 400}).status_code == 422
    made = web.post(f"{address}new/", {"name": "Register", "days": 20})
    client, secret = made.context["made"], made.context["secret"]
    assert ask(client.client_id, secret).status_code == 200
    again = web.get(address).content.decode()
    assert "Register" in again and "Ends within 30 days" in again and secret not in again
    second = web.post(f"/programs/{client.pk}/rotate/").context["secret"]
    assert ask(client.client_id, second).status_code == 200
    assert web.post(f"/programs/{client.pk}/end/")["Location"] == address
    assert "Not in force" in web.get(address).content.decode()
    late = web_for(admin, minutes_ago=16)
    assert late.get(f"{address}new/")["Location"].startswith("/account/reauthenticate/")


def test_programs_are_no_users(admin: Profile) -> None:
    agency = make_agency()
    client, _ = made_for(agency, admin)
    web = web_for(admin)
    assert "Register" not in web.get("/users/").content.decode()
    assert web.get(f"/users/{client.pk}/").status_code == 404
    values: dict[str, Any] = {"name": "x", "office": None, "agency": agency, "disciplines": []}
    with acting_as(admin):
        with pytest.raises(Invalid):
            user_update(Profile.objects.get(pk=client.pk), by=admin, role=Role.AGENCY, is_active=True, **values)
        with pytest.raises(Invalid):
            user_create(by=admin, email="m@example.org", role=Role.AGENCY_CLIENT, **values)


@pytest.fixture
def limits(settings: Any) -> Iterator[None]:
    settings.ACCOUNT_RATE_LIMITS = configured.SIGN_IN_LIMITS
    _memory.clear()
    yield
    _memory.clear()


def test_tokens_are_not_asked_for_without_end(admin: Profile, limits: None) -> None:
    client, secret = made_for(make_agency(), admin)
    for _ in range(20):
        assert ask(client.client_id, secret).status_code == 200
    answer = ask(client.client_id, secret)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert ApiToken.objects.count() == 20


def test_requests_of_a_program_are_counted_and_people_are_not(admin: Profile, monkeypatch: Any) -> None:
    monkeypatch.setattr(ProgramThrottle, "THROTTLE_RATES", {"program": "3/min"})
    agency = make_agency()
    client, secret = made_for(agency, admin)
    cache.delete(f"throttle_program_{client.pk}")
    # Two tokens, one count.
    first, second = (with_token(ask(client.client_id, secret).json()["access_token"]) for _ in range(2))
    assert [one.get("/api/v1/me/").status_code for one in (first, second, first)] == [200, 200, 200]
    refused = second.get("/api/v1/me/")
    assert (refused.status_code, refused.json()["title"]) == (429, "throttled")
    assert 0 < int(refused["Retry-After"]) <= 60
    person = api_for(make_profile(Role.AGENCY, agency=agency))
    assert [person.get("/api/v1/me/").status_code for _ in range(5)] == [200] * 5


def test_tokens_that_ended_are_forgotten(admin: Profile) -> None:
    client, secret = made_for(make_agency(), admin)
    for _ in range(2):
        ask(client.client_id, secret)
    old = ApiToken.objects.order_by("id").first()
    assert old is not None
    ApiToken.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=2))
    assert forget_tokens() == {"tokens": 1}
    assert not ApiToken.objects.filter(pk=old.pk).exists() and ApiToken.objects.count() == 1
    with acting_as(admin):
        client_end(client, by=admin)
