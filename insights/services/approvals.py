"""A decision on what waits: the owner's service decides, under the owner's own rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Invalid, NotFound
from accounts.models import Profile
from accounts.policy import ensure
from cases.services.closure import case_close_approve, case_close_return
from cases.services.consents import consent_override_approve
from cases.services.openings import opening_review
from cases.services.plans import plan_approve, plan_return
from cases.services.transfers import transfer_accept, transfer_refuse
from insights.enums import ApprovalKind
from insights.queries.approvals import QUEUES
from sharing.services.summaries import summary_release, summary_return
from tasks.services.tasks import extension_decide

#: (kind, decision) → the policy pair, and the service with row, user and words.
Decision = Callable[[Any, Profile, str], Any]
DECISIONS: dict[tuple[str, str], tuple[tuple[str, str], Decision]] = {
    (ApprovalKind.PLAN, "approve"): (
        ("plan", "approve"), lambda row, by, words: plan_approve(row, by=by, comments=words)),
    (ApprovalKind.PLAN, "return"): (
        ("plan", "return"), lambda row, by, words: plan_return(row, by=by, comments=words)),
    (ApprovalKind.CLOSURE, "approve"): (
        ("case", "approve_close"), lambda row, by, words: case_close_approve(row, by=by, comments=words)),
    (ApprovalKind.CLOSURE, "return"): (
        ("case", "approve_close"), lambda row, by, words: case_close_return(row, by=by, comments=words)),
    (ApprovalKind.TRANSFER, "refuse"): (
        ("transfer", "accept"), lambda row, by, words: transfer_refuse(row, by=by, comment=words)),
    (ApprovalKind.SUMMARY, "release"): (
        ("summary", "release"), lambda row, by, words: summary_release(row, by=by)),
    (ApprovalKind.SUMMARY, "return"): (
        ("summary", "release"), lambda row, by, words: summary_return(row, by=by, reason=words)),
    (ApprovalKind.OVERRIDE, "approve"): (
        ("consent", "approve"), lambda row, by, words: consent_override_approve(row, by=by)),
    (ApprovalKind.EXTENSION, "grant"): (
        ("task", "postpone"), lambda row, by, words: extension_decide(row, granted=True, by=by)),
    (ApprovalKind.OPENING, "review"): (
        ("opening", "review"), lambda row, by, words: opening_review(row, by=by, remark=words)),
    (ApprovalKind.EXTENSION, "decline"): (
        ("task", "postpone"), lambda row, by, words: extension_decide(row, granted=False, by=by, answer=words)),
}  # fmt: skip


@transaction.atomic
def approval_decide(
    kind: str, pk: int, *, decision: str, by: Profile, comments: str = "", worker: int | None = None
) -> None:
    """Decide one thing that waits for the user. ``worker``: who takes over what a transfer brings.

    Raises NotFound for what does not wait for her (her own among it), Invalid for an unknown decision or missing
    words, and what the owner's service raises. Errors about the words are at the field ``comments``.
    """
    if kind not in QUEUES:
        raise NotFound
    found = DECISIONS.get((kind, decision))
    if (kind, decision) == (ApprovalKind.TRANSFER, "accept"):
        found = (("transfer", "accept"), lambda row, by, words: _accept(row, by, worker))
    if found is None:
        raise Invalid(fields={"decision": _("Choose one of the list.")})
    pair, decide = found
    ensure(by, *pair)
    row = QUEUES[kind](by).filter(pk=pk).first()
    if row is None:
        raise NotFound
    try:
        decide(row, by, comments.strip())
    except Invalid as error:
        fields = {_WORDS.get(name, name): text for name, text in error.fields.items()}
        raise Invalid(error.message, fields=fields) from None


def _accept(row: Any, by: Profile, worker: int | None) -> None:
    """The proposed worker, or another of the region; the service says whether she can carry it."""
    chosen = Profile.objects.filter(pk=worker).first() if worker else None
    if worker and chosen is None:
        raise Invalid(fields={"worker": _("Choose one of the list.")})
    transfer_accept(row, by=by, worker=chosen)


#: The owners' names for the words of a decision.
_WORDS = {"reason": "comments", "answer": "comments", "comment": "comments", "remark": "comments"}
