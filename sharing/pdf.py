"""A summary as PDF, from wheels alone: typst draws it, with the Noto fonts of two packages (Latin with oʻ and gʻ,
Cyrillic with ў қ ғ ҳ, Arabic). No font of the machine is used, so a page looks the same everywhere."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .sheets import Sheet, SheetRow

_TEMPLATE = Path(__file__).parent / "documents" / "summary.typ"
_FONT_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")


@cache
def font_paths() -> tuple[str, ...]:
    """Where the font packages keep their files. Raises RuntimeError where one is missing."""
    found = []
    for name in _FONT_PACKAGES:
        spec = find_spec(name)
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError(f"the font package {name} is not installed")
        found.append(str(Path(spec.submodule_search_locations[0]) / "files"))
    return tuple(found)


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j E Y')}, {local:%H:%M}"


def document_data(sheet: Sheet, *, agency: str, reader: str, at: datetime, code: str) -> dict[str, Any]:
    """Every word of the document in the language of the reader, and which page it was printed for."""
    moment = _moment(at)
    return {
        "lang": (get_language() or "en").split("-")[0],
        "title": f"{_('Summary')} {sheet.reference}",
        "heading": _("Summary"),
        "confidential": _("Confidential"),
        "purpose": sheet.purpose,
        "reference": sheet.reference,
        "sender_line": f"{_('From')}: {sheet.sender}",
        "facts": [
            [_("Reference"), sheet.reference],
            [_("Received"), _moment(sheet.released_at)],
            [_("May be used until"), _moment(sheet.expires_at)],
        ],
        "request_label": _("What we ask of you"),
        "request": sheet.request,
        "rows": [*_changes(sheet), *([_label(row), _lines(row)] for row in sheet.rows)],
        "watermark": f"{agency} · {reader} · {moment}",
        "printed": _("Printed by %(reader)s, %(agency)s, %(moment)s")
        % {"reader": reader, "agency": agency, "moment": moment},
        "code_label": f"{_('Verification code')} ({settings.HAMROH_PUBLIC_URL.rstrip('/')}/verify/)",
        "code": code,
        "duty": _(
            "Only for the purpose named above. Do not copy or pass on; destroy it when its time is over. "
            "Every reading is recorded."
        ),
    }


def _changes(sheet: Sheet) -> list[list[Any]]:
    """In the first row of a newer version: since when it says what has changed, and what is no longer told."""
    if sheet.changed_since is None:
        return []
    since = _("Changes are marked since the version of %(moment)s.") % {"moment": _moment(sheet.changed_since)}
    gone = [f"{_('No longer told')}: {', '.join(sheet.removed)}"] if sheet.removed else []
    return [[_("Newer version"), [since, *gone]]]


def _label(row: SheetRow) -> str:
    return f"{row.label} ({row.change_word})" if row.change else row.label


def _lines(row: SheetRow) -> list[str]:
    return [*row.lines, f"{_('Before')}: {'; '.join(row.before)}"] if row.before else row.lines


def summary_pdf(sheet: Sheet, *, agency: str, reader: str, at: datetime, code: str) -> bytes:
    """The document as bytes. About 50 ms."""
    return compile_document(document_data(sheet, agency=agency, reader=reader, at=at, code=code))


def compile_document(data: dict[str, Any]) -> bytes:
    """Any document of the shape of ``document_data``."""
    out = typst.compile(
        str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=list(font_paths()), ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )  # fmt: skip
    assert isinstance(out, bytes)
    return out
