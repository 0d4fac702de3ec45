"""The house with its code wall taken out, a stranger's case full of sentinels, and a walk over every address.

Rows of the stranger's case have keys from FOREIGN on, so that a list that holds one is recognised by the key alone;
every text column of every personal table holds a word that names its table.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.urls import get_resolver

from accounts import policy
from accounts.enums import AgencyKind, Role
from accounts.models import Profile
from accounts.rowrules import RULES
from cases import access as case_access
from cases import querysets as case_querysets
from cases.enums import SharingPurpose
from cases.models import Case, Family, Person
from tests.factories import (
    api_for,
    make_agency,
    make_case,
    make_family,
    make_office,
    make_person,
    make_profile,
    make_region,
    web_for,
)
from tests.policy.test_coverage import addresses
from tests.sharing.planting import Planter

ROOMS = ("accounts", "cases", "rehabilitation", "tasks", "sharing", "insights", "config")
FOREIGN = 7_700_001
#: The first digits of every key of a stranger's row.
KEYS = "77000"
WORD = "ZQX"
#: A word of ours, and not three letters of a random token (one in 2,000 has them) or its beginning.
HEARD = re.compile(rf"(?<![A-Za-z0-9]){WORD}(?:[0-9A-F]{{2}}|(?![A-Za-z0-9]))")
#: The tables of which a role knows every case's row by its own rule; all others know none.
KNOWN = {
    # The list of the country's cases and that there is a plan, never their persons, never a restricted one; figures.
    "national": {"cases_case", "cases_plan", "insights_figure", "insights_weekfigure", "insights_workerload",
                 "insights_caseflag",
                 # Terms, and destructions by kind and count, to which a second person agrees: no case among them.
                 "cases_retentionrule", "cases_retentionrun"},
    # What left, to whom, by which hand, who read it and whether it was destroyed, never what it says; requests and
    # demands are decided there; openings, restrictions, holds and what is due to go are by number.
    "dpo": {"sharing_release", "sharing_summaryreading", "sharing_destruction", "sharing_personrequest",
            "sharing_demand", "sharing_handover", "cases_opening", "cases_openingrefusal", "cases_restriction",
            "cases_legalhold", "cases_retentionrule", "cases_retentionrun", "cases_retentionitem",
            # Who was let into which case and why, and what the log of accesses shows of a user.
            "cases_casegrant", "insights_oddpattern"},
}
SCOPES = ("visible_to", "listed_for", "for_reader", "mine")


def word_of(table: str) -> str:
    """The word of a table: short, since it has to fit a column of five letters."""
    return f"{WORD}{sorted(RULES).index(table):02X}"


def table_of(word: str) -> str:
    """The table whose word was heard; the word itself where a narrow column cut it."""
    number = word.removeprefix(WORD)[:2]
    return sorted(RULES)[int(number, 16)] if len(number) == 2 else word


class ForeignPlanter(Planter):
    """A word in every text column of every table with a person's data, and in none of the open tables."""

    rooms = ("cases", "rehabilitation", "tasks", "sharing", "insights")

    def _text(self, label: str, field: Any) -> Any:
        table = apps.get_model(label)._meta.db_table
        word = "open" if RULES[table].open else word_of(table)
        self.serial += 1
        if isinstance(field, models.JSONField):
            return {"key": word}
        inner = getattr(field, "base_field", field)
        text = f"{word}{self.serial}" if field.unique else word
        text = text[: getattr(inner, "max_length", None) or len(text)]
        return text if inner is field else [text]


class World:
    """A stranger's case in Buxoro; in Samarqand everybody who must not see it, each with something of her own."""

    case: Case

    def __init__(self) -> None:
        here, there = make_region("Samarqand"), make_region("Buxoro")
        office = make_office(there, name="Vobkent")
        clinic = make_agency(AgencyKind.HEALTH, "Clinic No. 1")
        self.carrier = make_profile(Role.SOCIAL_WORKER, office, name="Carrier")
        self.head = make_profile(Role.SUPERVISOR, there, name="Head")
        self.strangers: dict[str, Profile | None] = {
            "worker": make_profile(Role.SOCIAL_WORKER, here),
            "colleague": make_profile(Role.SOCIAL_WORKER, office),
            "specialist": make_profile(Role.SPECIALIST, there, disciplines=["psychological", "medical"]),
            "supervisor": make_profile(Role.SUPERVISOR, here),
            "national": make_profile(Role.NATIONAL),
            "dpo": make_profile(Role.DPO),
            "admin": make_profile(Role.ADMIN),
            "agency": make_profile(Role.AGENCY, agency=clinic),
            "agency_client": make_profile(Role.AGENCY_CLIENT, agency=clinic),
            "anonymous": None,
        }
        own = make_person(given_name="Ozoda")
        make_case(here, self.strangers["worker"], person=own, family=make_family(own))
        self._foreign(office)

    def _foreign(self, office: Any) -> None:
        with connection.cursor() as cursor:
            for model in apps.get_models():
                table, key = model._meta.db_table, model._meta.pk
                # What hangs on a user (her tokens, her sessions) is a stranger's own, whatever its number.
                hers = model._meta.app_label not in ForeignPlanter.rooms
                if table in RULES and not RULES[table].open and not hers and key.get_internal_type() == "BigAutoField":
                    name = key.column
                    cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s, false)", [table, name, FOREIGN])
        person = make_person(given_name=word_of("cases_person"))
        self.case = make_case(office, self.carrier, person=person, family=make_family(person))
        assert self.case.pk == person.pk == FOREIGN
        planter = ForeignPlanter(self.case, self.carrier)
        planter.at_hand["accounts.Agency"] = make_agency(AgencyKind.EDUCATION, "School No. 7")
        planter.plant()
        #: The open rows that the case hangs on have keys like all others.
        arrival, operation = planter.at_hand["cases.Arrival"], planter.at_hand["cases.Operation"]
        self.open = {"arrivals/": arrival.pk, "operations/": operation.pk}
        Person.objects.update(made_in=0)
        Family.objects.update(made_in=0)
        Case.objects.filter(pk=FOREIGN).update(arrival=arrival)
        self.case = Case.objects.select_related("family").get(pk=FOREIGN)


def remove_code_wall(patch: pytest.MonkeyPatch) -> None:
    """Every queryset unscoped, the policy always yes: what is left is PostgreSQL."""
    everything: dict[Any, Any] = {
        policy.may: lambda *a, **k: True,
        policy.may_look: lambda *a, **k: True,
        policy.ensure: lambda *a, **k: None,
        case_querysets.granted_case_ids: lambda profile, purposes=(): Case.objects.order_by().values("pk"),
        case_querysets.reach_of: lambda profile, level: None,
        case_querysets.level_rows: lambda *a, **k: models.Q(),
        case_access.reached_among: lambda profile, cases, level: {case.pk for case in cases},
        case_access.ensure_reach: lambda *a, **k: None,
    }
    for module in [m for n, m in sys.modules.items() if n.split(".")[0] in ROOMS]:
        for name, found in list(vars(module).items()):
            if callable(found) and getattr(found, "__hash__", None) and found in everything:
                patch.setattr(module, name, everything[found])
    for kind in all_querysets(models.QuerySet):
        for name in SCOPES:
            if name in vars(kind):
                patch.setattr(kind, name, lambda self, *a, **k: self)


def all_querysets(kind: Any) -> Iterator[type]:
    """Every queryset class of the house."""
    for below in kind.__subclasses__():
        if below.__module__.split(".")[0] in ROOMS:
            yield below
        yield from all_querysets(below)


_SLUGS = {"kind": "plan", "purpose": SharingPurpose.HEALTH_CARE.value, "key": "none", "uidb36": "1"}


def address_of(path: str, world: World) -> str:
    """A pattern with the stranger's keys filled in."""
    case = world.case
    start = path.removeprefix("api/v1/").split("/")[0] + "/"

    def fill(match: re.Match[str]) -> str:
        name = match["name"] or match["regex"]
        if name == "number" and path.startswith("families/"):
            return str(getattr(case.family, "number", ""))
        if name == "number":
            return case.number if path.startswith("cases/") else "1"
        if name == "pk" and start in world.open:
            return str(world.open[start])
        return _SLUGS.get(name, str(FOREIGN))

    return "/" + re.sub(r"<(?:\w+:)?(?P<name>\w+)>|\(\?P<(?P<regex>\w+)>(?:[^()]|\([^()]*\))*\)", fill, path)


def every_address() -> list[tuple[str, Any]]:
    """All patterns of the house with their views, those of sign-in among them."""
    return [(path, view) for path, view in addresses(get_resolver().url_patterns) if "logout" not in path]


def methods_of(view: Any) -> set[str]:
    """The methods that an address answers."""
    asked = ("get", "post", "put", "patch", "delete")
    known = getattr(view, "actions", None)
    kind = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if known:
        return set(known) & set(asked)
    return {method for method in asked if hasattr(kind, method)} if kind else {"get"}


#: What a guess may hold: keys of the stranger's rows under every name that an address knows.
GUESS = {
    **dict.fromkeys(("case", "person", "family", "plan", "goal", "session", "arrival", "summary", "release", "row",
                     "agency", "worker", "to", "into", "visit", "event", "alert", "placement", "consent"), FOREIGN),
    **{name: [FOREIGN] for name in ("cases", "persons", "members", "people")},
    **dict.fromkeys(("reason", "text", "title", "outcome", "comment", "answer", "note", "name"), "guess"),
    "q": WORD, "kind": "question", "state": "done", "status": "open", "level": "high", "risk": "high",
}  # fmt: skip
QUERY = f"?case={FOREIGN}&person={FOREIGN}&family={FOREIGN}&q={WORD}&expand=case,person&ordering=-case"


class Walker:
    """Asks one stranger's questions, and remembers each answer that told something."""

    def __init__(self, who: Profile | None, world: World, *, keys: bool = True) -> None:
        self.world, self.keys, self.asked, self.answered = world, keys, 0, 0
        self.leaks: list[str] = []
        self.machine = who is not None and who.role == Role.AGENCY_CLIENT
        self.page = web_for(who) if who else Client()
        self.api: Any = api_for(who) if who else Client()
        self.page.raise_request_exception = self.api.raise_request_exception = False

    def ask(self, path: str, view: Any) -> None:
        """Every method of an address, reads also with the query of a guesser."""
        by_api, listed = path.startswith("api/"), "<" not in path
        if self.machine and not by_api:
            return
        address, client = address_of(path, self.world), self.api if by_api else self.page
        for method in sorted(methods_of(view)):
            if method == "get":
                self.hear(f"GET {path}", client.get(address), keys=listed)
                if listed:
                    self.hear(f"GET {path} with a query", client.get(address + QUERY), keys=False)
            elif by_api:
                sent = json.dumps(GUESS)
                self.hear(
                    f"{method} {path}",
                    getattr(client, method)(address, sent, content_type="application/json"), keys=False,
                )  # fmt: skip
            elif not path.startswith(("account/", "i18n/")):
                self.hear(f"{method} {path}", client.post(address, GUESS), keys=False)

    def hear(self, what: str, answer: Any, *, keys: bool) -> None:
        """``keys``: the answer can have no key of the stranger's rows from the question."""
        self.asked += 1
        self.answered += answer.status_code == 200
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode(errors="replace") + str(dict(answer.headers))
        # A question repeated in a form or a link is no answer.
        text = re.sub(rf'(q=|q%3D|value="){WORD}(?![0-9A-F])', "", text)
        for table in sorted({table_of(word) for word in HEARD.findall(text)}):
            self.leaks.append(f"{what}: {table}")
        if keys and self.keys and KEYS in text:
            self.leaks.append(f"{what}: key {text[text.index(KEYS) - 40 : text.index(KEYS) + 10]!r}")


def rows_of_stranger() -> dict[str, set[str]]:
    """Every row that is of the stranger's case, table by table, as text; asked as the owner."""
    found = {}
    with connection.cursor() as cursor:
        for table, rule in RULES.items():
            if rule.open or table in ("history_access", "django_session"):
                continue
            # A term of retention stands beside no case: the national coordinator does decide on it.
            if table == "cases_retentionrule":
                continue
            # A row of the case, or one that holds its words or its key.
            cursor.execute(f'SELECT t::text FROM "{table}" t WHERE t::text ~ %s', [f"{WORD}|\\m{FOREIGN}\\M"])
            found[table] = {row for (row,) in cursor.fetchall() if ",cases_retentionrule," not in row}
    return found
