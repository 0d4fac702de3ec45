"""Openings, restrictions, cover: what the API shows and takes."""

from __future__ import annotations

from rest_framework import serializers

from cases.models import Opening
from cases.serializers.cases import CasePersonSerializer, TimelineEntrySerializer


class OpeningSerializer(serializers.ModelSerializer):
    """A case opened out of scope. ``case`` is its key; the officer goes by the number."""

    user_name = serializers.CharField(source="user.name", read_only=True)
    reviewed_by_name = serializers.CharField(source="reviewed_by.name", default=None, read_only=True)

    class Meta:
        model = Opening
        fields = [
            "id", "case", "number", "region", "user", "user_name", "kind", "reason", "opened_at", "until",
            "reviewed_at", "reviewed_by", "reviewed_by_name", "remark",
        ]  # fmt: skip
        read_only_fields = fields


class OpeningCreateSerializer(serializers.Serializer):
    """``birth_year`` is asked of workers and supervisors, not of the national coordinator."""

    number = serializers.CharField(max_length=12)
    birth_year = serializers.IntegerField(required=False, allow_null=True, min_value=1900, max_value=9999)
    reason = serializers.CharField(max_length=2000)


class RemarkSerializer(serializers.Serializer):
    remark = serializers.CharField(max_length=2000)


class OpeningReadSerializer(serializers.Serializer):
    """One reading in an opening."""

    at = serializers.DateTimeField()
    kind = serializers.CharField()
    object_id = serializers.IntegerField(allow_null=True)
    count = serializers.IntegerField()


class OpenedCaseSerializer(serializers.Serializer):
    """A case as the national coordinator sees it while her opening runs."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    status = serializers.CharField()
    risk = serializers.CharField()
    arrived_on = serializers.DateField(allow_null=True)
    next_due_at = serializers.DateField(allow_null=True)
    last_visit_on = serializers.DateField(allow_null=True)
    office = serializers.IntegerField(source="office_id")
    region = serializers.IntegerField(source="region_id")
    worker = serializers.IntegerField(source="worker_id", allow_null=True)
    person = CasePersonSerializer()
    family_numbers = serializers.ListField(child=serializers.CharField(), required=False)
    timeline = TimelineEntrySerializer(many=True, required=False)
