"""The addresses of the API of the cases room. One line for each resource."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from .api.cases import CaseViewSet

router = SimpleRouter(trailing_slash=True)
router.register("cases", CaseViewSet, "api-case")

urlpatterns = router.urls
