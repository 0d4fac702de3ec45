"""Papers: only what they say they are, kept as ciphertext, opened behind both walls, each opening logged."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from accounts.enums import Role
from accounts.errors import Invalid, NotFound
from accounts.models import AccessLog
from cases.models import Case, Document
from cases.services.documents import MAX_BYTES, document_add, document_open, safe_name
from tests.cases.pictures import picture, size_of
from tests.factories import api_for, grant, make_case, make_family, make_office, make_profile, make_region, web_for

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
JPEG, PNG = picture("JPEG"), picture("PNG")
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(64)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")


@pytest.fixture
def world(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path

    class World:
        here, there = make_region("Samarqand"), make_region("Buxoro")
        worker = make_profile(Role.SOCIAL_WORKER, make_office(here))
        other = make_profile(Role.SOCIAL_WORKER, there)
        supervisor = make_profile(Role.SUPERVISOR, here)
        specialist = make_profile(Role.SPECIALIST, here, disciplines=["medical"])
        case = make_case(here, worker)
        media = tmp_path

    return World


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("birth.pdf", PDF, "application/pdf"),
        ("photo.JPG", JPEG, "image/jpeg"),
        ("scan.png", PNG, "image/png"),
        ("letter.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_honest_papers_are_kept(world: Any, name: str, content: bytes, media_type: str) -> None:
    document = document_add(world.case, content=content, file_name=name, by=world.worker)
    kept = document_open(document, by=world.worker)
    assert (document.media_type, document.size) == (media_type, len(kept))
    # Of a picture the pixels are kept, of all else every byte.
    assert size_of(kept) == size_of(content) if media_type.startswith("image/") else kept == content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", HTML),
        ("birth.pdf", HTML),
        ("photo.jpg", HTML),
        ("photo.jpg", PNG),
        ("photo.jpg.exe", JPEG),
        ("birth.pdf.html", PDF),
        ("program.pdf", EXE),
        ("picture.svg", SVG),
        ("picture.png", SVG),
        ("late.pdf", HTML + PDF),
        ("macro.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("archive.docx", archive("a.txt")),
        ("archive.zip", archive("a.txt")),
        ("broken.docx", b"PK\x03\x04" + bytes(40)),
        ("noending", PDF),
        ("empty.pdf", b""),
        ("big.pdf", PDF + bytes(MAX_BYTES)),
        ("damaged.jpg", JPEG[: len(JPEG) // 2]),
        ("damaged.png", PNG[:60]),
    ],
)
def test_everything_else_is_refused_and_leaves_nothing(world: Any, name: str, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        document_add(world.case, content=content, file_name=name, by=world.worker)
    assert set(refused.value.fields) == {"file"}
    assert not Document.objects.exists() and not list(world.media.rglob("*"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\scan 1.PDF", "scan 1.pdf"),
        ("photo.html.jpg", "photo_html.jpg"),
        ('a"; filename="b.exe.pdf', "a_ filename_b_exe.pdf"),
        ("Гувоҳнома.pdf", "Гувоҳнома.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a_Set-Cookie_ x.pdf"),
        ("...pdf", "document.pdf"),
    ],
)
def test_names_are_made_harmless(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_the_store_holds_ciphertext_under_a_name_that_tells_nothing(world: Any) -> None:
    document = document_add(world.case, content=PDF, file_name="Karimova.pdf", by=world.worker, title="Karimova")
    with default_storage.open(document.key) as file:
        stored = file.read()
    assert b"PDF" not in stored and len(stored) > len(PDF)
    assert "Karimova" not in document.key and world.case.number not in document.key


def test_a_file_that_was_changed_in_the_store_is_not_shown(world: Any) -> None:
    from accounts.crypto import encrypt

    document = document_add(world.case, content=PDF, file_name="a.pdf", by=world.worker)
    (world.media / document.key).write_bytes(encrypt(b"%PDF-1.7 something else"))
    with pytest.raises(NotFound):
        document_open(document, by=world.worker)
    stored = (world.media / document.key).read_bytes()
    (world.media / document.key).write_bytes(stored[:-1] + bytes([stored[-1] ^ 1]))
    with pytest.raises(NotFound):
        document_open(document, by=world.worker)
    (world.media / document.key).unlink()
    with pytest.raises(NotFound):
        document_open(document, by=world.worker)


def test_a_paper_opens_for_its_carriers_alone_and_each_opening_is_logged(world: Any) -> None:
    document = document_add(world.case, content=PDF, file_name="a.pdf", by=world.worker)
    grant(world.case, world.specialist, world.supervisor)
    page, api = f"/cases/{world.case.number}/documents/{document.pk}/", f"/api/v1/documents/{document.pk}/download/"
    assert web_for(world.other).get(page).status_code == 404
    assert api_for(world.other).get(api).status_code == 404
    assert web_for(world.specialist).get(page).status_code in (403, 404)
    assert api_for(world.specialist).get(api).status_code == 403
    assert not AccessLog.objects.filter(kind="document").exists()
    for answer in (web_for(world.worker).get(page), api_for(world.supervisor).get(api)):
        assert answer.status_code == 200 and answer.content == PDF
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "no-store"
    assert list(AccessLog.objects.filter(kind="document").order_by("id").values_list("actor_id", "object_id")) == [
        (world.worker.pk, document.pk), (world.supervisor.pk, document.pk),
    ]  # fmt: skip


def test_a_paper_of_another_case_does_not_open_under_this_one(world: Any) -> None:
    second = make_case(world.here, world.worker)
    document = document_add(second, content=PDF, file_name="a.pdf", by=world.worker)
    answer = web_for(world.worker).get(f"/cases/{world.case.number}/documents/{document.pk}/")
    assert answer.status_code == 404


def test_upload_by_page_and_by_api(world: Any) -> None:
    path = f"/cases/{world.case.number}/documents/new/"
    answer = web_for(world.worker).post(path, {"file": SimpleUploadedFile("a.pdf", PDF), "kind": "court"})
    assert answer.status_code == 302
    refused = web_for(world.worker).post(path, {"file": SimpleUploadedFile("a.pdf", HTML), "kind": "court"})
    assert refused.status_code == 422 and b"error-summary" in refused.content
    client = api_for(world.worker)
    body = {"case": world.case.pk, "file": SimpleUploadedFile("b.png", PNG), "kind": "photo"}
    made = client.post("/api/v1/documents/", body, format="multipart")
    assert made.status_code == 201 and made.json()["media_type"] == "image/png"
    body["file"] = SimpleUploadedFile("b.png", HTML)
    assert client.post("/api/v1/documents/", body, format="multipart").status_code == 422
    body["file"] = SimpleUploadedFile("b.png", PNG)
    assert api_for(world.other).post("/api/v1/documents/", body, format="multipart").status_code == 404
    listed = client.get(f"/api/v1/documents/?case={world.case.pk}").json()["results"]
    assert [row["file_name"] for row in listed] == ["b.png", "a.pdf"]


def test_the_newest_photograph_stands_in_the_head_for_whom_it_opens(world: Any) -> None:
    family = make_family(world.case.person)
    Case.objects.filter(pk=world.case.pk).update(family=family)
    path, web = f"/cases/{world.case.number}/", web_for(world.worker)
    web.get(path)  # The first page of a session keeps more in mind.
    with CaptureQueriesContext(connection) as without:
        assert "<img src=\"/cases/" not in web.get(path).content.decode()
    for kind, name, content in (("photo", "old.jpg", JPEG), ("photo", "new.png", PNG), ("identity", "pass.jpg", JPEG)):
        document_add(world.case, content=content, file_name=name, kind=kind, by=world.worker)
    shown = Document.objects.get(file_name="new.png")
    with CaptureQueriesContext(connection) as with_it:
        page = web.get(path).content.decode()
    name = escape(world.case.person.full_name)
    small = f"{path}documents/{shown.pk}/small/"
    assert re.findall(r'<img src="(/cases/[^"]+)" alt="([^"]*)"', page) == [(small, name)]
    assert len(with_it) == len(without)
    beside = web.get(f"/families/{family.number}/").content.decode()
    assert set(re.findall(r'<img src="(/cases/[^"]+)"', beside)) == {small}
    grant(world.case, world.specialist, world.supervisor)
    other = web_for(world.specialist).get(path)
    assert other.status_code == 200 and "<img src=\"/cases/" not in other.content.decode()


def test_a_photograph_is_taken_with_the_camera(world: Any) -> None:
    web, path = web_for(world.worker), f"/cases/{world.case.number}/documents/new/"
    field = re.search(r"<input[^>]*type=\"file\"[^>]*>", web.get(f"{path}?kind=photo").content.decode())
    assert field and 'accept="image/*"' in field[0] and 'capture="environment"' in field[0]
    assert "capture" not in web.get(path).content.decode()
    kept = {"kind": "photo", "file": SimpleUploadedFile("image.jpg", JPEG, "image/jpeg")}
    assert web.post(path, kept).status_code == 302
    assert Document.objects.get().kind == "photo"
