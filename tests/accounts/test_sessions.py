"""How long a session lasts, where I am signed in, and what asks once more who sits there."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as configured
from django.core.cache import caches
from django.test import Client
from django.urls import get_resolver

from accounts.enums import Role
from accounts.policy import ACTIONS, FRESH
from accounts.views.sessions import device_of
from accounts.web import PolicyView
from config.cache import BRIEF
from tests.factories import PASSWORD, api_for, make_case, make_profile, make_region, web_for
from tests.policy.test_coverage import addresses

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(profile: Any, agent: str = "") -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    client.post("/account/login/", {"login": profile.user.email, "password": PASSWORD})
    assert client.get("/my-account/").status_code == 200
    return client


def turn_back(client: Client, **seconds: float) -> None:
    """As if so much time had passed since these moments of the session."""
    session = client.session
    for name, past in seconds.items():
        session[name] = time.time() - past
    session.save()


@pytest.fixture
def worker() -> Any:
    return make_profile(Role.SOCIAL_WORKER, make_region())


def test_the_bounds_are_half_an_hour_and_twelve() -> None:
    assert (configured.SESSION_IDLE_SECONDS, configured.SESSION_COOKIE_AGE) == (1800, 43200)


@pytest.mark.parametrize(
    ("past", "open_"),
    [({"seen": 1790}, True), ({"seen": 1801}, False), ({"began": 43190}, True), ({"began": 43201, "seen": 5}, False)],
)
def test_a_session_ends_by_itself_on_the_server(worker: Any, past: dict[str, float], open_: bool) -> None:
    client = signed_in(worker)
    turn_back(client, **past)
    answer = client.get("/my-account/?tab=1")
    if open_:
        assert answer.status_code == 200
    else:
        assert answer["Location"] == "/account/login/?next=/my-account/%3Ftab%3D1"
        assert client.get("/api/v1/me/").status_code == 401
        assert not client.session.get("_auth_user_id")


def test_a_request_is_a_sign_of_life_and_asking_how_much_is_left_is_none(worker: Any) -> None:
    client = signed_in(worker)
    turn_back(client, seen=1700)
    assert 95 <= client.get("/account/session/").json()["left"] <= 100
    assert 95 <= client.get("/account/session/").json()["left"] <= 100
    assert client.post("/account/session/").json()["left"] >= 1798
    turn_back(client, seen=1700)
    client.get("/my-account/")
    assert client.get("/account/session/").json()["left"] >= 1798


def test_staying_signed_in_does_not_lengthen_the_whole(worker: Any) -> None:
    client = signed_in(worker)
    turn_back(client, began=43100, seen=70)
    assert client.post("/account/session/").json()["left"] <= 100


def test_after_the_end_a_form_comes_back_to_itself(worker: Any) -> None:
    client = signed_in(worker)
    turn_back(client, seen=1801)
    answer = client.post("/my-account/", {"language": "ru"}, headers={"Referer": "http://testserver/my-account/?a=b"})
    assert answer["Location"] == "/account/login/?next=/my-account/%3Fa%3Db"
    foreign = client.post("/my-account/", {}, headers={"Referer": "https://evil.example/x"})
    assert foreign["Location"] == "/account/login/?next=/"
    assert client.get("/my-account/", headers={"HX-Request": "true"}).status_code == 401


def test_i_see_where_i_am_signed_in_and_end_one_or_all(worker: Any) -> None:
    here = signed_in(worker, "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537")
    there = signed_in(worker, "Mozilla/5.0 (Linux; Android 15) Firefox/140")
    stranger = signed_in(make_profile(Role.ADMIN, make_region()))
    page = here.get("/account/sessions/").content.decode()
    assert "Chrome, Windows" in page and "Firefox, Android" in page and page.count("This one") == 1
    other = UserSession.objects.get(session_key=there.session.session_key)
    assert stranger.post(f"/account/sessions/{other.pk}/end/").status_code == 404
    assert there.get("/my-account/").status_code == 200
    assert here.post(f"/account/sessions/{other.pk}/end/").status_code == 302
    assert there.get("/my-account/").status_code == 302
    third = signed_in(worker)
    here.post("/account/sessions/")
    assert [one.get("/my-account/").status_code for one in (here, third, stranger)] == [302, 302, 200]


def test_what_was_ended_while_redis_was_away_does_not_live_on_in_it() -> None:
    cache = caches[configured.SESSION_CACHE_ALIAS]
    cache.set("a-session", {"x": 1}, 43200)
    client: Any = cache._cache.get_client()  # type: ignore[attr-defined]
    assert 0 < client.ttl(cache.make_key("a-session")) <= BRIEF


def test_devices_have_names() -> None:
    agents = {
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605": "Safari, macOS",
        "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140": "Edge, Windows",
        "curl/8": "Unknown device",
    }
    assert {agent: device_of(agent) for agent in agents} == agents


def test_the_steps_that_ask_again_exist_and_each_has_a_page() -> None:
    assert {pair for pair in FRESH if pair[1] not in ACTIONS[pair[0]].split()} == set()
    views = [getattr(callback, "view_class", None) for _path, callback in addresses(get_resolver().url_patterns)]
    paged = {view.policy for view in views if view is not None and issubclass(view, PolicyView)}
    assert FRESH - paged == set()


def test_giving_access_asks_again_after_a_quarter_of_an_hour() -> None:
    region = make_region()
    boss, helper = make_profile(Role.SUPERVISOR, region), make_profile(Role.SPECIALIST, region, disciplines=["medical"])
    case = make_case(region, make_profile(Role.SOCIAL_WORKER, region))
    path = f"/cases/{case.number}/access/new/"
    body = {"to": helper.pk, "purpose": "team", "reason": "x", "until": "2027-01-01T00:00:00Z"}
    assert web_for(boss, minutes_ago=14).get(path).status_code == 200
    late = web_for(boss, minutes_ago=16)
    assert late.get(path)["Location"].startswith("/account/reauthenticate/?next=")
    drawer = late.get(path, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver/cases/{case.number}/"})
    assert drawer["HX-Redirect"] == f"/account/reauthenticate/?next=%2Fcases%2F{case.number}%2F"
    refused = late.post(f"/api/v1/cases/{case.pk}/grants/", body, content_type="application/json")
    assert (refused.status_code, refused.json()["title"]) == (403, "reauthenticate")
    done = late.post("/account/reauthenticate/", {"password": PASSWORD, "next": path})
    assert done["Location"] == path
    assert late.get(path).status_code == 200
    # A token is exempt: nobody sits before a program (accounts/freshness.py).
    assert api_for(boss).post(f"/api/v1/cases/{case.pk}/grants/", body).status_code != 403


def test_a_wrong_password_does_not_count() -> None:
    late = web_for(make_profile(Role.NATIONAL, make_region()), minutes_ago=16)
    assert late.get("/reports/export.csv").status_code == 302
    assert "This is not your password." in late.post("/account/reauthenticate/", {"password": "x"}).content.decode()
    assert late.get("/reports/export.csv").status_code == 302
