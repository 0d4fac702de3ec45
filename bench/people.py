"""Run as the owner (python -m bench.people): who measures, with what cases, and a token for each. Prints JSON."""

from __future__ import annotations

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from accounts.models import Agency, Profile, User  # noqa: E402
from accounts.tokens import token_issue  # noqa: E402
from cases.models import Case, CaseGrant  # noqa: E402


def _profile(email: str, **values: object) -> Profile:
    user, _ = User.objects.get_or_create(email=email)
    return Profile.objects.get_or_create(user=user, defaults={"name": email, **values})[0]


def main() -> None:
    grant = CaseGrant.objects.order_by("id").first()
    assert grant is not None
    worker = Profile.objects.get(pk=grant.user_id)
    supervisor = Profile.objects.filter(role="supervisor", name__startswith="Worker ").first()
    assert supervisor is not None
    national = _profile("bench-national@example.org", role="national")
    agency = Agency.objects.order_by("id").first() or Agency.objects.create(name="Clinic", kind="health")
    clinic = Profile.objects.filter(role="agency", agency=agency).first() or _profile(
        "bench-agency@example.org", role="agency", agency=agency
    )
    out = {}
    for name, profile in (("worker", worker), ("region", supervisor), ("national", national), ("agency", clinic)):
        cases = Case.objects.visible_to(profile).filter(status="implementation").order_by("-updated_at")
        case = cases.first() if name in ("worker", "region") else None
        out[name] = {
            "id": profile.pk, "region": profile.region_id, "agency": profile.agency_id,
            "token": token_issue(user=profile.user, name="bench"),
            "case": case.pk if case else None, "number": case.number if case else None,
            "surname": case.person.surname if case else None,
        }  # fmt: skip
    print(json.dumps(out))


main()
