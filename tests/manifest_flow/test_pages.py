"""The same way in a browser's words: pages answer, forms act, strangers find nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.models import Profile
from cases.jobs import manifest_accept_job
from cases.models import Arrival, Case, Manifest, Operation, Person, Transfer
from cases.services.manifests import manifest_accept, manifest_upload
from tests.factories import make_profile, web_for

from .world import FIRST, MESSY, REVISED, SMALL, World

Web = Any


def url(name: str, *args: Any) -> str:
    return reverse(f"cases:{name}", args=args)


def send(web: Web, arrival: Arrival, data: bytes | str, **more: str) -> Any:
    data = data.encode() if isinstance(data, str) else data
    return web.post(url("manifest_upload", arrival.pk), {"file": SimpleUploadedFile("m.csv", data), **more})


def accept(web: Web, manifest: Manifest, by: Profile) -> None:
    assert web.post(url("manifest_accept", manifest.pk)).status_code == 302
    manifest_accept_job(manifest.pk, by.pk)


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def landed(world: World) -> Arrival:
    arrival = world.arrival()
    with acting_as(world.supervisor):
        data = SMALL.replace("31.02", "28.02").encode()
        manifest_accept(
            manifest_upload(arrival=arrival, data=data, file_name="m.csv", by=world.supervisor), by=world.supervisor
        )
    Person.objects.update(made_in=0)
    return arrival


def test_both_samples_by_page_and_twice(world: World) -> None:
    web = web_for(world.supervisor)
    for data, name, on, made in ((FIRST, "Mehr-3", "2020-12-08", 98), (MESSY, "Mehr-5", "2021-04-30", 15)):
        arrival = world.arrival(name, on)
        assert send(web, arrival, data).status_code == 302
        manifest = Manifest.objects.get(arrival=arrival)
        accept(web, manifest, world.supervisor)
        manifest.refresh_from_db()
        assert manifest.counts["made"] == made
        again = send(web, arrival, data, revises="no")
        assert again["Location"] == url("manifest_check", manifest.pk)
    assert (Case.objects.count(), Manifest.objects.count()) == (113, 2)


def test_the_sheet_shows_wrong_cells_with_reason_and_fix(world: World) -> None:
    web = web_for(world.supervisor)
    arrival = world.arrival("Mehr-5", "2021-04-30")
    answer = send(web, arrival, MESSY)
    manifest = Manifest.objects.get()
    # "Цвет сумки" was not understood, so it is asked about first.
    assert answer["Location"] == url("manifest_columns", manifest.pk)
    columns = text(web.get(answer["Location"]))
    assert "Цвет сумки" in columns and "красная" not in columns
    page = web.get(url("manifest_check", manifest.pk))
    words = text(page)
    assert "Need mending 6" in words and "Accept 15, leave 6" in words and "Dropped columns: Цвет сумки" in words
    assert "This is no date of birth" in words and "Use 1991-02-28" in words
    assert 'value="31.02.1991"' in page.content.decode()
    assert "Хайринисо" not in words  # a good row is behind its counter
    assert "Хайринисо" in text(web.get(url("manifest_check", manifest.pk) + "?show=warning"))


def test_rows_are_mended_on_the_page(world: World) -> None:
    web = web_for(world.supervisor)
    send(web, world.arrival(), SMALL.replace("Hamza", ""))
    manifest = Manifest.objects.get()
    row = url("manifest_row", manifest.pk, 4)
    answer = web.post(row, {"use": "birth_date=2017-02-28", "back": "show=error&page=1"})
    assert answer["Location"] == url("manifest_check", manifest.pk) + "?show=error&page=1"
    web.post(url("manifest_row", manifest.pk, 5), {"act": "unknown"})
    web.post(url("manifest_row", manifest.pk, 3), {"act": "exclude"})
    web.post(url("manifest_row", manifest.pk, 2), {"act": "save", "cell-given_name": "Zulfiyaxon"})
    manifest.refresh_from_db()
    assert [(r.outcome, r.excluded) for r in manifest.rows.all()] == [
        ("accepted", False), ("skipped", True), ("accepted", False), ("accepted", False),
    ]  # fmt: skip
    assert "in the file: Zulfiya" in text(web.get(url("manifest_check", manifest.pk) + "?show=all"))
    web.post(url("manifest_row", manifest.pk, 3), {"act": "include"})
    accept(web, manifest, world.supervisor)
    assert set(Person.objects.values_list("given_name", flat=True)) == {"Zulfiyaxon", "Ali", "Oysha", ""}
    done = web.get(url("manifest_progress", manifest.pk), HTTP_HX_REQUEST="true")
    assert done["HX-Redirect"] == url("arrival_detail", manifest.arrival_id)


def test_undo_and_a_revised_list_by_page(world: World) -> None:
    web = web_for(world.supervisor)
    arrival = world.arrival()
    send(web, arrival, SMALL)
    first = Manifest.objects.get()
    accept(web, first, world.supervisor)
    assert send(web, arrival, REVISED).status_code == 422  # it has to be said what the second file is
    send(web, arrival, REVISED, revises="yes")
    revised = Manifest.objects.get(revision_of=first)
    words = text(web.get(url("manifest_compare", revised.pk)))
    assert "Karimova Fotima" in words and "Alisher" in words and "Hamza" in words
    assert web.post(url("manifest_undo", first.pk)).status_code == 302
    assert Case.objects.count() == 0
    assert web.post(url("manifest_undo", first.pk)).status_code == 409


def test_a_bad_file_is_refused_with_its_reason(world: World) -> None:
    answer = send(web_for(world.supervisor), world.arrival(), b"PK\x03\x04 nothing")
    assert answer.status_code == 422
    assert "damaged" in text(answer)


def test_an_arrival_from_announcement_to_placing(world: World, landed: Arrival) -> None:
    web = web_for(world.supervisor)
    phase = Operation.objects.get().phases.get()
    made = web.post(
        url("arrival_create"),
        {"phase": phase.pk, "kind": "land", "date": "2026-03-01", "reception_centre": world.centre.pk},
    )
    assert made["Location"] == url("arrival_detail", Arrival.objects.get(kind="land").pk)
    page = text(web.get(url("arrival_detail", landed.pk)))
    assert "Karimova Zulfiya" in page and "Next: the roll-call" in page and "0/4" in page
    ali = Case.objects.get(person__given_name="Ali")
    rolled = web.post(
        url("arrival_roll_call", landed.pk), {"case": [ali.pk], "presence": "absent"}, HTTP_HX_REQUEST="true"
    )
    assert rolled.status_code == 200 and 'hx-swap-oob="true"' in rolled.content.decode()
    everybody = list(Case.objects.exclude(pk=ali.pk).values_list("pk", flat=True))
    assert web.post(url("arrival_roll_call", landed.pk), {"case": everybody, "presence": "present"}).status_code == 302
    assert "1 person on the list did not arrive" in text(web.get(url("arrival_detail", landed.pk)))
    late = {"given_name": "Safiya", "sex": "F", "birth": "2015"}
    assert web.post(url("arrival_not_listed", landed.pk), late).status_code == 302
    levels = {f"risk{case.pk}": "medium" for case in Case.objects.all()}
    assert web.post(url("arrival_triage", landed.pk), levels).status_code == 302
    assert set(Case.objects.values_list("risk", flat=True)) == {"medium"}
    page = web.get(url("arrival_assign", landed.pk)).content.decode()
    head = Case.objects.filter(family=ali.family).order_by("pk").first()
    assert head is not None and f'value="w{world.far_worker.pk}" selected' in page
    Person.objects.update(made_in=0)


def test_the_line_of_the_arrival_goes_along_with_each_touch(world: World, landed: Arrival) -> None:
    web = web_for(world.supervisor)
    keys = list(Case.objects.filter(arrival=landed).order_by("pk").values_list("pk", flat=True))
    htmx = {"HX-Request": "true"}
    several = web.post(url("arrival_roll_call", landed.pk), {"case": keys[1:], "presence": "present"}, headers=htmx)
    # Forms that still wait for their turn stay where one person was touched.
    assert several.content.decode().count("<section") == 2 and "3 here" in text(several)
    rolled = web.post(url("arrival_roll_call", landed.pk), {"case": keys[0], "presence": "present"}, headers=htmx)
    assert "<section" not in rolled.content.decode() and rolled.content.decode().count('id="head') == 1
    triaged = web.post(url("arrival_triage", landed.pk), {f"risk{keys[0]}": "high"}, headers=htmx)
    for answer, words in ((rolled, "Landed done 4/4"), (triaged, "Triaged now 1/4")):
        html = answer.content.decode()
        assert '<div class="card arrival-line" id="arrival-line" hx-swap-oob="true">' in html
        assert words in text(answer)


def test_placing_and_the_other_side(world: World, landed: Arrival) -> None:
    web, receiver = web_for(world.supervisor), web_for(world.receiver)
    page = web.get(url("arrival_assign", landed.pk)).content.decode()
    targets = re.findall(r'name="(target\d+)"', page)
    assert len(targets) == 2
    no_note = web.post(url("arrival_assign", landed.pk), {targets[0]: f"w{world.far_worker.pk}"})
    assert no_note.status_code == 422 and "has to know" in text(no_note)
    data = {targets[0]: f"w{world.far_worker.pk}", targets[1]: f"w{world.worker.pk}", "note": "Needs an asthma spray."}
    assert web.post(url("arrival_assign", landed.pk), data).status_code == 302
    assert sorted(Transfer.objects.values_list("state", "people")) in (
        [("accepted", 1), ("pending", 3)], [("accepted", 3), ("pending", 1)],
    )  # fmt: skip
    waiting = Transfer.objects.get(state="pending")
    words = text(receiver.get(url("transfer_list")))
    assert "Needs an asthma spray." in words and "Karimova" not in words and "Hamza" not in words
    refused = receiver.post(url("transfer_decide", waiting.pk), {"decision": "refuse", "comment": ""})
    assert refused.status_code == 422
    answer = receiver.post(url("transfer_decide", waiting.pk), {"decision": "accept", "worker": world.far_worker.pk})
    assert answer.status_code == 302
    number = waiting.numbers[0]
    assert web_for(world.far_worker).get(url("case_detail", number)).status_code == 200
    assert web.get(url("case_detail", number)).status_code == 404
    assert number in text(web.get(url("arrival_detail", landed.pk)))
    assert web.post(url("transfer_decide", waiting.pk), {"decision": "accept"}).status_code == 404


def test_a_worker_hands_her_family_over(world: World, landed: Arrival) -> None:
    Case.objects.update(worker=world.worker)
    web = web_for(world.worker)
    number = Case.objects.get(person__given_name="Ali").number
    page = text(web.get(url("transfer_create", number)))
    assert "Karimova Zulfiya" in page and "Hamza" not in page
    sent = web.post(url("transfer_create", number), {"office": world.urgut.pk, "note": "Moves to her mother."})
    assert sent.status_code == 302
    transfer = Transfer.objects.get()
    assert (transfer.people, transfer.state) == (3, "pending")
    assert transfer.numbers[0] in text(web.get(url("transfer_list")))
    assert web.post(url("transfer_withdraw", transfer.pk)).status_code == 302
    transfer.refresh_from_db()
    assert transfer.state == "withdrawn"


_PAGES = (
    "arrival_detail", "manifest_upload", "arrival_roll_call", "arrival_not_listed", "arrival_triage",
    "arrival_assign", "arrival_edit",
)  # fmt: skip


def test_every_page_answers_here_and_nowhere_else(world: World, landed: Arrival) -> None:
    web, far = web_for(world.supervisor), web_for(world.receiver)
    manifest = Manifest.objects.get().pk
    addresses = [url(name, landed.pk) for name in _PAGES]
    addresses += [url(name, manifest) for name in ("manifest_check", "manifest_compare", "manifest_columns")]
    addresses += [url(name) for name in ("operation_list", "operation_create", "arrival_list", "transfer_list")]
    addresses += [url(name, Operation.objects.get().pk) for name in ("operation_detail", "operation_edit")]
    assert {address: web.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
    own = addresses[: len(_PAGES) + 3]
    assert {address: far.get(address).status_code for address in own} == dict.fromkeys(own, 404)
    assert "Karimova" not in text(far.get(url("arrival_list"))) + text(far.get(url("transfer_list")))
    for role in (Role.SOCIAL_WORKER, Role.SPECIALIST, Role.DPO, Role.ADMIN, Role.NATIONAL):
        other = web_for(make_profile(role, world.here))
        codes = {other.get(address).status_code for address in own}
        assert codes <= {403, 404}, role


def test_the_national_coordinator_sees_operations_in_numbers(world: World, landed: Arrival) -> None:
    web = web_for(make_profile(Role.NATIONAL, world.here))
    words = text(web.get(url("operation_list")))
    assert "Mehr-9" in words
    detail = text(web.get(url("operation_detail", Operation.objects.get().pk)))
    assert "Karimova" not in detail and " 4 3 0 0" in detail
    assert web.post(url("operation_create"), {"name": "Mehr-20", "country": "UZ"}).status_code == 302
    assert Operation.objects.filter(name="Mehr-20").exists()


@pytest.mark.parametrize("name", ["arrival_detail", "arrival_roll_call", "arrival_triage", "arrival_assign"])
def test_more_people_cost_no_more_queries(world: World, landed: Arrival, name: str) -> None:
    web = web_for(world.supervisor)
    address = url(name, landed.pk)
    web.get(address)
    with CaptureQueriesContext(connection) as few:
        web.get(address)
    data = FIRST
    with acting_as(world.supervisor):
        manifest_accept(
            manifest_upload(arrival=landed, data=data, file_name="n.csv", by=world.supervisor), by=world.supervisor
        )
    with CaptureQueriesContext(connection) as many:
        web.get(address)
    assert len(many) <= len(few) + 1
