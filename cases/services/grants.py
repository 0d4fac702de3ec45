"""The case team, cover and emergency access: rights with a reason, a giver and an end (django-guardian rows)."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import CASE_ROLES
from accounts.errors import Invalid
from accounts.models import Profile
from cases.models import Case, CaseGrant
from cases.timeline import timeline_add


@transaction.atomic
def grant_create(
    case: Case, *, to: Profile, purpose: str, reason: str, until: datetime, by: Profile
) -> CaseGrant:
    """Let ``to`` work on a case until a moment. Raises Invalid."""
    fields = {}
    if to.role not in CASE_ROLES or not to.is_active:
        fields["to"] = _("This person cannot work on a case.")
    if to.pk == by.pk:
        fields["to"] = _("Nobody gives access to herself.")
    if not reason.strip():
        fields["reason"] = _("Say why.")
    if until <= timezone.now():
        fields["until"] = _("The end lies in the past.")
    if fields:
        raise Invalid(fields=fields)
    grant = CaseGrant.objects.create(
        content_object=case, user_id=to.pk, permission=_view_permission(), purpose=purpose, reason=reason,
        given_by=by, until=until,
    )  # fmt: skip
    timeline_add(case=case, kind="grant_made", by=by, object_id=grant.pk, details={"purpose": purpose})
    return grant


@transaction.atomic
def grant_end(grant: CaseGrant, *, by: Profile) -> CaseGrant:
    """End a grant now. Idempotent."""
    if grant.ended_at is None:
        grant.ended_at = timezone.now()
        grant.save(update_fields=["ended_at"])
        timeline_add(
            case=grant.content_object_id, kind="grant_ended", by=by, object_id=grant.pk,
            details={"purpose": grant.purpose},
        )  # fmt: skip
    return grant


def _view_permission() -> Permission:
    return Permission.objects.get(codename="view_case", content_type__app_label="cases")
