"""The whole of a worker's cases at once: covered while she is away, or handed over for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import CASE_ROLES, Role
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Profile
from cases.enums import GrantPurpose
from cases.models import Case, CaseGrant
from cases.services.grants import cover_problem, grants_end, view_permission
from cases.signals import caseload_handed_over, cases_changed
from cases.timeline import timeline_add_many

_BATCH = 500


def caseload_of(worker: Profile, *, by: Profile) -> QuerySet[Any]:
    """The open cases of a worker that the supervisor sees in her region; restricted ones where she is named."""
    found: QuerySet[Any] = Case.objects.visible_to(by).open().filter(worker=worker, region_id=by.region_id)
    return found


@transaction.atomic
def caseload_cover(*, absent: Profile, to: Profile, until: datetime, reason: str, by: Profile) -> int:
    """Let ``to`` work on every open case of an absent colleague until a moment; it ends by itself. Returns how many
    grants were made: what she covers already for as long is left alone, so a second run takes in what has come since.

    Restricted cases are left out: who sees one is decided one by one. Raises Invalid, Conflict for an empty caseload.
    """
    fields: dict[str, Any] = {}
    if to.role not in CASE_ROLES or not to.is_active or to.region_id != by.region_id or to.pk == absent.pk:
        fields["to"] = _("Choose a colleague of your region.")
    elif to.pk == by.pk:
        fields["to"] = _("Nobody gives access to herself.")
    if not reason.strip():
        fields["reason"] = _("Say why.")
    if problem := cover_problem(until):
        fields["until"] = problem
    if fields:
        raise Invalid(fields=fields)
    cases = caseload_of(absent, by=by).filter(restricted=False)
    if not cases.exists():
        raise Conflict(_("She carries no open case in your region."), code="empty")
    covering = CaseGrant.objects.running().filter(user_id=to.pk, content_object__in=cases, until__gte=until)
    open_to_cover = cases.exclude(pk__in=covering.values("content_object"))
    permission = view_permission()
    grants = CaseGrant.objects.bulk_create(
        [
            CaseGrant(
                content_object_id=key, user_id=to.pk, permission=permission, purpose=GrantPurpose.COVER,
                reason=reason.strip(), given_by=by, until=until,
            )
            for key in open_to_cover.order_by("pk").values_list("pk", flat=True)
        ],
        batch_size=_BATCH,
    )  # fmt: skip
    told = [(one.content_object_id, one.pk, {"purpose": one.purpose}) for one in grants]
    timeline_add_many(told, kind="grant_made", by=by)
    return len(grants)


@transaction.atomic
def caseload_hand_over(*, worker: Profile, to: Profile, by: Profile) -> int:
    """Give every open case of a worker to another of the region, for good; returns how many. Her tasks go along, and
    the access that she has to others' cases there ends. She no longer sees any of them.

    Restricted cases go along where the supervisor is named on them. Raises Invalid, Conflict for an empty caseload.
    """
    if to.role != Role.SOCIAL_WORKER or not to.is_active or to.region_id != by.region_id or to.pk == worker.pk:
        raise Invalid(fields={"to": _("Choose another case worker of your region.")})
    keys = sorted(caseload_of(worker, by=by).values_list("pk", flat=True))
    if not keys:
        raise Conflict(_("She carries no open case in your region."), code="empty")
    Case.objects.filter(pk__in=keys).update(worker=to, updated_at=timezone.now())
    timeline_add_many([(key, None, {"worker": to.name}) for key in keys], kind="case_assigned", by=by)
    grants = CaseGrant.objects.visible_to(by).running().filter(user_id=worker.pk, content_object__region=by.region_id)
    grants_end(list(grants), by=by)
    caseload_handed_over.send(Case, worker=worker, to=to, by=by)
    cases_changed.send(Case, case_ids=keys)
    return len(keys)


def colleague_for(profile: Profile, pk: int) -> Profile:
    """Somebody who works on cases in the supervisor's region. Raises NotFound."""
    found = Profile.objects.select_related("office").filter(pk=pk, region_id=profile.region_id, role__in=CASE_ROLES)
    worker = found.first()
    if worker is None or profile.region_id is None:
        raise NotFound
    return worker


def grants_of(profile: Profile, *, who: int | None = None, purpose: str = "", running: bool = True) -> QuerySet[Any]:
    """The access that she may know of, narrowed; openings that somebody made herself among it."""
    found = CaseGrant.objects.visible_to(profile)
    if running:
        found = found.running()
    if who is not None:
        found = found.filter(user_id=who)
    return found.filter(purpose=purpose) if purpose else found
