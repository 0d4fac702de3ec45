"""What the questions at random found once, asked by name ever since."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.conf import settings

from accounts.enums import Role
from sharing.enums import ToldPerson
from tests.factories import api_for, make_case, make_office, make_profile, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def described() -> Any:
    return yaml.safe_load((settings.BASE_DIR / "docs" / "openapi.yaml").read_text())


def property_of(described: Any, schema: str, name: str) -> Any:
    return described["components"]["schemas"][schema]["properties"][name]


def test_a_figure_beyond_all_measure_is_refused_and_no_fault() -> None:
    """JSON of ours carries 64 bits: it was stored, and every list of operations failed from then on."""
    client = api_for(make_profile(Role.SUPERVISOR, make_region()))
    figures = [{"people": 2**70, "source": "A newspaper", "on": "2026-01-01"}]
    answer = client.post("/api/v1/operations/", {"name": "Mehr", "official_figures": figures})
    assert answer.status_code == 422
    assert client.get("/api/v1/operations/").status_code == 200


def test_a_case_without_a_worker_and_a_line_without_an_author_are_described(described: Any) -> None:
    office = make_office(make_region())
    supervisor = make_profile(Role.SUPERVISOR, office)
    case = make_case(office, None)
    shown = api_for(supervisor).get(f"/api/v1/cases/{case.pk}/").json()
    assert shown["worker_name"] is None
    assert "null" in property_of(described, "Case", "worker_name")["type"]
    assert "null" in property_of(described, "TimelineEntry", "author_name")["type"]


def test_the_team_is_described_as_the_page_that_it_is(described: Any) -> None:
    answer = described["paths"]["/api/v1/team/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer == {"$ref": "#/components/schemas/PaginatedLoadList"}
    page = api_for(make_profile(Role.SUPERVISOR, make_region())).get("/api/v1/team/").json()
    assert set(page) == {"next", "previous", "results"}


def test_whether_the_person_was_told_has_its_own_words(described: Any) -> None:
    """Two vocabularies fell on one name, and the wrong one was described."""
    reference = property_of(described, "Demand", "told")["oneOf"][0]["$ref"].rsplit("/", 1)[-1]
    assert described["components"]["schemas"][reference]["enum"] == ToldPerson.values
