"""The addresses of this room in the API."""

from __future__ import annotations

from django.urls import path
from rest_framework.routers import SimpleRouter

from .api import protection, views

router = SimpleRouter(trailing_slash=True)
router.register("odd-patterns", protection.OddPatternViewSet, "api-odd-pattern")
router.register("grants-running", protection.GrantRegisterViewSet, "api-grant-running")

urlpatterns = [
    path("dashboard/", views.DashboardView.as_view()),
    path("figures/", views.FiguresView.as_view()),
    path("team/", views.TeamView.as_view()),
    path("approvals/", views.ApprovalListView.as_view()),
    path("approvals/<slug:kind>/<int:pk>/decide/", views.ApprovalDecideView.as_view()),
    path("targets/", views.TargetsView.as_view()),
    path("protection/", protection.ProtectionView.as_view()),
    *router.urls,
]
