"""``service-consents/``: a person's word on casework and on each service."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.base import OfCaseViewSet
from cases.models import ServiceConsent
from cases.services.service_consents import service_consent_record
from sharing.serializers import ServiceConsentInput, ServiceConsentSerializer


class ServiceConsentViewSet(OfCaseViewSet):
    """Agreed or refused, newest first; without ``replaced_at`` it counts."""

    resource = "service_consent"
    actions_policy = {"list": "list", "retrieve": "view", "create": "create"}
    serializer_class = ServiceConsentSerializer
    queryset = ServiceConsent.objects.all()

    @extend_schema(request=ServiceConsentInput, responses={201: ServiceConsentSerializer})
    def create(self, request: Request) -> Response:
        """Record a decision. A refusal stops the tasks that it is about; a later yes lets them go on."""
        values = self.valid(ServiceConsentInput)
        case = self.case(values.pop("case"))
        return self.answer(service_consent_record(case, by=self.profile, **values), status=201)
