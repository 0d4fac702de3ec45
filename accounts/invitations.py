"""Invitations: a link that opens once, within a week, with which a new user sets her password.

The link is the signed key of its row, so that the job that mails it needs no secret and nothing secret is stored. It is
mailed, or shown to the administrator to be printed and handed over. Who has a password already gets none: an
administrator who could send herself a link would be anybody.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .clock import today
from .enums import Role
from .errors import Conflict, Invalid
from .models import Invitation, Profile, User

log = logging.getLogger("hamroh.invitations")
LIFETIME = timedelta(days=7)
#: A letter that no server takes within a day is given up; the administrator sees that it was not sent.
TRIED = timedelta(days=1)
_SIGNER = Signer(salt="accounts.invitation", sep=".")


def _open() -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, ended_at=None, expires_at__gt=timezone.now())


def invitable(profile: Profile) -> bool:
    """Is there somebody who has no password yet?"""
    return profile.is_active and profile.role != Role.AGENCY_CLIENT and not profile.user.has_usable_password()


def invitation_of(profile: Profile) -> Invitation | None:
    """The invitation that a user can use now."""
    return _open().filter(profile=profile).first()


@transaction.atomic
def invitation_create(profile: Profile, *, by_email: bool, by: Profile) -> Invitation:
    """Invite a user, or invite her anew: earlier links end. Raises Conflict where she has a password, Invalid where she
    may not sign in."""
    if not profile.is_active or profile.role == Role.AGENCY_CLIENT:
        raise Invalid(_("This user may not sign in."))
    if not invitable(profile):
        raise Conflict(_("She has a password already. If she forgot it, the sign-in page sends her a new one."))
    invitation_end(profile, by=by)
    return Invitation.objects.create(
        profile=profile, by_email=by_email, created_by=by, expires_at=timezone.now() + LIFETIME
    )


def invitation_end(profile: Profile, *, by: Profile) -> int:
    """Withdraw what was sent to a user; returns how many links ended."""
    return _open().filter(profile=profile).update(ended_at=timezone.now())


def link_of(invitation: Invitation) -> str:
    """The link. Its text stands in the query, which no log keeps."""
    query = urlencode({"link": _SIGNER.sign(str(invitation.pk))})
    return f"{settings.HAMROH_PUBLIC_URL}{reverse('invitation')}?{query}"


def invitation_find(text: str) -> Invitation | None:
    """The invitation of a link's text, if it opens now. Acts as the identity role."""
    try:
        key = int(_SIGNER.unsign(text))
    except (BadSignature, ValueError):
        return None
    found = _open().select_related("profile__user").filter(pk=key).first()
    return found if found is not None and invitable(found.profile) else None


@transaction.atomic
def invitation_accept(invitation: Invitation, *, password: str) -> User:
    """Use a link: set the password, which the form has checked. Raises Conflict where somebody was faster."""
    if not _open().filter(pk=invitation.pk).update(used_at=timezone.now()):
        raise Conflict(_("This link does not work any more."))
    user: User = invitation.profile.user
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def invitations_send() -> dict[str, int]:
    """Mail what waits to be mailed. A link that is mailed twice is the same link. Acts as the system."""
    counts = {"sent": 0, "failed": 0}
    waiting = _open().filter(by_email=True, sent_at=None, created_at__gt=timezone.now() - TRIED)
    for invitation in waiting.select_for_update(of=("self",), skip_locked=True).select_related("profile__user"):
        counts["sent" if _send(invitation) else "failed"] += 1
    return counts


def _send(invitation: Invitation) -> bool:
    """No name stands in the letter: a mailbox may be read by others."""
    profile = invitation.profile
    with translation.override(profile.language):
        content = {"link": link_of(invitation), "until": today(invitation.expires_at)}
        subject, body = _("Your access to Hamroh"), render_to_string("accounts/invitation.txt", content)
    headers = {"Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(subject, body, to=[profile.user.email], headers=headers).send()
    except Exception as error:  # sockets, SMTP and files each have their own
        log.warning("invitation %s was not accepted (%s)", invitation.pk, type(error).__name__)
        return False
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())
    return True
