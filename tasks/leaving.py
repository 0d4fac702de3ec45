"""What keeps a user from leaving: open cases and tasks, in numbers, since the administrator sees neither."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.leaving import CARRIED
from accounts.models import Profile
from cases.services.definers import call


def carried(profile: Profile) -> str:
    """Words for the administrator; empty where nothing is left."""
    ((cases, tasks),) = call("tasks_carried_by", profile.pk)
    if not cases and not tasks:
        return ""
    return _(
        "%(name)s still carries open cases (%(cases)s) and tasks (%(tasks)s). Her supervisor hands them over first."
    ) % {"name": profile.name, "cases": cases, "tasks": tasks}


CARRIED.append(carried)
