"""What this room holds of a case: that something left stays on the register, what it said goes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.holdings import Holding, hold, words_of
from cases.enums import RetentionKind

from . import models as m

_SHARING = RetentionKind.SHARING
_RELEASES = "IN (SELECT s.id FROM sharing_summary s WHERE s.case_id = wanted)"

hold(
    "sharing",
    "sharing_destruction",
    # What still runs ends, and the agency is asked to destroy it (sharing/sql.py).
    Holding(
        "sharing_summary", _SHARING,
        blank=words_of(
            m.Summary, state="'ended'", ended_at="coalesce(t.ended_at, statement_timestamp())",
            end_reason="CASE WHEN t.ended_at IS NULL THEN 'withdrawn' ELSE t.end_reason END",
        ),
        early_blank=True,
    ),
    Holding(
        "sharing_release", _SHARING, f"t.summary_id {_RELEASES}",
        {"reference": "''", "request": "NULL", "sealed": "NULL", "changes_sealed": "NULL"}, "summary_id",
        early_blank=True,
    ),
    Holding(
        "sharing_summaryanswer", _SHARING, f"t.release_id {_RELEASES}", words_of(m.SummaryAnswer), early_blank=True
    ),
    Holding(
        "sharing_handover", RetentionKind.DOCUMENTS, f"t.release_id {_RELEASES} AND t.document_id IS NOT NULL",
        {"document_id": "NULL"}, early_blank=True,
    ),
    Holding("sharing_handover", _SHARING, f"t.release_id {_RELEASES}", words_of(m.Handover), early_blank=True),
    # The agency needs its reference until it has confirmed.
    Holding(
        "sharing_destruction", _SHARING, f"t.release_id {_RELEASES} AND t.confirmed_at IS NOT NULL",
        {"reference": "''", "destroyed_by": "''"}, "release_id", early_blank=True,
    ),
    Holding("sharing_agencyreference", where="t.person_id IN (SELECT cases_retention_persons(wanted, simulated))"),
    Holding("sharing_personrequest", blank=words_of(m.PersonRequest, keep=("number", "outcome"))),
    words={
        "sharing_summary": _("Summaries"), "sharing_release": _("Copies of agencies"),
        "sharing_summaryanswer": _("Answers of agencies"), "sharing_handover": _("Hand-overs on paper"),
        "sharing_destruction": _("Requests to destroy"),
        "sharing_agencyreference": _("References of agencies"), "sharing_personrequest": _("Requests by the person"),
    },
)  # fmt: skip
