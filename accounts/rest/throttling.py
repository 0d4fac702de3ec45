"""How often an agency's program may ask. People are not counted: they are slower than any limit."""

from __future__ import annotations

from typing import Any

from rest_framework.throttling import SimpleRateThrottle

from accounts.enums import Role


class ProgramThrottle(SimpleRateThrottle):
    """Each program by itself, whatever its number of tokens."""

    scope = "program"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        profile = getattr(request._request, "profile", None)
        if profile is None or profile.role != Role.AGENCY_CLIENT:
            return None
        return f"throttle_program_{profile.pk}"
