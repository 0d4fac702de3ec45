"""Sign-in by a state identity service, with a provider over loopback."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from accounts.enums import Role
from accounts.models import Profile, SignInFailure, User
from config.csp import policy
from config.env import EnvironmentError_, load
from tests.accounts.identity_service import CLIENT, SECRET, IdentityService
from tests.accounts.test_second_factor import set_up, signed_in
from tests.factories import make_profile, make_region, web_for

pytestmark = pytest.mark.django_db(transaction=True)
START = "/account/oidc/state/login/"


@pytest.fixture
def service(settings: Any) -> Iterator[IdentityService]:
    found = IdentityService()
    app = {
        "provider_id": "state", "name": "OneID", "client_id": CLIENT, "secret": SECRET,
        "settings": {"server_url": found.issuer, "oauth_pkce_enabled": True},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    settings.OIDC_ISSUER, settings.OIDC_NAME = found.issuer, "OneID"
    yield found
    found.close()


def go(client: Client, service: IdentityService, start: str = START, **person: Any) -> Any:
    """Press the button, sign in there, come back."""
    service.person = {"sub": "30104851234567", "name": "Dilnoza Y.", "pin": "30104851234567", **person}
    asked = client.post(start)
    assert asked.status_code == 302 and asked["Location"].startswith(f"{service.issuer}/authorize?")
    back = requests.get(asked["Location"], allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def test_who_was_made_by_the_administrator_comes_in_by_her_verified_address(service: IdentityService) -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_region())
    assert "Sign in with OneID" in Client().get("/account/login/").content.decode()
    client = Client()
    assert go(client, service, email=worker.user.email.upper(), email_verified=True).status_code == 302
    assert client.get("/api/v1/me/").json()["email"] == worker.user.email
    kept = SocialAccount.objects.get()
    assert (kept.user_id, kept.uid, kept.extra_data) == (worker.pk, "30104851234567", {})
    assert not SocialToken.objects.exists()
    assert User.objects.get(pk=worker.pk).has_usable_password()
    again = Client()
    go(again, service, email="another@example.org", email_verified=True)
    assert again.get("/api/v1/me/").json()["id"] == worker.pk
    assert service.refused == []


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_address_that_is_not_verified_opens_nothing(service: IdentityService, verified: Any) -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_region())
    client = Client()
    answer = go(client, service, email=worker.user.email, email_verified=verified)
    assert "Accounts are made by your administrator" in answer.content.decode()
    assert client.get("/api/v1/me/").status_code == 401
    assert [(row.user_id, row.reason) for row in SignInFailure.objects.all()] == [(None, "provider")]


def test_a_stranger_gets_no_account(service: IdentityService) -> None:
    answer = go(Client(), service, email="stranger@example.org", email_verified=True)
    assert "Accounts are made by your administrator" in answer.content.decode()
    assert not User.objects.exists() and not SocialAccount.objects.exists()


def test_who_was_switched_off_stays_outside(service: IdentityService) -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_region())
    client = Client()
    go(client, service, email=worker.user.email, email_verified=True)
    Profile.objects.update(is_active=False)
    User.objects.update(is_active=False)
    other = Client()
    go(other, service, email=worker.user.email, email_verified=True)
    assert [one.get("/api/v1/me/").status_code for one in (client, other)] == [401, 401]


def test_the_second_factor_is_asked_here_too(service: IdentityService) -> None:
    boss = make_profile(Role.SUPERVISOR, make_region())
    set_up(signed_in(boss)[0])
    client = Client()
    assert go(client, service, email=boss.user.email, email_verified=True)["Location"] == "/account/2fa/authenticate/"
    assert client.get("/api/v1/me/").status_code == 401


def test_nobody_ties_another_identity_to_her_account(service: IdentityService) -> None:
    client = web_for(make_profile(Role.DPO, make_region()))
    go(client, service, start=f"{START}?process=connect", email="other@example.org", email_verified=True)
    assert not SocialAccount.objects.exists()
    assert client.get("/account/3rdparty/").status_code == 404
    assert client.get("/account/3rdparty/signup/").status_code == 404


def test_a_code_that_we_did_not_ask_for_is_refused(service: IdentityService) -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_region())
    service.person = {"sub": "1", "email": worker.user.email, "email_verified": True}
    client = Client()
    answer = client.get("/account/oidc/state/login/callback/?code=made-up&state=made-up")
    assert "The identity service did not answer as it should" in answer.content.decode()
    assert client.get("/api/v1/me/").status_code == 401


def test_a_service_that_is_down_says_so(service: IdentityService) -> None:
    service.close()
    answer = Client().post(START)
    assert "The identity service did not answer as it should" in answer.content.decode()


def test_without_a_service_there_is_no_button() -> None:
    assert "Sign in with OneID" not in Client().get("/account/login/").content.decode()
    assert Client().post(START).status_code == 404


def test_forms_may_lead_to_the_service_and_to_nobody_else() -> None:
    assert policy("https://sso.example.uz/realms/x").endswith("form-action 'self' https://sso.example.uz")
    assert policy().endswith("form-action 'self'")


def test_half_a_service_does_not_start() -> None:
    with pytest.raises(EnvironmentError_, match="belong together"):
        load({"HAMROH_ENV": "test", "OIDC_ISSUER": "https://sso.example.uz"})
    whole = {"OIDC_ISSUER": "http://sso.example.uz", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y"}
    with pytest.raises(EnvironmentError_, match="https"):
        load({"HAMROH_ENV": "production", **whole})
