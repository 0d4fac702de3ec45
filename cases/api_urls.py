"""The addresses of the API of the cases room. One line for each resource."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from .api.cases import CaseViewSet
from .api.life_events import LifeEventViewSet
from .api.notes import DocumentViewSet, NoteViewSet
from .api.plans import GoalViewSet, PlanViewSet, StepViewSet

router = SimpleRouter(trailing_slash=True)
router.register("cases", CaseViewSet, "api-case")
router.register("notes", NoteViewSet, "api-note")
router.register("documents", DocumentViewSet, "api-document")
router.register("plans", PlanViewSet, "api-plan")
router.register("goals", GoalViewSet, "api-goal")
router.register("steps", StepViewSet, "api-step")
router.register("life-events", LifeEventViewSet, "api-life-event")

urlpatterns = router.urls
