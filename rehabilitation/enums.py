"""Leaves of the rehabilitation room: closed vocabularies. Plain words; nothing here judges a person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordState(models.TextChoices):
    """Nothing is deleted: what was written about the wrong person is "entered in error"."""

    VALID = "valid", _("Valid")
    IN_ERROR = "in_error", _("Entered in error")


class Tone(models.TextChoices):
    """How a state is to be read at a glance: by word and shape, never by colour alone."""

    NONE = "none", _("Nothing recorded")
    GOOD = "good", _("In order")
    WATCH = "watch", _("Needs attention")
    ALARM = "alarm", _("Act now")


# --- Medical -----------------------------------------------------------------------------------------------


class ScreeningOccasion(models.TextChoices):
    ARRIVAL = "arrival", _("On arrival")
    PERIODIC = "periodic", _("Periodic check-up")
    COMPLAINT = "complaint", _("Because of a complaint")


class ScreeningFinding(models.TextChoices):
    NOTHING = "nothing", _("Nothing found")
    FOLLOW_UP = "follow_up", _("Follow-up needed")
    URGENT = "urgent", _("Urgent care needed")


class ConditionKind(models.TextChoices):
    CONDITION = "condition", _("Condition")
    ALLERGY = "allergy", _("Allergy")
    DISABILITY = "disability", _("Disability")
    REPORTED = "reported", _("Reported, not yet examined")


class CodeSystem(models.TextChoices):
    ICD10 = "icd10", "ICD-10"
    ICD11 = "icd11", "ICD-11"


class ProtectedKind(models.TextChoices):
    """What has readers of its own inside a case (accounts/levels.py)."""

    HIV = "hiv", _("HIV")
    STI = "sti", _("Sexually transmitted infection")
    PREGNANCY = "pregnancy", _("Pregnancy")
    SEXUAL_VIOLENCE = "sexual_violence", _("Sexual violence")
    DNA = "dna", _("DNA test")


class ProtectedResult(models.TextChoices):
    AWAITED = "awaited", _("Awaited")
    POSITIVE = "positive", _("Yes, found")
    NEGATIVE = "negative", _("No, not found")
    REPORTED = "reported", _("Reported, not yet examined")


class Vaccine(models.TextChoices):
    """Antigens of the national schedules (domain page)."""

    HEPB = "hepb", _("Hepatitis B")
    BCG = "bcg", _("BCG (tuberculosis)")
    OPV = "opv", _("Oral polio")
    IPV = "ipv", _("Injected polio")
    ROTA = "rota", _("Rotavirus")
    PENTA = "penta", _("Pentavalent")
    PCV = "pcv", _("Pneumococcal")
    MMR = "mmr", _("Measles, mumps, rubella")
    DTP = "dtp", _("Diphtheria, tetanus, pertussis")
    TD = "td", _("Tetanus, diphtheria")
    HPV = "hpv", _("HPV")
    OTHER = "other", _("Other vaccine")


class VaccinationSource(models.TextChoices):
    GIVEN = "given", _("Given here")
    CARD = "card", _("Vaccination card")
    SEROLOGY = "serology", _("Blood test")
    REPORTED = "reported", _("Reported by the family")


class Position(models.TextChoices):
    LYING = "lying", _("Lying (length)")
    STANDING = "standing", _("Standing (height)")


class Nutrition(models.TextChoices):
    """By mid-upper arm circumference or oedema, at 6 to 59 months."""

    SEVERE = "severe", _("Severe acute malnutrition")
    MODERATE = "moderate", _("Moderate acute malnutrition")
    NORMAL = "normal", _("No acute malnutrition")


class Urgency(models.TextChoices):
    ROUTINE = "routine", _("Routine")
    URGENT = "urgent", _("Urgent")
    EMERGENCY = "emergency", _("Emergency")


class ReferralStage(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    APPOINTMENT = "appointment", _("Appointment made")
    SEEN = "seen", _("Seen")
    MISSED = "missed", _("Appointment missed")
    DECLINED = "declined", _("Declined")


#: A referral that still waits for somebody.
OPEN_REFERRALS = (ReferralStage.REQUESTED, ReferralStage.APPOINTMENT, ReferralStage.MISSED)


# --- Psychological -----------------------------------------------------------------------------------------


class SessionKind(models.TextChoices):
    INDIVIDUAL = "individual", _("Individual")
    FAMILY = "family", _("Family")
    GROUP = "group", _("Group")


class Attendance(models.TextChoices):
    ATTENDED = "attended", _("Attended")
    MISSED = "missed", _("Did not come")
    CANCELLED = "cancelled", _("Cancelled")


class AlertKind(models.TextChoices):
    SUICIDE = "suicide", _("Risk of suicide")
    SELF_HARM = "self_harm", _("Self-harm")
    VIOLENCE = "violence", _("Violence against her or him")
    NEGLECT = "neglect", _("Neglect")
    OTHER = "other", _("Other danger")


class AlertStage(models.TextChoices):
    OPEN = "open", _("Open")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    CLOSED = "closed", _("Closed with an outcome")


class Instruction(models.TextChoices):
    """What everybody on the case is told: what to do, never why."""

    NOT_ALONE = "not_alone", _("Do not leave alone")
    CALL_FIRST = "call_first", _("Call the psychologist before every visit")
    VISIT_IN_PAIRS = "visit_in_pairs", _("Visit in pairs")
    SEEN_ALONE = "seen_alone", _("Speak with her or him alone at every visit")
    OTHER = "other", _("See the text")


# --- Education ---------------------------------------------------------------------------------------------


class Schooling(models.TextChoices):
    NONE = "none", _("No schooling")
    PRE_SCHOOL = "pre_school", _("Pre-school")
    PRIMARY = "primary", _("Primary (grades 1–4)")
    BASIC = "basic", _("Basic (grades 5–9)")
    SECONDARY = "secondary", _("Secondary (grades 10–11)")
    VOCATIONAL = "vocational", _("Vocational")
    HIGHER = "higher", _("Higher")


class Literacy(models.TextChoices):
    NONE = "none", _("Cannot read yet")
    PARTLY = "partly", _("Reads with difficulty")
    FLUENT = "fluent", _("Reads and writes")


class SchoolKind(models.TextChoices):
    KINDERGARTEN = "kindergarten", _("Kindergarten")
    SCHOOL = "school", _("School")
    SPECIAL = "special", _("Special school")
    BOARDING = "boarding", _("Boarding school")
    HOME = "home", _("Home schooling")
    VOCATIONAL = "vocational", _("Vocational school")
    UNIVERSITY = "university", _("University")


class TeachingLanguage(models.TextChoices):
    UZBEK = "uz", _("Uzbek")
    RUSSIAN = "ru", _("Russian")
    KARAKALPAK = "kaa", _("Karakalpak")
    TAJIK = "tg", _("Tajik")
    KAZAKH = "kk", _("Kazakh")
    KYRGYZ = "ky", _("Kyrgyz")
    ARABIC = "ar", _("Arabic")
    OTHER = "other", _("Other language")


class CatchUpSubject(models.TextChoices):
    READING = "reading", _("Reading and writing")
    MATHEMATICS = "mathematics", _("Mathematics")
    STATE_LANGUAGE = "state_language", _("State language")
    RUSSIAN = "russian", _("Russian")
    SEVERAL = "several", _("Several subjects")


class CourseResult(models.TextChoices):
    """Of catch-up classes and of trainings."""

    RUNNING = "running", _("Running")
    COMPLETED = "completed", _("Completed")
    DROPPED = "dropped", _("Dropped out")


# --- Housing -----------------------------------------------------------------------------------------------


class PlacementKind(models.TextChoices):
    CENTRE = "centre", _("Adaptation centre")
    RELATIVES = "relatives", _("With relatives")
    GUARDIAN = "guardian", _("With a guardian")
    FOSTER = "foster", _("Foster family")
    INSTITUTION = "institution", _("Institution")
    RENTED = "rented", _("Rented")
    STATE = "state", _("Provided by the state")
    OWN = "own", _("Own home")
    OTHER = "other", _("Elsewhere")


class Tenure(models.TextChoices):
    OWNER = "owner", _("Owner")
    CONTRACT = "contract", _("Rental contract")
    NO_CONTRACT = "no_contract", _("Rented without a contract")
    GUEST = "guest", _("Guest")
    ASSIGNED = "assigned", _("Assigned by the state")
    NONE = "none", _("No right to stay")


class Adequacy(models.TextChoices):
    ADEQUATE = "adequate", _("Adequate")
    INADEQUATE = "inadequate", _("Not adequate")


# --- Employment --------------------------------------------------------------------------------------------


class WorkWish(models.TextChoices):
    NOW = "now", _("Wants to work now")
    LATER = "later", _("Wants to work later")
    TRAINING = "training", _("Wants training first")
    NOT = "not", _("Does not look for work")


class SearchStage(models.TextChoices):
    APPLIED = "applied", _("Applied")
    INTERVIEW = "interview", _("Interview")
    OFFERED = "offered", _("Offer received")
    HIRED = "hired", _("Hired")
    REJECTED = "rejected", _("Rejected")


OPEN_SEARCHES = (SearchStage.APPLIED, SearchStage.INTERVIEW, SearchStage.OFFERED)


class Contract(models.TextChoices):
    PERMANENT = "permanent", _("Permanent contract")
    FIXED_TERM = "fixed_term", _("Fixed-term contract")
    SEASONAL = "seasonal", _("Seasonal work")
    SELF_EMPLOYED = "self_employed", _("Self-employed")
    INFORMAL = "informal", _("Without a contract")


class WageBand(models.TextChoices):
    """Against the national minimum wage of the day."""

    UNDER_1 = "under_1", _("Below the minimum wage")
    FROM_1 = "from_1", _("1 to 2 minimum wages")
    FROM_2 = "from_2", _("2 to 4 minimum wages")
    FROM_4 = "from_4", _("Above 4 minimum wages")


class BenefitKind(models.TextChoices):
    CHILD = "child", _("Child allowance")
    LOW_INCOME = "low_income", _("Support for a low income")
    DISABILITY = "disability", _("Disability pension")
    SURVIVOR = "survivor", _("Survivor's pension")
    OLD_AGE = "old_age", _("Old-age pension")
    UNEMPLOYMENT = "unemployment", _("Unemployment benefit")
    CHILDCARE = "childcare", _("Childcare place or allowance")
    GRANT = "grant", _("Business grant")
    OTHER = "other", _("Other benefit")


class BenefitStage(models.TextChoices):
    APPLIED = "applied", _("Applied for")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class PaymentPeriod(models.TextChoices):
    MONTHLY = "monthly", _("Monthly")
    ONCE = "once", _("Once")


# --- Services ----------------------------------------------------------------------------------------------


class ServiceStage(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    DELIVERED = "delivered", _("Delivered")
    REFUSED = "refused", _("Refused by the provider")
    CANCELLED = "cancelled", _("No longer needed")


#: From where to where a service may go.
SERVICE_TRANSITIONS: dict[str, tuple[str, ...]] = {
    ServiceStage.REQUESTED: (ServiceStage.DELIVERED, ServiceStage.REFUSED, ServiceStage.CANCELLED),
    ServiceStage.REFUSED: (ServiceStage.REQUESTED, ServiceStage.DELIVERED),
    ServiceStage.CANCELLED: (ServiceStage.REQUESTED,),
    ServiceStage.DELIVERED: (),
}


class ServiceOutcome(models.TextChoices):
    ACHIEVED = "achieved", _("Need met")
    PARTLY = "partly", _("Need partly met")
    NOT_MET = "not_met", _("Need not met")
