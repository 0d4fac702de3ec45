"""Keys rotate: every column and file is found, a stopped rotation goes on, nothing is lost."""

from __future__ import annotations

import base64
from io import StringIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from accounts import crypto
from accounts.rotation import Secret, rotate_batch, secrets
from cases.models import Document, Identifier, Person
from cases.services.documents import document_add, document_open
from cases.services.persons import identifier_add
from tests.factories import make_case, make_person, make_profile, make_region

pytestmark = pytest.mark.django_db
OLD = "1:" + base64.b64encode(b"a" * 32).decode()
BOTH = "2:" + base64.b64encode(b"b" * 32).decode() + "," + OLD
PHONE = Secret("cases_person", "id", "phone")


def versions(secret: Secret) -> list[int]:
    table, _key, column = secret
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT get_byte({column}, 1) FROM {table} WHERE {column} IS NOT NULL ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def test_every_column_of_ciphertext_is_known() -> None:
    assert {f"{one.table}.{one.column}" for one in secrets()} == {
        "accounts_idempotentanswer.body", "cases_manifest.titles_text", "cases_manifestfile.data",
        "cases_manifestrow.cells_text", "cases_manifestrow.mended_text", "cases_person.phone",
        "cases_identifier.value", "cases_legalhold.reason", "cases_legalhold.lifted_reason",
        "cases_implication.reason", "cases_implication.end_reason", "rehabilitation_protectedfinding.note",
        "rehabilitation_sessionnote.text", "sharing_summary.request",
        "sharing_summary.sealed", "sharing_release.request", "sharing_release.sealed", "sharing_release.changes_sealed",
        "sharing_personrequest.asked_by", "sharing_personrequest.text", "sharing_personrequest.answer",
        "sharing_demand.text", "sharing_demand.answer", "sharing_demand.released", "sharing_demand.told_note",
        "sharing_complaint.text", "sharing_complaint.contact", "sharing_complaint.answer",
    }  # fmt: skip


def test_a_stopped_rotation_goes_on_and_all_is_readable_with_the_new_key_alone(settings: Any) -> None:
    settings.HAMROH_FIELD_KEYS = OLD
    region = make_region()
    people = [make_person(phone=f"+99890123456{n}") for n in range(3)]
    identifier_add(people[0], kind="passport", value="AB2145138", by=None)
    worker = make_profile(office=region)
    case = make_case(region, worker, person=people[0])
    paper = document_add(case, content=b"%PDF-1.4 paper", file_name="paper.pdf", by=worker)
    settings.HAMROH_FIELD_KEYS = BOTH
    assert rotate_batch(PHONE, size=2) == 2
    assert versions(PHONE) == [1, 2, 2]
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    assert "2 values and 1 files now have key 2." in out.getvalue()
    again = StringIO()
    call_command("rotate_keys", stdout=again)
    assert "0 values and 0 files" in again.getvalue()
    settings.HAMROH_FIELD_KEYS = BOTH.partition(",")[0]
    crypto._keys.cache_clear()
    assert {one.phone for one in Person.objects.all()} == {f"+99890123456{n}" for n in range(3)}
    assert Identifier.objects.get().value == "AB2145138"
    found = Document.objects.get(pk=paper.pk)
    assert found.key != paper.key and default_storage.exists(found.key)
    assert document_open(found, by=worker) == b"%PDF-1.4 paper"
