"""Notes, papers, plans, goals, steps, life events."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.enums import Level
from accounts.models import Profile
from cases.checklists import ITEMS
from cases.enums import DocumentKind, GoalArea, GoalState, LifeEventKind, NoteKind, StepState
from cases.models import Document, Goal, Implication, LifeEvent, LifeEventItem, NeedToKnow, Note, Plan, Step

_STAMPS = ["created_at", "updated_at", "created_by"]


class NoteSerializer(serializers.ModelSerializer):
    """A note."""

    class Meta:
        model = Note
        fields = ["id", "case", "kind", "happened_on", "text", "audience", *_STAMPS]
        read_only_fields = fields


class NoteCreateSerializer(serializers.Serializer):
    case = serializers.IntegerField()
    text = serializers.CharField()
    kind = serializers.ChoiceField(choices=NoteKind.choices, required=False, default=NoteKind.NOTE)
    happened_on = serializers.DateField(required=False, allow_null=True, help_text="Today, where it is left out.")
    audience = serializers.ChoiceField(choices=Level.choices, required=False, default=Level.CORE)


class DocumentSerializer(serializers.ModelSerializer):
    """A paper; its content is read at ``download/``, once ``scan`` does not speak against it."""

    class Meta:
        model = Document
        fields = [
            "id", "case", "kind", "title", "issued_on", "file_name", "media_type", "size", "sha256", "scan",
            "scanned_at", *_STAMPS,
        ]  # fmt: skip
        read_only_fields = fields


class DocumentCreateSerializer(serializers.Serializer):
    case = serializers.IntegerField()
    file = serializers.FileField(allow_empty_file=True)
    kind = serializers.ChoiceField(choices=DocumentKind.choices, required=False, default=DocumentKind.OTHER)
    title = serializers.CharField(required=False, allow_blank=True, max_length=160, default="")
    issued_on = serializers.DateField(required=False, allow_null=True)


class PlanSerializer(serializers.ModelSerializer):
    """A version of a plan. ``agreed`` holds goals and steps as they were approved."""

    agreed = serializers.ListField(child=serializers.DictField(), read_only=True)

    class Meta:
        model = Plan
        fields = [
            "id", "case", "version", "status", "summary", "wishes", "review_on", "submitted_at", "submitted_by",
            "approved_at", "approved_by", "reviewed_at", "reviewed_by", "review_note", "comments", "agreed", *_STAMPS,
        ]  # fmt: skip
        read_only_fields = fields


class PlanWriteSerializer(serializers.Serializer):
    summary = serializers.CharField(required=False, allow_blank=True)
    wishes = serializers.CharField(required=False, allow_blank=True)
    review_on = serializers.DateField(required=False, allow_null=True)


class PlanCreateSerializer(PlanWriteSerializer):
    case = serializers.IntegerField()


class PlanReviewSerializer(serializers.Serializer):
    note = serializers.CharField()
    next_review_on = serializers.DateField(required=False, allow_null=True, default=None)


class StepSerializer(serializers.ModelSerializer):
    """A step."""

    class Meta:
        model = Step
        fields = [
            "id", "case", "goal", "text", "owner", "owner_text", "due_on", "state", "done_on", "note", *_STAMPS,
        ]  # fmt: skip
        read_only_fields = fields


class StepWriteSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=300)
    owner = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.all(), required=False, allow_null=True)
    owner_text = serializers.CharField(required=False, allow_blank=True, max_length=120)
    due_on = serializers.DateField(required=False, allow_null=True)
    state = serializers.ChoiceField(choices=StepState.choices, required=False)
    note = serializers.CharField(required=False, allow_blank=True)


class StepCreateSerializer(StepWriteSerializer):
    goal = serializers.IntegerField()


class GoalSerializer(serializers.ModelSerializer):
    """A goal with its steps."""

    steps = StepSerializer(many=True, read_only=True)

    class Meta:
        model = Goal
        fields = [
            "id", "case", "plan", "area", "text", "measure", "due_on", "state", "closed_on", "closed_note",
            "handed_over_to", "steps", *_STAMPS,
        ]  # fmt: skip
        read_only_fields = fields


class GoalWriteSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=300)
    area = serializers.ChoiceField(choices=GoalArea.choices, required=False)
    measure = serializers.CharField(required=False, allow_blank=True, max_length=300)
    due_on = serializers.DateField(required=False, allow_null=True)


class GoalCreateSerializer(GoalWriteSerializer):
    plan = serializers.IntegerField()


class GoalCloseSerializer(serializers.Serializer):
    state = serializers.ChoiceField(choices=GoalState.choices, help_text="Any but open.")
    note = serializers.CharField(required=False, allow_blank=True, default="")
    handed_over_to = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class LifeEventItemSerializer(serializers.ModelSerializer):
    """One thing to see to."""

    text = serializers.SerializerMethodField()

    class Meta:
        model = LifeEventItem
        fields = ["id", "code", "text", "done_on", "done_by", "note"]
        read_only_fields = fields

    def get_text(self, item: Any) -> str:
        return str(ITEMS.get(item.code, item.code))


class LifeEventSerializer(serializers.ModelSerializer):
    """A turn of a life with its checklist."""

    items = LifeEventItemSerializer(many=True, read_only=True)

    class Meta:
        model = LifeEvent
        fields = ["id", "case", "kind", "happened_on", "note", "effect", "items", *_STAMPS]
        read_only_fields = fields


class LifeEventCreateSerializer(serializers.Serializer):
    case = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=LifeEventKind.choices)
    happened_on = serializers.DateField()
    note = serializers.CharField(required=False, allow_blank=True, default="")


class ItemDoneSerializer(serializers.Serializer):
    note = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class NeedSerializer(serializers.ModelSerializer):
    """Somebody who may read what is protected, why and until when."""

    to = serializers.IntegerField(source="user_id", read_only=True)

    class Meta:
        model = NeedToKnow
        fields = ["id", "case", "to", "named_by", "reason", "until", "ended_at", "ended_by", "created_at", "updated_at"]
        read_only_fields = fields


class NeedCreateSerializer(serializers.Serializer):
    case = serializers.IntegerField(help_text="Key of the case.")
    to = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.all())
    reason = serializers.CharField()
    until = serializers.DateTimeField()


class ImplicationSerializer(serializers.ModelSerializer):
    """Who is left out of what is decided for a child, and why."""

    reason = serializers.CharField(read_only=True)
    end_reason = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = Implication
        fields = [
            "id", "case", "person", "reason", "ended_at", "ended_by", "end_reason", "created_by", "created_at",
            "updated_at",
        ]  # fmt: skip
        read_only_fields = fields


class ImplicationCreateSerializer(serializers.Serializer):
    case = serializers.IntegerField(help_text="Key of the child's case.")
    person = serializers.IntegerField(help_text="Key of somebody of the child's family.")
    reason = serializers.CharField(max_length=4000)


class ImplicationEndSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=4000)
