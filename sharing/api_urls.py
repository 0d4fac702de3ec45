"""The addresses of the API of the sharing room. One line for each resource."""

from __future__ import annotations

from django.urls import path
from rest_framework.routers import SimpleRouter

from .api.agencies import AgencyViewSet, AgreementViewSet
from .api.complaints import ComplaintMakeView, ComplaintViewSet
from .api.consents import ConsentViewSet
from .api.destructions import DestructionViewSet
from .api.disclosures import DisclosureViewSet
from .api.received import ReceivedViewSet
from .api.rights import DemandViewSet, PersonRequestViewSet
from .api.service_consents import ServiceConsentViewSet
from .api.summaries import SummaryViewSet

router = SimpleRouter(trailing_slash=True)
router.register("agencies", AgencyViewSet, "api-agency")
router.register("agreements", AgreementViewSet, "api-agreement")
router.register("complaints", ComplaintViewSet, "api-complaint")
router.register("consents", ConsentViewSet, "api-consent")
router.register("service-consents", ServiceConsentViewSet, "api-service-consent")
router.register("summaries", SummaryViewSet, "api-summary")
router.register("received", ReceivedViewSet, "api-received")
router.register("destructions", DestructionViewSet, "api-destruction")
router.register("person-requests", PersonRequestViewSet, "api-person-request")
router.register("demands", DemandViewSet, "api-demand")
router.register("disclosures", DisclosureViewSet, "api-disclosure")

urlpatterns = [path("complaint/", ComplaintMakeView.as_view(), name="api-complaint-make"), *router.urls]
