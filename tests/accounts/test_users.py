"""The administrator's list of users: the text of a search stays out of addresses."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from tests.factories import make_profile, make_region, web_for

pytestmark = pytest.mark.django_db


def test_a_search_posts_and_is_kept_for_the_list() -> None:
    region = make_region()
    web = web_for(make_profile(Role.ADMIN, region, name="Anvar"))
    make_profile(Role.SOCIAL_WORKER, region, name="Dilnoza Yusupova")
    make_profile(Role.SUPERVISOR, region, name="Dilnoza Rahimova", email="head@example.org")
    make_profile(Role.SUPERVISOR, region, name="Zuhra Rahimova")

    def names(path: str) -> set[str]:
        return {row.name for row in web.get(path).context["page"].rows}

    assert names("/users/?q=Zuhra") == {"Anvar", "Dilnoza Yusupova", "Dilnoza Rahimova", "Zuhra Rahimova"}
    for _ in range(2):  # each time it is sent
        assert web.post("/users/search/", {"q": "dilnoza", "role": ""})["Location"] == "/users/"
        assert names("/users/") == {"Dilnoza Yusupova", "Dilnoza Rahimova"}
        sent = web.post("/users/search/", {"q": "head@", "role": "supervisor"})
        assert sent["Location"] == "/users/?role=supervisor"
        assert names(sent["Location"]) == {"Dilnoza Rahimova"}
    page = web.get("/users/").content.decode()
    assert 'value="head@"' in page and "head@" not in "".join(part.split('"')[0] for part in page.split('href="')[1:])
    assert web.post("/users/search/", {"q": "nobody"})["Location"] == "/users/"
    assert "Show all users" in web.get("/users/").content.decode()
    web.post("/users/search/")
    assert len(names("/users/")) == 4


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.SUPERVISOR, Role.NATIONAL, Role.DPO])
def test_nobody_else_searches(role: str) -> None:
    assert web_for(make_profile(role, make_region())).post("/users/search/", {"q": "a"}).status_code == 404
