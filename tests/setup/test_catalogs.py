"""The catalogues of the interface's texts."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import write_po

from cases.names import to_cyrillic
from config import catalogs

TEMPLATE = """{% load i18n %}
{% translate "My day" %} {% translate "Next" context "page" %} {% translate "Don't" %}
{% blocktranslate count n=number %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}
{% blocktranslate trimmed with name=person %}
  Visit
  {{ name }}
{% endblocktranslate %}
"""


def test_texts_of_a_template() -> None:
    assert set(catalogs.messages_of_template(TEMPLATE)) == {
        ("My day", None),
        ("Next", "page"),
        ("Don't", None),
        (("%(n)s case", "%(n)s cases"), None),
        ("Visit %(name)s", None),
    }


def test_texts_of_python(tmp_path: Path) -> None:
    path = tmp_path / "sample.py"
    path.write_text(
        'a = _("Cases")\nb = pgettext_lazy("risk", "High")\nc = ngettext("one", "many", 3)\nd = other("not this")\n'
    )
    assert set(catalogs.messages_of_python(path)) == {
        ("Cases", None), ("High", "risk"), (("one", "many"), None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Yangi ish", "Янги иш"),
        ("%(name)s uchun %(count)d ta ish", "%(name)s учун %(count)d та иш"),
        ("{count} ta bola", "{count} та бола"),
        ("<strong>Diqqat</strong>&nbsp;qiling", "<strong>Диққат</strong>&nbsp;қилинг"),
        ("PDF yoki CSV fayl, 100%% tayyor", "PDF ёки CSV файл, 100%% тайёр"),
        ("Oʻzbekiston: https://example.org/yoʻl", "Ўзбекистон: https://example.org/yoʻl"),
        ("Hamroh tizimi", "Hamroh тизими"),
    ],
)
def test_derived_texts_keep_placeholders_tags_and_abbreviations(latin: str, cyrillic: str) -> None:
    assert catalogs.keeping(to_cyrillic, latin) == cyrillic


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(catalogs, "LOCALE_DIR", tmp_path)
    yield tmp_path


def _write(language: str, texts: dict[str, str]) -> None:
    catalog = Catalog(locale="uz", charset="utf-8")
    for source, translated in texts.items():
        catalog.add(source, translated)
    catalogs.po_path(language).parent.mkdir(parents=True)
    with catalogs.po_path(language).open("wb") as file:
        write_po(file, catalog)


def test_compiling_derives_uzbek_cyrillic_and_corrections_win(folder: Path) -> None:
    _write("uz", {"My day": "Kunim", "Cases": "Ishlar", "Help": ""})
    _write("uz_Cyrl", {"Cases": "Ишлар рўйхати"})
    assert catalogs.compile_all() == ["uz", "uz_Cyrl"]
    with (folder / "uz_Cyrl/LC_MESSAGES/django.mo").open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert read.gettext("My day") == "Куним"
    assert read.gettext("Cases") == "Ишлар рўйхати"
    assert read.gettext("Help") == "Help"
    # A library's text, in Django's own Uzbek "Ushbu maydon toʻldirilishi shart.".
    assert read.gettext("This field is required.") == "Ушбу майдон тўлдирилиши шарт."
    assert catalogs.compile_all() == []


def test_a_plural_without_translation_stays_english(folder: Path) -> None:
    _write("uz", {"My day": "Kunim"})
    with catalogs.po_path("uz").open("a") as file:
        file.write('\nmsgid "%(n)s case"\nmsgid_plural "%(n)s cases"\nmsgstr[0] ""\nmsgstr[1] ""\n')
    catalogs.compile_all()
    with (folder / "uz/LC_MESSAGES/django.mo").open("rb") as compiled:
        read = gettext.GNUTranslations(compiled)
    assert read.ngettext("%(n)s case", "%(n)s cases", 2) == "%(n)s cases"
    assert read.gettext("My day") == "Kunim"


def test_renewing_keeps_translations_and_drops_what_is_gone(folder: Path) -> None:
    _write("uz", {"My day": "Kunim", "Gone": "Ketgan"})
    found = Catalog(charset="utf-8")
    found.add("My day")
    found.add("Cases")
    assert catalogs.renew("uz", found)
    assert {m.id: m.string for m in catalogs.read("uz") if m.id} == {"My day": "Kunim", "Cases": ""}
    assert not catalogs.renew("uz", found)
    assert catalogs.untranslated("uz") == [("Cases", None)]
