"""The API of persons, families and visits, through both walls."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AccessLog
from cases.models import Case, Family, FamilyMember, Person, Visit
from cases.services.persons import identifier_add
from tests.factories import api_for, grant, make_agency, make_case, make_profile
from tests.families.conftest import Household, born

pytestmark = pytest.mark.django_db

PERSON = {
    "surname": "Karimova", "given_name": "Madina", "sex": "F", "birth_earliest": "1995-02-01",
    "birth_latest": "1995-02-01", "birth_precision": "day", "citizenship": "UZB",
}  # fmt: skip


def names(answer: Any) -> list[str]:
    return [row["given_name"] for row in answer.json()["results"]]


def test_each_reader_lists_exactly_hers(home: Household) -> None:
    grant(home.cases[1], home.specialist, home.supervisor)
    want = {
        home.worker: {"Ozoda", "Asma", "Ali"}, home.supervisor: {"Ozoda", "Asma", "Ali"},
        home.far_worker: {"Zuhra"}, home.specialist: {"Asma"}, home.colleague: set(),
    }  # fmt: skip
    for profile, given in want.items():
        assert set(names(api_for(profile).get("/api/v1/persons/"))) == given
        families = api_for(profile).get("/api/v1/families/").json()["results"]
        expected = {home.far_family.number} if given == {"Zuhra"} else {home.family.number} if given else set()
        assert {row["number"] for row in families} == expected


@pytest.mark.parametrize("role", [Role.AGENCY, Role.ADMIN, Role.DPO, Role.NATIONAL])
def test_the_others_have_nothing_here(home: Household, role: str) -> None:
    profile = make_profile(role, agency=make_agency() if role == Role.AGENCY else None)
    client = api_for(profile)
    for path in ("persons/", f"persons/{home.mother.pk}/", f"families/{home.family.pk}/", "visits/"):
        assert client.get(f"/api/v1/{path}").status_code in (403, 404)


def test_what_is_elsewhere_is_not_there(home: Household) -> None:
    client = api_for(home.worker)
    for path in (
        f"persons/{home.far_person.pk}/", f"persons/{home.far_person.pk}/names/",
        f"persons/{home.far_person.pk}/identifiers/", f"families/{home.far_family.pk}/",
    ):  # fmt: skip
        assert client.get(f"/api/v1/{path}").status_code == 404
    answer = client.post(
        f"/api/v1/families/{home.family.pk}/members/",
        {"person": home.far_person.pk, "relation": "other", "reason": "why"},
    )
    assert answer.status_code == 422
    assert FamilyMember.objects.get(person=home.far_person).family_id == home.far_family.pk


def test_search_over_scripts_spellings_numbers_and_papers(home: Household) -> None:
    identifier_add(home.mother, kind="passport", value="AB2145138", by=None)
    identifier_add(home.far_person, kind="passport", value="AC7654321", by=None)
    client = api_for(home.worker)
    for text in ("Озода Йўлдошева", "Ozoda Yuldasheva", "Ozada Yoldosheva", "Озода Юлдашева"):
        assert names(client.post("/api/v1/persons/search/", {"q": text}))[:1] == ["Ozoda"]
    assert names(client.post("/api/v1/persons/search/", {"q": home.cases[2].number.lower()})) == ["Ali"]
    assert set(names(client.post("/api/v1/persons/search/", {"q": home.family.number}))) == {"Ozoda", "Asma", "Ali"}
    assert names(client.post("/api/v1/persons/search/", {"q": "ab 214 5138"})) == ["Ozoda"]
    for text in ("Zuhra Nazarova", home.far_case.number, home.far_family.number, "AC7654321"):
        assert names(client.post("/api/v1/persons/search/", {"q": text})) == []
        assert names(api_for(home.far_supervisor).post("/api/v1/persons/search/", {"q": text})) == ["Zuhra"]
    assert AccessLog.objects.filter(kind="search", actor_id=home.worker.pk).count() == 11


def test_an_address_holds_numbers_and_no_names(home: Household) -> None:
    client = api_for(home.worker)
    assert names(client.get("/api/v1/persons/", {"q": home.cases[2].number})) == ["Ali"]
    for path in ("/api/v1/persons/", "/api/v1/cases/"):
        refused = client.get(path, {"q": "Ozoda"})
        assert refused.status_code == 422
        assert "/api/v1/persons/search/" in str(refused.json()["errors"]["q"])


def test_a_specialist_does_not_search_by_papers(home: Household) -> None:
    identifier_add(home.daughter, kind="passport", value="AB2145138", by=None)
    grant(home.cases[1], home.specialist, home.supervisor)
    client = api_for(home.specialist)
    assert names(client.post("/api/v1/persons/search/", {"q": "AB2145138"})) == []
    assert names(client.post("/api/v1/persons/search/", {"q": "Asma"})) == ["Asma"]
    assert client.get(f"/api/v1/persons/{home.daughter.pk}/identifiers/").status_code == 403


def test_who_is_like_somebody_here_is_proposed_and_never_merged(home: Household) -> None:
    client = api_for(home.worker)
    twin = {
        **PERSON, "surname": "Юлдашева", "given_name": "Озода",
        "birth_earliest": str(home.mother.birth_earliest), "birth_latest": str(home.mother.birth_latest),
    }  # fmt: skip
    answer = client.post("/api/v1/persons/", twin)
    assert answer.status_code == 409
    assert answer.json()["title"] == "possible_matches"
    assert answer.json()["matches"] == [
        {"case": home.cases[0].pk, "person": home.mother.pk, "reasons": ["name", "birth"]}
    ]
    assert Person.objects.count() == 4
    answer = client.post("/api/v1/persons/", {**twin, "confirmed_new": True})
    assert answer.status_code == 201
    assert Person.objects.count() == 5
    # The same name in a region that she may not look into is not proposed.
    answer = api_for(home.far_worker).post("/api/v1/persons/", twin)
    assert answer.status_code == 201


def test_a_paper_alone_is_a_match(home: Household) -> None:
    identifier_add(home.mother, kind="passport", value="AB2145138", by=None)
    paper = {"kind": "passport", "value": "AB 2145138"}
    answer = api_for(home.worker).post("/api/v1/persons/", {**PERSON, "paper": paper})
    assert answer.json()["matches"] == [{"case": home.cases[0].pk, "person": home.mother.pk, "reasons": ["paper"]}]


def test_a_person_is_mended_with_her_version(home: Household) -> None:
    client = api_for(home.worker)
    read = client.get(f"/api/v1/persons/{home.mother.pk}/")
    assert read.json()["cases"][0]["number"] == home.cases[0].number
    tag = read.headers["ETag"]
    address = f"/api/v1/persons/{home.mother.pk}/"
    answer = client.patch(address, {"phone": "+998 90 123 45 67"}, headers={"If-Match": tag})
    assert (answer.status_code, answer.json()["phone"]) == (200, "+998 90 123 45 67")
    assert client.patch(address, {"phone": ""}, headers={"If-Match": tag}).status_code == 412
    assert client.patch(address, {"given_name": ""}).status_code == 422
    assert api_for(home.far_worker).patch(address, {"phone": "1"}).status_code == 404


def test_names_and_papers(home: Household) -> None:
    client = api_for(home.worker)
    address = f"/api/v1/persons/{home.mother.pk}/"
    answer = client.post(f"{address}names/", {"given_name": "Umm Asma", "source": "camp list"})
    assert (answer.status_code, answer.json()["script"]) == (201, "latin")
    assert names(client.post("/api/v1/persons/search/", {"q": "Umm Asma"}))[0] == "Ozoda"
    assert [row["given_name"] for row in client.get(f"{address}names/").json()] == ["Umm Asma"]
    assert client.post(f"{address}names/", {}).status_code == 422
    answer = client.post(f"{address}identifiers/", {"kind": "pinfl", "value": "42208980111013"})
    assert answer.status_code == 201
    assert [row["value"] for row in client.get(f"{address}identifiers/").json()] == ["42208980111013"]
    assert AccessLog.objects.filter(kind="identifier", case_id=home.cases[0].pk).count() == 1


def test_a_household_over_the_api(home: Household) -> None:
    client = api_for(home.worker)
    read = client.get(f"/api/v1/families/{home.family.pk}/").json()
    assert [member["name"].split()[1] for member in read["members"]] == ["Ozoda", "Asma", "Ali"]
    assert read["hidden"] == 0
    assert {"person": home.son.pk, "relation": "son", "relative": home.mother.pk} in read["kin"]
    answer = client.post(
        f"/api/v1/families/{home.family.pk}/newborn/",
        {"mother": home.mother.pk, "sex": "F", "born_on": timezone.localdate().isoformat()},
    )
    assert (answer.status_code, len(answer.json()["members"])) == (201, 4)
    answer = client.post(
        f"/api/v1/families/{home.family.pk}/split/", {"persons": [home.son.pk], "reason": "Lives with his uncle."}
    )
    assert (answer.status_code, len(answer.json()["members"])) == (201, 1)
    answer = client.post(
        f"/api/v1/families/{home.family.pk}/merge/", {"other": answer.json()["id"], "reason": "Came back."}
    )
    assert (answer.status_code, len(answer.json()["members"])) == (200, 4)
    answer = client.post(
        f"/api/v1/families/{home.family.pk}/members/leave/", {"person": home.son.pk, "reason": "To his uncle again."}
    )
    assert (answer.status_code, len(answer.json()["members"])) == (200, 3)
    answer = client.post(
        "/api/v1/families/",
        {"members": [{"person": home.son.pk, "relation": "head", "reason": "Lives alone."}]},
    )
    assert (answer.status_code, len(answer.json()["members"])) == (201, 1)
    answer = client.post(
        f"/api/v1/families/{home.family.pk}/relative/",
        {"person": {"given_name": "Saodat", "sex": "F"}, "relative": home.daughter.pk, "relation": "grandmother"},
    )
    assert (answer.status_code, len(answer.json()["members"])) == (201, 4)


def test_a_visit_over_the_api(home: Household) -> None:
    client = api_for(home.worker)
    mother, daughter, son = (case.pk for case in home.cases)
    visit = {
        "family": home.family.pk, "on": timezone.localdate().isoformat(), "safety": "safe", "note": "All well.",
        "members": [
            {"case": mother, "seen": True}, {"case": daughter, "seen": True, "seen_alone": True},
            {"case": son, "seen": False, "not_seen_reason": "school"},
        ],
    }  # fmt: skip
    answer = client.post("/api/v1/visits/", visit)
    assert answer.status_code == 201, answer.json()
    assert len(answer.json()["members"]) == 3
    for params, count in (({"family": home.family.pk}, 1), ({"case": son}, 1), ({"case": home.far_case.pk}, 0)):
        assert len(client.get("/api/v1/visits/", params).json()["results"]) == count
    address = f"/api/v1/visits/{answer.json()['id']}/"
    statuses = {profile: api_for(profile).get(address).status_code for profile in (
        home.worker, home.supervisor, home.far_worker, home.far_supervisor, home.specialist)}  # fmt: skip
    assert list(statuses.values()) == [200, 200, 404, 404, 403]
    refused = client.post("/api/v1/visits/", {**visit, "members": visit["members"][:2]})
    assert (refused.status_code, set(refused.json()["errors"])) == (422, {"members"})
    refused = client.post("/api/v1/visits/", {**visit, "sections": {"nothing": {"a": 1}}})
    assert (refused.status_code, set(refused.json()["errors"])) == (422, {"nothing"})
    assert api_for(home.far_worker).post("/api/v1/visits/", visit).status_code == 404
    assert Visit.objects.count() == 1


def test_lists_cost_the_same_for_one_and_for_three(home: Household) -> None:
    client = api_for(home.supervisor)

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection, ) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    paths = ("/api/v1/persons/", "/api/v1/families/", "/api/v1/visits/", f"/api/v1/families/{home.family.pk}/")
    three = [cost(path) for path in paths]
    Case.objects.filter(pk__in=[case.pk for case in home.cases[1:]]).update(region=home.there)
    assert [cost(path) for path in paths] == three
    for _ in range(2):
        person = born(20)
        make_case(home.office, home.worker, person=person, family=home.family)
    Family.objects.update(made_in=0)
    assert [cost(path) for path in paths] == three
