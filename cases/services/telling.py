"""Telling of openings at once: a letter to the supervisors of the case's region and to the officers. By number alone.

The opening is taken, and committed, before letters are sent: a job that runs twice sends once. What a lost message
left untold is found by the next run without keys.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import Role
from accounts.models import Profile
from cases.models import Opening

log = logging.getLogger("hamroh.openings")


def openings_tell(keys: Sequence[int] | None = None) -> int:
    """Send the letters of these openings (all that are untold); returns how many letters went out."""
    sent = 0
    with acting_as(DatabaseRole.SYSTEM):
        waiting = Opening.objects.filter(told_at=None)
        found = list((waiting if keys is None else waiting.filter(pk__in=keys)).order_by("pk")[:200])
    for opening in found:
        with acting_as(DatabaseRole.SYSTEM):
            taken = Opening.objects.filter(pk=opening.pk, told_at=None).update(told_at=timezone.now())
            people = _readers(opening) if taken else []
        sent += sum(_send(opening, one) for one in people)
    return sent


def _readers(opening: Opening) -> list[Profile]:
    supervisors = Q(role=Role.SUPERVISOR, region=opening.region_id)
    found = Profile.objects.filter(Q(role=Role.DPO) | supervisors, is_active=True).exclude(pk=opening.user_id)
    return list(found.select_related("user").order_by("pk"))


def _send(opening: Opening, to: Profile) -> int:
    with translation.override(to.language):
        subject = _("Hamroh: case %(number)s was opened outside of the usual scope") % {"number": opening.number}
        body = _(
            "Case %(number)s was opened on %(when)s for 24 hours: %(kind)s.\n\nPlease look at it: %(url)s\n\n"
            "This message holds no names. Do not answer it."
        ) % {
            "number": opening.number, "kind": opening.get_kind_display(),
            "when": timezone.localtime(opening.opened_at).strftime("%Y-%m-%d %H:%M"),
            "url": f"{settings.HAMROH_PUBLIC_URL}/openings/{opening.pk}/",
        }  # fmt: skip
    try:
        EmailMessage(subject, body, to=[to.user.email], headers={"Auto-Submitted": "auto-generated"}).send()
    except Exception as error:
        log.warning("the letter about opening %s was not accepted (%s)", opening.pk, type(error).__name__)
        return 0
    return 1
