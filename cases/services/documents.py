"""Papers: checked by their content, kept encrypted under a name that tells nothing, opened with a trace."""

from __future__ import annotations

import hashlib
import io
import re
import secrets
import unicodedata
import zipfile
from datetime import date
from functools import partial
from typing import Any, NamedTuple

import puremagic
from cryptography.exceptions import InvalidTag
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.crypto import decrypt, encrypt
from accounts.enums import AccessKind, Level
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Profile
from accounts.queue import enqueue
from accounts.rotation import newest_version
from accounts.web import access_log
from cases.clamd import scanner_is_set
from cases.enums import DocumentKind
from cases.models import Case, Document
from cases.pictures import HEIC, JPEG, Unreadable, picture_clean, picture_small
from cases.timeline import timeline_add

MAX_BYTES = 10 * 2**20
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
#: What we keep: media type → the endings that its name may have. Nothing that a browser would run.
TYPES = {
    "application/pdf": ("pdf",),
    JPEG: ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    HEIC: ("heic", "heif"),
    DOCX: ("docx",),
    ODT: ("odt",),
}
#: What a browser may show in place.
INLINE = frozenset({JPEG, "image/png", "image/webp"})
#: Of these nothing but the pixels is kept.
PICTURES = INLINE | {HEIC}


class Paper(NamedTuple):
    """A file as it was uploaded."""

    name: str
    content: bytes


@transaction.atomic
def document_add(
    case: Case,
    *,
    content: bytes,
    file_name: str,
    by: Profile,
    kind: str = DocumentKind.OTHER,
    title: str = "",
    issued_on: date | None = None,
) -> Document:
    """Keep a paper; of a picture nothing but its pixels. Where there is a scanner, it opens once that has looked.

    Raises Invalid for one that is empty, too big, damaged, or not what its name says.
    """
    if kind not in DocumentKind.values:
        raise Invalid(fields={"kind": _("Choose one of the list.")})
    if issued_on is not None and issued_on > timezone.localdate():
        raise Invalid(fields={"issued_on": _("This day has not come yet.")})
    content, media_type, file_name = prepare(content, file_name)
    small = b""
    if kind == DocumentKind.PHOTO and media_type in PICTURES:
        small = picture_small(content, media_type)
    key, thumb_key = store(content), store(small) if small else ""
    try:
        with transaction.atomic():
            document = Document.objects.create(
                case=case, kind=kind, title=title.strip(), issued_on=issued_on, created_by=by, key=key,
                thumb_key=thumb_key, file_name=file_name, media_type=media_type, size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
            )  # fmt: skip
            timeline_add(
                case=case, kind="document_added", by=by, object_id=document.pk, details={"document_kind": kind},
                audience=document_level(kind),
            )  # fmt: skip
    except Exception:
        unstore(key, thumb_key)
        raise
    if scanner_is_set():
        from cases.jobs import document_scan_job

        enqueue(document_scan_job, document.pk)
    return document


def prepare(content: bytes, file_name: str) -> tuple[bytes, str, str]:
    """What is kept of an upload: content, media type and a harmless name; of a picture nothing but its pixels.
    Raises Invalid."""
    media_type = _check(content, file_name)
    if media_type in PICTURES:
        was, (content, media_type) = media_type, _clean(content, media_type)
        file_name = f"{file_name.rpartition('.')[0]}.jpg" if was == HEIC else file_name
    return content, media_type, safe_name(file_name)


def store(content: bytes) -> str:
    """Keep a content as ciphertext; returns the name it has in the store, which tells nothing."""
    key = f"documents/{secrets.token_hex(1)}/{secrets.token_hex(24)}"
    default_storage.save(key, ContentFile(encrypt(content)))
    return key


def unstore(*keys: str) -> None:
    """Destroy what the store holds under these names."""
    for key in filter(None, keys):
        default_storage.delete(key)


def document_content(document: Document) -> bytes:
    """The content, whatever the scanner said. Raises NotFound where the store lost or changed it."""
    try:
        with default_storage.open(document.key) as stored:
            content = decrypt(stored.read())
    except FileNotFoundError:
        raise NotFound(_("The file is missing from the store.")) from None
    except InvalidTag:
        raise NotFound(_("The file in the store was changed.")) from None
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise NotFound(_("The file in the store was changed."))
    return content


def _readable(document: Document) -> None:
    if document.is_refused:
        raise Conflict(_("A virus was found in this file. It was destroyed and does not open."), code="infected")
    if document.is_waiting:
        raise Conflict(_("This file waits for the virus scan. Try again in a minute."), code="unscanned")


def document_level(kind: str) -> Level | None:
    """The level of what the timeline tells of a paper; None for the ordinary one."""
    return Level.PROTECTED if kind == DocumentKind.PROTECTED else None


def document_open(document: Document, *, by: Profile) -> bytes:
    """The content, after the opening was logged.

    Raises Conflict before it was scanned and where a virus was found, NotFound where the store lost or changed it.
    """
    _readable(document)
    access_log(by, AccessKind.DOCUMENT, case_id=document.case_id, object_id=document.pk)
    return document_content(document)


def document_small(document: Document) -> bytes:
    """The small picture of a photograph, as JPEG; the opening of the page on which it stands is what is logged.
    Raises Conflict as ``document_open``, NotFound where there is none."""
    _readable(document)
    if not document.thumb_key or not default_storage.exists(document.thumb_key):
        raise NotFound
    with default_storage.open(document.thumb_key) as stored:
        return decrypt(stored.read())


def documents_rotate() -> int:
    """``files_rotate`` for the papers of cases and the small pictures."""
    return files_rotate(Document.objects.all(), "key", "thumb_key")


def files_rotate(rows: QuerySet[Any], *columns: str) -> int:
    """Encrypt with the newest key every stored file that an older one encrypted, as named by these columns; returns
    how many. A new file is written and named by the row before the old one goes, so it may be stopped anywhere. Run
    as the owner."""
    return sum(
        bool(key) and _rotate(rows, pk, column, key)
        for pk, *keys in rows.order_by("pk").values_list("pk", *columns).iterator()
        for column, key in zip(columns, keys, strict=True)
    )


def _rotate(rows: QuerySet[Any], pk: int, column: str, key: str) -> bool:
    try:
        with default_storage.open(key) as stored:
            # A rotation that goes on reads no more of what is done than the version of its key.
            content = stored.read(2)
            if int.from_bytes(content, "big") == newest_version():
                return False
            content += stored.read()
    except FileNotFoundError:
        return False
    fresh = store(decrypt(content))
    with transaction.atomic():
        rows.filter(pk=pk).update(**{column: fresh})
        transaction.on_commit(partial(unstore, key))
    return True


def _clean(content: bytes, media_type: str) -> tuple[bytes, str]:
    try:
        return picture_clean(content, media_type)
    except Unreadable:
        raise Invalid(fields={"file": _("The picture is damaged, or larger than 50 megapixels.")}) from None


def _check(content: bytes, file_name: str) -> str:
    def refuse(text: str) -> Invalid:
        return Invalid(fields={"file": text})

    if not content:
        raise refuse(_("The file is empty."))
    if len(content) > MAX_BYTES:
        raise refuse(_("The file is larger than 10 MB."))
    media_type = sniff(content)
    if media_type is None:
        raise refuse(_("Only PDF, JPEG, PNG, WebP, HEIC, DOCX and ODT files are kept."))
    ending = file_name.rpartition(".")[2].lower() if "." in file_name else ""
    if ending not in TYPES[media_type]:
        raise refuse(_("The name of the file does not fit what is in it."))
    return media_type


def sniff(content: bytes) -> str | None:
    """The media type by content, or None for what we do not keep. The signature must stand at the very start: a
    reader that searches for it further down is how one file is two."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    try:
        found = {match.mime_type for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return None
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"heif"):
        return "image/heic"
    starts = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/webp": b"RIFF"}
    for media_type, start in starts.items():
        if media_type in found and content.startswith(start):
            return media_type
    return None


def _office(content: bytes) -> str | None:
    """DOCX or ODT without macros; any other archive is none of ours."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if any("vbaproject" in name.lower() or name.startswith("Basic/") for name in names):
                return None
            if "word/document.xml" in names and "[Content_Types].xml" in names:
                return DOCX
            if names[:1] == ["mimetype"] and archive.getinfo("mimetype").file_size < 100:
                return ODT if archive.read("mimetype") == ODT.encode() else None
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError):
        return None
    return None


def safe_name(name: str) -> str:
    """A harmless file name: no path, no control signs, one dot, at most 100 signs."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    stem, _dot, ending = name.rpartition(".")
    stem = re.sub(r"[^\w\- ]+", "_", stem).strip(" _-")[:90] or "document"
    return f"{stem}.{ending.lower()}"
