"""What this room announces to the rooms on its right. Receivers enqueue jobs on commit; signals carry no rules."""

from __future__ import annotations

from django.dispatch import Signal

#: ``case_ids``: cases that have just been opened, in one call for a whole manifest.
cases_opened = Signal()
#: ``case_ids``: the worker, the office, the risk or the status changed, so that open tasks may have to move.
cases_changed = Signal()
#: ``family_id``, ``visit_id``: a visit was recorded.
visit_recorded = Signal()
