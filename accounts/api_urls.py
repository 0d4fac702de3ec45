"""Addresses of the accounts API, the schema, and its documentation."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from accounts.api.clients import AgencyClientViewSet
from accounts.api.oversight import AccessLogViewSet
from accounts.api.signin import SignInFailureViewSet
from accounts.api.views import MeView, OfficeViewSet, UserViewSet

router = SimpleRouter()
router.register("offices", OfficeViewSet, basename="office")
router.register("users", UserViewSet, basename="user")
router.register("agency-clients", AgencyClientViewSet, basename="agency-client")
router.register("accesses", AccessLogViewSet, basename="access")
router.register("sign-in-failures", SignInFailureViewSet, basename="sign-in-failure")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    path("me/", MeView.as_view(), name="me"),
    *router.urls,
]
