"""Small worlds for tests. Made as the owner, who bypasses the walls; what is tested then acts as a user."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.conduct import VERSION, conduct_accept
from accounts.enums import AgencyKind, OfficeKind, Role
from accounts.models import Agency, Office, Profile, User
from accounts.tokens import token_issue
from cases.models import Arrival, Case, Operation, Person, Phase
from cases.services.cases import case_open
from cases.services.families import family_create, family_join
from cases.services.grants import grant_create
from cases.services.persons import person_create

_serial = count(1)
PASSWORD = "a-long-test-password"


def make_region(name: str = "Samarqand", code: str = "") -> Office:
    """A region's office, which is its own scope."""
    code = code or f"R{next(_serial)}"
    office = Office.objects.create(kind=OfficeKind.REGION, name=name, code=code, region_code=code[:2])
    office.region = office
    office.save()
    return office


def make_office(region: Office, kind: str = OfficeKind.DISTRICT, name: str = "Urgut") -> Office:
    """An office below a region."""
    return Office.objects.create(kind=kind, name=name, code=f"D{next(_serial)}", parent=region, region=region)


def make_agency(kind: str = AgencyKind.HEALTH, name: str = "Clinic No. 1") -> Agency:
    return Agency.objects.create(kind=kind, name=name)


def make_profile(role: str = Role.SOCIAL_WORKER, office: Office | None = None, **values: Any) -> Profile:
    """A user who can sign in with PASSWORD and has accepted the code of conduct."""
    number = next(_serial)
    user = User.objects.create_user(values.pop("email", f"{role}{number}@example.org"), PASSWORD)
    profile = Profile.objects.create(
        user=user, name=values.pop("name", f"{Role(role).name.title()} {number}"), role=role, office=office,
        region=office.region if office else None, **values,
    )  # fmt: skip
    conduct_accept(profile, version=VERSION)
    return profile


def make_person(**values: Any) -> Person:
    given = {
        "surname": "Karimova", "given_name": f"Lola{next(_serial)}", "sex": "F",
        "birth_earliest": date(1990, 4, 12), "birth_latest": date(1990, 4, 12), "birth_precision": "day",
        "citizenship": "UZB", **values,
    }  # fmt: skip
    return person_create(by=None, **given)


def make_arrival(centre: Office, name: str = "", on: date | None = None) -> Arrival:
    operation = Operation.objects.create(name=name or f"Mehr-{next(_serial)}")
    phase = Phase.objects.create(operation=operation)
    return Arrival.objects.create(phase=phase, date=on or timezone.localdate(), reception_centre=centre)


def make_case(office: Office, worker: Profile | None = None, *, person: Person | None = None, **values: Any) -> Case:
    """An open case; ``restricted=True`` and the like are set afterwards."""
    after = {key: values.pop(key) for key in ("restricted", "risk", "status") if key in values}
    case = case_open(person=person or make_person(), office=office, by=None, worker=worker, **values)
    for key, value in after.items():
        setattr(case, key, value)
    if after:
        case.save()
    return case


def make_family(*people: Person, heads: int = 1) -> Any:
    """A family whose first person is the mother, the others children."""
    family = family_create(by=None)
    for index, person in enumerate(people):
        relation = "mother" if index < heads else ("daughter" if person.sex == "F" else "son")
        family_join(family, person=person, relation=relation, by=None, is_caregiver=index < heads)
    return family


def grant(case: Case, to: Profile, by: Profile, days: int = 7) -> Any:
    return grant_create(
        case, to=to, purpose="team", reason="needed", until=timezone.now() + timedelta(days=days), by=by
    )


def api_for(profile: Profile) -> APIClient:
    """An API client with a bearer token of the user."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token_issue(user=profile.user, name='test')}")
    return client


def web_for(profile: Profile, *, minutes_ago: int = 0) -> Client:
    """A browser's session of the user, who gave her password ``minutes_ago``."""
    client = Client()
    client.force_login(profile.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    at = time.time() - 60 * minutes_ago
    session["account_authentication_methods"] = [{"method": "password", "at": at}]
    session["account_authentication_methods_user"] = str(profile.pk)
    # As every request but the first finds it.
    session["conduct"] = {"version": VERSION, "until": (timezone.localdate() + timedelta(days=300)).isoformat()}
    session.save()
    return client
