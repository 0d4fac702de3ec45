"""One world for the whole grid: seven cases, each with a row in every table, and a reader for each column."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import count
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from accounts import crypto
from accounts.enums import AgencyKind, Role
from accounts.fields import EncryptedTextField
from accounts.models import AgencyClient, Profile
from accounts.rowrules import RULES
from cases.models import Case, CaseAccess, Family, Person, Restriction, RetentionRule
from insights.models import OddPattern
from sharing.models import Destruction, Release, Summary
from tasks.models import TaskRule
from tests.factories import (
    api_for,
    grant,
    make_agency,
    make_case,
    make_family,
    make_office,
    make_person,
    make_profile,
    make_region,
    web_for,
)
from tests.sharing.planting import Planter

from .grid import RELATIONS

#: The keys of a case's rows: all first rows of its tables have the same one.
KEY = {relation: 8_000_001 + 100_000 * number for number, relation in enumerate(RELATIONS)}
#: First part of an address → the open row that its key names.
_OPEN = {
    "operations": "cases.Operation", "phases": "cases.Phase", "arrivals": "cases.Arrival",
    "agencies": "accounts.Agency", "agreements": "sharing.Agreement",
    "rules": "tasks.TaskRule", "task-rules": "tasks.TaskRule",
    "programs": "accounts.AgencyClient", "agency-clients": "accounts.AgencyClient",
}  # fmt: skip
_serial = count(1)


class PlainPlanter(Planter):
    """Rows that pages can show: what is kept as JSON holds JSON."""

    rooms = ("cases", "rehabilitation", "tasks", "sharing")

    def _text(self, label: str, field: Any) -> Any:
        if isinstance(field, models.JSONField):
            return field.get_default()
        if field.name == "changes_sealed":
            return "{}"
        if isinstance(field, EncryptedTextField) and (field.name == "sealed" or field.name.endswith("_text")):
            return "[]"
        if field.name == "last_kind":  # a code of a kind of record
            return ""
        text = f"w{next(_serial)}"
        inner = getattr(field, "base_field", field)
        text = text[: getattr(inner, "max_length", None) or len(text)]
        return text if inner is field else []


    def _value(self, label: str, field: Any) -> Any:
        return crypto.encrypt(b"a") if type(field) is models.BinaryField else super()._value(label, field)


class GridWorld:
    """``readers`` by column of the grid, ``cases`` by relation, ``page`` and ``api`` clients by column."""

    def __init__(self) -> None:
        here, there = make_region("Samarqand"), make_region("Buxoro")
        self.office = make_office(here, name="Urgut")
        second = make_office(here, name="Ishtixon")
        self.agency = make_agency(AgencyKind.HEALTH, "Clinic No. 1")
        self.readers: dict[str, Profile] = {
            "W": make_profile(Role.SOCIAL_WORKER, self.office),
            "S": make_profile(Role.SPECIALIST, self.office, disciplines=["education"]),
            "P": make_profile(Role.SPECIALIST, self.office, disciplines=["psychological"]),
            "V": make_profile(Role.SUPERVISOR, here),
            "N": make_profile(Role.NATIONAL),
            "D": make_profile(Role.DPO),
            "A": make_profile(Role.ADMIN),
            "G": make_profile(Role.AGENCY, agency=self.agency),
            "C": make_profile(Role.AGENCY_CLIENT, agency=self.agency),
        }
        program = AgencyClient.objects.create(
            profile=self.readers["C"], client_id="grid", expires_at=timezone.now() + timedelta(days=30),
            created_by=self.readers["A"],
        )  # fmt: skip
        self.open: dict[str, Any] = {"accounts.Agency": self.agency, "accounts.AgencyClient": program}
        colleague = make_profile(Role.SOCIAL_WORKER, self.office)
        far = make_profile(Role.SOCIAL_WORKER, there)
        own = self.readers["W"]
        places = {
            "own": (self.office, own), "team": (self.office, colleague), "office": (self.office, colleague),
            "region": (second, make_profile(Role.SOCIAL_WORKER, second)), "abroad": (there, far),
            "restricted": (self.office, colleague), "closed": (self.office, own),
        }  # fmt: skip
        self.cases: dict[str, Case] = {name: self._case(name, *places[name]) for name in RELATIONS}
        for name in ("own", "team", "closed"):
            for reader in ("W", "S", "P"):
                if not CaseAccess.objects.filter(user=self.readers[reader], case=self.cases[name]).exists():
                    grant(self.cases[name], self.readers[reader], self.readers["V"])
        Case.objects.filter(pk=KEY["restricted"]).update(restricted=True)
        Restriction.objects.update(lifted_at=None, lifted_by=None)
        Case.objects.filter(pk=KEY["closed"]).update(status="closed", closed_at=timezone.now())
        Release.objects.update(expires_at=timezone.now() + timedelta(days=30))
        hidden, school = [KEY["abroad"], KEY["restricted"]], make_agency(AgencyKind.EDUCATION, "School No. 7")
        for model in (Summary, Release, Destruction):
            key = {Summary: "pk", Release: "summary", Destruction: "release"}[model]
            model.objects.filter(**{f"{key}__in": hidden}).update(agency=school)
        Person.objects.update(made_in=0)
        Family.objects.update(made_in=0)
        self.page = {column: web_for(who) for column, who in self.readers.items()} | {"-": Client()}
        self.api: dict[str, Any] = {c: api_for(who) for c, who in self.readers.items()} | {"-": Client()}
        for client in (*self.page.values(), *self.api.values()):
            client.raise_request_exception = False

    def _case(self, name: str, office: Any, worker: Profile) -> Case:
        with connection.cursor() as cursor:
            for model in apps.get_models():
                table, key = model._meta.db_table, model._meta.pk
                if table in RULES and not RULES[table].open and key.get_internal_type() == "BigAutoField":
                    cursor.execute(
                        "SELECT setval(pg_get_serial_sequence(%s, %s), %s, false)", [table, key.column, KEY[name]]
                    )
        person = make_person()
        case = make_case(office, worker, person=person, family=make_family(person))
        assert case.pk == person.pk == KEY[name]
        planter = PlainPlanter(case, worker)
        planter.at_hand.update(self.open)
        planter.present |= set(self.open)
        # Rules are there from the start; what a user was sent and has read is hers, not a case's.
        planter.at_hand |= {"tasks.TaskRule": TaskRule.objects.first(), "cases.MessagesSeen": None,
                            "tasks.Message": None}  # fmt: skip
        # A term is proposed once for a kind, whichever case stands beside it.
        term = RetentionRule.objects.filter(state="proposed").first()
        planter.at_hand |= {"cases.RetentionRule": term} if term else {}
        planter.plant()
        # Somebody's openings of cases, not a case's row.
        now = timezone.now()
        OddPattern.objects.create(kind="many_cases", user=worker, begins_at=now, ends_at=now, count=26)
        made = {label: row for label, row in planter.at_hand.items() if row is not None and label != "accounts.Office"}
        self.open |= {label: row for label, row in made.items() if RULES[row._meta.db_table].open}
        return case

    def address(self, path: str, relation: str) -> str:
        """A pattern with the keys of one case's rows filled in; open rows have keys of their own."""
        start = path.removeprefix("api/v1/").split("/")[0]
        case = self.cases[relation]

        def fill(match: re.Match[str]) -> str:
            name = match["name"] or match["regex"]
            if name == "number":
                return str(case.family.number if start == "families" else case.number if start == "cases" else 1)  # type: ignore[union-attr]
            if name == "pk" and start in _OPEN:
                return str(self.open[_OPEN[start]].pk)
            if name == "agency_id":
                return str(self.agency.pk)
            if name == "pk" and start in ("users", "offices", "caseloads"):
                return str(self.office.pk if start == "offices" else self.readers["W"].pk)
            kind = "documents" if start == "retention" else "plan"
            return {"kind": kind, "purpose": "health_care"}.get(name, str(KEY[relation]))

        return "/" + re.sub(r"<(?:\w+:)?(?P<name>\w+)>|\(\?P<(?P<regex>\w+)>(?:[^()]|\([^()]*\))*\)", fill, path)
