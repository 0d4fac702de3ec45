"""Leaves of the cases room: closed vocabularies, and the transitions between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


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


class Audience(models.TextChoices):
    """Who may read a line of the timeline."""

    CORE = "core", _("Everybody on the case")
    CARRIERS = "carriers", _("Case worker and supervisor")
    PSYCHOLOGICAL = "psychological", _("Psychologists of the case, case worker, supervisor")


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
