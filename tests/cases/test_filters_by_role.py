"""Whatever filter an address names, nobody gets an error, and nobody learns by it what she may not read."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from cases.filters import FILTERS
from tests.factories import api_for, make_case, make_person, make_profile, make_region, web_for

pytestmark = pytest.mark.django_db
_VALUES = {"flag": "1", "number": "1", "text": "Ozoda"}


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.SPECIALIST, Role.SUPERVISOR, Role.NATIONAL])
def test_every_filter_answers(role: str) -> None:
    region = make_region()
    make_case(region, None, person=make_person(given_name="Ozoda"))
    profile = make_profile(role, region)
    api, web = api_for(profile), web_for(profile)
    web.raise_request_exception = False
    bad = {}
    for one in FILTERS.values():
        value = _VALUES.get(one.kind) or one.choices[0][0]
        answers = [door.get(path, {one.name: value}).status_code
                   for door, path in ((api, "/api/v1/cases/"), (web, "/cases/"))]  # fmt: skip
        if set(answers) - {200, 422}:
            bad[one.name] = answers
    assert bad == {}
