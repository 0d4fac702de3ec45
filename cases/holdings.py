"""What the cases room holds of a case, in the order in which it goes (see accounts/holdings.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.holdings import Holding, hold, words_of

from . import models as m
from .enums import RetentionKind

_PERSONS = "IN (SELECT cases_retention_persons(wanted, simulated))"
_ALL_SETTLED = "cases_retention_settled({case}, simulated)"


def _last_of(parent: str, table: str, of: str) -> str:
    """Rows that several cases share go with the last of them."""
    mine = f"EXISTS (SELECT 1 FROM {table} m WHERE m.{of} = {parent} AND m.case_id = wanted)"
    others = (
        f"NOT EXISTS (SELECT 1 FROM {table} m WHERE m.{of} = {parent} AND m.case_id IS NOT NULL "
        f"AND NOT {_ALL_SETTLED.format(case='m.case_id')})"
    )
    return f"{mine} AND {others}"


#: Of a person the year of birth stays, for ages in figures. Her name is gone from the search with its tokens.
_PERSON = {
    **words_of(m.Person, keep=("citizenship", "languages")),
    "name_unknown": "true",
    "birth_earliest": "date_trunc('year', t.birth_earliest)::date",
    "birth_latest": "(date_trunc('year', t.birth_latest) + interval '1 year - 1 day')::date",
    "birth_precision": "CASE WHEN t.birth_earliest IS NULL THEN t.birth_precision ELSE 'year' END",
    "died_on": "date_trunc('year', t.died_on)::date",
}
#: The person of the case, while none of her cases is open.
_ALL_CLOSED = (
    "{person} = (SELECT c.person_id FROM cases_case c WHERE c.id = wanted) AND NOT EXISTS "
    "(SELECT 1 FROM cases_case c WHERE c.person_id = {person} AND c.closed_at IS NULL)"
)
_ROWS = ("cases_manifestrow", "manifest_id")
_KIN = (
    f"(t.person_id {_PERSONS} AND NOT cases_retention_gone(t.relative_id, simulated)) OR "
    f"(t.relative_id {_PERSONS} AND NOT cases_retention_gone(t.person_id, simulated))"
)

_MINE, _NO_PAPER = "t.case_id = wanted", {"document_id": "NULL"}

hold(
    "cases",
    "cases_retentionitem",
    # A decision outlives the scan of its paper.
    *(
        Holding(table, RetentionKind.DOCUMENTS, f"{_MINE} AND t.document_id IS NOT NULL", _NO_PAPER, early_blank=True)
        for table in ("cases_consent", "cases_serviceconsent")
    ),
    Holding("cases_document", RetentionKind.DOCUMENTS),
    Holding(
        "cases_timelineentry", RetentionKind.DOCUMENTS, "t.case_id = wanted AND t.kind = 'document_added'",
        early_only=True,
    ),
    Holding("cases_identifier", RetentionKind.IDENTIFIERS, f"t.person_id {_PERSONS}"),
    Holding(
        "cases_identifier", RetentionKind.IDENTIFIERS,
        _ALL_CLOSED.format(person="t.person_id"), early_only=True,
    ),
    Holding(
        "cases_person", RetentionKind.IDENTIFIERS,
        _ALL_CLOSED.format(person="t.id"), {"phone": "NULL"}, early_blank=True, early_only=True,
    ),
    Holding(
        "cases_manifestrow", RetentionKind.MANIFESTS,
        f"t.case_id = wanted OR (t.case_id IS NULL AND {_last_of('t.manifest_id', *_ROWS)})",
        words_of(m.ManifestRow), early_blank=True,
    ),
    Holding(
        "cases_manifest", where=_last_of("t.id", *_ROWS),
        blank={"file_name": "''", "titles_text": "NULL"},
    ),
    Holding("cases_note"),
    Holding("cases_needtoknow"),
    Holding("cases_implication"),
    Holding("cases_plan", blank=words_of(m.Plan)),
    Holding("cases_goal", blank=words_of(m.Goal)),
    Holding("cases_step", blank=words_of(m.Step)),
    Holding("cases_riskassessment", blank=words_of(m.RiskAssessment)),
    Holding("cases_lifeeventitem", blank=words_of(m.LifeEventItem, keep=("code",))),
    Holding("cases_lifeevent", blank=words_of(m.LifeEvent)),
    Holding("cases_closure", blank=words_of(m.Closure)),
    Holding("cases_consent", blank=words_of(m.Consent, keep=("language",))),
    Holding("cases_serviceconsent", blank=words_of(m.ServiceConsent, keep=("language",))),
    Holding("cases_casegrant", where="t.content_object_id = wanted", blank=words_of(m.CaseGrant)),
    Holding("cases_opening", blank=words_of(m.Opening, keep=("number",))),
    Holding("cases_restriction", blank=words_of(m.Restriction, keep=("number",))),
    Holding("cases_legalhold", blank=words_of(m.LegalHold, keep=("number",))),
    Holding("cases_visit", where=_last_of("t.id", "cases_visitmember", "visit_id"), blank=words_of(m.Visit)),
    Holding("cases_visitmember", blank=words_of(m.VisitMember)),
    Holding(
        "cases_visitdraft",
        where="t.family_id = (SELECT c.family_id FROM cases_case c WHERE c.id = wanted) AND NOT EXISTS (SELECT 1 FROM "
        f"cases_case c WHERE c.family_id = t.family_id AND NOT {_ALL_SETTLED.format(case='c.id')})",
    ),
    Holding("cases_transfer", where=_last_of("t.id", "cases_transfercase", "transfer_id"), blank=words_of(m.Transfer)),
    Holding("cases_timelineentry"),
    Holding("cases_nametoken", where=f"t.person_id {_PERSONS}"),
    Holding("cases_personname", where=f"t.person_id {_PERSONS}"),
    Holding("cases_familymember", where=f"t.person_id {_PERSONS}"),
    # The number of the case stays: it is random, and the log of what was erased names it.
    Holding(
        "cases_case", where="t.id = wanted",
        blank=words_of(m.Case, keep=("number", "destination_region", "arrival_presence"), family_id="NULL"),
    ),
    Holding("cases_person", where=f"t.id {_PERSONS}", blank=_PERSON),
    # Last, because who is kin is asked above.
    Holding("cases_kinship", where=_KIN),
    words={
        "cases_document": _("Documents and photographs"), "cases_timelineentry": _("Lines of the timeline"),
        "cases_identifier": _("Numbers of papers"), "cases_person": _("Persons"),
        "cases_manifestrow": _("Rows of manifests"), "cases_manifest": _("Manifests"), "cases_note": _("Notes"),
        "cases_plan": _("Plans"), "cases_goal": _("Goals"), "cases_step": _("Steps"),
        "cases_riskassessment": _("Assessments of risk"), "cases_lifeevent": _("Life events"),
        "cases_lifeeventitem": _("Things to see to after life events"), "cases_closure": _("Closings"),
        "cases_consent": _("Consents"),
        "cases_serviceconsent": _("Consents to services"), "cases_casegrant": _("Access to the case"),
        "cases_legalhold": _("Legal holds"), "cases_needtoknow": _("People named for what is protected"),
        "cases_implication": _("Caregivers left out of decisions"),
        "cases_opening": _("Openings"), "cases_restriction": _("Restrictions"),
        "cases_visit": _("Visits"), "cases_visitmember": _("Persons on visits"), "cases_visitdraft": _("Visit drafts"),
        "cases_transfer": _("Transfers"), "cases_nametoken": _("Entries of the search"),
        "cases_personname": _("Other names"), "cases_familymember": _("Places in families"), "cases_case": _("Cases"),
        "cases_kinship": _("Kinships"),
    },
)  # fmt: skip
