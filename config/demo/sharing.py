"""An agreement with the clinic, consents, one released summary and one that waits for the supervisor."""

from __future__ import annotations

from accounts.acting import acting_as
from accounts.enums import AgencyKind
from accounts.models import Agency, Profile
from cases.enums import SharingPurpose
from cases.models import Case
from cases.services.consents import consent_record
from sharing.coverage import coverage
from sharing.models import Summary
from sharing.policy import TABLE
from sharing.services.agreements import agreement_create
from sharing.services.summaries import summary_build, summary_release

from .people import case_of, day, user


def _agree(agency: Agency, purpose: SharingPurpose, by: Profile, number: str) -> None:
    row = TABLE[(AgencyKind(agency.kind), purpose)]
    agreement_create(
        agency=agency, purpose=purpose, fields=list(row.fields), starts_on=day(-300), until=day(400),
        signatory="Head of the regional office", document_number=number, by=by,
    )  # fmt: skip


def _consent(case: Case, agency: Agency, by: Profile) -> None:
    consent_record(
        case, agency=agency, purpose=SharingPurpose.HEALTH_CARE, kinds=["identity", "family", "medical"],
        decision="given", by=by, given_on=day(-10), until=day(170), given_by="caregiver",
        giver_name="Dilfuza Eshonqulova", assent="given", manner="signed", language="uz",
    )  # fmt: skip


def _build(case: Case, agency: Agency, by: Profile) -> Summary:
    found = coverage(case, agency=agency, purpose=SharingPurpose.HEALTH_CARE)
    return summary_build(
        case, agency=agency, purpose=SharingPurpose.HEALTH_CARE, by=by,
        fields=[offer.field.code for offer in found.offers if offer.can_leave],
        request="Please see the child and tell us the result.",
    )  # fmt: skip


def sharing_load() -> None:
    worker, supervisor = user("worker"), user("supervisor")
    clinic, ngo = user("clinic").agency, user("ngo").agency
    assert clinic is not None and ngo is not None
    mubina, bilol = case_of("Eshonqulova", "Mubina"), case_of("Eshonqulov", "Bilol")
    with acting_as(supervisor):
        _agree(clinic, SharingPurpose.HEALTH_CARE, supervisor, "TK-2026/14")
        _agree(ngo, SharingPurpose.MATERIAL_AID, supervisor, "TK-2026/15")
    with acting_as(worker):
        for case in (mubina, bilol):
            _consent(case, clinic, worker)
        released = _build(mubina, clinic, worker)
        _build(bilol, clinic, worker)
    with acting_as(supervisor):
        summary_release(released, by=supervisor)
