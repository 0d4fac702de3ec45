"""What the API of the tasks room tells and takes."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.enums import Discipline
from accounts.models import Profile
from cases.models import Case

from .enums import CHOOSABLE, EscalateTo, Outcome, Priority, TaskKind, TaskReason, TaskState, Unit
from .models import Task, TaskRule
from .words import rule_words, why

_CHOOSABLE = [(value.value, value.label) for value in CHOOSABLE]


class TaskSerializer(serializers.ModelSerializer):
    """A task. ``why`` is its rule in words, ``overdue`` follows from today's day in the installation's time zone."""

    case_number = serializers.CharField(source="case.number", read_only=True)
    kind = serializers.ChoiceField(choices=TaskKind.choices, read_only=True)
    state = serializers.ChoiceField(choices=TaskState.choices, read_only=True)
    reason_code = serializers.ChoiceField(choices=TaskReason.choices, read_only=True, allow_blank=True)
    outcome = serializers.ChoiceField(choices=Outcome.choices, read_only=True, allow_blank=True)
    priority = serializers.ChoiceField(choices=Priority.choices, read_only=True)
    why = serializers.SerializerMethodField()
    overdue = serializers.BooleanField(source="is_overdue", read_only=True)
    extension_asked = serializers.BooleanField(read_only=True)

    class Meta:
        model = Task
        fields = (
            "id", "case", "case_number", "family", "kind", "service", "title", "why", "code", "period",
            "counts_from", "due_on",
            "first_due_on", "overdue", "assignee", "handed_over", "priority", "state", "reason_code", "reason",
            "outcome", "outcome_note", "done_on", "done_by", "entered_at", "extension_asked", "extension_until",
            "extension_reason", "escalated_at", "escalated_to", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_why(self, task: Task) -> str:
        return why(task)


class TaskCreateSerializer(serializers.Serializer):
    case = serializers.PrimaryKeyRelatedField(queryset=Case.objects.none(), help_text="The case's id.")
    title = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    kind = serializers.ChoiceField(choices=TaskKind.choices, default=TaskKind.OTHER)
    due_on = serializers.DateField()
    assignee = serializers.PrimaryKeyRelatedField(
        queryset=Profile.objects.none(), required=False, allow_null=True, default=None
    )
    for_family = serializers.BooleanField(default=False)
    priority = serializers.ChoiceField(choices=Priority.choices, default=Priority.NORMAL)
    service = serializers.ChoiceField(choices=Discipline.choices, required=False, allow_blank=True, default="")

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        profile = getattr(self.context.get("view"), "profile", None) if self.context.get("request") else None
        fields["case"].queryset = Case.objects.visible_to(profile)
        fields["assignee"].queryset = Profile.objects.filter(is_active=True)
        return fields


class TaskCompleteSerializer(serializers.Serializer):
    """``done_on`` is the day of the work; without it, today."""

    outcome = serializers.ChoiceField(choices=_CHOOSABLE)
    done_on = serializers.DateField(required=False)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=5000)


class TaskPostponeSerializer(serializers.Serializer):
    until = serializers.DateField()
    reason = serializers.CharField(max_length=2000)


class TaskHandOverSerializer(serializers.Serializer):
    to = serializers.PrimaryKeyRelatedField(queryset=Profile.objects.none(), help_text="The colleague's user id.")
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        fields["to"].queryset = Profile.objects.filter(is_active=True)
        return fields


class ExtensionSerializer(serializers.Serializer):
    """A supervisor's decision on an extension that was asked for."""

    granted = serializers.BooleanField()
    answer = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class ReunificationSerializer(serializers.Serializer):
    """The day on which a child was reunified with the family."""

    case = serializers.PrimaryKeyRelatedField(queryset=Case.objects.none(), help_text="The child's case id.")
    on = serializers.DateField()

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        profile = getattr(self.context.get("view"), "profile", None) if self.context.get("request") else None
        fields["case"].queryset = Case.objects.visible_to(profile)
        return fields


class TaskRuleSerializer(serializers.ModelSerializer):
    """A rule; ``words`` tells it in the reader's language."""

    words = serializers.SerializerMethodField()
    first_unit = serializers.ChoiceField(choices=Unit.choices)
    repeat_unit = serializers.ChoiceField(choices=Unit.choices, allow_blank=True, required=False)
    escalate_to = serializers.ChoiceField(choices=EscalateTo.choices, allow_blank=True, required=False)
    priority = serializers.ChoiceField(choices=Priority.choices)
    kind = serializers.ChoiceField(choices=TaskKind.choices, read_only=True)

    class Meta:
        model = TaskRule
        fields = (
            "id", "code", "kind", "risk", "starts", "applies_to", "per_family", "historic", "first_due", "first_unit",
            "repeat_every", "repeat_unit", "escalate_after_days", "escalate_to", "extension_supervised", "priority",
            "text", "is_active", "version", "words", "updated_at",
        )  # fmt: skip
        read_only_fields = ("code", "kind", "risk", "starts", "applies_to", "per_family", "historic", "version")

    def get_words(self, rule: TaskRule) -> str:
        return rule_words(rule)
