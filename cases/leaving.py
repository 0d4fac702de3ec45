"""What keeps a supervisor from leaving: restricted cases on which nobody else could decide."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.leaving import CARRIED
from accounts.models import Profile

from .services.definers import call


def alone_on(profile: Profile) -> str:
    """Words for the administrator; empty where there is none."""
    ((cases,),) = call("cases_alone_on", profile.pk)
    if not cases:
        return ""
    return _(
        "%(name)s is the only supervisor named on restricted cases (%(cases)s). Another has to be named first."
    ) % {"name": profile.name, "cases": cases}


CARRIED.append(alone_on)
