"""What this room announces to the rooms on its right. Receivers enqueue on commit; signals carry no rules."""

from __future__ import annotations

from django.dispatch import Signal

#: ``alert_id``, ``case_id``, ``acute``: somebody is in danger. Announced inside the transaction that wrote
#: it.
safety_alert_raised = Signal()
#: ``alert_id``, ``case_id``: acknowledged or closed.
safety_alert_changed = Signal()
#: ``module``, ``kind`` (the code of a RecordSpec, or "service"), ``record_id``, ``case_id``: made or changed.
record_saved = Signal()
