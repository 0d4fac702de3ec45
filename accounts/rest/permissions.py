"""The API asks the one policy table. A module of its own, since DRF's settings import it before any view."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.policy import may


class PolicyPermission(BasePermission):
    """Asks the one table for the pair that the action declares."""

    def has_permission(self, request: Request, view: Any) -> bool:
        profile = getattr(request._request, "profile", None)
        if profile is None:
            return False
        pair = policy_of(view)
        return pair is not None and may(profile, *pair)


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
