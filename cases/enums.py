"""Leaves of the cases room: closed vocabularies, and the transitions between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Discipline


class Sex(models.TextChoices):
    FEMALE = "F", _("Female")
    MALE = "M", _("Male")


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("exact day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    ABOUT = "about", _("about")


class Script(models.TextChoices):
    LATIN = "latin", _("Latin")
    CYRILLIC = "cyrillic", _("Cyrillic")
    ARABIC = "arabic", _("Arabic")
    OTHER = "other", _("Other")


class ArrivalKind(models.TextChoices):
    FLIGHT = "flight", _("Flight")
    LAND = "land", _("Land crossing")


class Relation(models.TextChoices):
    """What a member of a family is to its head, and to a relative in a kin link."""

    HEAD = "head", _("Head of the family")
    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    WIFE = "wife", _("Wife")
    HUSBAND = "husband", _("Husband")
    DAUGHTER = "daughter", _("Daughter")
    SON = "son", _("Son")
    CHILD = "child", _("Child")
    SISTER = "sister", _("Sister")
    BROTHER = "brother", _("Brother")
    SIBLING = "sibling", _("Sibling")
    GRANDMOTHER = "grandmother", _("Grandmother")
    GRANDFATHER = "grandfather", _("Grandfather")
    GRANDCHILD = "grandchild", _("Grandchild")
    AUNT = "aunt", _("Aunt")
    UNCLE = "uncle", _("Uncle")
    NIECE_NEPHEW = "niece_nephew", _("Niece or nephew")
    COUSIN = "cousin", _("Cousin")
    GUARDIAN = "guardian", _("Guardian")
    WARD = "ward", _("Ward")
    OTHER = "other", _("Other relative")


#: The same link seen from the other side, where the sex of the other is not known.
INVERSE: dict[str, str] = {
    Relation.MOTHER: Relation.CHILD,
    Relation.FATHER: Relation.CHILD,
    Relation.GRANDMOTHER: Relation.GRANDCHILD,
    Relation.GRANDFATHER: Relation.GRANDCHILD,
    Relation.GRANDCHILD: Relation.GRANDMOTHER,
    Relation.AUNT: Relation.NIECE_NEPHEW,
    Relation.UNCLE: Relation.NIECE_NEPHEW,
    Relation.NIECE_NEPHEW: Relation.AUNT,
    Relation.GUARDIAN: Relation.WARD,
    Relation.WARD: Relation.GUARDIAN,
    Relation.SIBLING: Relation.SIBLING,
    Relation.COUSIN: Relation.COUSIN,
    Relation.OTHER: Relation.OTHER,
    Relation.HUSBAND: Relation.WIFE,
    Relation.WIFE: Relation.HUSBAND,
}


class IdentifierKind(models.TextChoices):
    PINFL = "pinfl", _("PINFL")
    PASSPORT = "passport", _("Passport")
    ID_CARD = "id_card", _("ID card")
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    IIN = "iin", _("IIN")
    OTHER = "other", _("Other")


class CaseStatus(models.TextChoices):
    """The steps of case management (Inter-Agency Guidelines 2014)."""

    REGISTERED = "registered", _("Registered")
    ASSESSMENT = "assessment", _("Assessment")
    PLAN = "plan", _("Planning")
    IMPLEMENTATION = "implementation", _("Implementation")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")


OPEN_STATUSES = (
    CaseStatus.REGISTERED, CaseStatus.ASSESSMENT, CaseStatus.PLAN, CaseStatus.IMPLEMENTATION, CaseStatus.REOPENED,
)  # fmt: skip

#: Closing is a step of its own (checklist, a supervisor's approval) and so is reopening.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    CaseStatus.REGISTERED: (CaseStatus.ASSESSMENT,),
    CaseStatus.ASSESSMENT: (CaseStatus.PLAN,),
    CaseStatus.PLAN: (CaseStatus.ASSESSMENT, CaseStatus.IMPLEMENTATION),
    CaseStatus.IMPLEMENTATION: (CaseStatus.ASSESSMENT, CaseStatus.PLAN),
    CaseStatus.CLOSED: (),
    CaseStatus.REOPENED: (CaseStatus.ASSESSMENT, CaseStatus.PLAN, CaseStatus.IMPLEMENTATION),
}


class PlanStatus(models.TextChoices):
    """A plan is in force while approved or reviewed; an approved newer version replaces it."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    RETURNED = "returned", _("Returned with comments")
    APPROVED = "approved", _("Approved")
    REVIEWED = "reviewed", _("Reviewed")
    REPLACED = "replaced", _("Replaced by a newer version")


PLAN_EDITABLE = (PlanStatus.DRAFT, PlanStatus.RETURNED)
PLAN_IN_FORCE = (PlanStatus.APPROVED, PlanStatus.REVIEWED)
PLAN_TRANSITIONS: dict[str, tuple[str, ...]] = {
    PlanStatus.DRAFT: (PlanStatus.SUBMITTED,),
    PlanStatus.SUBMITTED: (PlanStatus.APPROVED, PlanStatus.RETURNED),
    PlanStatus.RETURNED: (PlanStatus.SUBMITTED,),
    PlanStatus.APPROVED: (PlanStatus.REVIEWED, PlanStatus.REPLACED),
    PlanStatus.REVIEWED: (PlanStatus.REVIEWED, PlanStatus.REPLACED),
    PlanStatus.REPLACED: (),
}


class GoalArea(models.TextChoices):
    """What a goal is about: the five kinds of support, and what belongs to none of them."""

    MEDICAL = "medical", _("Medical")
    PSYCHOLOGICAL = "psychological", _("Psychological")
    EDUCATION = "education", _("Education")
    HOUSING = "housing", _("Housing")
    EMPLOYMENT = "employment", _("Employment")
    PROTECTION = "protection", _("Safety and protection")
    FAMILY = "family", _("Family and kin")
    DOCUMENTS = "documents", _("Documents")
    MATERIAL = "material", _("Material help")
    OTHER = "other", _("Other")


class GoalState(models.TextChoices):
    OPEN = "open", _("Open")
    REACHED = "reached", _("Reached")
    PARTLY = "partly", _("Partly reached")
    DROPPED = "dropped", _("Given up")
    HANDED_OVER = "handed_over", _("Handed over")


class StepState(models.TextChoices):
    TODO = "todo", _("To do")
    DOING = "doing", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Given up")


class NoteKind(models.TextChoices):
    NOTE = "note", _("Note")
    CALL = "call", _("Telephone call")
    MEETING = "meeting", _("Meeting")
    SUPERVISION = "supervision", _("Supervision")
    CONCERN = "concern", _("Concern about safety")


class DocumentKind(models.TextChoices):
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    IDENTITY = "identity", _("Passport or identity card")
    KINSHIP = "kinship", _("Proof of kinship")
    GUARDIANSHIP = "guardianship", _("Decision on guardianship")
    MEDICAL = "medical", _("Medical paper")
    SCHOOL = "school", _("School paper")
    HOUSING = "housing", _("Housing paper")
    CONSENT = "consent", _("Signed consent")
    COURT = "court", _("Decision of a court or authority")
    PHOTO = "photo", _("Photograph")
    PROTECTED = "protected", _("Protected result (HIV, DNA and the like)")
    OTHER = "other", _("Other")


class ScanState(models.TextChoices):
    """What the virus scanner says of a paper."""

    UNSCANNED = "unscanned", _("Not scanned")
    CLEAN = "clean", _("Nothing found")
    INFECTED = "infected", _("A virus was found")


class LifeEventKind(models.TextChoices):
    DEATH = "death", _("Death")
    LOST_CONTACT = "lost_contact", _("Lost contact")
    MOVED_ABROAD = "moved_abroad", _("Moved abroad")
    DETAINED = "detained", _("Detained")
    ADOPTED = "adopted", _("Adopted")
    REFUSED = "refused", _("Refused support")
    CAME_OF_AGE = "came_of_age", _("Came of age")
    NEW_GUARDIAN = "new_guardian", _("New guardian")


class TaskEffect(models.TextChoices):
    """What a life event does to the open tasks of a case; the tasks room reads it from the signal."""

    END_ALL = "end_all", _("All open tasks end")
    PAUSE = "pause", _("Visits pause; a yearly offer remains")
    TRACE = "trace", _("Visits pause; the person is looked for within 7 days")
    REASSESS = "reassess", _("A new assessment is due")


LIFE_EVENT_EFFECT: dict[str, TaskEffect] = {
    LifeEventKind.DEATH: TaskEffect.END_ALL,
    LifeEventKind.LOST_CONTACT: TaskEffect.TRACE,
    LifeEventKind.MOVED_ABROAD: TaskEffect.PAUSE,
    LifeEventKind.DETAINED: TaskEffect.REASSESS,
    LifeEventKind.ADOPTED: TaskEffect.REASSESS,
    LifeEventKind.REFUSED: TaskEffect.PAUSE,
    LifeEventKind.CAME_OF_AGE: TaskEffect.REASSESS,
    LifeEventKind.NEW_GUARDIAN: TaskEffect.REASSESS,
}


class ClosureState(models.TextChoices):
    REQUESTED = "requested", _("Waiting for approval")
    APPROVED = "approved", _("Closed")
    RETURNED = "returned", _("Returned with comments")
    REOPENED = "reopened", _("Reopened")


class ClosureReason(models.TextChoices):
    GOALS_MET = "goals_met", _("The goals are reached")
    HANDED_OVER = "handed_over", _("Others carry on")
    MOVED = "moved", _("Moved away")
    ADOPTED = "adopted", _("Adopted")
    DIED = "died", _("Died")
    REFUSED = "refused", _("Refuses support")
    LOST_CONTACT = "lost_contact", _("Contact lost for good")
    OTHER = "other", _("Other")


class Told(models.TextChoices):
    """Whether somebody was told that the case will be closed."""

    YES = "yes", _("Yes")
    NOT_POSSIBLE = "not_possible", _("It was not possible")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class Risk(models.TextChoices):
    """Until a triage, a case has no level and the high-risk clock runs."""

    UNSET = "unset", _("Not yet triaged")
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class GrantPurpose(models.TextChoices):
    TEAM = "team", _("Case team")
    COVER = "cover", _("Cover for a colleague")
    EMERGENCY = "emergency", _("Emergency access")
    NATIONAL = "national", _("Opened by the national coordinator")
    NAMED = "named", _("Named on a restricted case")


#: What a supervisor gives by hand; the others have steps of their own.
GIVEN = (GrantPurpose.TEAM, GrantPurpose.COVER)
#: The longest that access is given for at once, in days: half a year for the case team (two rounds of the three-monthly
#: plan review of the Inter-Agency Guidelines 2014), a quarter for cover. It can be extended as often as is needed.
LONGEST_DAYS: dict[str, int] = {GrantPurpose.TEAM: 184, GrantPurpose.COVER: 92}
#: What a user opens by herself, with a reason, and for how long (issue "Two walls and one door").
OPENINGS = (GrantPurpose.EMERGENCY, GrantPurpose.NATIONAL)
OPENING_HOURS = 24


class SharingPurpose(models.TextChoices):
    """What an agency is asked for: one consent and one agreement speak of one purpose."""

    HEALTH_CARE = "health_care", _("Health care")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial support")
    SCHOOLING = "schooling", _("Schooling")
    WORK = "work", _("Work or training")
    HOUSING = "housing", _("Housing")
    BENEFITS = "benefits", _("Benefits and allowances")
    CIVIL_DOCUMENTS = "civil_documents", _("Civil documents")
    MATERIAL_AID = "material_aid", _("Material aid")
    FAMILY_TRACING = "family_tracing", _("Family tracing")


class DataKind(models.TextChoices):
    """Kinds of data that a person agrees to, in words that can be explained to her."""

    IDENTITY = "identity", _("Name, age, sex and languages")
    CONTACT = "contact", _("Telephone and place of living")
    ORIGIN = "origin", _("Birthplace and citizenship")
    FAMILY = "family", _("Family and caregiver")
    MEDICAL = "medical", _("Health")
    PSYCHOLOGICAL = "psychological", _("Psychosocial support received")
    EDUCATION = "education", _("Education")
    HOUSING = "housing", _("Housing")
    EMPLOYMENT = "employment", _("Work and skills")


class ServiceArea(models.TextChoices):
    """What a person agrees to or refuses in her own case; the services bear the codes of the disciplines."""

    CASEWORK = "casework", _("Casework itself")
    MEDICAL = Discipline.MEDICAL.value, Discipline.MEDICAL.label
    PSYCHOLOGICAL = Discipline.PSYCHOLOGICAL.value, Discipline.PSYCHOLOGICAL.label
    EDUCATION = Discipline.EDUCATION.value, Discipline.EDUCATION.label
    HOUSING = Discipline.HOUSING.value, Discipline.HOUSING.label
    EMPLOYMENT = Discipline.EMPLOYMENT.value, Discipline.EMPLOYMENT.label


class ConsentDecision(models.TextChoices):
    """``override``: without consent, in the best interests of a child; counts once a supervisor agrees."""

    GIVEN = "given", _("Agreed")
    REFUSED = "refused", _("Refused")
    OVERRIDE = "override", _("Best interests, without consent")


class ServiceDecision(models.TextChoices):
    GIVEN = "given", _("Agreed")
    REFUSED = "refused", _("Refused")


class ConsentLapse(models.TextChoices):
    """Why a consent ended though nobody withdrew it: it has to be asked again."""

    MAJORITY = "majority", _("The child came of age")
    GUARDIAN = "guardian", _("Somebody else cares for the child now")
    SUPERSEDED = "superseded", _("A newer decision replaces it")


class ConsentGiver(models.TextChoices):
    SELF = "self", _("The person herself")
    CAREGIVER = "caregiver", _("Parent or caregiver")
    GUARDIAN = "guardian", _("Guardianship authority")


class Assent(models.TextChoices):
    """The child's own word (sought from 6 to 11, weighty from 12)."""

    GIVEN = "given", _("The child agrees")
    REFUSED = "refused", _("The child does not agree")
    UNABLE = "unable", _("The child could not be asked")


class ConsentManner(models.TextChoices):
    SIGNED = "signed", _("Signed on paper")
    IN_PERSON = "in_person", _("In person, by word")
    TELEPHONE = "telephone", _("By telephone, with a witness")


class PlaceKind(models.TextChoices):
    """Where a visit took place."""

    HOME = "home", _("At home")
    RELATIVES = "relatives", _("At relatives")
    CENTRE = "centre", _("Adaptation centre")
    SCHOOL = "school", _("School or kindergarten")
    HOSPITAL = "hospital", _("Hospital or clinic")
    OFFICE = "office", _("Our office")
    OTHER = "other", _("Somewhere else")


class Safety(models.TextChoices):
    """The first question of every visit: is everybody in this home safe?"""

    SAFE = "safe", _("Yes, as far as I could see")
    WORRIED = "worried", _("I am worried about somebody")
    DANGER = "danger", _("No, somebody is in danger now")
    UNKNOWN = "unknown", _("I could not find out")


#: Answers that raise the concern flag of a visit.
CONCERNS = (Safety.WORRIED, Safety.DANGER)


class NotSeen(models.TextChoices):
    """Why a member of the family was not seen."""

    OUT = "out", _("Out for the day")
    SCHOOL = "school", _("At school or work")
    HOSPITAL = "hospital", _("In hospital")
    TRAVELLING = "travelling", _("Staying elsewhere")
    REFUSED = "refused", _("Did not want to")
    NOT_ALLOWED = "not_allowed", _("Somebody did not allow it")
    NOT_FOUND = "not_found", _("Nobody knows where")
    OTHER = "other", _("Another reason")


class NotAlone(models.TextChoices):
    """Why a child who was seen was not seen alone."""

    TOO_YOUNG = "too_young", _("Too young")
    CHILD_REFUSED = "child_refused", _("The child did not want to")
    CAREGIVER_REFUSED = "caregiver_refused", _("The caregiver did not allow it")
    NO_PLACE = "no_place", _("No place to be alone")
    NO_TIME = "no_time", _("No time on this visit")
    OTHER = "other", _("Another reason")


class ManifestStatus(models.TextChoices):
    """Where a manifest stands. ``uploaded``: its columns are not understood yet."""

    UPLOADED = "uploaded", _("Columns to be assigned")
    CHECKED = "checked", _("Checked")
    ACCEPTED = "accepted", _("Accepted")
    UNDONE = "undone", _("Undone")


class RowFate(models.TextChoices):
    """What accepting did with a row. ``same`` and ``changed``: she stood on the manifest before this one."""

    MADE = "made", _("Registered")
    SAME = "same", _("Unchanged")
    CHANGED = "changed", _("Changed")


class Presence(models.TextChoices):
    """What the roll-call at landing found."""

    PRESENT = "present", _("Arrived")
    ABSENT = "absent", _("Absent")
    NOT_LISTED = "not_listed", _("Not on the list")


class TransferState(models.TextChoices):
    PENDING = "pending", _("Waiting for the receiving supervisor")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RetentionKind(models.TextChoices):
    """Kinds of data that may have a term of their own. Once the whole case goes, it is anonymous."""

    DOCUMENTS = "documents", _("Documents and photographs")
    IDENTIFIERS = "identifiers", _("Numbers of papers and telephone")
    MEDICAL = "medical", _("Health")
    PSYCHOLOGICAL = "psychological", _("Psychosocial support received")
    EDUCATION = "education", _("Education")
    HOUSING = "housing", _("Housing")
    EMPLOYMENT = "employment", _("Work and skills")
    SHARING = "sharing", _("What was told to agencies")
    MANIFESTS = "manifests", _("Rows of manifests")
    WHOLE = "whole", _("The whole case, names included")


class RuleState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class RunState(models.TextChoices):
    """A run is counted (the dry run), agreed by a second person, carried out."""

    COUNTING = "counting", _("Being counted")
    READY = "ready", _("Waiting for a second person")
    APPROVED = "approved", _("Approved")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")


class ItemState(models.TextChoices):
    """``skipped``: a hold was set, or the case was opened again, after the dry run."""

    DUE = "due", _("Due")
    WAITING = "waiting", _("In a run")
    DONE = "done", _("Erased")
    SKIPPED = "skipped", _("Left alone")
    FAILED = "failed", _("Failed")


class KeptWhy(models.TextChoices):
    """Why something stays although a person asked to have it erased."""

    OPEN = "open", _("while the case is open")
    HOLD = "hold", _("while a legal hold stands")
    LAW = "law", _("the law demands it")
    NO_TERM = "no_term", _("no term has been set yet")
