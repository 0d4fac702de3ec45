"""A home visit with two thumbs, and the family page beside it, in a real browser at both widths."""

from __future__ import annotations

import os

import pytest

from accounts.enums import Role
from cases.models import Case, Visit, VisitDraft
from cases.services.families import kin_link
from cases.services.households import relative_add
from cases.services.persons import person_name_add
from tests.factories import PASSWORD, make_case, make_family, make_office, make_profile, make_region
from tests.families.conftest import born
from tests.harness.browser import Browser
from tests.harness.live import Live

pytestmark = pytest.mark.browser

SHOTS = bool(os.environ.get("SHOTS"))


def household(live: Live) -> tuple[str, str, str]:
    """A mother with three children and her own mother; returns the worker's address, family and case number."""
    region = make_region("Fargʻona")
    office = make_office(region, name="Quva")
    worker = make_profile(Role.SOCIAL_WORKER, office, name="Dilnoza Yusupova")
    people = [
        born(29, given_name="Ozoda", surname="Yoʻldosheva"),
        born(11, given_name="Ibrohim", surname="Yoʻldoshev", sex="M"),
        born(9, given_name="Sumayya", surname="Yoʻldosheva"), born(4, given_name="Asma", surname="Yoʻldosheva"),
    ]  # fmt: skip
    family = make_family(*people)
    for child in people[1:]:
        kin_link(people[0], relative=child, relation="mother", by=None)
    kin_link(people[1], relative=people[2], relation="brother", by=None)
    risks = ("medium", "high", "low", "unset")
    cases = [make_case(office, worker, person=p, family=family, risk=r) for p, r in zip(people, risks, strict=True)]
    person_name_add(people[0], by=None, given_name="Озода", surname="Юлдашева", source="passport")
    grandmother = {
        "given_name": "Saodat", "surname": "Karimova", "sex": "F", "birth_earliest": "1968-01-01",
        "birth_latest": "1968-12-31", "birth_precision": "year",
    }  # fmt: skip
    relative_add(family, values=grandmother, relative=people[0], relation="mother", by=worker)
    return worker.user.email, family.number, cases[0].number


def test_a_visit_with_two_thumbs(live: Live, browser: Browser) -> None:
    email, family, case = household(live)
    browser.sign_in(email, PASSWORD)
    pages = {
        "list": "/families/", "page": f"/families/{family}/", "newborn": f"/families/{family}/newborn/",
        "relative": f"/families/{family}/relative/", "split": f"/families/{family}/split/",
        "join": f"/families/{family}/join/", "walk-in": "/cases/new/", "search": "/search/",
        "person": f"/cases/{case}/person/", "papers": f"/cases/{case}/papers/",
        "visit": f"/families/{family}/visit/",
    }  # fmt: skip
    for name, path in pages.items():
        browser.look(path, f"family-{name}")
    browser.phone()
    browser.go(f"/families/{family}/visit/")
    assert not browser.css(".when-concern").is_displayed()
    browser.tick("I am worried")
    assert browser.css(".when-concern").is_displayed()
    browser.fill("What did you see or hear?", "She is afraid of the uncle.")
    browser.sees("Saved at")
    live.wait_until(lambda: VisitDraft.objects.filter(family__number=family).exists(), what="the draft")
    browser.go(f"/families/{family}/visit/")
    browser.sees("what you had typed before")
    assert browser.field("What did you see or hear?").get_attribute("value") == "She is afraid of the uncle."
    for row in browser.all(".visit-member")[:5]:
        within = f"#{row.find_element('css selector', '.choices').get_attribute('id')}"
        browser.tick("Yes", within=within)
        alone = row.find_elements("css selector", ".when-seen .choices")
        if alone:
            browser.tick("Yes", within=f"#{alone[0].get_attribute('id')}")
    if SHOTS:
        browser.shot("family-visit-filled-phone")
    browser.press("Record the visit")
    browser.sees("Visit recorded: 5 people seen.")
    if SHOTS:
        browser.shot("family-visit-done-phone")
    visit = Visit.objects.get(family__number=family)
    assert visit.concern and visit.members.filter(seen=True).count() == 5
    assert not Case.objects.filter(family__number=family, last_visit_on=None).exists()
    browser.look(f"/families/{family}/visits/{visit.pk}/", "family-visit-detail")
    browser.look(f"/families/{family}/", "family-page-after")
    browser.go(f"/families/{family}/visit/")
    assert "what you had typed before" not in browser.text
    assert browser.problems() == []
