"""Who may read what is protected in a case: named by a supervisor, for a time, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import CASE_ROLES, Level, Role
from accounts.errors import Invalid, NotAllowed
from accounts.models import Profile
from accounts.policy import refuse_own
from cases.access import ensure_reach
from cases.models import Case, NeedToKnow
from cases.timeline import timeline_add


def _check_namer(case: Case, by: Profile) -> None:
    ensure_reach(by, case, Level.CHARGE)
    if by.role != Role.SUPERVISOR:
        raise NotAllowed(_("A supervisor names who needs to know."))


@transaction.atomic
def need_name(case: Case, *, to: Profile, reason: str, until: datetime, by: Profile) -> NeedToKnow:
    """Let somebody read what is protected in a case, as long as she sees the case itself. Raises Invalid; NotAllowed
    for herself, and for who is not the supervisor of the case."""
    _check_namer(case, by)
    refuse_own(by, to)
    fields = {}
    if to.role not in CASE_ROLES or not to.is_active:
        fields["to"] = _("This person cannot work on a case.")
    if not reason.strip():
        fields["reason"] = _("Say why.")
    if until <= timezone.now():
        fields["until"] = _("The end lies in the past.")
    if fields:
        raise Invalid(fields=fields)
    need = NeedToKnow.objects.create(
        case=case, user=to, named_by=by, reason=reason.strip(), until=until, created_by=by
    )
    timeline_add(case=case, kind="need_named", by=by, object_id=need.pk, details={"who": to.name})
    return need


@transaction.atomic
def need_end(need: NeedToKnow, *, by: Profile) -> NeedToKnow:
    """She need no longer know. Idempotent. Raises NotAllowed."""
    _check_namer(need.case, by)
    refuse_own(by, need.user)
    if need.ended_at is None:
        need.ended_at, need.ended_by = timezone.now(), by
        need.save(update_fields=["ended_at", "ended_by", "updated_at"])
        timeline_add(case=need.case_id, kind="need_ended", by=by, object_id=need.pk, details={"who": need.user.name})
    return need
