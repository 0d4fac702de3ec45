"""The document: its words, its letters, its pages."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import typst
from django.utils import timezone, translation
from fontTools.ttLib import TTFont

from sharing.pdf import document_data, font_paths, summary_pdf
from sharing.sheets import Sheet, SheetRow

NAMES = ["Гулнора Йўлдошева ғ қ ҳ Ғ Қ Ҳ Ў", "Gulnora Yoʻldosheva, Fargʻona, sanʼat", "غولنورا"]


def sheet(rows: int = 1) -> Sheet:
    now = timezone.now()
    return Sheet(
        reference="P-K7Q2-9M4X", purpose="Health care", sender="Samarqand", request="#panic()\n*not bold*",
        rows=[SheetRow(str(n), f"Label {n}", NAMES) for n in range(rows)], released_at=now,
        expires_at=now + timedelta(days=9),
    )  # fmt: skip


def pdf(rows: int = 1) -> bytes:
    return summary_pdf(
        sheet(rows), agency="Clinic No. 1", reader="Dr Nodira", at=timezone.now(), code="K7Q2-9M4X"
    )


def drawn(made: bytes) -> set[str]:
    """The characters that the fonts of the document can be copied out as (their ToUnicode maps)."""
    import zlib

    found: set[str] = set()
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, flags=re.S):
        try:
            text = zlib.decompress(stream)
        except zlib.error:
            continue
        if b"beginbfchar" in text or b"beginbfrange" in text:
            for code in re.findall(rb"<[0-9A-Fa-f]+>\s+<([0-9A-Fa-f]+)>", text):
                found |= set(bytes.fromhex(code.decode()).decode("utf-16-be"))
    return found


def test_every_letter_of_uzbek_russian_and_arabic_has_a_glyph_in_the_packed_fonts() -> None:
    from pathlib import Path

    fonts = [TTFont(file) for folder in font_paths() for file in Path(folder).glob("*.ttf")]
    covered = {code for font in fonts for code in font.getBestCmap()}
    needed = set("".join(NAMES)) | set("абвгдеёжзийклмнопрстуфхцчшщъыьэюяўқғҳ") | set("abcdefghijklmnopqrstuvwxyzʻʼ–·")
    assert {letter for letter in needed if ord(letter) not in covered} == set()


def test_the_document_draws_each_letter_and_none_is_missing() -> None:
    made = pdf()
    assert made.startswith(b"%PDF-")
    letters = drawn(made)
    assert set("Йўлдошева" "ғқҳ" "Yoʻldosheva" "ʼ") <= letters
    assert any("\u0600" <= letter <= "\u06ff" or "\ufb50" <= letter <= "\ufeff" for letter in letters)


def test_text_is_data_and_never_code() -> None:
    assert pdf()  # "#panic()" in the request would stop it


def test_a_long_summary_has_numbered_pages() -> None:
    data = document_data(sheet(40), agency="Clinic", reader="Dr Nodira", at=timezone.now(), code="K7Q2-9M4X")
    from sharing.pdf import _TEMPLATE

    headings = json.loads(
        typst.query(
            str(_TEMPLATE), "heading", font_paths=list(font_paths()), ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data)},
        )
    )  # fmt: skip
    assert len(headings) == 1
    assert len(re.findall(rb"/Type\s*/Page\b", pdf(40))) > 2


def test_it_names_agency_reader_moment_and_code() -> None:
    at = timezone.now()
    data = document_data(sheet(), agency="Clinic No. 1", reader="Dr Nodira", at=at, code="K7Q2-9M4X")
    assert data["watermark"].startswith("Clinic No. 1 · Dr Nodira · ")
    assert str(timezone.localtime(at).year) in data["watermark"]
    assert data["code"] == "K7Q2-9M4X"


@pytest.mark.parametrize("language", ["en", "uz", "uz-cyrl", "ru"])
def test_it_is_made_in_each_language(language: str) -> None:
    with translation.override(language):
        assert pdf().startswith(b"%PDF-")
