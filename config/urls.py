"""All addresses. A room's pages stand in its ``urls.py``, its API in its ``api_urls.py``."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from accounts.views.oauth import TokenView
from config import health, pages, styleguide

ROOMS = ("accounts", "cases", "rehabilitation", "tasks", "sharing", "insights")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("", include(([path("system/", pages.SystemHealthView.as_view(), name="health")], "config"))),
    path("styleguide/", styleguide.styleguide),
    # An address is an identity: nobody changes her own, and nobody makes an account.
    path("account/email/", pages.nothing),
    path("account/signup/", pages.nothing),
    path("account/3rdparty/", pages.nothing),
    path("account/3rdparty/signup/", pages.nothing),
    path("account/", include("accounts.account_urls")),
    path("account/", include("allauth.urls")),
    # Programs of agencies sign in here (RFC 6749 §4.4).
    path("oauth/token", TokenView.as_view()),
    path("i18n/", include("django.conf.urls.i18n")),
]
for _room in ROOMS:
    if find_spec(f"{_room}.api_urls"):
        urlpatterns.append(path("api/v1/", include(f"{_room}.api_urls")))
    if find_spec(f"{_room}.urls"):
        urlpatterns.append(path("", include(f"{_room}.urls")))
