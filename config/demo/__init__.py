"""The demonstration: made-up people in a real caseload, written by the services as the users themselves.

``manage.py demo`` loads it once; it never loads in production. Its people are unlike those of the sample manifests,
so that importing a sample finds nobody "known" here.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from accounts.demo import agencies_load, offices_load, users_load
from cases.models import Operation

from .caseload import caseload_load
from .casework import casework_load
from .figures import figures_load
from .operations import NAME, operations_load
from .people import users_read
from .sharing import sharing_load
from .support import support_load


def loaded() -> bool:
    """True where the demonstration stands already."""
    return Operation.objects.filter(name=NAME).exists()


@transaction.atomic
def load(*, say: Callable[[str], None]) -> bool:
    """Load what is missing; False where everything stood already. Run as the owner."""
    offices_load()
    agencies_load()
    users_load()
    users_read()
    if loaded():
        return False
    for label, step in (
        ("operations", operations_load),
        ("an arrival and its caseload", caseload_load),
        ("case work", casework_load),
        ("support", support_load),
        ("agreements, consents, summaries", sharing_load),
        ("figures", figures_load),
    ):
        say(label)
        step()
    return True
