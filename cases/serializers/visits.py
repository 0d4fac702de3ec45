"""Visits and their members."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from cases.enums import NotAlone, NotSeen, PlaceKind, Safety
from cases.models import Visit, VisitMember


class VisitMemberSerializer(serializers.ModelSerializer[VisitMember]):
    """One member on a visit."""

    class Meta:
        model = VisitMember
        fields = [
            "case", "seen", "not_seen_reason", "seen_alone", "not_alone_reason", "concern", "note",
        ]  # fmt: skip


class VisitSerializer(serializers.ModelSerializer[Visit]):
    """A visit as it was written, with the members whom the reader may see."""

    members = VisitMemberSerializer(many=True, source="shown_members")

    class Meta:
        model = Visit
        fields = [
            "id", "family", "on", "place", "others_present", "safety", "safety_note", "concern", "note",
            "next_visit_on", "created_at", "created_by", "members",
        ]  # fmt: skip


class MemberInput(serializers.Serializer[Any]):
    """``seen_alone`` is needed for children who were seen; a "no" needs its reason."""

    case = serializers.IntegerField()
    seen = serializers.BooleanField()
    not_seen_reason = serializers.ChoiceField(choices=NotSeen.choices, required=False, allow_blank=True)
    seen_alone = serializers.BooleanField(required=False, allow_null=True, default=None)
    not_alone_reason = serializers.ChoiceField(choices=NotAlone.choices, required=False, allow_blank=True)
    concern = serializers.BooleanField(required=False, default=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class VisitInput(serializers.Serializer[Any]):
    """A visit to a whole household: every member with an open case is named. ``sections`` holds the answers to what
    was due, by the section's code."""

    family = serializers.IntegerField()
    on = serializers.DateField()
    place = serializers.ChoiceField(choices=PlaceKind.choices, required=False, default=PlaceKind.HOME)
    safety = serializers.ChoiceField(choices=Safety.choices)
    safety_note = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    others_present = serializers.CharField(required=False, allow_blank=True, max_length=200)
    note = serializers.CharField(required=False, allow_blank=True, max_length=8000)
    next_visit_on = serializers.DateField(required=False, allow_null=True)
    members = MemberInput(many=True)
    sections = serializers.DictField(child=serializers.DictField(), required=False)
