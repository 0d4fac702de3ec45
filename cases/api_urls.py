"""The addresses of the API of the cases room. One line for each resource."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from .api.access import CaseloadViewSet, GrantViewSet, RestrictionViewSet
from .api.arrivals import ArrivalViewSet
from .api.cases import CaseViewSet
from .api.families import FamilyViewSet
from .api.implications import ImplicationViewSet
from .api.life_events import LifeEventViewSet
from .api.manifests import ManifestViewSet
from .api.messages import MessageViewSet
from .api.needtoknow import NeedToKnowViewSet
from .api.notes import DocumentViewSet, NoteViewSet
from .api.openings import OpeningViewSet
from .api.operations import OperationViewSet, PhaseViewSet
from .api.persons import PersonViewSet
from .api.plans import GoalViewSet, PlanViewSet, StepViewSet
from .api.retention import LegalHoldViewSet, RetentionDueViewSet, RetentionRuleViewSet, RetentionRunViewSet
from .api.transfers import TransferViewSet
from .api.visits import VisitViewSet

router = SimpleRouter(trailing_slash=True)
router.register("cases", CaseViewSet, "api-case")
router.register("notes", NoteViewSet, "api-note")
router.register("implications", ImplicationViewSet, "api-implication")
router.register("need-to-know", NeedToKnowViewSet, "api-need-to-know")
router.register("documents", DocumentViewSet, "api-document")
router.register("plans", PlanViewSet, "api-plan")
router.register("goals", GoalViewSet, "api-goal")
router.register("steps", StepViewSet, "api-step")
router.register("life-events", LifeEventViewSet, "api-life-event")
router.register("persons", PersonViewSet, "api-person")
router.register("families", FamilyViewSet, "api-family")
router.register("visits", VisitViewSet, "api-visit")
router.register("grants", GrantViewSet, "api-grant")
router.register("caseloads", CaseloadViewSet, "api-caseload")
router.register("restrictions", RestrictionViewSet, "api-restriction")
router.register("openings", OpeningViewSet, "api-opening")
router.register("operations", OperationViewSet, "api-operation")
router.register("phases", PhaseViewSet, "api-phase")
router.register("arrivals", ArrivalViewSet, "api-arrival")
router.register("manifests", ManifestViewSet, "api-manifest")
router.register("messages", MessageViewSet, "api-message")
router.register("transfers", TransferViewSet, "api-transfer")
router.register("retention-terms", RetentionRuleViewSet, "api-retention-term")
router.register("legal-holds", LegalHoldViewSet, "api-legal-hold")
router.register("retention-due", RetentionDueViewSet, "api-retention-due")
router.register("retention-runs", RetentionRunViewSet, "api-retention-run")

urlpatterns = router.urls
