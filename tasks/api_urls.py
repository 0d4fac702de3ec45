"""The addresses of the API of the tasks room."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from .api.views import TaskRuleViewSet, TaskViewSet

router = SimpleRouter(trailing_slash=True)
router.register("tasks", TaskViewSet, "api-task")
router.register("task-rules", TaskRuleViewSet, "api-task-rule")

urlpatterns = router.urls
