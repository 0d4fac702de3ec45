"""``sign-in-failures/``: what the data protection officer sees of signing in."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import mixins

from accounts.models import SignInFailure
from accounts.rest.views import PolicyViewSet

from .serializers import SignInFailureSerializer


class SignInFailureViewSet(mixins.ListModelMixin, PolicyViewSet):
    """Failed sign-ins, newest first. Of somebody unknown, nothing that she typed is kept."""

    resource = "sign_in_failure"
    actions_policy = {"list": "list"}
    serializer_class = SignInFailureSerializer
    queryset = SignInFailure.objects.all()
    filterset_fields = ["reason", "user_id"]

    def get_queryset(self) -> QuerySet[Any]:
        return SignInFailure.objects.all()
