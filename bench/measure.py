"""Run as hamroh_web (python -m bench.measure PEOPLE_JSON): the same rows by bare SQL, by the API, as a page.

Everything is in process through the whole middleware, so that the figure is the application's own time; what the
server around it adds stands in ``requests a second``. Prints JSON: name → median milliseconds.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

import psycopg  # noqa: E402
from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import NoReverseMatch, Resolver404, resolve, reverse  # noqa: E402

ROUNDS = 40

#: The columns of a row as the API answers them: the floor reads what is answered, no less.
_CASE = """c.id, c.number, c.status, c.risk, c.unaccompanied, c.on_hold_until, c.next_due_at, c.last_visit_on,
c.arrived_on, c.updated_at, c.office_id, c.region_id, c.worker_id, c.family_id, c.arrival_id"""
_PERSON = "p.id, p.surname, p.given_name, p.patronymic, p.sex, p.birth_earliest, p.birth_latest, p.birth_precision"
_LATEST = "ORDER BY c.updated_at DESC, c.id DESC LIMIT 51"
_BARE = {
    "worker": f"SELECT {_CASE}, {_PERSON} FROM cases_case c JOIN cases_person p ON p.id = c.person_id "
    "WHERE c.id = ANY (ARRAY(SELECT case_id FROM cases_caseaccess WHERE user_id = %(id)s "
    f"AND (until IS NULL OR until > now()))) {_LATEST}",
    "region": f"SELECT {_CASE}, {_PERSON} FROM cases_case c JOIN cases_person p ON p.id = c.person_id "
    f"WHERE c.region_id = %(region)s AND NOT c.restricted {_LATEST}",
    "national": f"SELECT {_CASE} FROM cases_case c WHERE NOT c.restricted {_LATEST}",
}


def median(call: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Median milliseconds of a call, after five that warm up."""
    for _ in range(5):
        call()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(times), 3)


def fetch(client: Client, url: str, token: str, text: str) -> Callable[[], None]:
    """``text`` is what a search looks for; it goes in the body."""
    headers = {"Authorization": f"Bearer {token}"}

    def call() -> None:
        if url.endswith("/search/"):
            answer = client.post(url, {"q": text}, content_type="application/json", headers=headers)
        else:
            answer = client.get(url, headers=headers)
        if answer.status_code != 200:
            raise SystemExit(f"{url} answered {answer.status_code}")

    return call


def _address(name: str, *args: Any) -> str | None:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def _stands(url: str) -> bool:
    try:
        resolve(url.partition("?")[0])
    except Resolver404:
        return False
    return True


def pages(who: str, person: dict[str, Any]) -> dict[str, str | None]:
    """The addresses that this kind of user measures."""
    if who == "agency":
        return {"agency list": "/api/v1/received/?page_size=50"}
    out: dict[str, str | None] = {f"{who} API list": "/api/v1/cases/?page_size=50"}
    if who != "national":
        out[f"{who} list page"] = _address("cases:case_list")
        out[f"{who} case page"] = _address("cases:case_detail", person["number"])
        out[f"{who} search"] = "/api/v1/persons/search/"
    if who == "region":
        out["region dashboard"] = "/api/v1/dashboard/"
    if who == "national":
        out["national dashboard"] = "/api/v1/dashboard/"
    return out


def _bare(connection: psycopg.Connection[Any], statement: str, values: dict[str, Any]) -> None:
    connection.execute(statement.encode(), values).fetchall()


def main() -> None:
    people = json.loads(sys.argv[1])
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    client, out = Client(), {}
    # The floor reads as the owner, no rule of any wall in the way, and like us with prepared statements.
    prepare = settings.DATABASES["default"]["OPTIONS"]["prepare_threshold"]
    with psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=prepare) as connection:
        for who, statement in _BARE.items():
            out[f"{who} bare SQL"] = median(partial(_bare, connection, statement, people[who]))
    for who, person in people.items():
        for name, url in pages(who, person).items():
            if url and _stands(url):
                out[name] = median(fetch(client, url, person["token"], (person.get("surname") or "")[:5] + "iva"))
    print(json.dumps(out))


if __name__ == "__main__":
    main()
