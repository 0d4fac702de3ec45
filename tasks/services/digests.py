"""The morning's e-mail: how much is due, by case number. No name, no place, nothing of what a case is about.

A row of tasks_message is taken, and committed, before a letter is sent; whoever comes later finds it and sends
nothing. A worker killed between the two costs one letter of one day, never a second one.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.enums import CASE_ROLES, Role
from accounts.models import Profile
from tasks import clock
from tasks.enums import MessageKind
from tasks.models import Message, Task

log = logging.getLogger("hamroh.digest")
#: The hour of the recipient's own day from which on her digest is sent.
SEND_HOUR = 7
#: Days that the digest looks ahead, and lines of each of its parts.
AHEAD_DAYS, LINES = 7, 30


def digests_send(*, from_hour: int = SEND_HOUR, now: datetime | None = None) -> dict[str, int]:
    """Send the digest of the day to everyone whose own morning has come and who has something due.

    Raises what the mail server raises where it cannot be reached at all: then nothing was taken, and the next run
    tries again.
    """
    moment, counts = now or timezone.now(), {"sent": 0, "failed": 0}
    with acting_as(DatabaseRole.SYSTEM):
        waiting = [(who, day) for who in _recipients() if (day := _day(who, moment, from_hour))]
    if not waiting:
        return counts
    post = get_connection()
    post.open()
    try:
        for profile, day in waiting:
            taken = _take(profile, day)
            if taken is not None:
                counts[_send(profile, taken, post)] += 1
    finally:
        post.close()
    return counts


def _recipients() -> list[Profile]:
    until = clock.today() + timedelta(days=AHEAD_DAYS)
    due = Task.objects.active().filter(due_on__lte=until)
    told = Task.objects.escalated()
    return list(
        Profile.objects.filter(is_active=True, role__in=CASE_ROLES)
        .filter(Q(pk__in=due.values("assignee")) | Q(pk__in=told.values("escalated_to")))
        .select_related("user")
        .order_by("pk")
    )


def _zone(profile: Profile) -> ZoneInfo:
    try:
        return ZoneInfo(profile.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


def _day(profile: Profile, moment: datetime, from_hour: int) -> date | None:
    """The recipient's own day where its morning has come."""
    here = moment.astimezone(_zone(profile))
    return here.date() if here.hour >= from_hour else None


def _take(profile: Profile, day: date) -> Message | None:
    """Take the letter of the day; None where somebody has."""
    with acting_as(DatabaseRole.SYSTEM):
        message, fresh = Message.objects.get_or_create(recipient=profile, kind=MessageKind.DIGEST, period=day)
    return message if fresh else None


def _send(profile: Profile, message: Message, post: Any) -> str:
    with acting_as(profile), translation.override(profile.language), timezone.override(_zone(profile)):
        content = digest_of(profile)
        subject, body = content["subject"], render_to_string("tasks/digest.txt", content)
    headers = {
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<digest-{message.pk}@{settings.HAMROH_INSTALLATION}>",
    }
    letter = EmailMessage(subject, body, to=[profile.user.email], connection=post, headers=headers)
    try:
        letter.send()
    except Exception as error:
        log.warning("digest %s was not accepted (%s)", message.pk, type(error).__name__)
        return "failed"
    with acting_as(DatabaseRole.SYSTEM):
        Message.objects.filter(pk=message.pk).update(sent_at=timezone.now(), count=content["count"])
    return "sent"


def digest_of(profile: Profile) -> dict[str, Any]:
    """What the letter says, in the active language: numbers of cases, kinds, days."""
    today = clock.today()
    rows = list(
        Task.objects.mine(profile).due_within(AHEAD_DAYS).select_related("case").order_by("due_on", "case__number")
    )
    overdue = [row for row in rows if row.due_on < today]
    now = [row for row in rows if row.due_on == today]
    soon = [row for row in rows if row.due_on > today]
    told = (
        list(Task.objects.visible_to(profile).escalated().filter(escalated_to=profile).select_related("case"))
        if profile.role == Role.SUPERVISOR
        else []
    )
    parts = [
        {"title": title, "rows": part[:LINES], "more": max(0, len(part) - LINES), "count": len(part)}
        for title, part in (
            (_("Overdue"), overdue), (_("Today"), now), (_("The next 7 days"), soon), (_("Escalated to you"), told),
        )
        if part
    ]  # fmt: skip
    subject = _("Hamroh: %(overdue)s, %(today)s") % {
        "overdue": ngettext("%(n)s overdue", "%(n)s overdue", len(overdue)) % {"n": len(overdue)},
        "today": ngettext("%(n)s due today", "%(n)s due today", len(now)) % {"n": len(now)},
    }
    return {
        "subject": subject, "parts": parts, "count": len(rows) + len(told),
        "url": f"{settings.HAMROH_PUBLIC_URL}/my-day/",
    }  # fmt: skip
