"""``complaint/``: said to the Ombudsman's office, without an account; ``complaints/``: read and answered there."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.limits import limit_hold
from accounts.rest.views import PolicyViewSet
from sharing.models import Complaint
from sharing.queries import hears_complaints
from sharing.serializers import ComplaintInput, ComplaintMadeSerializer, ComplaintSerializer, RightDecisionInput
from sharing.services.rights import complaint_close, complaint_make


class ComplaintMakeView(APIView):
    """Anybody may complain, five times an hour; whoever is signed in leaves no trace."""

    authentication_classes: Any = []
    permission_classes = [AllowAny]

    @extend_schema(request=ComplaintInput, responses={201: ComplaintMadeSerializer})
    def post(self, request: Request) -> Response:
        """Tell the Ombudsman's office what happened. The code in the answer is for asking after it."""
        limit_hold(request._request, "complaint", settings.COMPLAINT_LIMIT)
        sent = ComplaintInput(data=request.data)
        sent.is_valid(raise_exception=True)
        return Response({"code": complaint_make(**sent.validated_data)}, status=201)


class ComplaintViewSet(mixins.ListModelMixin, PolicyViewSet):
    """For the Ombudsman's office: what was complained of. For everybody else there is nothing here."""

    resource = "complaint"
    actions_policy = {"list": "list", "close": "close"}
    serializer_class = ComplaintSerializer
    queryset = Complaint.objects.all()
    filter_backends: Any = []
    lookup_value_regex = "[0-9]+"

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False) or not hears_complaints(self.profile):
            return Complaint.objects.none()
        return Complaint.objects.all()

    @extend_schema(request=RightDecisionInput, responses=ComplaintSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Say what was done."""
        found = complaint_close(self.get_object(), by=self.profile, **self.valid(RightDecisionInput))
        return Response(ComplaintSerializer(found).data)
