"""Whom: operations and arrivals, persons, families, and the case of each person."""

from .access import CaseAccess, CaseGrant
from .arrivals import Arrival, Operation, Phase
from .cases import Case, RiskAssessment, TimelineEntry
from .families import Family, FamilyMember, Kinship
from .persons import Identifier, NameToken, Person, PersonName
from .visits import Visit, VisitDraft, VisitMember

__all__ = [
    "Arrival", "Case", "CaseAccess", "CaseGrant", "Family", "FamilyMember", "Identifier", "Kinship", "NameToken",
    "Operation", "Person", "PersonName", "Phase", "RiskAssessment", "TimelineEntry", "Visit",
    "VisitDraft", "VisitMember",
]  # fmt: skip
