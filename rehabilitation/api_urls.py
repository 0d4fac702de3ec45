"""The addresses of the API of this room; those of the records derive from the specs."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from .api import beside
from .api.records import VIEW_SETS

router = SimpleRouter(trailing_slash=True)
for _route, _view_set, _name in VIEW_SETS:
    router.register(_route, _view_set, _name)
router.register("psychological/alerts", beside.SafetyAlertViewSet, "api-safety-alert")
router.register("psychological/instructions", beside.InstructionViewSet, "api-instruction")
router.register("psychological/session-notes", beside.SessionNoteViewSet, "api-session-note")
router.register("services", beside.ServiceViewSet, "api-service")
router.register("support", beside.SupportStateViewSet, "api-support")

urlpatterns = router.urls
