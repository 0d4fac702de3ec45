"""The whole day in a browser: the supervisor and the clinic at a desk, the worker with her phone. Everybody goes by
what she can press; addresses are typed only where somebody tries what is not hers."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from selenium.webdriver.support.ui import Select

from accounts.acting import acting_as
from cases.enums import SharingPurpose
from cases.models import Case
from sharing.models import Summary
from sharing.services.agreements import agreement_create
from tasks.models import Task
from tests.factories import PASSWORD
from tests.harness.browser import Browser
from tests.harness.live import Live

from .world import COLLEAGUES, HERS, World

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

#: What the woman agreed to, in the order of the page.
FIELDS = ["surname", "given_name", "age", "medical_screening"]
REQUEST = "Please repeat the blood count."


class Day:
    """Who is at the screen, and whom it is about."""

    def __init__(self, live: Live, browser: Browser, folder: Path) -> None:
        self.live, self.browser, self.folder = live, browser, folder
        self.world = World(region="Surxondaryo", code="SU", near="Denov", far="Boysun")
        self.world.announce()
        with acting_as(self.world.supervisor):
            agreement_create(
                agency=self.world.clinic, purpose=SharingPurpose.HEALTH_CARE, fields=FIELDS,
                starts_on=self.world.today, until=self.world.today.replace(year=self.world.today.year + 1, day=1),
                signatory="Head of the office", document_number="SU-1", by=self.world.supervisor,
            )  # fmt: skip

    def sign_in(self, who: str, *, phone: bool = False) -> None:
        self.fine()
        self.browser.phone() if phone else self.browser.desktop()
        self.browser.sign_in(getattr(self.world, who).user.email, PASSWORD)

    def menu(self, words: str) -> None:
        """An entry of the navigation: beside the page on a desk, under the thumb on a phone."""
        self.browser.press(words, within=".shell-nav")

    def case(self, name: str) -> Case:
        """The case of one of our people, read behind the screen."""
        found = Case.objects.filter(region=self.world.region).select_related("person", "family")
        return next(one for one in found if one.person.full_name == name)

    def fine(self) -> None:
        """Nothing wider than the window, nothing refused by the policy, no script broken."""
        assert self.browser.overflow() == 0, self.browser.path
        # Chromium reports the answers that were meant to refuse.
        assert [one for one in self.browser.problems() if "404" not in one and "422" not in one] == []


@pytest.fixture
def day(live: Live, browser: Browser, tmp_path: Path) -> Day:
    return Day(live, browser, tmp_path)


def test_the_whole_day(day: Day) -> None:
    the_flight_comes_in(day)
    everybody_gets_a_worker(day)
    the_worker_opens_a_case(day)
    she_visits_the_family(day)
    she_adds_support(day)
    she_does_a_task(day)
    she_makes_a_plan(day)
    she_builds_a_summary(day)
    the_supervisor_sees_and_decides(day)
    the_clinic_reads(day)
    nobody_else_finds_anything(day)
    day.fine()


# --- The flight: the supervisor at her desk -----------------------------------------------------------------


def the_flight_comes_in(day: Day) -> None:
    """Announced, its list uploaded, the one bad date mended in place, everybody accepted by the job."""
    browser, world = day.browser, day.world
    file = day.folder / "flight.csv"
    file.write_text(world.manifest)
    day.sign_in("supervisor")
    day.menu("Arrivals")
    browser.press("Announce an arrival")
    browser.fill("Operation and phase", f"{world.operation} · 1")
    browser.fill("Day of landing", world.today.isoformat())
    browser.fill("From", "Qamishli")
    browser.press("Save")
    browser.press("Upload the manifest")
    browser.fill("File", str(file))
    browser.press("Upload and check")
    browser.sees("Accept 9, leave 1")
    browser.sees("This is no date of birth")
    browser.press("Mend", within="#row4")
    cell = browser.css("#cell-4-birth_date")
    cell.clear()
    cell.send_keys("2016-02-29")
    browser.press("Save", within="#row4")
    browser.sees("Accept 10")
    browser.press("Accept 10")
    browser.until(lambda: "10 people are registered" in browser.text, "the accepted manifest", seconds=60)
    day.fine()


def everybody_gets_a_worker(day: Day) -> None:
    """Roll-call, triage by a touch each, and the proposal confirmed for the whole arrival."""
    browser = day.browser
    day.menu("Arrivals")
    browser.press(day.world.operation)
    browser.press("Open the roll-call")
    for _family in range(3):
        browser.press("All are here")
        browser.until(lambda left=2 - _family: _count(browser, "All are here") == left, "the family is marked")
    browser.tick("Here Abdulloh")
    browser.sees("10 here")
    browser.until(lambda: "10/10" in browser.css("#arrival-line li:nth-child(2)").text, "the line of the arrival")
    browser.press("The arrival")
    browser.press("Open the triage")
    for name in sorted(HERS | COLLEAGUES):
        level = "3" if name in ("Abdulloh", "Qodirova Muslima") else "2"
        browser.tick(level, within=f"[aria-label='Risk of {name}']")
    browser.sees("10 of 10 triaged")
    browser.press("Go on: place and assign")
    browser.fill("For all families", "Papers are at the centre.")
    browser.press("Confirm for the whole arrival")
    browser.sees("Placed at once: 4 families")
    day.menu("Arrivals")
    browser.sees("Everyone has a worker")


def _count(browser: Browser, words: str) -> int:
    return sum(words in button.text for button in browser.all("button"))


# --- The worker: her phone -----------------------------------------------------------------------------------


def the_worker_opens_a_case(day: Day) -> None:
    """Her own five people and nobody else's; one of them opened, a note written."""
    browser = day.browser
    day.sign_in("worker", phone=True)
    browser.sees("My day")
    day.menu("Cases")
    for name in HERS:
        browser.sees(name)
    for name in COLLEAGUES:
        assert name not in browser.text
    browser.press("Qodirova Malika")
    browser.sees(day.case("Qodirova Malika").number)
    browser.press("Add a note")
    browser.fill("Note", "Telephoned: they have arrived well.")
    browser.press("Save", within="#drawer")
    browser.sees("The note was added.")
    browser.press("Note Dilnoza", within="#timeline")
    browser.sees("Telephoned: they have arrived well.")
    day.fine()


def she_visits_the_family(day: Day) -> None:
    """One form: safety first, four people, one child not seen."""
    browser = day.browser
    browser.press("Record a visit")
    browser.tick("Yes", within=".visit-safety")
    for name in HERS - {"Abdulloh"}:
        field = f"#id_m{day.case(name).pk}-"
        if name == "Qodirova Muslima":
            browser.tick("No", within=f"{field}seen")
            Select(browser.css(f"{field}not_seen_reason")).select_by_visible_text("Staying elsewhere")
            continue
        browser.tick("Yes", within=f"{field}seen")
        if name != "Qodirova Malika":
            browser.tick("Yes", within=f"{field}seen_alone")
    browser.fill("Anything else", "Warm rooms, food in the house.")
    browser.press("Record the visit")
    browser.sees("Visit recorded: 3 people seen.")
    day.fine()


def she_adds_support(day: Day) -> None:
    """From the cards of the case: a screening of the mother, her home; and the boy's school."""
    browser = day.browser
    open_case(day, "Qodirova Malika")
    add(day, "Medical", "Screening", {"Finding": "Follow-up needed", "What was found": "Blood count to be repeated."})
    open_case(day, "Qodirova Malika")
    add(day, "Housing", "Home", {"Kind": "Rented", "Address": "Denov, Bogʻiston 7"})
    open_case(day, "Qodirov Jasur")
    add(day, "Education", "Enrolment", {"School": "School No. 9", "Grade": "5"})
    browser.sees("School No. 9")
    day.fine()


def open_case(day: Day, name: str) -> None:
    """By the list, as she would."""
    day.menu("Cases")
    day.browser.press(name)
    day.browser.sees(day.case(name).number)


def add(day: Day, card: str, record: str, values: dict[str, str]) -> None:
    """A record by the button of its card."""
    browser = day.browser
    browser.press(f"Add: {card}", within=".support-card")
    browser.press(record, within="#drawer")
    for label, value in values.items():
        browser.fill(label, value)
    browser.press("Save", within="#drawer")
    browser.until(lambda: "/support/" in browser.path, "the page of that support")


def she_does_a_task(day: Day) -> None:
    """My day holds the assessment of the mother; its outcome is given in place."""
    browser = day.browser
    task = Task.objects.get(case=day.case("Qodirova Malika"), kind="assessment")
    day.menu("My day")
    row = f"#task-{task.pk}"
    browser.press("Record", within=f"{row} .task-action")
    browser.tick("Done", within=row)
    browser.press("Save", within=row)
    browser.sees("Done. You can take it back")
    task.refresh_from_db()
    assert (task.state, task.done_by) == ("done", day.world.worker)
    day.fine()


def she_makes_a_plan(day: Day) -> None:
    """Begun, given a goal, sent for approval."""
    browser = day.browser
    open_case(day, "Qodirova Malika")
    browser.press("Begin a plan")
    browser.fill("Situation and aim", "School for all, work for Malika.")
    browser.press("Save", within="#drawer")
    browser.press("Add a goal")
    browser.fill("Goal", "Jasur is in school")
    browser.press("Save", within="#drawer")
    browser.sees("Jasur is in school")
    browser.press("Send for approval")
    browser.sees("Waiting for approval")
    day.fine()


def she_builds_a_summary(day: Day) -> None:
    """The woman's consent, then what may leave; the telephone is not among it."""
    browser, world = day.browser, day.world
    open_case(day, "Qodirova Malika")
    browser.press("Share with an agency")
    browser.fill("Agency and purpose", f"{world.clinic} · Health care")
    browser.sees("Nobody has agreed to this")
    browser.press("Record a decision")
    browser.tick("Name, age, sex and languages")
    browser.tick("Health")
    browser.tick("Agreed")
    browser.fill("Who decided", "The person herself")
    browser.fill("How given", "Signed on paper")
    browser.fill("Language it was explained in", "Oʻzbekcha")
    browser.press("Record", within="main form")
    browser.press("Share with an agency")
    browser.fill("Agency and purpose", f"{world.clinic} · Health care")
    browser.fill("In plain words", REQUEST)
    ticked = [one.get_attribute("value") for one in browser.all("[name='fields']") if one.is_selected()]
    assert ticked == FIELDS
    browser.press("Ask for release")
    browser.sees("The summary waits for a supervisor's release.")
    day.fine()


# --- The supervisor again ------------------------------------------------------------------------------------


def the_supervisor_sees_and_decides(day: Day) -> None:
    """The figures have changed; the plan and the summary are decided where they wait, with their evidence."""
    browser = day.browser
    day.sign_in("supervisor")
    browser.sees("Who needs my help today?")

    def counted() -> bool:
        # Two requests within a few seconds count once: press until the page has ten.
        browser.press("Count now")
        return "10" in browser.css(".stats").text.split()

    browser.until(counted, "ten open cases", seconds=30)
    day.menu("Approvals")
    browser.sees("Jasur is in school")
    browser.press("Approve", within=".approval")
    browser.until(lambda: "Jasur is in school" not in browser.css("main").text, "the plan decided")
    browser.press("Open all of it", within=".approval")
    browser.sees("will be able to read these 4 fields")
    browser.press("Release", within="main")
    browser.sees("Released")
    day.fine()


# --- The clinic ----------------------------------------------------------------------------------------------


def the_clinic_reads(day: Day) -> None:
    """Just its fields; the case itself does not exist here."""
    browser, mother = day.browser, day.case("Qodirova Malika")
    day.sign_in("doctor")
    browser.sees("Summaries that your agency may read now")
    browser.press(Summary.objects.get(case=mother).reference)
    for words in ("Qodirova", "Malika", "Follow-up needed", REQUEST):
        browser.sees(words)
    for words in (mother.number, "Jasur", "Blood count to be repeated", "Denov", "Dilnoza"):
        assert words not in browser.text, words
    browser.press("Accept", within="form")
    browser.sees("Accepted")
    day.fine()
    for path in everything(day):
        nothing_at(day, path)
    browser.problems()


# --- Those who must find nothing -----------------------------------------------------------------------------


def everything(day: Day) -> list[str]:
    """The addresses of what was made."""
    mother = day.case("Qodirova Malika")
    assert mother.family is not None
    case, family = f"/cases/{mother.number}/", f"/families/{mother.family.number}/"
    parts = ("", "plan/", "timeline/", "documents/", "papers/", "tasks/", "consents/", "share/", "support/medical/")
    return [*(case + part for part in parts), family, f"{family}visit/", f"/arrivals/{mother.arrival_id}/"]


def nothing_at(day: Day, path: str) -> None:
    """Not found, in plain words, and nothing of the person."""
    browser = day.browser
    browser.go(path)
    status = browser.driver.execute_script("return performance.getEntriesByType('navigation')[0].responseStatus")
    assert status == 404, (path, status)
    assert "Qodirova" not in browser.text and "Malika" not in browser.text, path


def nobody_else_finds_anything(day: Day) -> None:
    """The worker of another region: not in her lists, not by search in any script, not by address."""
    browser = day.browser
    day.sign_in("stranger")
    day.menu("Cases")
    browser.sees("Cases appear here as soon as your supervisor assigns them to you.")
    for text in ("Qodirova", "Қодирова Малика", day.case("Qodirova Malika").number):
        search = browser.field("Search for a person or a case number")
        search.clear()
        search.send_keys(text + "\n")
        # The page before is a search's as well: wait until its box has gone.
        browser.until(partial(browser.gone, search), "the page of the search")
        browser.until(lambda: "/search/" in browser.path, "the page of the search")
        assert not browser.all("main a[href^='/cases/']:not([href='/cases/new/'])"), text
    for path in everything(day):
        nothing_at(day, path)
    browser.problems()
