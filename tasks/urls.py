"""The addresses of the pages of the tasks room."""

from __future__ import annotations

from django.urls import path

from .views import actions, jobs, making, my_day, rules, team

app_name = "tasks"

urlpatterns = [
    path("my-day/", my_day.MyDayView.as_view(), name="my_day"),
    path("tasks/", team.TeamTasksView.as_view(), name="team_tasks"),
    path("tasks/<int:pk>/", actions.TaskView.as_view(), name="task_detail"),
    path("tasks/<int:pk>/complete/", actions.CompleteView.as_view(), name="task_complete"),
    path("tasks/<int:pk>/undo/", actions.UndoView.as_view(), name="task_undo"),
    path("tasks/<int:pk>/postpone/", actions.PostponeView.as_view(), name="task_postpone"),
    path("tasks/<int:pk>/hand-over/", actions.HandOverView.as_view(), name="task_hand_over"),
    path("tasks/<int:pk>/extension/", actions.ExtensionView.as_view(), name="task_extension"),
    path("cases/<str:number>/tasks/", making.CaseTasksView.as_view(), name="case_tasks"),
    path("cases/<str:number>/tasks/new/", making.TaskCreateView.as_view(), name="task_create"),
    path("cases/<str:number>/reunification/", making.ReunificationView.as_view(), name="reunification"),
    path("rules/", rules.RuleListView.as_view(), name="rule_list"),
    path("rules/<int:pk>/", rules.RuleEditView.as_view(), name="rule_edit"),
    path("jobs/", jobs.JobListView.as_view(), name="job_list"),
]
