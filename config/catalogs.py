"""Catalogues of the interface's texts, made and compiled without the GNU gettext tools.

English is the source. ``locale/uz`` and ``locale/ru`` are written by people; Uzbek in Cyrillic letters is derived
from Uzbek in Latin letters at compile time, our texts and those of the libraries, by the rules of cases/names;
a file ``locale/uz_Cyrl`` holds only what a person spells differently.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from config.env import BASE_DIR

LOCALE_DIR = BASE_DIR / "locale"
ROOMS = ("accounts", "cases", "rehabilitation", "tasks", "sharing", "insights", "config")
WRITTEN = ("uz", "ru")
DERIVED, SOURCE_OF_DERIVED = "uz_Cyrl", "uz"
#: Libraries whose Uzbek texts appear on our pages.
LIBRARIES = ("django/conf", "django/contrib/auth", "django/contrib/humanize", "django/contrib/postgres", "allauth")

_FUNCTIONS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None, "_now": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
# What a translation must keep letter for letter: placeholders, tags, entities, addresses, abbreviations.
_KEPT = re.compile(
    r"%\(\w+\)[a-z]|%[sd%]|\{[^{}]*\}|<[^<>]+>|&#?\w+;|https?://\S+|\S+@\S+|\b[A-Z][A-Z0-9]+(?:-\d+)?\b|\bHamroh\b"
)
_TEMPLATE_CALL = re.compile(r"\b(_|gettext|ngettext|pgettext|npgettext)\((?=u?['\"])")

_HEADER = '''\
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

'''

Message = tuple[Any, str | None]


# --- Finding the texts -------------------------------------------------------------------------------------


def messages_of_python(path: Path) -> Iterator[Message]:
    """The texts of a Python file, each with its context."""
    with path.open("rb") as file:
        for _, message, _, context in extract("python", file, keywords=_FUNCTIONS, options={"encoding": "utf-8"}):
            yield message, context


def messages_of_template(text: str) -> Iterator[Message]:
    """The texts of a Django template, each with its context."""
    from django.utils.translation.template import templatize

    source = templatize(text)
    for call in _TEMPLATE_CALL.finditer(source):
        arguments = _leading_strings(source, call.end())
        name = call.group(1)
        context = arguments.pop(0) if name in ("pgettext", "npgettext") else None
        yield (tuple(arguments[:2]) if name in ("ngettext", "npgettext") else arguments[0]), context


def _leading_strings(source: str, start: int) -> list[str]:
    literal = re.compile(r"\s*u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?", re.DOTALL)
    found = []
    while match := literal.match(source, start):
        found.append(str(ast.literal_eval(match.group(1).replace("\n", "\\n"))))
        start = match.end()
    return found


def collect() -> Catalog:
    """Every text of the interface, untranslated."""
    catalog = Catalog(project="hamroh", charset="utf-8")
    for room in ROOMS:
        for path in sorted((BASE_DIR / room).rglob("*.py")):
            if "migrations" not in path.parts and path.name != "styleguide.py":
                _add(catalog, messages_of_python(path))
    for path in sorted((BASE_DIR / "templates").rglob("*.*")):
        if path.suffix in (".html", ".txt"):
            _add(catalog, messages_of_template(path.read_text()))
    return catalog


def _add(catalog: Catalog, messages: Iterator[Message]) -> None:
    for message, context in messages:
        if message:
            catalog.add(message, context=context)


# --- Files -------------------------------------------------------------------------------------------------


def po_path(language: str) -> Path:
    """The catalogue of a language that people write."""
    return LOCALE_DIR / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The written catalogue of a language; an empty one where there is none yet."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language.split("_")[0], project="hamroh", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language.split("_")[0])


def keys(catalog: Catalog) -> set[tuple[Any, str | None]]:
    """What identifies the texts of a catalogue."""
    return {(m.id if isinstance(m.id, str) else tuple(m.id), m.context) for m in catalog if m.id}


def renew(language: str, found: Catalog) -> bool:
    """Bring a written catalogue up to the texts that there are; True where it changed."""
    catalog = read(language)
    if po_path(language).exists() and keys(catalog) == keys(found):
        return False
    catalog.update(found, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    for message in catalog:
        message.locations = []
    po_path(language).parent.mkdir(parents=True, exist_ok=True)
    with po_path(language).open("wb") as file:
        # A header of our own: without dates and names, which would only make conflicts.
        file.write(_HEADER.format(language=language, plural=catalog.plural_forms).encode())
        write_po(file, catalog, width=110, sort_output=True, no_location=True, ignore_obsolete=True, omit_header=True)
    return True


def untranslated(language: str) -> list[Message]:
    """The texts of a written catalogue that have no translation yet."""
    return [(m.id, m.context) for m in read(language) if m.id and not all(_strings(m.string))]


def _strings(string: Any) -> list[str]:
    return [string] if isinstance(string, str) else list(string)


# --- Compiling ---------------------------------------------------------------------------------------------


def keeping(convert: Callable[[str], str], text: str) -> str:
    """Convert a text, but not its placeholders, tags, entities, addresses and abbreviations."""
    parts, last = [], 0
    for kept in _KEPT.finditer(text):
        parts += [convert(text[last : kept.start()]), kept.group()]
        last = kept.end()
    return "".join([*parts, convert(text[last:])])


def derived() -> Catalog:
    """Uzbek in Cyrillic letters: the libraries' texts, then ours, then what people corrected."""
    from cases.names import to_cyrillic

    result = Catalog(locale=SOURCE_OF_DERIVED, project="hamroh", charset="utf-8")
    for source in (*_library_catalogs(), read(SOURCE_OF_DERIVED)):
        for message in source:
            if message.id and all(_strings(message.string)):
                strings = [keeping(to_cyrillic, one) for one in _strings(message.string)]
                single = isinstance(message.id, str)
                context = message.context.decode() if isinstance(message.context, bytes) else message.context
                _put(result, message.id, strings[0] if single else tuple(strings), context)
    for message in read(DERIVED):
        if message.id and all(_strings(message.string)):
            _put(result, message.id, message.string, message.context)
    return result


def _translated(catalog: Catalog) -> Catalog:
    """Without the texts that have no translation yet: an empty plural would be shown as it is."""
    for message in [m for m in catalog if m.id and not all(_strings(m.string))]:
        catalog.delete(message.id, message.context)
    return catalog


def _put(catalog: Catalog, text: Any, translated: Any, context: str | None) -> None:
    catalog.delete(text, context)  # adding twice would keep the first
    catalog.add(text, translated, context=context)


def _library_catalogs() -> Iterator[Catalog]:
    for library in LIBRARIES:
        spec = find_spec(library.split("/")[0])
        if spec is None or spec.origin is None:
            continue
        path = Path(spec.origin).parents[1] / library / "locale" / SOURCE_OF_DERIVED / "LC_MESSAGES" / "django.mo"
        if path.exists():
            with path.open("rb") as file:
                yield read_mo(file)  # its contexts are bytes


def compile_all(*, force: bool = False) -> list[str]:
    """Write the binary catalogues that are missing or older than their source; returns the languages written."""
    written = []
    for language in (*WRITTEN, DERIVED):
        sources = [po_path(language)] + ([po_path(SOURCE_OF_DERIVED), Path(__file__)] if language == DERIVED else [])
        target = po_path(language).with_suffix(".mo")
        newest = max((path.stat().st_mtime for path in sources if path.exists()), default=0.0)
        if not newest or (not force and target.exists() and target.stat().st_mtime >= newest):
            continue
        catalog = derived() if language == DERIVED else _translated(read(language))
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(f".mo.{id(catalog)}")
        with fresh.open("wb") as file:
            write_mo(file, catalog)
        fresh.replace(target)
        written.append(language)
    return written
