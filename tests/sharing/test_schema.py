"""Nobody is treated differently for what a relative did or what she believes: there is no place to write it down."""

from __future__ import annotations

import re
from importlib import import_module

from django.apps import apps
from django.db.models import Choices

from config.env import BASE_DIR

#: Stems of words, in the names of columns and in the codes of vocabularies.
FORBIDDEN = re.compile(
    r"affiliat|religi|belief|faith|sect(_|$)|ideolog|radical|extrem|terror|combatant|fighter|militant|jihad|isis|daesh"
    r"|loyal|threat_|risk_factor|security_(risk|score|level)|ethnic|political"
)
ROOMS = ("accounts", "cases", "rehabilitation", "tasks", "sharing", "insights")


def words() -> set[str]:
    found = set()
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            found.add(model.__name__.lower())
            for field in model._meta.concrete_fields:
                found.add(f"{model._meta.label}.{field.name}".lower())
                inner = getattr(field, "base_field", field)
                codes: list[tuple[object, object]] = list(getattr(inner, "flatchoices", None) or [])
                found |= {f"{model._meta.label}.{field.name}={code}".lower() for code, _label in codes}
    return found


def test_no_column_and_no_code_tells_of_affiliation_or_religion() -> None:
    found = words()
    assert "cases.case.risk=high" in found and len(found) > 500
    assert sorted(word for word in found if FORBIDDEN.search(word)) == []


def test_the_words_would_be_found() -> None:
    for word in ("cases.person.religion", "cases.kinship.affiliation", "cases.case.risk_factors", "x.y=ex_fighter"):
        assert FORBIDDEN.search(word), word


def test_neither_does_a_lookup_nor_a_word_of_the_api() -> None:
    """Vocabularies that stand in no column, and every name and code of the API's description."""
    vocabularies = {
        f"{room}.{name}.{code}".lower()
        for room in ROOMS
        for name, choices in vars(import_module(f"{room}.enums")).items()
        if isinstance(choices, type) and issubclass(choices, Choices)
        for code in choices.names
    }
    spoken = {
        name or code
        for code, name in re.findall(r"^\s+- (\w+)$|^\s+(\w+):", (BASE_DIR / "docs" / "openapi.yaml").read_text(), re.M)
    }
    assert "cases.relation.mother" in vocabularies and {"given_name", "high"} <= spoken
    assert sorted(word for word in vocabularies | spoken if FORBIDDEN.search(word.lower())) == []
