"""The API asks the one policy table. A module of its own, since DRF's settings import it before any view."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.enums import AGENCY_ROLES
from accounts.freshness import ensure_fresh
from accounts.policy import FRESH, may, may_look


class PolicyPermission(BasePermission):
    """Asks the one table for the pair that the action declares.

    Refused is 403; but of the house an agency learns nothing, so that a row's address answers it 404, as the page does.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        profile = getattr(request._request, "profile", None)
        if profile is None:
            return False
        pair = policy_of(view)
        if pair is None:
            return False
        if may(profile, *pair):
            if pair in FRESH:
                ensure_fresh(request._request)
            return True
        if view.kwargs and profile.role in AGENCY_ROLES and not may_look(profile, pair[0]):
            raise Http404
        return False


def policy_of(view: Any) -> tuple[str, str] | None:
    """The policy pair of the action that ``view`` runs now."""
    action = getattr(view, "action", None) or (view.request.method or "").lower()
    return policy_pair(view, action)


def policy_pair(view: Any, action: str) -> tuple[str, str] | None:
    """The policy pair of one action of a view or of its class; None where it declares none."""
    name = view.actions_policy.get(action)
    if name is None:
        return None
    if isinstance(name, tuple):
        return name
    return (view.resource, name)
