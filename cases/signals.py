"""What this room announces to the rooms on its right. Receivers enqueue jobs on commit; signals carry no rules."""

from __future__ import annotations

from django.dispatch import Signal

#: ``case_ids``: cases that have just been opened, in one call for a whole manifest.
cases_opened = Signal()
#: ``case_ids``: the worker, the office, the risk or the status changed, so that open tasks may have to move.
cases_changed = Signal()
#: ``worker``, ``to``, ``by``: every open case of a worker in a region went to another; her tasks go along.
caseload_handed_over = Signal()
#: ``family_id``, ``visit_id``: a visit was recorded.
visit_recorded = Signal()
#: ``case_id``, ``plan_id``, ``status``: a plan was made, submitted, returned, approved or reviewed.
plan_changed = Signal()
#: ``case_id``, ``event_id``, ``kind``, ``effect`` (enums.TaskEffect): what becomes of open tasks.
life_event_recorded = Signal()
#: ``case_id``, ``closure_id``: a supervisor approved the closing (a check follows within 3 months).
case_closed = Signal()
#: ``case_id``: a closed case was opened again; its clocks start today.
case_reopened = Signal()
#: ``case_id``, ``until`` (date, or None where it goes on): a case rests or goes on.
case_held = Signal()
#: ``notes`` (list of case key and text), ``by``, ``on`` (day of arrival): a manifest told of somebody's health. Sent
#: inside of the transaction that accepts. A receiver that has kept the texts answers True; then no copy stays here.
health_noted = Signal()
#: ``run_id``: a destruction was counted or carried out.
retention_told = Signal()
#: ``case_ids``, ``arrival_id``, ``by``: children on the list who did not land.
child_absent = Signal()
#: ``document_id``: the scanner found something in a paper, which is destroyed.
document_refused = Signal()
#: ``case_id``, ``name``, ``by``: somebody is left out of what is decided for a child. Inside of the transaction.
caregiver_left_out = Signal()
