"""Messages as the API answers them."""

from __future__ import annotations

from rest_framework import serializers

from cases.models import TimelineEntry
from cases.timeline import entry_text


class MessageSerializer(serializers.ModelSerializer):
    """A line of a timeline that its case worker is told of."""

    number = serializers.CharField(source="case.number")
    text = serializers.SerializerMethodField()

    class Meta:
        model = TimelineEntry
        fields = ["id", "case", "number", "kind", "text", "author", "object_id", "at", "recorded_at"]

    def get_text(self, entry: TimelineEntry) -> str:
        """The line in the reader's language."""
        return entry_text(entry)


class MessagesSeenSerializer(serializers.Serializer):
    """The moment up to which everything was seen."""

    up_to = serializers.DateTimeField()
