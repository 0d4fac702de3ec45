"""Jobs of the accounts room."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from . import clock
from .acting import acting_as
from .dbroles import DatabaseRole
from .failures import failures_forget
from .idempotency import KEPT
from .invitations import invitations_send
from .models import IdempotentAnswer
from .queue import job
from .sealing import BATCH, anchor_make, seal_batch
from .tokens import tokens_forget


@shared_task(name="accounts.seal_history", ignore_result=True)
def seal_history() -> None:
    """Seal what has not been sealed, batch by batch."""
    while True:
        with acting_as(DatabaseRole.SYSTEM):
            sealed = seal_batch()
        if sealed < BATCH:
            return


@job("accounts.answers_forget", record=False)
def answers_forget() -> dict[str, int]:
    """Destroy kept answers whose day is over: they say what was sent, and are in no retention schedule."""
    gone, _by_table = IdempotentAnswer.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return {"answers": gone}


@job("accounts.anchor_history")
def anchor_history() -> dict[str, int]:
    """The day's anchor over all chains; runs twice without harm."""
    made = anchor_make(clock.today())
    return {"seals": made.seals if made else 0}


@job("accounts.failures_forget", record=False)
def forget_failures() -> dict[str, int]:
    """Destroy failed sign-ins whose time is over."""
    return {"failures": failures_forget()}


@job("accounts.invitations_send", record=False)
def mail_invitations() -> dict[str, int]:
    """Mail the links that wait for it."""
    return invitations_send()


@job("accounts.tokens_forget", record=False)
def forget_tokens() -> dict[str, int]:
    """Destroy tokens that ended."""
    return {"tokens": tokens_forget()}
