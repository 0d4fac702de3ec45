"""Invitations: a link that opens once; who gets one, how it travels, and when it opens nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import ProgrammingError
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from accounts.conduct import VERSION
from accounts.enums import Role
from accounts.errors import Conflict
from accounts.invitations import invitation_create, link_of
from accounts.jobs import mail_invitations
from accounts.models import Invitation, Office, Profile, User
from accounts.services import user_create
from tests.factories import api_for, make_agency, make_profile, make_region, web_for

pytestmark = pytest.mark.django_db(transaction=True)
CHOSEN = "three apricots at dawn"


@pytest.fixture
def admin() -> Profile:
    return make_profile(Role.ADMIN, make_region())


def newcomer(admin: Profile, language: str = "en") -> Profile:
    with acting_as(admin):
        return user_create(
            by=admin, email="dilnoza.y@example.org", name="Dilnoza Yusupova", role=Role.SOCIAL_WORKER,
            office=admin.office, language=language,
        )  # fmt: skip


def invited(who: Profile, admin: Profile, *, by_email: bool = False) -> str:
    """The link, as a path of ours."""
    with acting_as(admin):
        return link_of(invitation_create(who, by_email=by_email, by=admin)).removeprefix("http://localhost:8000")


def opened(link: str) -> tuple[Client, Any]:
    """A browser that follows the link."""
    client = Client()
    first = client.get(link)
    assert (first.status_code, first["Location"]) == (302, "/account/invitation/")
    return client, client.get("/account/invitation/")


def sets(client: Client, password: str = CHOSEN) -> Any:
    return client.post("/account/invitation/", {"password1": password, "password2": password})


def test_she_sets_her_password_and_signs_in(admin: Profile) -> None:
    who = newcomer(admin)
    client, page = opened(invited(who, admin))
    assert page.status_code == 200 and "dilnoza.y@example.org" in page.content.decode()
    for weak in ("short", "dilnoza.y@example.org", "password1234"):
        assert sets(client, weak).status_code == 422
    unlike = client.post("/account/invitation/", {"password1": CHOSEN, "password2": CHOSEN + "!"})
    assert unlike.status_code == 422 and not User.objects.get(pk=who.pk).has_usable_password()
    assert sets(client)["Location"] == "/account/login/"
    assert "Your password is set" in client.get("/account/login/").content.decode()
    done = client.post("/account/login/", {"login": who.user.email, "password": CHOSEN})
    assert done.status_code == 302
    assert client.get("/my-account/")["Location"] == "/account/conduct/"
    client.post("/account/conduct/", {"version": VERSION})
    assert client.get("/api/v1/me/").json()["name"] == "Dilnoza Yusupova"


def test_in_production_the_second_factor_comes_next(admin: Profile, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    who = newcomer(admin)
    client, _ = opened(invited(who, admin))
    sets(client)
    client.post("/account/login/", {"login": who.user.email, "password": CHOSEN})
    assert client.get("/my-account/")["Location"] == "/account/2fa/"


def test_a_link_opens_once(admin: Profile) -> None:
    who = newcomer(admin)
    link = invited(who, admin)
    slow, _ = opened(link)
    fast, _ = opened(link)
    assert sets(fast).status_code == 302
    assert sets(slow, "another long password").status_code == 404
    assert opened(link)[1].status_code == 404
    assert User.objects.get(pk=who.pk).check_password(CHOSEN)


@pytest.mark.parametrize("change", ["over", "withdrawn", "renewed", "switched off"])
def test_a_link_that_opens_nothing(admin: Profile, change: str) -> None:
    who = newcomer(admin)
    link = invited(who, admin)
    client, _ = opened(link)
    if change == "over":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif change == "withdrawn":
        assert api_for(admin).post(f"/api/v1/users/{who.pk}/invitation/end/").status_code == 204
    elif change == "renewed":
        second = invited(who, admin)
        assert second != link and opened(second)[1].status_code == 200
    else:
        Profile.objects.filter(pk=who.pk).update(is_active=False)
    answer = sets(client)
    assert answer.status_code == 404 and "This link does not work any more" in answer.content.decode()
    assert not User.objects.get(pk=who.pk).has_usable_password()


@pytest.mark.parametrize("text", ["1.forged", "1", "x", "999999.", "\0"])
def test_a_forged_link_opens_nothing(admin: Profile, text: str) -> None:
    invited(newcomer(admin), admin)
    client = Client()
    client.get("/account/invitation/", {"link": text})
    assert client.get("/account/invitation/").status_code == 404
    assert Client().get("/account/invitation/").status_code == 404


def test_the_letter_names_nobody_and_goes_out_once(admin: Profile) -> None:
    who = newcomer(admin, language="ru")
    link = invited(who, admin, by_email=True)
    assert mail_invitations() == {"sent": 1, "failed": 0}
    assert mail_invitations() == {"sent": 0, "failed": 0}
    letter = mail.outbox[0]
    assert letter.to == ["dilnoza.y@example.org"] and letter.subject == "Ваш доступ к Hamroh"
    text = str(letter.body)
    assert link in text
    for word in ("Dilnoza", "Yusupova", admin.name, "Samarqand", "dilnoza.y"):
        assert word not in text + letter.subject
    assert opened(re.findall(r"http://localhost:8000(\S+)", text)[0])[1].status_code == 200


def test_a_letter_that_no_server_takes_is_tried_for_a_day(admin: Profile, monkeypatch: Any) -> None:
    def refuse(*args: Any) -> int:
        raise OSError

    invited(newcomer(admin), admin, by_email=True)
    with monkeypatch.context() as away:
        away.setattr(EmailBackend, "send_messages", refuse)
        assert mail_invitations() == {"sent": 0, "failed": 1}
    Invitation.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert mail_invitations() == {"sent": 0, "failed": 0}
    Invitation.objects.update(created_at=timezone.now() - timedelta(hours=23))
    assert mail_invitations() == {"sent": 1, "failed": 0}


def test_who_has_a_password_gets_no_link(admin: Profile) -> None:
    worker = make_profile(Role.SUPERVISOR, admin.office)
    with pytest.raises(Conflict), acting_as(admin):
        invitation_create(worker, by_email=False, by=admin)
    assert api_for(admin).post(f"/api/v1/users/{worker.pk}/invitation/", {"by_email": False}).status_code == 409
    assert "Invitation" not in web_for(admin).get(f"/users/{worker.pk}/").content.decode()


def test_who_has_no_password_is_not_let_in_by_forgetting_it(admin: Profile) -> None:
    who, worker = newcomer(admin), make_profile(Role.SOCIAL_WORKER, admin.office)
    for profile in (who, worker):
        assert Client().post("/account/password/reset/", {"email": profile.user.email}).status_code == 302
    assert [letter.to for letter in mail.outbox] == [[worker.user.email]]


def test_on_the_administrators_pages(admin: Profile) -> None:
    web = web_for(admin)
    sent = {"email": "n@example.org", "name": "Nodira", "role": "social_worker", "office": admin.office_id}
    assert web.post("/users/new/", sent).status_code == 422  # a language is asked for
    made = web.post("/users/new/", {**sent, "language": "uz"})
    who = Profile.objects.get(name="Nodira")
    assert made["Location"] == f"/users/{who.pk}/"
    assert "no link to set one" in web.get(f"/users/{who.pk}/").content.decode()
    assert "No password yet" in web.get("/users/").content.decode()
    web.post(f"/users/{who.pk}/invitation/send/")
    assert "It has not left yet." in web.get(f"/users/{who.pk}/").content.decode()
    mail_invitations()
    assert "It was sent by e-mail." in web.get(f"/users/{who.pk}/").content.decode()
    shown = web.post(f"/users/{who.pk}/invitation/show/")
    link = shown.context["link"].removeprefix("http://localhost:8000")
    assert "Hamrohga kirish" in shown.content.decode()  # the sheet speaks her language
    assert opened(link)[1].status_code == 200
    assert web.post(f"/users/{who.pk}/invitation/end/").status_code == 302
    assert opened(link)[1].status_code == 404
    late = web_for(admin, minutes_ago=16)
    assert late.post(f"/users/{who.pk}/invitation/show/")["Location"].startswith("/account/reauthenticate/")


def test_over_the_api(admin: Profile) -> None:
    who, api = newcomer(admin), api_for(admin)
    mailed = api.post(f"/api/v1/users/{who.pk}/invitation/", {"by_email": True})
    assert mailed.status_code == 201 and mailed.json()["link"] is None
    shown = api.post(f"/api/v1/users/{who.pk}/invitation/", {"by_email": False}).json()
    assert set(shown) == {"by_email", "created_at", "expires_at", "link"}
    assert opened(shown["link"].removeprefix("http://localhost:8000"))[1].status_code == 200
    assert Invitation.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("role", [role for role in Role.values if role not in (Role.ADMIN, Role.AGENCY_CLIENT)])
def test_nobody_else_invites(role: str, admin: Profile) -> None:
    who = newcomer(admin)
    link = invited(who, admin)
    agency = role == Role.AGENCY
    other = make_profile(role, None if agency else make_region(), agency=make_agency() if agency else None)
    assert api_for(other).post(f"/api/v1/users/{who.pk}/invitation/", {"by_email": False}).status_code in (403, 404)
    assert web_for(other).post(f"/users/{who.pk}/invitation/show/").status_code == 404
    assert web_for(other).post(f"/users/{who.pk}/invitation/end/").status_code == 404
    with pytest.raises(ProgrammingError), acting_as(other):
        Invitation.objects.first()
    assert opened(link)[1].status_code == 200


def test_an_installation_begins_with_one_administrator() -> None:
    def founded(*given: str) -> str:
        out = StringIO()
        call_command("first_administrator", *given, stdout=out)
        return out.getvalue().strip().removeprefix("http://localhost:8000")

    first = founded("head@example.org", "Farrux Aliyev", "--language", "en")
    assert Office.objects.filter(kind="region").count() == 14
    again = founded("head@example.org", "Farrux Aliyev")
    assert opened(first)[1].status_code == 404
    client, _ = opened(again)
    assert sets(client).status_code == 302
    client.post("/account/login/", {"login": "head@example.org", "password": CHOSEN})
    client.post("/account/conduct/", {"version": VERSION})
    assert client.get("/users/").status_code == 200
    for email in ("head@example.org", "other@example.org"):
        with pytest.raises(CommandError):
            founded(email, "Other")
    assert Profile.objects.count() == 1


def test_the_command_makes_nobody_else_an_administrator(admin: Profile) -> None:
    worker = newcomer(admin)
    User.objects.filter(pk=admin.pk).update(password="!")
    with pytest.raises(CommandError):
        call_command("first_administrator", worker.user.email, "x")
    assert Profile.objects.get(pk=worker.pk).role == Role.SOCIAL_WORKER
    assert not Invitation.objects.filter(profile=worker).exists()
