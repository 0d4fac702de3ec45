"""Pictures are kept without place, time and device; small ones are made once and kept as ciphertext."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from accounts.enums import Role
from accounts.models import AccessLog
from cases import pictures
from cases.pictures import SMALL, Unreadable, picture_clean, picture_small
from cases.services.documents import document_add, document_open
from tests.cases.pictures import SENTINEL, picture, size_of
from tests.factories import api_for, grant, make_case, make_office, make_profile, make_region, web_for

KINDS = [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]


def colours(content: bytes, *points: tuple[int, int]) -> list[str]:
    """What stands at these points: red, blue or another."""
    with Image.open(io.BytesIO(content)) as found:
        seen = [found.convert("RGB").getpixel(point) for point in points]
    names = []
    for red, green, blue in seen:  # type: ignore[misc]
        names.append("red" if red > 200 > green + blue else "blue" if blue > 200 > green + red else "other")
    return names


@pytest.mark.parametrize(("kind", "media_type"), KINDS)
def test_nothing_but_the_pixels_is_kept(kind: str, media_type: str) -> None:
    taken = picture(kind)
    assert taken.count(SENTINEL.encode()) >= 2 and b"GPS" not in taken
    assert Image.open(io.BytesIO(taken)).getexif().get_ifd(0x8825)
    kept, kept_as = picture_clean(taken, media_type)
    assert kept_as == media_type and SENTINEL.encode() not in kept
    with Image.open(io.BytesIO(kept)) as found:
        assert found.size == (40, 20) and not found.getexif() and not set(found.info) & {"comment", "xmp", "exif"}
    assert colours(kept, (5, 10), (35, 10)) == ["red", "blue"]


@pytest.mark.parametrize(("kind", "media_type"), KINDS)
def test_a_picture_taken_upright_is_kept_upright(kind: str, media_type: str) -> None:
    # Turned by 90 degrees clockwise: what was left stands on top.
    kept, _media_type = picture_clean(picture(kind, turned=True), media_type)
    assert size_of(kept) == (20, 40) and colours(kept, (10, 5), (10, 35)) == ["red", "blue"]


def test_a_jpeg_keeps_its_own_quantisation() -> None:
    taken = picture("JPEG")
    kept, _media_type = picture_clean(taken, "image/jpeg")
    tables = [Image.open(io.BytesIO(one)).quantization for one in (taken, kept)]  # type: ignore[attr-defined]
    assert tables[0] == tables[1]


@pytest.mark.django_db
def test_the_telephone_s_own_format_becomes_one_that_every_browser_shows(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    # Made with libheif: red and blue as above, 64 by 32, with maker and place beside the pixels.
    taken = (Path(__file__).parent.parent / "samples" / "photo.heic").read_bytes()
    assert SENTINEL.encode() in taken
    here = make_region()
    worker = make_profile(Role.SOCIAL_WORKER, make_office(here))
    document = document_add(
        make_case(here, worker), content=taken, file_name="IMG 01.HEIC", kind="photo", by=worker
    )
    kept = document_open(document, by=worker)
    assert (document.media_type, document.file_name) == ("image/jpeg", "IMG 01.jpg") and document.thumb_key
    assert SENTINEL.encode() not in kept and size_of(kept) == (64, 32)
    assert colours(kept, (8, 16), (56, 16)) == ["red", "blue"]


@pytest.mark.parametrize(("kind", "media_type"), KINDS)
def test_damaged_pictures_are_refused(kind: str, media_type: str) -> None:
    whole = picture(kind, size=(400, 200))
    for broken in (whole[: len(whole) // 3], b"GIF89a" + whole, b""):
        with pytest.raises(Unreadable):
            picture_clean(broken, media_type)


def test_a_picture_that_would_fill_the_memory_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_PIXELS", 40 * 20 - 1)
    with pytest.raises(Unreadable):
        picture_clean(picture("PNG"), "image/png")
    monkeypatch.setattr(pictures, "MAX_PIXELS", 40 * 20)
    assert picture_clean(picture("PNG"), "image/png")


def test_a_small_picture_is_small_and_tells_nothing_more() -> None:
    small = picture_small(picture("JPEG", size=(2000, 1000)), "image/jpeg")
    assert size_of(small) == SMALL and len(small) < 10_000 and SENTINEL.encode() not in small


@pytest.mark.django_db
def test_the_small_picture_lies_encrypted_and_opens_for_whom_the_photograph_does(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    here, there = make_region(), make_region()
    worker, other = make_profile(Role.SOCIAL_WORKER, make_office(here)), make_profile(Role.SOCIAL_WORKER, there)
    supervisor, specialist = make_profile(Role.SUPERVISOR, here), make_profile(Role.SPECIALIST, here)
    case = make_case(here, worker)
    grant(case, specialist, supervisor)
    photo = document_add(case, content=picture("JPEG"), file_name="a.jpg", kind="photo", by=worker)
    scan = document_add(case, content=picture("JPEG"), file_name="b.jpg", kind="court", by=worker)
    assert photo.thumb_key and not scan.thumb_key and SENTINEL.encode() not in document_open(scan, by=worker)
    with default_storage.open(photo.thumb_key) as file:
        assert b"JFIF" not in file.read()
    AccessLog.objects.all().delete()
    page, api = f"/cases/{case.number}/documents/{photo.pk}/small/", f"/api/v1/documents/{photo.pk}/small/"
    for answer in (web_for(worker).get(page), api_for(worker).get(api), web_for(supervisor).get(page)):
        assert answer.status_code == 200 and size_of(answer.content) == SMALL
        assert answer["Cache-Control"] == "no-store" and answer["Content-Type"] == "image/jpeg"
    for profile, codes in ((other, {404}), (specialist, {403, 404}), (make_profile(Role.ADMIN), {403, 404})):
        assert {web_for(profile).get(page).status_code, api_for(profile).get(api).status_code} <= codes
    assert web_for(worker).get(f"/cases/{case.number}/documents/{scan.pk}/small/").status_code == 404
    # The page on which it stands is logged, not each of its pictures.
    assert not AccessLog.objects.filter(kind="document").exists()
