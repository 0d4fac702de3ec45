"""What no table of disclosures names is nowhere to be found in anything that an agency can reach."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.acting import acting_as
from accounts.enums import AgencyKind, Role
from cases.models import Arrival, Implication, Operation, Person, Phase
from sharing.models import Release
from sharing.pdf import document_data
from sharing.policy import TABLE
from sharing.registry import known
from sharing.services.summaries import summary_build, summary_release
from sharing.sheets import sheet_of_release
from tests.factories import api_for, make_agency, make_case, make_family, make_person, make_profile, web_for

from .planting import FOUND, SENTINEL, TOLD, Planter
from .world import PAIRS, World, agree, born, consented

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
URL = "/api/v1/"


class Planted(World):
    """A child's case with a row in every table; for each pair of the disclosure table an agency that got all it may."""

    def __init__(self) -> None:
        super().__init__()
        mother = make_person(given_name="Told mother", surname="Toldova")
        child = make_person(given_name="Asma", languages=["uz", "ar"], phone="told 1", **born(8))
        family = make_family(mother, child)
        self.child = make_case(self.here, self.worker, person=child, family=family, destination_district="told")
        self.planter = Planter(self.child, self.worker)
        self.planter.plant()
        for model in (Operation, Phase, Arrival):
            self.planter._overwrite(self.planter.at_hand[model._meta.label])
        self.child.arrival = self.planter.at_hand["cases.Arrival"]
        self.child.save()
        self.worker.name = f"{SENTINEL} worker"
        self.worker.save()
        Person.objects.update(made_in=0)
        # Who is left out could not consent; the row stays, with its words.
        Implication.objects.update(ended_at=timezone.now())
        self.child.refresh_from_db()
        self.readers: dict[tuple[AgencyKind, Any], Any] = {}
        for kind, purpose in PAIRS:
            self._share(kind, purpose)

    def _share(self, kind: AgencyKind, purpose: Any) -> None:
        agency = make_agency(kind, f"{kind} for {purpose}")
        agree(agency, purpose, self)
        consented(
            self.child, agency, purpose, self, given_by="caregiver", giver_name=SENTINEL, assent="given",
            assent_note=SENTINEL, witness=SENTINEL, interpreter=SENTINEL,
        )  # fmt: skip
        from sharing.coverage import coverage

        with acting_as(self.worker):
            found = coverage(self.child, agency=agency, purpose=purpose)
            leaving = [offer.field.code for offer in found.offers if offer.can_leave]
            summary = summary_build(self.child, agency=agency, purpose=purpose, fields=leaving, by=self.worker)
        with acting_as(self.supervisor):
            summary_release(summary, by=self.supervisor)
        self.readers[kind, purpose] = (make_profile(Role.AGENCY, agency=agency, name="Reader"), summary.pk)


@pytest.fixture
def planted() -> Planted:
    return Planted()


def clean(planted: Planted, answer: str, where: str) -> None:
    assert not FOUND.search(answer), where
    assert planted.child.number not in answer, where


def test_a_sentinel_in_every_unlisted_column_is_found_nowhere(planted: Planted) -> None:
    told = 0
    for (kind, purpose), (reader, key) in planted.readers.items():
        release = Release.objects.get(pk=key)
        assert set(release.fields) <= set(TABLE[kind, purpose].fields)
        client, page = api_for(reader), web_for(reader)
        for address in (f"received/{key}/", f"summaries/{key}/"):
            answer = client.get(URL + address)
            assert answer.status_code == 200
            clean(planted, answer.content.decode(), f"{kind} {purpose} {address}")
            told += answer.content.decode().count(TOLD)
        shown = page.get(f"/received/{key}/")
        assert shown.status_code == 200
        clean(planted, shown.content.decode(), f"{kind} {purpose} page")
        printed = document_data(sheet_of_release(release), agency="A", reader="R", at=timezone.now(), code="C")
        clean(planted, json.dumps(printed, ensure_ascii=False), f"{kind} {purpose} document")
    # Leakable and told data were there: the words that may leave did.
    assert told > 40


def test_nor_in_any_other_address_that_an_agency_can_ask(planted: Planted) -> None:
    reader, key = planted.readers[AgencyKind.HEALTH, "health_care"]
    client, page = api_for(reader), web_for(reader)
    number, case, person = planted.child.number, planted.child.pk, planted.child.person_id
    consent = planted.child.consents.get(pk=planted.planter.at_hand["cases.Consent"].pk)
    asked = [
        "received/", "summaries/", "summaries/?case=1&expand=case&ordering=case__person__surname", "me/", "cases/",
        f"cases/{case}/", f"cases/{case}/timeline/", f"persons/{person}/", f"consents/{consent.pk}/", "tasks/",
        "agencies/", "agreements/", "disclosures/", "families/", "notes/", "plans/", "medical/screenings/",
        "psychological/results/", "dashboard/", f"summaries/{key}/answers/", "summaries/offers/", "schema/",
    ]  # fmt: skip
    for address in asked:
        answer = client.get(URL + address)
        assert answer.status_code < 500, address
        clean(planted, answer.content.decode(), address)
    pages = [
        "/", "/received/", "/referrals/", "/my-account/", "/help/", f"/cases/{number}/", f"/cases/{number}/consents/",
        f"/cases/{number}/share/", f"/cases/{number}/share/{key}/", "/agencies/", "/disclosures/", "/cases/",
        "/nothing/",
    ]  # fmt: skip
    for address in pages:
        shown = page.get(address)
        assert shown.status_code < 500, address
        text = shown.content.decode()
        assert not FOUND.search(text), address
        if number not in address:
            assert number not in text, address
    page.post(f"/received/{key}/answer/", {"kind": "question", "text": "Why?"})
    assert all(SENTINEL not in str(message.message()) for message in mail.outbox)


def test_every_table_of_the_case_was_planted(planted: Planted) -> None:
    from django.apps import apps

    from .planting import SKIPPED

    wanted = {m._meta.label for room in ("cases", "rehabilitation") for m in apps.get_app_config(room).get_models()}
    assert wanted - SKIPPED - planted.planter.made == set()


@pytest.mark.parametrize(("kind", "purpose"), PAIRS)
def test_each_pair_of_the_table_is_offered_whole(kind: AgencyKind, purpose: Any) -> None:
    assert known(TABLE[kind, purpose].fields) == list(TABLE[kind, purpose].fields)
