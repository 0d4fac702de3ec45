"""Every link that a role is shown leads somewhere: from her start page on, with the demonstration's people."""

from __future__ import annotations

from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import Profile
from cases.models import Family, Person
from config import demo
from tests.factories import web_for

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]

ROLES = ("worker", "specialist", "supervisor", "national", "dpo", "admin", "clinic", "ngo")
#: Of addresses that differ by the row alone, some are enough.
ALIKE = 3
LIMIT = 400
ELSEWHERE = ("/static/", "/i18n/", "/account/logout", "/api/")


class Links(HTMLParser):
    """What can be pressed on a page and reads: links, and what htmx loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, bool]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.found.append((str(values["href"]), False))
        if values.get("hx-get"):
            self.found.append((str(values["hx-get"]), True))


def kind(address: str) -> tuple[str, ...]:
    """Addresses of one view that ask for the same things are of one kind."""
    parts = urlsplit(address)
    try:
        view = resolve(parts.path).view_name
    except Resolver404:
        return (parts.path,)
    keys = {key for key, _value in parse_qsl(parts.query, keep_blank_values=True)}
    # Filters go together in more ways than can be walked.
    return (view, *keys) if len(keys) < 2 else (view, "several")


def walk(client: Client) -> tuple[int, list[str]]:
    """Follow what is shown, new kinds of pages first. Returns how many pages were read, and what was broken."""
    seen, kinds, wrong = {"/"}, Counter[tuple[str, ...]](), []
    waiting: deque[tuple[str, str, bool]] = deque([("/", "", False)])
    pages = 0
    while waiting and pages < LIMIT:
        address, shown_on, partial = waiting.popleft()
        pages += 1
        client.raise_request_exception = False
        answer = client.get(address, headers={"HX-Request": "true"} if partial else {})
        if answer.status_code in (301, 302):
            found = [(answer["Location"], False)]
        elif answer.status_code == 200:
            is_page = answer["Content-Type"].startswith("text/html") and not answer.streaming
            found = Links(answer.content.decode()).found if is_page else []
        else:
            wrong.append(f"{answer.status_code} {address} shown on {shown_on}")
            continue
        for link, loads in found:
            target = urldefrag(urljoin(f"http://testserver{address}", link)).url.removeprefix("http://testserver")
            if not target.startswith("/") or target.startswith(ELSEWHERE) or target in seen:
                continue
            seen.add(target)
            kinds[kind(target)] += 1
            if kinds[kind(target)] == 1:
                waiting.appendleft((target, address, loads))
            elif kinds[kind(target)] <= ALIKE:
                waiting.append((target, address, loads))
    unread = [address for address, _shown_on, _partial in waiting if kinds[kind(address)] == 1]
    assert not unread, f"more kinds of pages than {LIMIT}: {unread[:5]}"
    return pages, wrong


def test_every_link_of_every_role_leads_somewhere() -> None:
    demo.load(say=lambda text: None)
    # Within this transaction, what it has made would be shown to everybody.
    Person.objects.update(made_in=0)
    Family.objects.update(made_in=0)
    wrong: dict[str, list[str]] = {}
    for role in ROLES:
        pages, broken = walk(web_for(Profile.objects.get(user__email=f"{role}@example.org")))
        assert pages > 3, f"{role} is shown next to nothing"
        if broken:
            wrong[role] = broken
    assert wrong == {}
