"""The addresses of the pages of the insights room."""

from __future__ import annotations

from django.urls import path

from .views import figures, protection, reports, team

app_name = "insights"

urlpatterns = [
    path("team/", team.TeamView.as_view(), name="team"),
    path("approvals/", team.ApprovalsView.as_view(), name="approvals"),
    path("approvals/<slug:kind>/<int:pk>/", team.DecideView.as_view(), name="decide"),
    path("figures/", figures.FiguresView.as_view(), name="figures"),
    path("figures/refresh/", figures.RefreshView.as_view(), name="refresh"),
    path("figures/caseload/", figures.CaseloadView.as_view(), name="caseload"),
    path("figures/targets/", figures.TargetsView.as_view(), name="targets"),
    path("protection/", protection.ProtectionView.as_view(), name="protection"),
    path("protection/patterns/", protection.PatternListView.as_view(), name="patterns"),
    path("protection/patterns/<int:pk>/review/", protection.PatternReviewView.as_view(), name="pattern_review"),
    path("protection/grants/", protection.GrantRegisterView.as_view(), name="grants"),
    path("reports/", reports.ReportsView.as_view(), name="reports"),
    path("reports/export.csv", reports.ReportExportView.as_view(), name="report_export"),
]
