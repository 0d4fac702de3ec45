"""``tasks/`` and ``task-rules/``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.views import ReadViewSet, check_if_match
from cases.api.base import OfCaseViewSet
from tasks import clock
from tasks import serializers as s
from tasks.enums import TaskKind, TaskState
from tasks.models import Task, TaskRule
from tasks.services.rules import rule_update
from tasks.services.tasks import (
    extension_decide,
    reunification_visits_plan,
    task_complete,
    task_create,
    task_hand_over,
    task_postpone,
    task_undo,
)


@extend_schema_field(OpenApiTypes.INT)
class KeyFilter(django_filters.NumberFilter):
    """A row's key."""

    field_class = forms.IntegerField


class TaskFilter(django_filters.FilterSet):
    """Narrow the list of tasks; without ``state`` all states are listed."""

    mine = django_filters.BooleanFilter(method="only_mine", label="Assigned to the user")
    overdue = django_filters.BooleanFilter(method="only_overdue", label="Active and due before today")
    active = django_filters.BooleanFilter(method="only_active", label="Still to be done")
    due_before = django_filters.DateFilter(field_name="due_on", lookup_expr="lt")
    case = KeyFilter(field_name="case_id")
    family = KeyFilter(field_name="family_id")
    assignee = KeyFilter(field_name="assignee_id")
    state = django_filters.MultipleChoiceFilter(choices=TaskState.choices)
    kind = django_filters.MultipleChoiceFilter(choices=TaskKind.choices)

    class Meta:
        model = Task
        fields: ClassVar[list[str]] = []

    def only_mine(self, tasks: Any, name: str, value: bool) -> Any:
        profile = self.request._request.profile
        return tasks.filter(assignee=profile) if value else tasks.exclude(assignee=profile)

    def only_overdue(self, tasks: Any, name: str, value: bool) -> Any:
        return tasks.overdue() if value else tasks.exclude(pk__in=tasks.overdue().values("pk"))

    def only_active(self, tasks: Any, name: str, value: bool) -> Any:
        return tasks.active() if value else tasks.exclude(pk__in=tasks.active().values("pk"))


class TaskViewSet(OfCaseViewSet):
    """Tasks in the cases that the user may see, by day due. Writes take ``If-Match`` with the task's ETag."""

    resource = "task"
    queryset = Task.objects.all()
    serializer_class = s.TaskSerializer
    keyset = ("due_on", "id")
    filter_backends = [DjangoFilterBackend]
    filterset_class: Any = TaskFilter
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "view", "create": "create", "complete": "complete", "undo": "complete",
        "postpone": "postpone", "extension": "extend", "hand_over": "handover", "reunification": "create",
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        found = Task.objects.select_related("case", "rule")
        if getattr(self, "swagger_fake_view", False):
            return found.none()
        return found.listed_for(self.profile) if self.action == "list" else found.visible_to(self.profile)

    def row(self) -> Task:
        """The task of the address; the service locks it, so that a task in scope but not one's own answers 403."""
        task: Task = self.get_object()
        if self.request.method not in ("GET", "HEAD", "OPTIONS"):
            check_if_match(self.request, task.updated_at)
        return task

    def done(self, task: Task, *, status: int = 200) -> Response:
        return self.answer(self.get_queryset().get(pk=task.pk), status=status)

    @extend_schema(request=s.TaskCreateSerializer, responses={201: s.TaskSerializer})
    def create(self, request: Request) -> Response:
        """Make a task by hand."""
        return self.done(task_create(by=self.profile, **self.valid(s.TaskCreateSerializer)), status=201)

    @extend_schema(request=s.TaskCompleteSerializer, responses=s.TaskSerializer)
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: str) -> Response:
        """Say what came of it, and on which day the work was done."""
        task = self.row()
        values = {"done_on": clock.today(), **self.valid(s.TaskCompleteSerializer)}
        return self.done(task_complete(task, by=self.profile, **values))

    @extend_schema(request=None, responses=s.TaskSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Take one's own completion back, within a quarter of an hour."""
        return self.done(task_undo(self.row(), by=self.profile))

    @extend_schema(request=s.TaskPostponeSerializer, responses=s.TaskSerializer)
    @action(detail=True, methods=["post"])
    def postpone(self, request: Request, pk: str) -> Response:
        """Move it to a later day; where the rule wants a supervisor, ask for the extension."""
        return self.done(task_postpone(self.row(), by=self.profile, **self.valid(s.TaskPostponeSerializer)))

    @extend_schema(request=s.ExtensionSerializer, responses=s.TaskSerializer)
    @action(detail=True, methods=["post"])
    def extension(self, request: Request, pk: str) -> Response:
        """Grant or decline an extension that was asked for."""
        return self.done(extension_decide(self.row(), by=self.profile, **self.valid(s.ExtensionSerializer)))

    @extend_schema(request=s.TaskHandOverSerializer, responses=s.TaskSerializer)
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, pk: str) -> Response:
        """Give it to a colleague who sees the case."""
        return self.done(task_hand_over(self.row(), by=self.profile, **self.valid(s.TaskHandOverSerializer)))

    @extend_schema(request=s.ReunificationSerializer, responses=s.TaskSerializer(many=True), filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def reunification(self, request: Request) -> Response:
        """Plan the visits 1, 3 and 6 months after a child was reunified."""
        made = reunification_visits_plan(by=self.profile, **self.valid(s.ReunificationSerializer))
        rows = Task.objects.filter(pk__in=[one.pk for one in made]).select_related("case", "rule").order_by("due_on")
        return Response(self.get_serializer(rows, many=True).data)


class TaskRuleViewSet(ReadViewSet):
    """The rules of follow-up. The national coordinator changes their numbers."""

    resource = "task_rule"
    queryset = TaskRule.objects.all()
    serializer_class = s.TaskRuleSerializer
    keyset = ("id",)
    filterset_fields: ClassVar[list[str]] = ["code", "kind", "risk", "is_active"]
    lookup_value_regex = "[0-9]+"
    actions_policy: ClassVar[Mapping[str, str | tuple[str, str]]] = {
        "list": "list", "retrieve": "view", "partial_update": "update",
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        return TaskRule.objects.all()

    @extend_schema(request=s.TaskRuleSerializer, responses=s.TaskRuleSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a rule; open tasks that it made are computed anew by the next sweep."""
        rule = self.get_object()
        check_if_match(request, rule.updated_at)
        data = self.get_serializer(rule, data=request.data, partial=True)
        data.is_valid(raise_exception=True)
        return Response(self.get_serializer(rule_update(rule, by=self.profile, **data.validated_data)).data)
