"""From the file of a flight to a worker in another region, in a real browser at both widths, with a real job."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from accounts.enums import OfficeKind, Role
from cases.models import Arrival, Case, Manifest
from tests.factories import PASSWORD, make_arrival, make_office, make_profile, make_region
from tests.harness.browser import Browser
from tests.harness.live import Live

from .world import SAMPLES

pytestmark = pytest.mark.browser

SHOTS = bool(os.environ.get("SHOTS"))
NAMES = {
    "TK": "Toshkent", "SA": "Samarqand", "AN": "Andijon", "BU": "Buxoro", "FA": "Fargʻona", "NG": "Namangan",
    "XO": "Xorazm", "NW": "Navoiy", "JI": "Jizzax", "SI": "Sirdaryo", "QR": "Qoraqalpogʻiston",
}  # fmt: skip


def world() -> tuple[Arrival, str, str]:
    regions = {code: make_region(name, code) for code, name in NAMES.items()}
    centre = make_office(regions["TK"], OfficeKind.CENTRE, "Adaptation centre")
    supervisor = make_profile(Role.SUPERVISOR, regions["TK"], name="Gulchehra Ismoilova")
    make_profile(Role.SOCIAL_WORKER, centre, name="Dilnoza Yusupova")
    receiver = make_profile(Role.SUPERVISOR, regions["AN"], name="Botir Normatov")
    for name in ("Aziza Hamidova", "Sherzod Qosimov"):
        make_profile(Role.SOCIAL_WORKER, make_office(regions["AN"], name="Asaka"), name=name)
    return make_arrival(centre, "Mehr-5"), supervisor.user.email, receiver.user.email


def test_a_flight_from_file_to_worker(live: Live, browser: Browser) -> None:
    arrival, supervisor, receiver = world()
    live.start("worker")
    base = f"/arrivals/{arrival.pk}/"
    # The database is shared with the other live tests: only what this flight brought counts.
    mine = Case.objects.filter(arrival=arrival)
    browser.sign_in(supervisor, PASSWORD)
    browser.look("/arrivals/", "arrival-list")
    browser.look("/arrivals/new/", "arrival-new")
    browser.look(base, "arrival-empty")
    browser.look(f"{base}manifest/", "arrival-upload")
    browser.fill("File", str(Path(SAMPLES / "manifest-messy.xlsx")))
    browser.press("Upload and check")
    browser.sees("Цвет сумки")
    manifest = Manifest.objects.get(arrival=arrival)
    browser.look(f"/manifests/{manifest.pk}/columns/", "arrival-columns")
    browser.press("Go on")
    browser.sees("Accept 15, leave 6")
    browser.look(f"/manifests/{manifest.pk}/", "arrival-check")
    browser.look(f"/manifests/{manifest.pk}/?show=all", "arrival-check-all")
    browser.go(f"/manifests/{manifest.pk}/")
    browser.press("Use 1991-02-28")
    browser.sees("Accept 16, leave 5")
    browser.press("Name unknown")
    browser.sees("Accept 17, leave 4")
    browser.press("Accept 17, leave 4")
    browser.until(lambda: browser.path.startswith(base), "the arrival after accepting", seconds=60)
    browser.sees("17 people are registered")
    browser.look(base, "arrival-overview")
    browser.phone()
    browser.look(f"{base}roll-call/", "arrival-roll-call")
    browser.phone()
    browser.go(f"{base}roll-call/")
    browser.press("All are here")
    live.wait_until(lambda: mine.filter(arrival_presence="present").count() > 1, what="the family is marked")
    browser.go(f"{base}roll-call/?show=open")
    browser.tick("Absent", within=".roll-row")
    live.wait_until(lambda: mine.filter(arrival_presence="absent").count() == 1, what="somebody is absent")
    browser.sees("1 absent")
    if SHOTS:
        browser.shot("arrival-roll-call-marked-phone")
    browser.look(f"{base}not-listed/", "arrival-not-listed")
    browser.look(f"{base}triage/", "arrival-triage")
    browser.driver.switch_to.active_element.send_keys("3")
    live.wait_until(lambda: mine.filter(risk="high").count() == 1, what="the key sets the risk")
    browser.driver.switch_to.active_element.send_keys("1")
    live.wait_until(lambda: mine.filter(risk="low").count() == 1, what="the next key sets the next")
    browser.sees("2 of 17 triaged")
    browser.look(f"{base}assign/", "arrival-assign")
    browser.fill("For all families", "Please call the school before Monday.")
    browser.press("Confirm for the whole arrival")
    browser.sees("Waiting for another region")
    browser.look(base, "arrival-placed")
    browser.look("/transfers/", "arrival-transfers-given")
    browser.sign_in(receiver, PASSWORD)
    browser.look("/transfers/", "arrival-transfers-received")
    browser.press("Accept")
    browser.sees("people are yours now")
    browser.look("/operations/", "arrival-operations")
