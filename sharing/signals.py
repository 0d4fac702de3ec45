"""What this room announces. Receivers enqueue jobs on commit; signals carry no rules."""

from __future__ import annotations

from django.dispatch import Signal

#: ``answer_id``: an agency has answered.
summary_answered = Signal()

