"""A word planted in every column of every table of a case is nowhere after the case went; no table is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from accounts.crypto import encrypt
from accounts.fields import EncryptedTextField
from accounts.holdings import HOLDINGS, WORDS
from cases.models import Case, Family
from tests.retention.world import World, closed
from tests.sharing.planting import Planter

pytestmark = pytest.mark.django_db

#: Tables of the rooms with people that hold nothing of a person, each with the reason.
NOTHING_OF_HERS = {
    "cases_operation": "a flight", "cases_phase": "a flight", "cases_arrival": "a flight",
    "cases_family": "a random number", "cases_transfercase": "the case's random number",
    "cases_caseaccess": "who of the staff had access",
    "cases_openingrefusal": "who of the staff asked", "cases_messagesseen": "of staff",
    "cases_manifestfile": "destroyed after 30 days", "cases_retentionrule": "a term",
    "cases_retentionrun": "figures", "cases_retentionitem": "the log of what was erased",
    "tasks_taskrule": "a term", "tasks_message": "what was sent to staff",
    "sharing_agreement": "with an agency", "sharing_summaryconsent": "two keys",
    "sharing_summaryreading": "who of an agency read", "sharing_demand": "names no case",
    "sharing_complaint": "names no case",
}  # fmt: skip


def tables() -> set[str]:
    rooms = ("cases", "rehabilitation", "tasks", "sharing")
    return {model._meta.db_table for room in rooms for model in apps.get_app_config(room).get_models()}


def test_every_table_is_held_or_holds_nothing_of_hers() -> None:
    held = {one.table for one in HOLDINGS}
    assert held | set(NOTHING_OF_HERS) == tables()
    assert held & set(NOTHING_OF_HERS) == set()
    assert set(WORDS) == held


def planted(world: World) -> Case:
    """A closed case with a row of every table of the rooms with people, a word in each of its own texts."""
    from cases.services.families import family_join

    case = Case.objects.get(pk=world.other.pk)
    family = Family.objects.create(number="ZZZZ-ZZZZ")
    family_join(family, person=case.person, relation="mother", by=None, is_caregiver=True)
    case.refresh_from_db()
    planter = Planter(case, world.worker)
    planter.plant()
    with connection.cursor() as cursor:
        for model in planter_models(planter):
            for field in model._meta.concrete_fields:
                if isinstance(field, EncryptedTextField):
                    cursor.execute(
                        f'UPDATE "{model._meta.db_table}" SET "{field.column}" = %s WHERE "{field.column}" IS NOT NULL',
                        [encrypt(b"ZQX")],
                    )
    return closed(case)


def planter_models(planter: Planter) -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.label in planter.made]


def found(*words: str) -> set[str]:
    """The columns of the whole database, the history among them, in which one of the words still stands."""
    out = set()
    pattern = "|".join(words)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND "
            "data_type IN ('text', 'character varying', 'jsonb', 'ARRAY')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE "{column}"::text ~ %s)', [pattern])
            if cursor.fetchone()[0]:
                out.add(f"{table}.{column}")
    return out


#: What a planted row of these holds is not of the case: an operation, a rule, figures.
ELSEWHERE = {
    "cases_operation", "cases_phase", "cases_arrival", "tasks_taskrule", "cases_retentionrule", "cases_retentionrun",
    "cases_retentionitem", "cases_family", "cases_transfercase", "tasks_message", "accounts_agency",
}  # fmt: skip


#: Codes, keys and digests that stay, though the planter wrote its word there.
CODES = {
    "cases_case.arrival_presence", "cases_case.destination_region",
    "cases_consent.language", "cases_serviceconsent.language", "cases_legalhold.number",
    "cases_opening.number", "cases_restriction.number", "cases_lifeeventitem.code", "cases_manifest.content_hash",
    "cases_manifest.counts", "cases_manifest.mapping", "cases_manifest.sha256",
    "rehabilitation_instrumentresult.band_set",
}  # fmt: skip


def test_nothing_of_a_case_is_left_anywhere(world: World) -> None:
    case = planted(world)
    before = found("ZQX", "told")
    assert len({name.split(".")[0] for name in before}) > 35 and "history_event.data" in before
    from cases.models import LegalHold, RetentionItem, RetentionRule

    LegalHold.objects.update(lifted_at="2026-01-01T00:00Z")
    RetentionItem.objects.all().delete()
    RetentionRule.objects.all().delete()
    for model in (Case,):
        model.objects.filter(pk__in=[world.mother.pk, world.child.pk]).update(status="plan", closed_at=None)
    world.term("whole", 5)
    run = world.carried_out(world.counted())
    assert set(run.erased["whole"].items()) ^ set(run.counts["whole"].items()) == set() and run.total == 1
    left = found("ZQX", "told")
    extra = {name for name in left if name.split(".")[0] not in ELSEWHERE | {"history_event"}} - CODES
    assert extra == set(), " ".join(sorted(extra))
    assert _history_of(left) == set()
    assert _ciphertext(case) == set()


def _history_of(left: set[str]) -> set[str]:
    """The tables whose events still hold the word, those of other things left out."""
    if "history_event.data" not in left:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT table_name FROM history_event WHERE data::text ~ 'ZQX|told'")
        return {row[0] for row in cursor.fetchall()} - ELSEWHERE


def _ciphertext(case: Case) -> set[str]:
    """Columns of ciphertext of this case that still hold something."""
    out: set[str] = set()
    for model in apps.get_models():
        fields: Any = [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
        names = {field.name for field in model._meta.concrete_fields}
        for field in fields:
            rows = model._default_manager.filter(**{f"{field.name}__isnull": False})
            if "case" in names:
                rows = rows.filter(case=case)
            elif "person" in names:
                rows = rows.filter(person=case.person_id)
            elif model._meta.label == "cases.Person":
                rows = rows.filter(pk=case.person_id)
            elif not model._meta.label.startswith("cases."):
                continue
            if rows.exists():
                out.add(f"{model._meta.label}.{field.name}")
    return out
