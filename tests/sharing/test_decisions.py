"""A column that nobody decided about fails here."""

from __future__ import annotations

from django.apps import apps

from sharing.decisions import BARE, DECISIONS, decided
from sharing.policy import TABLE
from sharing.registry import FIELDS


def columns() -> dict[str, set[str]]:
    return {
        model._meta.label: {field.name for field in model._meta.concrete_fields} - BARE
        for room in ("cases", "rehabilitation")
        for model in apps.get_app_config(room).get_models()
    }


def test_every_column_of_the_rooms_with_people_has_a_decision() -> None:
    found = columns()
    undecided = {label: names - set(decided(label)) for label, names in found.items()}
    assert {label: names for label, names in undecided.items() if names} == {}


def test_no_decision_is_about_a_column_that_is_gone() -> None:
    found = columns()
    gone = {label: set(decided(label)) - found.get(label, set()) for label in DECISIONS}
    assert {label: names for label, names in gone.items() if names} == {}


def test_a_column_leaves_only_as_a_field_that_exists() -> None:
    assert {code for label in DECISIONS for code in decided(label).values() if code} - set(FIELDS) == set()


def test_the_disclosure_table_names_only_fields_that_are_offered_each_once() -> None:
    for pair, row in TABLE.items():
        assert set(row.fields) - set(FIELDS) == set(), pair
        assert len(set(row.fields)) == len(row.fields), pair
