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

import puremagic
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.crypto import decrypt, encrypt
from accounts.enums import AccessKind
from accounts.errors import Invalid, NotFound
from accounts.models import Profile
from accounts.rotation import newest_version
from accounts.web import access_log
from cases.enums import DocumentKind
from cases.models import Case, Document
from cases.timeline import timeline_add

MAX_BYTES = 10 * 2**20
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
#: What we keep: media type → the endings that its name may have. Nothing that a browser would run.
TYPES = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif"),
    DOCX: ("docx",),
    ODT: ("odt",),
}
#: What a browser may show in place.
INLINE = frozenset({"image/jpeg", "image/png", "image/webp"})


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
    """Keep a paper. Raises Invalid for one that is empty, too big, or not what its name says."""
    if kind not in DocumentKind.values:
        raise Invalid(fields={"kind": _("Choose one of the list.")})
    if issued_on is not None and issued_on > timezone.localdate():
        raise Invalid(fields={"issued_on": _("This day has not come yet.")})
    media_type = _check(content, file_name)
    key = f"documents/{secrets.token_hex(1)}/{secrets.token_hex(24)}"
    default_storage.save(key, ContentFile(encrypt(content)))
    try:
        with transaction.atomic():
            document = Document.objects.create(
                case=case, kind=kind, title=title.strip(), issued_on=issued_on, created_by=by, key=key,
                file_name=safe_name(file_name), media_type=media_type, size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
            )  # fmt: skip
            timeline_add(
                case=case, kind="document_added", by=by, object_id=document.pk, details={"document_kind": kind}
            )
    except Exception:
        default_storage.delete(key)
        raise
    return document


def document_open(document: Document, *, by: Profile) -> bytes:
    """The content, after the opening was logged. Raises NotFound where the store lost or changed it."""
    access_log(by, AccessKind.DOCUMENT, case_id=document.case_id, object_id=document.pk)
    try:
        with default_storage.open(document.key) as stored:
            content = decrypt(stored.read())
    except FileNotFoundError:
        raise NotFound(_("The file is missing from the store.")) from None
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise NotFound(_("The file in the store was changed."))
    return content


def documents_rotate() -> int:
    """Encrypt with the newest key every stored paper that an older one encrypted; returns how many. A new file is
    written and named by the row before the old one goes, so it may be stopped anywhere. Run as the owner."""
    count = 0
    for pk, key in Document.objects.order_by("pk").values_list("pk", "key").iterator():
        try:
            with default_storage.open(key) as stored:
                content = stored.read()
        except FileNotFoundError:
            continue
        if int.from_bytes(content[:2], "big") == newest_version():
            continue
        fresh = f"documents/{secrets.token_hex(1)}/{secrets.token_hex(24)}"
        default_storage.save(fresh, ContentFile(encrypt(decrypt(content))))
        with transaction.atomic():
            Document.objects.filter(pk=pk).update(key=fresh)
            transaction.on_commit(partial(default_storage.delete, key))
        count += 1
    return count


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
