"""Which tables of the cases room have a history, and which column names the case."""

from __future__ import annotations

from accounts.history import Tracked, track
from accounts.rotation import ALSO, Secret

track(
    Tracked("cases_case", "id", noisy=("next_due_at",)),
    Tracked("cases_casegrant", "content_object_id"),
    Tracked("cases_opening", "case_id"),
    Tracked("cases_restriction", "case_id"),
    Tracked("cases_needtoknow", "case_id"),
    Tracked("cases_implication", "case_id"),
    Tracked("cases_riskassessment", "case_id"),
    Tracked("cases_plan", "case_id"),
    Tracked("cases_goal", "case_id"),
    Tracked("cases_step", "case_id"),
    Tracked("cases_note", "case_id"),
    Tracked("cases_document", "case_id"),
    Tracked("cases_lifeevent", "case_id"),
    Tracked("cases_lifeeventitem", "case_id"),
    Tracked("cases_closure", "case_id"),
    Tracked("cases_consent", "case_id"),
    Tracked("cases_serviceconsent", "case_id"),
    Tracked("cases_person"),
    Tracked("cases_personname"),
    Tracked("cases_identifier"),
    Tracked("cases_family"),
    Tracked("cases_familymember"),
    Tracked("cases_kinship"),
    Tracked("cases_visit"),
    Tracked("cases_visitmember", "case_id"),
    Tracked("cases_operation"),
    Tracked("cases_phase"),
    Tracked("cases_arrival"),
    # Not its file and its rows: they are destroyed, and a copy in the history would stay.
    Tracked("cases_manifest", noisy=("accepting_since",)),
    Tracked("cases_transfer"),
    Tracked("cases_transfercase", "case_id"),
    Tracked("cases_retentionrule"),
    Tracked("cases_legalhold"),
    Tracked("cases_retentionrun"),
    # Made by a sweep, a hundred thousand at once; what becomes of one is kept.
    Tracked("cases_retentionitem", inserts=False),
)

# Ciphertext without an EncryptedTextField: the file of a manifest, until it is destroyed.
ALSO.add(Secret("cases_manifestfile", "manifest_id", "data"))
