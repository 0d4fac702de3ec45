"""What the API of retention takes and gives."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from cases.enums import RetentionKind
from cases.models import LegalHold, RetentionItem, RetentionRule, RetentionRun


class RetentionRuleSerializer(serializers.ModelSerializer[RetentionRule]):
    class Meta:
        model = RetentionRule
        fields = [
            "id", "kind", "years", "basis", "kept_by_law", "state", "created_by", "created_at", "decided_by",
            "decided_at",
        ]  # fmt: skip


class RetentionRuleInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=RetentionKind.choices)
    years = serializers.IntegerField(min_value=1, max_value=100)
    basis = serializers.CharField(max_length=300)
    kept_by_law = serializers.BooleanField(default=True)


class SecondPersonInput(serializers.Serializer[Any]):
    agree = serializers.BooleanField(help_text="Agree as the second person, or refuse.")


class LegalHoldSerializer(serializers.ModelSerializer[LegalHold]):
    reason = serializers.CharField(read_only=True, allow_null=True)
    lifted_reason = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = LegalHold
        fields = ["id", "number", "reason", "created_by", "created_at", "lifted_at", "lifted_by", "lifted_reason"]


class LegalHoldInput(serializers.Serializer[Any]):
    number = serializers.CharField(max_length=12)
    reason = serializers.CharField(max_length=2000)


class LiftInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)


class RetentionItemSerializer(serializers.ModelSerializer[RetentionItem]):
    class Meta:
        model = RetentionItem
        fields = ["id", "number", "kind", "rule", "due_on", "run", "state", "counts", "done_at"]


class RetentionRunSerializer(serializers.ModelSerializer[RetentionRun]):
    counts = serializers.JSONField(read_only=True, help_text="By kind of data and table; `items` are cases.")
    erased = serializers.JSONField(read_only=True, help_text="The same, as it was carried out.")
    kept = serializers.JSONField(read_only=True, help_text="For a person's request: what stays, why, until when.")

    class Meta:
        model = RetentionRun
        fields = [
            "id", "state", "kinds", "request", "counts", "erased", "kept", "total", "created_by", "created_at",
            "decided_by", "decided_at", "finished_at",
        ]  # fmt: skip


class RetentionRunInput(serializers.Serializer[Any]):
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=RetentionKind.choices), default=list)
