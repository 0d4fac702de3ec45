"""A worker's and a psychologist's work in a real browser: add from a card, in place; on a phone; nothing overflows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.enums import Role
from rehabilitation.models import Enrolment, InstrumentResult, SafetyAlert, SessionNote
from rehabilitation.services.records import record_create
from rehabilitation.specs import EDUCATION, HOUSING, MEDICAL
from tests.factories import PASSWORD, grant, make_case, make_family, make_person, make_profile, make_region
from tests.harness.browser import Browser

pytestmark = pytest.mark.browser


@pytest.fixture
def case(browser: Browser) -> Any:
    here = make_region("Samarqand")
    worker = make_profile(Role.SOCIAL_WORKER, here, name="Dilnoza Rahimova")
    supervisor = make_profile(Role.SUPERVISOR, here)
    psychologist = make_profile(Role.SPECIALIST, here, disciplines=["psychological"], name="Saida Ergasheva")
    born = date(2016, 5, 14)
    girl = make_person(surname="Yoʻldosheva", given_name="Asma", birth_earliest=born, birth_latest=born)
    mother = make_person(surname="Yoʻldosheva", given_name="Gulnora")
    family = make_family(mother, girl)
    child: Any = make_case(here, worker, person=girl, family=family)
    make_case(here, worker, person=mother, family=family)
    grant(child, psychologist, supervisor)
    today = date.today()
    screening, home = MEDICAL.record("screening"), HOUSING.record("placement")
    record_create(child, spec=screening, by=worker, on=today - timedelta(days=40), finding="follow_up",
                  provider="Dr Saidova", next_on=today - timedelta(days=3))  # fmt: skip
    record_create(child, spec=home, by=worker, on=today - timedelta(days=30), kind="relatives", tenure="guest",
                  address="Urgut, Tinchlik 4", rooms=2, people=6)  # fmt: skip
    level = EDUCATION.record("education_level")
    record_create(child, spec=level, by=worker, on=today - timedelta(days=20), schooling="none", literacy="none")
    child.supervisor, child.psychologist = supervisor, psychologist
    browser.sign_in(worker.user.email, PASSWORD)
    return child


def test_a_worker_records_support_from_the_card(browser: Browser, case: Any) -> None:
    child, page = case, f"/cases/{case.number}/"
    browser.desktop()
    browser.go(page)
    browser.sees("Screened, follow-up needed")
    browser.sees("With relatives, not yet inspected")
    browser.shot("support-case-desktop")
    browser.press("Add", within=".support-card:nth-child(3)")
    browser.press("Enrolment", within="#drawer")
    browser.fill("School", "School No. 12, Urgut")
    browser.fill("Grade", "11")
    browser.shot("support-drawer-desktop")
    browser.press("Save", within="#drawer")
    browser.sees("This grade does not fit the age.")
    assert browser.field("School").get_attribute("value") == "School No. 12, Urgut"
    browser.fill("Grade", "3")
    browser.press("Save", within="#drawer")
    browser.until(lambda: browser.path.endswith("/support/education/"), "the page of education")
    browser.sees("School No. 12, Urgut")
    assert Enrolment.objects.get(case=child).grade == 3
    browser.shot("support-education-desktop")
    for name in ("medical", "housing", "employment", "psychological"):
        browser.go(f"{page}support/{name}/")
        browser.shot(f"support-{name}-desktop")
    browser.phone()
    for name in ("", "support/education/", "support/psychological/", "support/education/enrolments/add/"):
        browser.go(page + name)
        assert browser.barriers() == [], name
        browser.shot(f"support-phone-{name.strip('/').replace('/', '-') or 'case'}")
        assert browser.overflow() == 0, name
    # Chromium reports the form that came back with its errors; nothing else.
    assert [one for one in browser.problems() if "422" not in one] == []


def test_an_alert_reaches_its_outcome_and_a_note_stays_with_the_psychologist(browser: Browser, case: Any) -> None:
    child, page = case, f"/cases/{case.number}/"
    psychologist = child.psychologist
    browser.sign_in(psychologist.user.email, PASSWORD)
    browser.desktop()
    browser.go(f"{page}support/psychological/results/add/")
    browser.fill("Instrument", "ASQ")
    browser.fill("Total", "2")
    browser.tick("Safety item positive")
    browser.press("Save")
    browser.sees("Do not leave alone")
    browser.sees("Risk of suicide")
    browser.shot("support-alert-open")
    result = InstrumentResult.objects.get(case=child)
    browser.go(f"{page}support/psychological/results/{result.pk}/")
    browser.sees("This is screening, never a diagnosis.")
    browser.shot("support-result")
    browser.go(f"{page}plan/")
    browser.sees("Do not leave alone")
    browser.go(page)
    browser.press("Acute safety alert")
    browser.press("I have seen it and I act")
    browser.sees("Acknowledged")
    browser.press("Close with an outcome")
    browser.fill("Outcome", "Seen at once with her aunt; safety plan made, clinic informed.")
    browser.press("Close with this outcome")
    browser.sees("Closed with an outcome")
    browser.sees("Everybody on the case still sees: Do not leave alone")
    browser.shot("support-alert-closed")
    assert SafetyAlert.objects.get(case=child).stage == "closed"
    browser.go(f"{page}support/psychological/sessions/add/")
    browser.fill("Minutes", "45")
    browser.press("Save")
    browser.press("Add a protected note")
    browser.fill("Protected note", "Speaks more freely; draws the house of her aunt.")
    browser.press("Save", within="#drawer")
    browser.sees("draws the house")
    browser.shot("support-session-note")
    assert SessionNote.objects.filter(case=child).count() == 1
    browser.phone()
    browser.go(page)
    browser.shot("support-phone-flag")
    assert browser.overflow() == 0
    assert browser.problems() == []
