"""One woman's case, a clinic with agreement and consent, and another agency that has neither."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.acting import acting_as
from accounts.enums import AgencyKind, Role
from accounts.models import Agency
from cases.enums import DataKind, SharingPurpose
from cases.models import Case, Consent, Family, Person
from cases.services.consents import consent_record
from sharing.models import Agreement, Release, Summary
from sharing.policy import TABLE, disclosure
from sharing.registry import known
from sharing.services.agreements import agreement_create
from sharing.services.summaries import summary_build, summary_release
from tests.factories import make_agency, make_case, make_person, make_profile, make_region

HEALTH = SharingPurpose.HEALTH_CARE


class World:
    """``adult`` is the case at hand; the clinic may be told of her health care."""

    def __init__(self) -> None:
        self.here, self.there = make_region("Samarqand"), make_region("Buxoro")
        self.worker = make_profile(Role.SOCIAL_WORKER, self.here)
        self.other = make_profile(Role.SOCIAL_WORKER, self.there)
        self.supervisor = make_profile(Role.SUPERVISOR, self.here)
        self.national, self.dpo = make_profile(Role.NATIONAL), make_profile(Role.DPO)
        self.clinic, self.school = make_agency(name="Clinic No. 1"), make_agency(AgencyKind.EDUCATION, "School No. 7")
        self.doctor = make_profile(Role.AGENCY, agency=self.clinic, name="Dr Nodira")
        self.teacher = make_profile(Role.AGENCY, agency=self.school, name="Sanobar opa")
        person = make_person(
            surname="Йўлдошева", given_name="Гулнора", birth_place="Urganch", languages=["uz", "ar"],
            phone="+998901234567",
        )  # fmt: skip
        self.adult = make_case(self.here, self.worker, person=person)
        self.agreement = agree(self.clinic, HEALTH, self)
        self.consent = consented(self.adult, self.clinic, HEALTH, self)
        Person.objects.update(made_in=0)
        Family.objects.update(made_in=0)

    def built(self, *fields: str, **values: Any) -> Summary:
        chosen = fields or ("surname", "given_name", "age", "phone")
        with acting_as(self.worker):
            return summary_build(
                self.adult, agency=self.clinic, purpose=HEALTH, fields=chosen, by=self.worker, **values
            )

    def released(self, *fields: str, **values: Any) -> Release:
        summary = self.built(*fields, **values)
        with acting_as(self.supervisor):
            summary_release(summary, by=self.supervisor)
        return Release.objects.get(pk=summary.pk)


    def released_of_another(self) -> Release:
        """To the same clinic, of somebody else: a newer one of the same person would take the place of the first."""
        first = self.adult
        try:
            with acting_as(self.worker):
                self.adult = make_case(self.here, self.worker, person=make_person(given_name="Zuhra"))
                consented(self.adult, self.clinic, HEALTH, self)
            return self.released("given_name", "age")
        finally:
            self.adult = first


def agree(agency: Agency, purpose: str, world: World, **values: Any) -> Agreement:
    """An agreement on all that the table allows, for a year."""
    row = disclosure(agency.kind, purpose)
    assert row is not None
    today = timezone.localdate()
    given: dict[str, Any] = {
        "fields": known(row.fields), "starts_on": today - timedelta(days=30), "until": today + timedelta(days=330),
        "signatory": "Chief physician", "document_number": f"{agency.pk}/2026", "by": world.national, **values,
    }  # fmt: skip
    return agreement_create(agency=agency, purpose=purpose, **given)


def consented(case: Case, agency: Agency, purpose: str, world: World, **values: Any) -> Consent:
    """An adult's consent to all kinds of data, for half a year."""
    today = timezone.localdate()
    given: dict[str, Any] = {
        "kinds": list(DataKind.values), "decision": "given", "given_on": today, "until": today + timedelta(days=180),
        "given_by": "self", "manner": "signed", "language": "uz", **values,
    }  # fmt: skip
    return consent_record(case, agency=agency, purpose=purpose, by=world.worker, **given)


def born(years: int) -> dict[str, date | str]:
    """Birth dates of somebody who turned ``years`` a hundred days ago."""
    day = timezone.localdate() - timedelta(days=100)
    day = day.replace(year=day.year - years, day=min(day.day, 28))
    return {"birth_earliest": day, "birth_latest": day, "birth_precision": "day"}


PAIRS = sorted(TABLE)
