"""``retention-terms/``, ``legal-holds/``, ``retention-due/``, ``retention-runs/``: for the data protection officer and
the second person."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rest.views import PolicyViewSet
from cases.enums import ItemState
from cases.models import LegalHold, RetentionItem, RetentionRule, RetentionRun
from cases.serializers.retention import (
    LegalHoldInput,
    LegalHoldSerializer,
    LiftInput,
    RetentionItemSerializer,
    RetentionRuleInput,
    RetentionRuleSerializer,
    RetentionRunInput,
    RetentionRunSerializer,
    SecondPersonInput,
)
from cases.services.retention import hold_lift, hold_set, rule_decide, rule_propose, run_decide, run_prepare


class _Officers(mixins.ListModelMixin, PolicyViewSet):
    """Rows that PostgreSQL shows to the officer and the second person alone."""

    filter_backends: Any = []
    lookup_value_regex = "[0-9]+"
    rows: ClassVar[QuerySet[Any]]

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.rows.all()
        return rows.none() if getattr(self, "swagger_fake_view", False) else rows

    def one(self) -> Any:
        found = self.get_queryset().filter(pk=int(self.kwargs["pk"])).first()
        if found is None:
            raise Http404
        return found

    def answer(self, row: Any, status: int = 200) -> Response:
        return Response(self.get_serializer(row).data, status=status)


class RetentionRuleViewSet(_Officers):
    """Terms, proposed and confirmed; in force is the newest confirmed of each kind."""

    resource = "retention"
    actions_policy = {"list": "list", "create": "create", "decide": "approve"}
    serializer_class = RetentionRuleSerializer
    queryset = rows = RetentionRule.objects.all()

    @extend_schema(request=RetentionRuleInput, responses={201: RetentionRuleSerializer})
    def create(self, request: Request) -> Response:
        """Propose a term, with the law that sets it."""
        return self.answer(rule_propose(by=self.profile, **self.valid(RetentionRuleInput)), 201)

    @extend_schema(request=SecondPersonInput, responses=RetentionRuleSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Confirm a proposal as the second person, or refuse it."""
        confirm = self.valid(SecondPersonInput)["agree"]
        return self.answer(rule_decide(self.one(), confirm=confirm, by=self.profile))


class LegalHoldViewSet(_Officers):
    """Holds, those that were lifted among them."""

    resource = "legal_hold"
    actions_policy = {"list": "list", "create": "create", "lift": "end"}
    serializer_class = LegalHoldSerializer
    queryset = rows = LegalHold.objects.all()

    @extend_schema(request=LegalHoldInput, responses={201: LegalHoldSerializer})
    def create(self, request: Request) -> Response:
        """Stop every erasure of a case."""
        return self.answer(hold_set(by=self.profile, **self.valid(LegalHoldInput)), 201)

    @extend_schema(request=LiftInput, responses=LegalHoldSerializer)
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, pk: str) -> Response:
        """Let the terms run again."""
        return self.answer(hold_lift(self.one(), by=self.profile, **self.valid(LiftInput)))


class RetentionDueViewSet(_Officers):
    """What is due, the oldest first. Found each night."""

    resource = "retention"
    actions_policy = {"list": "due"}
    serializer_class = RetentionItemSerializer
    queryset = rows = RetentionItem.objects.filter(state=ItemState.DUE)
    keyset = ("due_on", "id")


class RetentionRunViewSet(mixins.RetrieveModelMixin, _Officers):
    """Destructions: counted, agreed, carried out."""

    resource = "retention"
    actions_policy = {"list": "list", "retrieve": "view", "create": "create", "decide": "approve", "items": "due"}
    serializer_class = RetentionRunSerializer
    queryset = rows = RetentionRun.objects.all()

    @extend_schema(request=RetentionRunInput, responses={201: RetentionRunSerializer})
    def create(self, request: Request) -> Response:
        """Begin a destruction of what is due: a job counts exactly what would go."""
        return self.answer(run_prepare(by=self.profile, **self.valid(RetentionRunInput)), 201)

    @extend_schema(request=SecondPersonInput, responses=RetentionRunSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Agree as the second person, or refuse. What was agreed is carried out at once and for good."""
        return self.answer(run_decide(self.one(), approve=self.valid(SecondPersonInput)["agree"], by=self.profile))

    @extend_schema(responses=RetentionItemSerializer(many=True))
    @action(detail=True, methods=["get"])
    def items(self, request: Request, pk: str) -> Response:
        """Case by case: what goes, or went."""
        rows = self.paginate_queryset(self.one().items.all())
        return self.get_paginated_response(RetentionItemSerializer(rows, many=True).data)
