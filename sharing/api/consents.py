"""``consents/``: decisions of persons and caregivers."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.base import OfCaseViewSet
from cases.models import Consent
from cases.services.consents import consent_override_approve, consent_record, consent_withdraw
from sharing.serializers import ConsentInput, ConsentSerializer, ReasonInput


class ConsentViewSet(OfCaseViewSet):
    """Who agreed to what, or refused."""

    resource = "consent"
    actions_policy = {
        "list": "list", "retrieve": "view", "create": "create", "withdraw": "withdraw", "approve": "approve",
    }  # fmt: skip
    serializer_class = ConsentSerializer
    queryset = Consent.objects.all()

    @extend_schema(request=ConsentInput, responses={201: ConsentSerializer})
    def create(self, request: Request) -> Response:
        """Record a decision. A refusal ends what was agreed before for this agency and purpose."""
        values = self.valid(ConsentInput)
        case = self.case(values.pop("case"))
        return self.answer(consent_record(case, by=self.profile, **values), status=201)

    @extend_schema(request=ReasonInput, responses=ConsentSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """End a consent, and with it everything that was released under it."""
        consent = self.row()
        return self.answer(consent_withdraw(consent, by=self.profile, **self.valid(ReasonInput)))

    @extend_schema(request=None, responses=ConsentSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """A supervisor agrees to share without consent, in a child's best interests."""
        return self.answer(consent_override_approve(self.row(), by=self.profile))
