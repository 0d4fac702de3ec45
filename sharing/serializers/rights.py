"""What the API of requests and demands takes and gives."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from sharing.enums import DECISIONS, RightKind, ToldPerson
from sharing.models import Complaint, Demand, PersonRequest


class PersonRequestSerializer(serializers.ModelSerializer[PersonRequest]):
    asked_by = serializers.CharField(read_only=True, allow_null=True)
    text = serializers.CharField(read_only=True, allow_null=True)
    outcome = serializers.JSONField(
        read_only=True, help_text="Of a granted erasure: the kinds that go, and what is kept, until when and why."
    )
    answer = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = PersonRequest
        fields = [
            "id", "case", "number", "kind", "asked_by", "text", "received_on", "due_on", "state", "answer",
            "decided_at", "outcome", "created_at",
        ]  # fmt: skip


class PersonRequestInput(serializers.Serializer[Any]):
    case = serializers.IntegerField(min_value=1)
    kind = serializers.ChoiceField(choices=RightKind.choices)
    asked_by = serializers.CharField(max_length=160)
    text = serializers.CharField(max_length=4000)
    received_on = serializers.DateField(required=False)


class RightDecisionInput(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=DECISIONS)
    answer = serializers.CharField(max_length=4000)


class DemandSerializer(serializers.ModelSerializer[Demand]):
    text = serializers.CharField(read_only=True)
    answer = serializers.CharField(read_only=True, allow_null=True)
    released = serializers.CharField(read_only=True, allow_null=True)
    told_note = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = Demand
        fields = [
            "id", "authority", "reference", "received_on", "legal_basis", "text", "state", "answer", "released",
            "told", "told_note", "decided_at", "created_at",
        ]  # fmt: skip


class DemandInput(serializers.Serializer[Any]):
    authority = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=4000)
    received_on = serializers.DateField()
    reference = serializers.CharField(max_length=80, required=False, allow_blank=True)
    legal_basis = serializers.CharField(max_length=300, required=False, allow_blank=True)


class DemandDecisionInput(RightDecisionInput):
    told = serializers.ChoiceField(choices=ToldPerson.choices)
    released = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    told_note = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class ComplaintSerializer(serializers.ModelSerializer[Complaint]):
    """As the Ombudsman's office reads it."""

    text = serializers.CharField(read_only=True)
    contact = serializers.CharField(read_only=True, allow_null=True)
    answer = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = Complaint
        fields = ["id", "code", "region", "text", "contact", "made_on", "state", "answer", "closed_at"]


class ComplaintInput(serializers.Serializer[Any]):
    """Nobody's name need stand here; without ``contact`` nobody can reply."""

    text = serializers.CharField(max_length=4000)
    contact = serializers.CharField(max_length=300, required=False, allow_blank=True)


class ComplaintMadeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
