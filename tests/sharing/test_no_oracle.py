"""Every address of the house asked by agencies, with every parameter that could tell something: no sentinel, and no
answer that depends on a hidden value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import get_resolver

from accounts.enums import AgencyKind, Role
from sharing.models import Release, Summary
from tests.factories import api_for, make_profile, web_for
from tests.policy.test_coverage import addresses
from tests.walls.breach import address_of, methods_of

from .planting import FOUND, SENTINEL
from .test_sentinel import Planted
from .world import HEALTH

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Case:
    """What ``address_of`` asks of a world: the planted case under the planted keys."""

    def __init__(self, planted: Planted, key: int) -> None:
        self.case, self.open, self.key = planted.child, {"received/": key, "summaries/": key}, key


def doors() -> Iterator[tuple[str, str]]:
    for path, view in addresses(get_resolver().url_patterns):
        if "logout" not in path and not path.startswith("health/"):
            yield from ((path, method) for method in sorted(methods_of(view)))


def told(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + str(dict(answer.headers))


@pytest.fixture
def planted() -> Planted:
    return Planted()


@pytest.mark.parametrize("who", ["agency", "client", "other kind"])
def test_no_address_tells_an_agency_a_sentinel(planted: Planted, who: str) -> None:
    """Pages, API, exports and errors; reads with ``?expand``, ordering and filters, writes with a guess."""
    school = next(pair for pair in planted.readers if pair[0] == AgencyKind.EDUCATION)
    reader, key = planted.readers[school if who == "other kind" else (AgencyKind.HEALTH, HEALTH)]
    if who == "client":
        reader = make_profile(Role.AGENCY_CLIENT, agency=reader.agency)
    clients: dict[bool, Any] = {True: api_for(reader), False: web_for(reader)}
    query = f"?case={planted.child.pk}&expand=case,person,summary&ordering=case__person__surname&surname={SENTINEL[:2]}"
    leaks, asked = [], 0
    for path, method in doors():
        by_api = path.startswith("api/")
        if not by_api and (who == "client" or method != "get"):
            continue
        client, address = clients[by_api], address_of(path, Case(planted, key))  # type: ignore[arg-type]
        client.raise_request_exception = False
        answers = [client.get(address), client.get(address + query)] if method == "get" else [
            getattr(client, method)(address, "{}", content_type="application/json")
        ]  # fmt: skip
        asked += len(answers)
        leaks += [f"{method} {path}" for one in answers if FOUND.search(told(one)) or one.status_code >= 500]
    assert leaks == []
    assert asked > 250
    assert [str(one.message()) for one in mail.outbox if FOUND.search(str(one.message()))] == []


#: What an agency may list.
LISTS = ("/api/v1/received/", "/api/v1/summaries/", "/api/v1/destructions/", "/received/", "/referrals/")


def hidden_names() -> list[str]:
    """Every path from a released summary to a column of the case behind it, as a filter or ordering names it."""
    found = [field.name for model in (Release, Summary) for field in model._meta.concrete_fields]
    for label, path in (("cases.Case", "summary__case"), ("cases.Person", "summary__case__person")):
        names = [field.name for field in apps.get_model(label)._meta.concrete_fields]
        found += [f"{path}__{name}" for name in names] + [f"case__{name}" for name in names] + names
    return sorted(set(found) - {"page_size", "cursor"})


def steady(answer: Any) -> tuple[int, str]:
    """An answer without what is new each time: tokens, the seconds of the session, and the question itself."""
    text = told(answer).split("Content-Type")[0]
    new = ("csrf", "data-left", "?")
    return answer.status_code, "\n".join(line for line in text.splitlines() if not any(one in line for one in new))


@pytest.mark.parametrize("address", LISTS)
def test_no_filter_or_ordering_by_a_hidden_field_changes_an_answer(planted: Planted, address: str) -> None:
    """A true and a false guess get the same answer, and so do an order and its reverse: rows, counts and errors."""
    reader, _key = planted.readers[AgencyKind.HEALTH, HEALTH]
    client: Client = api_for(reader) if address.startswith("/api/") else web_for(reader)
    told_apart = []
    for name in hidden_names():
        asked = [f"{name}={SENTINEL}", f"{name}=nobody", f"{name}__startswith={SENTINEL[:1]}", f"{name}__startswith=y"]
        asked += [f"ordering={name}", f"ordering=-{name}"]
        answers = {steady(client.get(f"{address}?{question}")) for question in asked[:4]}
        orders = {steady(client.get(f"{address}?{question}")) for question in asked[4:]}
        if len(answers) > 1 or len(orders) > 1:
            told_apart.append(name)
    assert told_apart == []
