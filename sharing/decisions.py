"""For every column of the rooms that hold people: which field of the disclosure table it may leave as, or never.

One line for each model; a bare name never leaves, ``name=code`` leaves as the field ``code`` and only where
sharing/policy.py names that field. A test fails for a column that has no decision here, so whoever adds one decides.
The columns of ``BARE`` stand on every table and never leave.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Keys, stamps and states that are the house's own.
BARE = frozenset({"id", "created_at", "updated_at", "created_by", "made_in"})

_RECORD = "case on next_on state error_reason note"

DECISIONS: Mapping[str, str] = {
    # The operation, the flight and the day tell where somebody comes from.
    "cases.MessagesSeen": "user up_to",
    "cases.Operation": "name country official_figures note",
    "cases.Phase": "operation number name",
    "cases.Arrival": "phase kind date departed_from place reception_centre landed_at",
    "cases.Person": "surname=surname given_name=given_name patronymic=patronymic name_unknown script sex=sex "
    "birth_earliest=birth_date birth_latest=birth_date birth_precision=birth_date birth_place=birth_place "
    "citizenship=citizenship languages=languages phone=phone died_on",
    "cases.PersonName": "person surname given_name patronymic script source",
    "cases.NameToken": "person token region restricted",
    "cases.Identifier": "person kind value value_hash country",
    "cases.Family": "number",
    "cases.FamilyMember": "family=household person=household relation is_caregiver=caregivers joined_on left_on",
    "cases.Kinship": "person relative relation",
    "cases.Case": "number person family arrival office region=residence worker status risk restricted "
    "unaccompanied=unaccompanied refused historic on_hold_until on_hold_reason destination_region "
    "destination_district=residence arrived_on arrival_presence next_due_at last_visit_on closed_at anonymised_on",
    "cases.RetentionRule": "kind years basis kept_by_law state decided_by decided_at",
    "cases.LegalHold": "case number reason lifted_at lifted_by lifted_reason",
    "cases.RetentionRun": "state kinds request for_case number counts erased kept total finished_at decided_by "
    "decided_at",
    "cases.RetentionItem": "case number kind rule closed_at due_on run state counts files listed done_at",
    "cases.RiskAssessment": "case level reason by",
    "cases.TimelineEntry": "case at recorded_at kind audience author object_id details",
    "cases.CaseGrant": "permission user content_object purpose reason given_by until ended_at",
    "cases.Opening": "grant case number region user kind reason opened_at until told_at reviewed_at reviewed_by remark",
    "cases.OpeningRefusal": "user at",
    "cases.Restriction": "case number region reason made_at made_by lifted_at lifted_by lifted_reason",
    "cases.CaseAccess": "user case purpose until grant",
    "cases.Implication": "case person reason was_caregiver ended_at ended_by end_reason",
    "cases.NeedToKnow": "case user named_by reason until ended_at ended_by",
    "cases.Consent": "case agency purpose kinds decision given_by giver_name assent assent_note assent_blocks manner "
    "witness language interpreter given_on until withdrawn_at withdrawn_by withdrawn_reason lapsed override_reason "
    "override_by override_at document superseded_by",
    # A refusal is told to nobody.
    "cases.ServiceConsent": "case area decision decided_on note given_by giver_name assent assent_note manner witness "
    "language interpreter document replaced_at",
    "cases.LifeEvent": "case kind happened_on note effect",
    "cases.LifeEventItem": "case event code done_on done_by note",
    "cases.Closure": "case state reason explanation person_told caregiver_told goals_reached goals_total "
    "requested_by decided_by decided_at comments reopened_by reopened_at reopen_reason",
    "cases.Manifest": "arrival region revision_of file_name size sha256 content_hash status titles_text mapping counts "
    "accepting_since accepted_at accepted_by undone_at undone_by raw_until",
    "cases.ManifestFile": "manifest data",
    "cases.ManifestRow": "manifest number cells_text mended_text excluded name_unknown decided_by decided_at outcome "
    "problems fate person case",
    "cases.Note": "case kind happened_on text audience",
    "cases.Document": "case kind title issued_on file_name media_type size sha256 key thumb_key scan scanned_at",
    "cases.Plan": "case version status summary wishes review_on submitted_at submitted_by approved_at approved_by "
    "reviewed_at reviewed_by review_note comments agreed",
    "cases.Goal": "case plan area text measure due_on state closed_on closed_note handed_over_to",
    "cases.Step": "case goal text owner owner_text due_on state done_on note",
    "cases.Transfer": "arrival from_office from_region to_office to_region to_worker people risk note state decided_at "
    "decided_by comment",
    "cases.TransferCase": "transfer case number",
    "cases.Visit": "family on place others_present safety safety_note concern note next_visit_on",
    "cases.VisitMember": "case visit seen not_seen_reason seen_alone not_alone_reason concern note",
    "cases.VisitDraft": "family author data",
    "rehabilitation.EducationLevel": f"{_RECORD} schooling=education_level last_grade language "
    "literacy=education_level years_missed special_needs=education_level",
    "rehabilitation.Enrolment": "case on=education_school next_on state error_reason note until kind "
    "school=education_school grade=education_grade language=education_language contact end_reason grades_behind",
    "rehabilitation.AttendanceMonth": f"{_RECORD} days_present days_total reason",
    "rehabilitation.CatchUp": f"{_RECORD} until subject=education_catch_up provider "
    "hours_per_week=education_catch_up result",
    "rehabilitation.SkillsProfile": f"{_RECORD} wish=employment_wish profession=employment_skills "
    "skills=employment_skills languages care_duties needs_childcare=employment_wish limits",
    "rehabilitation.Training": f"{_RECORD} until course=employment_training provider result=employment_training "
    "certificate=employment_training",
    "rehabilitation.JobSearch": f"{_RECORD} employer position stage",
    "rehabilitation.Job": "case on=employment_job next_on state error_reason note until employer "
    "position=employment_job contract=employment_job wage hours_per_week end_reason",
    "rehabilitation.Benefit": f"{_RECORD} until kind=employment_benefit stage decided_on amount period purpose",
    "rehabilitation.Placement": f"{_RECORD} until kind tenure=housing_placement centre address room "
    "people=housing_rooms rooms=housing_rooms end_reason",
    "rehabilitation.Inspection": "case on=housing_adequate next_on state error_reason note placement "
    "adequacy=housing_adequate safe water heating space privacy school_near clinic_near missing=housing_adequate",
    "rehabilitation.Screening": "case on=medical_screening next_on state error_reason note occasion "
    "finding=medical_screening provider findings",
    "rehabilitation.Condition": f"{_RECORD} until kind name=medical_conditions code_system code=medical_conditions "
    "medication=medical_conditions",
    # HIV, pregnancy, sexual violence, DNA: never.
    "rehabilitation.ProtectedFinding": f"{_RECORD} kind result",
    "rehabilitation.Vaccination": "case on=medical_vaccinations next_on state error_reason note "
    "vaccine=medical_vaccinations dose=medical_vaccinations source provider",
    "rehabilitation.GrowthMeasurement": "case on=medical_growth next_on state error_reason note "
    "weight_kg=medical_growth height_cm=medical_growth position muac_mm head_cm oedema nutrition=medical_growth",
    "rehabilitation.MedicalReferral": "case on=medical_referral next_on state error_reason note to=medical_referral "
    "reason=medical_referral urgency=medical_referral stage result",
    "rehabilitation.InstrumentResult": f"{_RECORD} instrument total safety_item band band_set positive",
    "rehabilitation.Session": f"{_RECORD} kind attendance minutes",
    "rehabilitation.SessionNote": "case session text",
    "rehabilitation.SafetyAlert": "case kind acute description result stage acknowledged_at acknowledged_by outcome "
    "closed_at closed_by",
    "rehabilitation.AgreedInstruction": "case alert instruction=psychological_instruction "
    "text=psychological_instruction state ended_at ended_by",
    # A service is told with the field of its own module: medical_services, education_services, …
    "rehabilitation.Service": f"{_RECORD} module need=medical_services what=medical_services provider stage "
    "delivered_on outcome outcome_note",
    "rehabilitation.SupportState": "case module code tone details last_on last_kind next_on until open_services",
}


def decided(model: str) -> dict[str, str]:
    """Column → field code, or "" for never, of one model as ``app.Model``."""
    pairs = (word.partition("=") for word in DECISIONS.get(model, "").split())
    return {name: code for name, _sign, code in pairs}
