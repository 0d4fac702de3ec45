"""From when on a pattern in the log of accesses is odd enough to be looked at. All of them stand here, with the reason.

A pattern accuses nobody: it is a question that the data protection officer asks.
"""

from __future__ import annotations

from datetime import timedelta

#: More cases than this, opened one by one within an hour. A full caseload is 25 cases (Child Protection Minimum
#: Standards, 18): nobody works on a whole caseload in one hour.
CASES_IN_AN_HOUR = 25

#: More cases than this, opened on one day by somebody who has no task there. Every open case has tasks, so a worker who
#: opens her own does not count; a few look-ups happen, when a colleague or a family asks.
WITHOUT_TASK_IN_A_DAY = 5

#: The same for a supervisor. She opens cases of her team to decide on them without a task of her own, a handful for
#: each of five or six workers (the usual span); more than a full caseload on one day is more than that.
WITHOUT_TASK_IN_A_DAY_SUPERVISOR = 25

#: A task done, or due, so many days before or after still explains the opening.
TASK_EXPLAINS_DAYS = 30

#: How far back the search looks each time: what a lost job missed is found by the next one.
LOOK_BACK = timedelta(days=3)
