"""To the state identity service; where it does not answer, a page says so."""

from __future__ import annotations

import logging

import requests
from allauth.socialaccount.providers.openid_connect.views import callback, login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

log = logging.getLogger("hamroh.state_identity")


def _silent(request: HttpRequest, error: Exception) -> HttpResponseBase:
    log.warning("the identity service does not answer: %s", type(error).__name__)
    return render(request, "socialaccount/authentication_error.html", status=503)


def state_login(request: HttpRequest) -> HttpResponseBase:
    """Begin: to the service and back."""
    try:
        answer: HttpResponseBase = login(request, "state")
    except requests.RequestException as error:
        return _silent(request, error)
    return answer


def state_callback(request: HttpRequest) -> HttpResponseBase:
    """She comes back from the service."""
    try:
        answer: HttpResponseBase = callback(request, "state")
    except requests.RequestException as error:
        return _silent(request, error)
    return answer
