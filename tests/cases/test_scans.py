"""The virus scanner: nothing opens before it has looked; what it refuses is destroyed, and told. It fails closed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import default_storage

from accounts.enums import Role
from accounts.errors import Conflict
from accounts.models import Event
from cases import clamd
from cases.clamd import ScannerAway, scan
from cases.models import Document, TimelineEntry
from cases.services.documents import document_add, document_open
from cases.services.scans import documents_scan
from tasks.models import Task
from tests.cases.pictures import picture
from tests.cases.scanner import EICAR, Scanner, scanner
from tests.factories import api_for, make_case, make_office, make_profile, make_region, web_for

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
BAD = PDF + EICAR


@pytest.fixture
def world(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT, settings.CLAMD_URL = tmp_path, "tcp://127.0.0.1:1"

    class World:
        here = make_region("Samarqand")
        worker = make_profile(Role.SOCIAL_WORKER, make_office(here))
        supervisor = make_profile(Role.SUPERVISOR, here)
        case = make_case(here, worker)
        page = f"/cases/{case.number}/documents/"
        media = tmp_path

    return World


@pytest.fixture
def running(settings: Any, world: Any) -> Iterator[Scanner]:
    with scanner() as found:
        settings.CLAMD_URL = found.url
        yield found


def add(world: Any, content: bytes = PDF, **values: Any) -> Document:
    return document_add(world.case, content=content, file_name="paper.pdf", by=world.worker, **values)


def answers(world: Any, document: Document) -> list[int]:
    """What page and API say to the worker who wants to open it."""
    return [
        web_for(world.worker).get(f"{world.page}{document.pk}/").status_code,
        api_for(world.worker).get(f"/api/v1/documents/{document.pk}/download/").status_code,
    ]


def test_the_scanner_gets_every_byte(running: Scanner) -> None:
    content = os.urandom(3 * clamd.CHUNK + 17)
    assert scan(content) == "" and scan(EICAR) == "Eicar-Test-Signature"
    assert running.seen == [content, EICAR]


def test_no_answer_and_an_unknown_answer_are_no_permission(running: Scanner, settings: Any) -> None:
    running.limit = 10
    with pytest.raises(ScannerAway):
        scan(bytes(11))
    for says in (b"PONG", b"stream: FOUND", b" ", b"stream: OK\nstream: Worm FOUND"):
        running.says = says
        with pytest.raises(ScannerAway):
            scan(b"x")
    for url in ("tcp://127.0.0.1:1", "unix:///nowhere/clamd.ctl"):
        settings.CLAMD_URL = url
        with pytest.raises(ScannerAway):
            scan(b"x")


def test_a_paper_opens_once_it_was_scanned(world: Any, running: Scanner) -> None:
    document = add(world)
    assert document.scan == "unscanned" and answers(world, document) == [409, 409]
    with pytest.raises(Conflict):
        document_open(document, by=world.worker)
    page = web_for(world.worker).get(world.page).content.decode()
    assert "Waits for the virus scan" in page and f"{world.page}{document.pk}/" not in page
    assert documents_scan([document.pk]) == {"clean": 1, "infected": 0}
    assert answers(world, document) == [200, 200] and running.seen == [PDF]
    assert f"{world.page}{document.pk}/" in web_for(world.worker).get(world.page).content.decode()
    assert api_for(world.worker).get(f"/api/v1/documents/{document.pk}/").json()["scan"] == "clean"
    assert documents_scan() == {"clean": 0, "infected": 0}


def test_while_the_scanner_is_away_everything_stays_closed(world: Any, settings: Any) -> None:
    document = add(world)
    assert documents_scan() == {"clean": 0, "infected": 0} and answers(world, document) == [409, 409]
    with scanner() as found:
        settings.CLAMD_URL = found.url
        assert documents_scan() == {"clean": 1, "infected": 0}
    assert answers(world, document) == [200, 200]


def test_a_refused_paper_is_destroyed_and_told(
    world: Any, running: Scanner, django_capture_on_commit_callbacks: Any
) -> None:
    document = add(world, BAD)
    with django_capture_on_commit_callbacks(execute=True):
        assert documents_scan() == {"clean": 0, "infected": 1}
    assert not default_storage.exists(document.key) and answers(world, document) == [409, 409]
    page = web_for(world.worker).get(world.page).content.decode()
    assert "Virus found, file destroyed" in page and f"{world.page}{document.pk}/" not in page
    tasks = Task.objects.filter(case=world.case).exclude(title="").order_by("assignee_id")
    assert {(one.assignee_id, one.title) for one in tasks} == {
        (world.worker.pk, "A virus was found in an uploaded file. Ask for the paper again."),
        (world.supervisor.pk, "A colleague uploaded a file with a virus. Have the device checked."),
    }
    assert TimelineEntry.objects.filter(case=world.case, kind="document_refused").count() == 1
    assert Event.objects.filter(table="cases_document", row_id=document.pk, verb="update").count() == 1
    assert documents_scan() == {"clean": 0, "infected": 0}


def test_a_refusal_outlives_the_scanner(world: Any, running: Scanner, settings: Any) -> None:
    bad, good = add(world, BAD), add(world)
    documents_scan()
    settings.CLAMD_URL = ""
    assert answers(world, bad) == [409, 409] and answers(world, good) == [200, 200]
    later = add(world)
    assert answers(world, later) == [200, 200]
    settings.CLAMD_URL = running.url
    # What came while there was none is scanned before it opens again.
    assert answers(world, later) == [409, 409] and documents_scan() == {"clean": 1, "infected": 0}


def test_a_photograph_is_shown_once_it_was_scanned(world: Any, running: Scanner) -> None:
    photo = document_add(world.case, content=picture("JPEG"), file_name="a.jpg", kind="photo", by=world.worker)
    web, path = web_for(world.worker), f"/cases/{world.case.number}/"
    assert web.get(f"{world.page}{photo.pk}/small/").status_code == 409
    assert "<img src=\"/cases/" not in web.get(path).content.decode()
    documents_scan()
    assert web.get(f"{world.page}{photo.pk}/small/").status_code == 200
    assert re.findall(r'<img src="(/cases/[^"]+)"', web.get(path).content.decode()) == [
        f"{world.page}{photo.pk}/small/"
    ]
