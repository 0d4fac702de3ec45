"""The row rules of this room (see accounts/rowrules.py).

The agency's kind reads releases that are addressed to it, are running now, and nothing else of anybody's data. It
adds readings and answers. Nothing outside these three tables is granted to it but names of agencies.
"""

from __future__ import annotations

from accounts.rowrules import CARRIERS, DatabaseRole, Rule, of_case, of_person, public, register, register_sql, roles

from .sql import ENDINGS, VERIFY

R = DatabaseRole

_RUNNING = (
    "agency_id = app_agency() AND released_at IS NOT NULL AND statement_timestamp() < expires_at AND ended_at IS NULL"
)
_THROUGH_SUMMARY = "EXISTS (SELECT 1 FROM sharing_summary s WHERE s.id = {table}.{column})"
_THROUGH_RELEASE = "EXISTS (SELECT 1 FROM sharing_release r WHERE r.summary_id = {table}.release_id)"
_READINGS = _THROUGH_RELEASE.format(table="sharing_summaryreading")
_ANSWERS = _THROUGH_RELEASE.format(table="sharing_summaryanswer")
_DESTROYED = _THROUGH_SUMMARY.format(table="sharing_destruction", column="release_id")
_CONFIRMED = ("destroyed_on", "destroyed_by", "confirmed_at", "confirmed_by_id")
_PAPER = (
    "EXISTS (SELECT 1 FROM sharing_release r JOIN accounts_agency a ON a.id = r.agency_id AND a.works_on_paper "
    "WHERE r.summary_id = {table}.release_id)"
)
_HANDED = _THROUGH_RELEASE.format(table="sharing_handover")
_OWN_CASE = _THROUGH_SUMMARY.format(table="sharing_release", column="summary_id")
_BASES = _THROUGH_SUMMARY.format(table="sharing_summaryconsent", column="summary_id")

#: What the data protection officer learns of a release: to whom, which fields, when; never their content.
DISCLOSURE_COLUMNS = (
    "summary_id", "agency_id", "purpose", "reference", "sender", "legal_basis", "fields", "released_at", "expires_at",
    "ended_at", "end_reason",
)  # fmt: skip

register(
    public("sharing_agreement", read=(*CARRIERS, R.NATIONAL, R.DPO), write=(R.SUPERVISOR, R.NATIONAL)),
    of_person("sharing_agencyreference", read=CARRIERS),
    of_case("sharing_summary", read=CARRIERS),
    Rule(
        "sharing_summaryconsent",
        read=roles(CARRIERS, _BASES),
        insert=roles(
            CARRIERS,
            f"{_BASES} AND EXISTS (SELECT 1 FROM cases_consent c WHERE c.id = sharing_summaryconsent.consent_id)",
        ),
    ),
    Rule(
        "sharing_release",
        read={R.AGENCY: _RUNNING, **roles(CARRIERS, _OWN_CASE), R.DPO: "true"},
        columns={R.DPO: DISCLOSURE_COLUMNS},
        # Only the one who released the summary, and to its very agency.
        insert={
            R.SUPERVISOR: "EXISTS (SELECT 1 FROM sharing_summary s WHERE s.id = sharing_release.summary_id "
            "AND s.agency_id = sharing_release.agency_id AND s.state = 'released' AND s.released_by_id = app_user())"
        },
    ),
    Rule(
        "sharing_summaryreading",
        read={**roles(CARRIERS, _READINGS), R.DPO: "true"},
        # Of an agency that works on paper the worker prints it, and so is its reader.
        insert={
            R.AGENCY: f"reader_id = app_user() AND {_READINGS}",
            **roles(CARRIERS, f"reader_id = app_user() AND {_PAPER.format(table='sharing_summaryreading')}"),
        },
    ),
    Rule(
        "sharing_summaryanswer",
        read={R.AGENCY: _ANSWERS, **roles(CARRIERS, _ANSWERS)},
        insert={
            R.AGENCY: f"by_id = app_user() AND way = 'online' AND {_ANSWERS}",
            **roles(
                CARRIERS,
                f"by_id = app_user() AND way <> 'online' AND {_PAPER.format(table='sharing_summaryanswer')}",
            ),
        },
        update=roles(CARRIERS, _ANSWERS),
        update_columns=dict.fromkeys(CARRIERS, ("reply", "replied_by_id", "replied_at")),
    ),
    Rule(
        "sharing_handover",
        read={**roles(CARRIERS, _HANDED), R.DPO: "true"},
        insert=roles(CARRIERS, f"created_by_id = app_user() AND {_PAPER.format(table='sharing_handover')} "
                     "AND (document_id IS NULL OR EXISTS (SELECT 1 FROM cases_document d JOIN sharing_summary s "
                     "ON s.case_id = d.case_id WHERE d.id = sharing_handover.document_id "
                     "AND s.id = sharing_handover.release_id))"),
    ),
    # The request goes on standing where the copy cannot be read any more; it holds the agency's own reference only.
    Rule(
        "sharing_destruction",
        read={R.AGENCY: "agency_id = app_agency()", **roles(CARRIERS, _DESTROYED), R.DPO: "true"},
        update={R.AGENCY: "agency_id = app_agency()", **roles(CARRIERS, _DESTROYED)},
        update_columns=dict.fromkeys((R.AGENCY, *CARRIERS), _CONFIRMED),
    ),
)

#: Made undecided; afterwards nobody changes what was asked, only what was decided.
_UNDECIDED = "state = 'open' AND decided_by_id IS NULL"
_DECISION = ("state", "answer", "decided_by_id", "decided_at", "updated_at")
_ANSWERED = (*_DECISION, "released", "told", "told_note")
_OMBUDSMAN = "EXISTS (SELECT 1 FROM accounts_agency a WHERE a.id = app_agency() AND a.kind = 'ombudsman')"
_REQUEST = of_case("sharing_personrequest", read=CARRIERS)
register(
    # Recorded by those who carry the case, decided by the data protection officer, who sees no case.
    Rule(
        "sharing_personrequest",
        read={**_REQUEST.read, R.DPO: "true"},
        insert={kind: f"{condition} AND {_UNDECIDED}" for kind, condition in _REQUEST.insert.items()},
        update={R.DPO: "true"},
        update_columns={R.DPO: _DECISION},
    ),
    Rule(
        "sharing_demand", read={R.DPO: "true"}, insert={R.DPO: _UNDECIDED}, update={R.DPO: "true"},
        update_columns={R.DPO: _ANSWERED},
    ),
    # Written at the entrance, read by the Ombudsman's office and by nobody in the house.
    Rule(
        "sharing_complaint",
        read={R.AGENCY: _OMBUDSMAN},
        insert={R.IDENTITY: "true"},
        update={R.AGENCY: _OMBUDSMAN},
        update_columns={R.AGENCY: ("state", "answer", "closed_by_id", "closed_at")},
        system=False,
    ),
)

# The last table of the room: when it stands, all do.
register_sql("sharing_destruction", ENDINGS)
register_sql("sharing_destruction", VERIFY)
