"""``disclosures/``: for the data protection officer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import mixins

from accounts.rest.views import PolicyViewSet
from sharing.models import Release
from sharing.queries import disclosures
from sharing.serializers import DisclosureSerializer


class DisclosureViewSet(mixins.ListModelMixin, PolicyViewSet):
    """All that left, to whom, when, how often read. Never what it says."""

    resource = "disclosure"
    actions_policy = {"list": "list"}
    serializer_class = DisclosureSerializer
    queryset = Release.objects.all()
    keyset = ("-pk",)
    filter_backends: Any = []

    def get_queryset(self) -> QuerySet[Any]:
        return Release.objects.none() if getattr(self, "swagger_fake_view", False) else disclosures()
