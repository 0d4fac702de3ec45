"""The case team and cover: rights with a reason, a giver and an end (django-guardian rows)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import CASE_ROLES
from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import Profile
from cases.enums import GIVEN, LONGEST_DAYS, GrantPurpose
from cases.models import Case, CaseGrant
from cases.services.restrictions import restriction_keeps_deciding
from cases.signals import cases_changed
from cases.timeline import timeline_add, timeline_add_many


@transaction.atomic
def grant_create(
    case: Case, *, to: Profile, purpose: str, reason: str, until: datetime, by: Profile
) -> CaseGrant:
    """Let ``to`` work on a case until a moment, for the purposes of ``GIVEN``. Raises Invalid, NotAllowed."""
    fields = {}
    if to.role not in CASE_ROLES or not to.is_active:
        fields["to"] = _("This person cannot work on a case.")
    if to.pk == by.pk:
        fields["to"] = _("Nobody gives access to herself.")
    if not reason.strip():
        fields["reason"] = _("Say why.")
    if purpose not in GIVEN:
        fields["purpose"] = _("Choose one of the list.")
    elif problem := _end_problem(purpose, until):
        fields["until"] = problem
    if fields:
        raise Invalid(fields=fields)
    if case.region_id != by.region_id:
        raise NotAllowed(_("The supervisor of the case's region gives access to it."))
    grant = CaseGrant.objects.create(
        content_object=case, user_id=to.pk, permission=view_permission(), purpose=purpose, reason=reason,
        given_by=by, until=until,
    )  # fmt: skip
    timeline_add(case=case, kind="grant_made", by=by, object_id=grant.pk, details={"purpose": purpose})
    return grant


@transaction.atomic
def grant_extend(grant: CaseGrant, *, until: datetime, by: Profile) -> CaseGrant:
    """Let running access go on until a later moment. Raises Invalid, Conflict, NotAllowed for one's own."""
    if grant.user_id == by.pk:
        raise NotAllowed(_("Nobody prolongs her own access."))
    if not grant.is_running or grant.purpose not in GIVEN or grant.until is None:
        raise Conflict(_("This access cannot be extended. Give it anew."), code="not_running")
    if until <= grant.until:
        raise Invalid(fields={"until": _("Choose a later day than now.")})
    if problem := _end_problem(grant.purpose, until):
        raise Invalid(fields={"until": problem})
    grant.until = until
    grant.save(update_fields=["until"])
    timeline_add(
        case=grant.content_object_id, kind="grant_extended", by=by, object_id=grant.pk,
        details={"until": timezone.localdate(until).isoformat()},
    )  # fmt: skip
    return grant


@transaction.atomic
def grant_end(grant: CaseGrant, *, by: Profile) -> CaseGrant:
    """End a grant now. Idempotent. Raises Conflict for the last who could decide on a restricted case."""
    grants_end([grant], by=by)
    return grant


@transaction.atomic
def grants_end(grants: Sequence[CaseGrant], *, by: Profile) -> int:
    """End grants now, in a few statements; returns how many were running. Raises Conflict as ``grant_end``."""
    running = [grant for grant in grants if grant.is_running]
    for grant in running:
        if grant.purpose == GrantPurpose.NAMED:
            restriction_keeps_deciding(grant)
    now = timezone.now()
    CaseGrant.objects.filter(pk__in=[grant.pk for grant in running]).update(ended_at=now)
    for grant in running:
        grant.ended_at = now
    told = [(grant.content_object_id, grant.pk, {"purpose": grant.purpose}) for grant in running]
    timeline_add_many(told, kind="grant_ended", by=by)
    # Tasks that were given to somebody who no longer sees the case go to its worker.
    cases_changed.send(Case, case_ids=sorted({grant.content_object_id for grant in running}))
    return len(running)


def cover_problem(until: datetime) -> str:
    """What is wrong with the end of a cover; empty where nothing is."""
    return _end_problem(GrantPurpose.COVER, until)


def _end_problem(purpose: str, until: datetime) -> str:
    if until <= timezone.now():
        return _("The end lies in the past.")
    days = LONGEST_DAYS[purpose]
    # To the end of the last day.
    if until <= timezone.now() + timedelta(days=days + 1):
        return ""
    return _("At most %(days)s days at once; it can be extended.") % {"days": days}


def view_permission() -> Permission:
    """django-guardian's grants name a permission; ours is always to open the case, the role says what may be done."""
    return Permission.objects.get(codename="view_case", content_type__app_label="cases")
