"""Which supervisor is told of a danger: one who is there, of the case's office before others of its region; of a
restricted case one who may open it."""

from __future__ import annotations

from django.db import connection

from accounts.dbroles import DatabaseRole
from accounts.models import Profile
from cases.models import Case

from . import clock

#: As tasks/services/escalation.py. A user may ask who else sees a case that she sees herself; a job may ask of all.
_FIRST = """
SELECT p.user_id FROM accounts_profile p
WHERE p.role = 'supervisor' AND p.is_active AND p.region_id = %(region)s
  AND (NOT %(restricted)s OR {sees}(p.user_id, %(case)s))
ORDER BY p.absent_until >= %(today)s NULLS FIRST, p.office_id = %(office)s DESC NULLS LAST, p.user_id LIMIT 1
"""


def supervisor_of(case: Case, *, by: Profile | DatabaseRole) -> Profile | None:
    """The supervisor who has to know; None where there is none."""
    question = _FIRST.format(sees="tasks_sees" if by is DatabaseRole.SYSTEM else "tasks_may_receive")
    with connection.cursor() as cursor:
        cursor.execute(
            question,
            {"region": case.region_id, "restricted": case.restricted, "case": case.pk, "office": case.office_id,
             "today": clock.today()},
        )  # fmt: skip
        row = cursor.fetchone()
    return Profile.objects.get(pk=row[0]) if row else None
