"""``plans/``, ``goals/``, ``steps/``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.errors import NotFound
from cases.models import Goal, Plan, Step
from cases.serializers import case_work as s
from cases.serializers.cases import CommentsSerializer
from cases.services import plans as services

from .base import OfCaseViewSet

Pairs = Mapping[str, str | tuple[str, str]]


@extend_schema_view(list=extend_schema(description="Versions of plans, newest first."))
class PlanViewSet(OfCaseViewSet):
    """Plans: draft → submitted → approved by another → reviewed. Nobody decides on her own."""

    resource = "plan"
    queryset = Plan.objects.all()
    serializer_class = s.PlanSerializer
    actions_policy: ClassVar[Pairs] = {
        "list": "list", "retrieve": "view", "create": "create", "partial_update": "update", "submit": "submit",
        "approve": "approve", "return_": "return", "review": "review",
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("case")

    @extend_schema(request=s.PlanCreateSerializer, responses={201: s.PlanSerializer})
    def create(self, request: Request) -> Response:
        """Begin the first plan of a case or its next version."""
        values = self.valid(s.PlanCreateSerializer)
        plan = services.plan_create(self.case(values.pop("case")), by=self.profile, **values)
        return self.answer(plan, status=201)

    @extend_schema(request=s.PlanWriteSerializer, responses=s.PlanSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the version that is being worked on."""
        plan = self.row()
        return self.answer(
            services.plan_update(plan, by=self.profile, **self.valid(s.PlanWriteSerializer, partial=True))
        )

    @extend_schema(request=None, responses=s.PlanSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Send it for approval."""
        return self.answer(services.plan_submit(self.row(), by=self.profile))

    @extend_schema(request=CommentsSerializer, responses=s.PlanSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Put it in force."""
        plan = self.row()
        return self.answer(services.plan_approve(plan, by=self.profile, **self.valid(CommentsSerializer)))

    @extend_schema(request=CommentsSerializer, responses=s.PlanSerializer)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def return_(self, request: Request, pk: str) -> Response:
        """Send it back with comments."""
        plan = self.row()
        return self.answer(services.plan_return(plan, by=self.profile, **self.valid(CommentsSerializer)))

    @extend_schema(request=s.PlanReviewSerializer, responses=s.PlanSerializer)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, pk: str) -> Response:
        """Record a review."""
        plan = self.row()
        return self.answer(services.plan_review(plan, by=self.profile, **self.valid(s.PlanReviewSerializer)))


@extend_schema_view(list=extend_schema(description="Goals with their steps, newest first."))
class GoalViewSet(OfCaseViewSet):
    """Goals. They are set and changed while a version of the plan is being worked on, and closed at any time."""

    resource = "goal"
    queryset = Goal.objects.all()
    serializer_class = s.GoalSerializer
    actions_policy: ClassVar[Pairs] = {
        "list": "list", "retrieve": "view", "create": "create", "partial_update": "update", "close": "update",
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().prefetch_related("steps")

    @extend_schema(request=s.GoalCreateSerializer, responses={201: s.GoalSerializer})
    def create(self, request: Request) -> Response:
        """Set a goal."""
        values = self.valid(s.GoalCreateSerializer)
        plan = Plan.objects.visible_to(self.profile).filter(pk=values.pop("plan")).first()
        if plan is None:
            raise NotFound
        return self.answer(services.goal_add(plan, by=self.profile, **values), status=201)

    @extend_schema(request=s.GoalWriteSerializer, responses=s.GoalSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a goal."""
        goal = self.row()
        return self.answer(
            services.goal_update(goal, by=self.profile, **self.valid(s.GoalWriteSerializer, partial=True))
        )

    @extend_schema(request=s.GoalCloseSerializer, responses=s.GoalSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Say what came of a goal."""
        goal = self.row()
        return self.answer(services.goal_close(goal, by=self.profile, **self.valid(s.GoalCloseSerializer)))


@extend_schema_view(list=extend_schema(description="Steps, newest first."))
class StepViewSet(OfCaseViewSet):
    """Steps of goals."""

    resource = "goal"
    queryset = Step.objects.all()
    serializer_class = s.StepSerializer
    actions_policy: ClassVar[Pairs] = {
        "list": "list", "retrieve": "view", "create": "create", "partial_update": "update",
    }  # fmt: skip

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("goal", "owner")

    @extend_schema(request=s.StepCreateSerializer, responses={201: s.StepSerializer})
    def create(self, request: Request) -> Response:
        """Add a step to a goal."""
        values = self.valid(s.StepCreateSerializer)
        goal = Goal.objects.visible_to(self.profile).filter(pk=values.pop("goal")).first()
        if goal is None:
            raise NotFound
        return self.answer(services.step_add(goal, by=self.profile, **values), status=201)

    @extend_schema(request=s.StepWriteSerializer, responses=s.StepSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a step, or say that it is done."""
        step = self.row()
        return self.answer(
            services.step_update(step, by=self.profile, **self.valid(s.StepWriteSerializer, partial=True))
        )
