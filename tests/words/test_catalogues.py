"""The written catalogues: whole, never fuzzy, and true to the placeholders of the source."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from babel.messages import Catalog

from config import catalogs

#: How many plural forms a language has in its catalogue (Unicode CLDR, without the form of fractions).
FORMS = {"uz": 2, "ru": 3}
LEAST_TRANSLATED = 0.99

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|(?<!\d )%[sd]|\{[^{}]*\}|<[^<>]+>|&#?\w+;")


@pytest.fixture(params=sorted(FORMS))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def catalog(language: str) -> Catalog:
    return catalogs.read(language)


def texts(one: Any) -> list[str]:
    return [one] if isinstance(one, str) else list(one)


def placeholders(text: str) -> Counter[str]:
    return Counter(_PLACEHOLDER.findall(text))


def test_nothing_is_fuzzy(catalog: Catalog) -> None:
    assert [m.id for m in catalog if m.id and m.fuzzy] == []


def test_plurals_have_the_forms_of_the_language(language: str, catalog: Catalog) -> None:
    assert catalog.num_plurals == FORMS[language]
    wrong = [m.id for m in catalog if not isinstance(m.id, str) and len(texts(m.string)) != FORMS[language]]
    assert wrong == []


def test_a_plural_is_translated_in_every_form_or_in_none(catalog: Catalog) -> None:
    halves = [m.id for m in catalog if any(texts(m.string)) and not all(texts(m.string))]
    assert halves == []


def test_placeholders_are_those_of_the_source(language: str, catalog: Catalog) -> None:
    wrong = []
    for message in catalog:
        if not message.id or not all(texts(message.string)):
            continue
        sources = [placeholders(one) for one in texts(message.id)]
        for form, text in enumerate(texts(message.string)):
            # Uzbek's first form is for 1 alone and may leave the number out as English does; Russian's is for 21 too.
            allowed = sources if (language, form) == ("uz", 0) else sources[-1:]
            if placeholders(text) not in allowed:
                wrong.append((message.id, text))
    assert wrong == []


def test_outer_space_and_lines_are_those_of_the_source(catalog: Catalog) -> None:
    def outline(text: str) -> tuple[bool, bool, int]:
        return text[:1].isspace(), text[-1:].isspace(), text.count("\n")

    wrong = [
        m.id
        for m in catalog
        if isinstance(m.id, str) and m.id and m.string and outline(m.id) != outline(str(m.string))
    ]
    assert wrong == []


def test_uzbek_uses_its_own_letters_not_apostrophes() -> None:
    """oʻ and gʻ with U+02BB, the stop with U+02BC: only these find the words and become the right Cyrillic."""
    wrong = [
        text
        for message in catalogs.read("uz")
        if message.id
        for text in texts(message.string)
        if re.search(r"[A-Za-z]['`´‘’][a-z]|[oOgG]ʼ|[^oOgG]ʻ", text)
    ]
    assert wrong == []


def test_the_interface_is_translated(language: str) -> None:
    wanted = catalogs.keys(catalogs.collect())
    there = {
        (m.id if isinstance(m.id, str) else tuple(m.id), m.context)
        for m in catalogs.read(language)
        if m.id and all(texts(m.string))
    }
    missing = sorted(str(text) for text, _ in wanted - there)
    share = 1 - len(missing) / len(wanted)
    assert share >= LEAST_TRANSLATED, f"{language}: {len(missing)} texts are missing: {missing}"
