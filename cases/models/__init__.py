"""Whom: operations and arrivals, persons, families, and the case of each person."""

from .access import CaseAccess, CaseGrant, NeedToKnow
from .arrivals import Arrival, Operation, Phase
from .cases import Case, RiskAssessment, TimelineEntry
from .consents import Consent, ServiceConsent
from .events import Closure, LifeEvent, LifeEventItem
from .families import Family, FamilyMember, Kinship
from .implications import Implication
from .manifests import Manifest, ManifestFile, ManifestRow
from .messages import MessagesSeen
from .notes import Document, Note
from .openings import Opening, OpeningRefusal
from .persons import Identifier, NameToken, Person, PersonName
from .plans import Goal, Plan, Step
from .restrictions import Restriction
from .retention import LegalHold, RetentionItem, RetentionRule, RetentionRun
from .transfers import Transfer, TransferCase
from .visits import Visit, VisitDraft, VisitMember

__all__ = [
    "Arrival", "Case", "CaseAccess", "CaseGrant", "Closure", "Consent", "Document", "Family", "FamilyMember", "Goal",
    "Identifier", "Implication", "Kinship", "LegalHold", "LifeEvent", "LifeEventItem", "Manifest", "ManifestFile",
    "ManifestRow", "MessagesSeen", "NameToken", "NeedToKnow", "Note", "Opening", "OpeningRefusal", "Operation",
    "Person", "PersonName", "Phase", "Plan", "Restriction", "RetentionItem", "RetentionRule", "RetentionRun",
    "RiskAssessment", "ServiceConsent", "Step", "TimelineEntry", "Transfer", "TransferCase", "Visit", "VisitDraft",
    "VisitMember",
]  # fmt: skip
