"""The second factor: who needs one, what opens without it, codes, recovery codes, tokens."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.enums import Role
from accounts.models import ApiToken, Profile, SignInFailure
from tests.factories import PASSWORD, api_for, make_agency, make_profile, make_region, web_for

pytestmark = pytest.mark.django_db(transaction=True)
HOUSE = {Role.SOCIAL_WORKER, Role.SPECIALIST, Role.SUPERVISOR, Role.NATIONAL, Role.DPO, Role.ADMIN}


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def code_of(secret: str, *, steps: int = 0) -> str:
    """RFC 6238 with its defaults, written anew."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, "sha1").digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def signed_in(profile: Profile) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/account/login/", {"login": profile.user.email, "password": PASSWORD})


def set_up(client: Client) -> str:
    """Set up an app as she does it; returns its key."""
    page = client.get("/account/2fa/totp/activate/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    done = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert done.status_code == 302 and done["Location"] == "/account/2fa/recovery-codes/"
    return str(secret)


@pytest.mark.parametrize("role", Role.values)
def test_everybody_of_the_house_is_sent_to_set_one_up(role: str, required: None) -> None:
    agency = make_agency() if role.startswith("agency") else None
    profile = make_profile(role, None if agency else make_region(), agency=agency, disciplines=["medical"])
    page, answer = web_for(profile).get("/my-account/"), web_for(profile).get("/api/v1/me/")
    if role in HOUSE:
        assert (page.status_code, page["Location"]) == (302, "/account/2fa/")
        assert (answer.status_code, answer.json()["title"]) == (403, "second_factor")
    else:
        assert "/account/2fa/" not in page.headers.get("Location", "")
        assert answer.status_code == 200


def test_elsewhere_it_is_offered() -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_region())
    client = web_for(worker)
    assert client.get("/my-account/").status_code == 200
    page = client.get("/account/2fa/").content.decode()
    assert "A password can be stolen" in page and "Your role needs" not in page


def test_she_sets_one_up_and_goes_on_and_needs_it_at_the_next_sign_in(required: None) -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_region())
    client, _ = signed_in(worker)
    assert "Your role needs a second factor" in client.get("/account/2fa/").content.decode()
    secret = set_up(client)
    codes = re.findall(r"<li>(\d{8})</li>", client.get("/account/2fa/recovery-codes/").content.decode())
    assert len(set(codes)) == 10
    assert client.get("/my-account/").status_code == 200

    other, answer = signed_in(worker)
    assert answer["Location"] == "/account/2fa/authenticate/"
    assert other.get("/my-account/").status_code == 302
    wrong = other.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "This code is not right" in wrong.content.decode()
    assert [(f.user_id, f.reason) for f in SignInFailure.objects.all()] == [(worker.pk, "second_factor")]
    other.post("/account/2fa/authenticate/", {"code": code_of(secret, steps=1)})
    assert other.get("/my-account/").status_code == 200

    third, _ = signed_in(worker)
    third.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert third.get("/my-account/").status_code == 200
    fourth, _ = signed_in(worker)
    assert "not right" in fourth.post("/account/2fa/authenticate/", {"code": codes[0]}).content.decode()


def test_without_the_factor_the_gate_is_closed_again(required: None) -> None:
    client, _ = signed_in(make_profile(Role.SUPERVISOR, make_region()))
    set_up(client)
    assert client.get("/my-account/").status_code == 200
    client.post("/account/2fa/totp/deactivate/")
    assert client.get("/my-account/")["Location"] == "/account/2fa/"


def test_the_secret_is_ciphertext_in_the_database() -> None:
    client, _ = signed_in(make_profile(Role.DPO, make_region()))
    secret = set_up(client)
    kept = {row.type: str(row.data) for row in Authenticator.objects.all()}
    assert set(kept) == {"totp", "recovery_codes"}
    assert secret not in "".join(kept.values())


def test_a_part_of_a_page_is_sent_by_the_script(required: None) -> None:
    answer = web_for(make_profile(Role.SUPERVISOR, make_region())).get("/team/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/account/2fa/")


def test_a_part_of_the_gates_own_page_is_left_out(required: None) -> None:
    """Or the page would be loaded for ever: the navigation's numbers ask from there as well."""
    client = web_for(make_profile(Role.SOCIAL_WORKER, make_region()))
    for page in ("/account/2fa/", "/account/2fa/totp/activate/"):
        headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}
        answer = client.get("/messages/count/", headers=headers)
        assert (answer.status_code, answer.headers.get("HX-Redirect")) == (204, None)


def test_a_token_is_made_after_the_gate_shown_once_and_ended(required: None) -> None:
    worker = make_profile(Role.SOCIAL_WORKER, make_region())
    closed = web_for(worker).post("/account/tokens/", {"name": "Weekly report"})
    assert closed["Location"] == "/account/2fa/" and not ApiToken.objects.exists()
    client, _ = signed_in(worker)
    set_up(client)
    text = client.post("/account/tokens/", {"name": "Weekly report"}).context["text"]
    assert text.startswith("hamroh_")
    again = client.get("/account/tokens/").content.decode()
    assert "Weekly report" in again and text not in again
    program = Client(headers={"Authorization": f"Bearer {text}"})
    assert program.get("/api/v1/me/").status_code == 200
    row = ApiToken.objects.get()
    stranger = web_for(make_profile(Role.AGENCY, agency=make_agency()))
    assert stranger.post(f"/account/tokens/{row.pk}/end/").status_code == 404
    assert client.post(f"/account/tokens/{row.pk}/end/").status_code == 302
    assert program.get("/api/v1/me/").status_code == 401


def test_a_token_is_not_stopped_by_the_gate(required: None) -> None:
    assert api_for(make_profile(Role.SUPERVISOR, make_region())).get("/api/v1/me/").status_code == 200


def test_a_token_needs_a_fresh_sign_in() -> None:
    answer = web_for(make_profile(Role.AGENCY, agency=make_agency()), minutes_ago=16).get("/account/tokens/")
    assert answer["Location"] == "/account/reauthenticate/?next=%2Faccount%2Ftokens%2F"


@pytest.mark.parametrize("path", ["/account/email/", "/account/signup/"])
def test_nobody_makes_an_account_or_changes_her_address(path: str) -> None:
    client = web_for(make_profile(Role.ADMIN, make_region()))
    assert client.get(path).status_code == 404
    assert client.post(path, {"email": "x@example.org"}).status_code == 404
