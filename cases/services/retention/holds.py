"""Legal holds: while one stands, nothing of the case is erased, by no term and at nobody's request."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Conflict, Invalid
from accounts.models import Profile
from cases.models import LegalHold
from cases.numbers import number_read
from cases.services.definers import call

_LENGTH = 2000


def _reason(text: str) -> str:
    if not text.strip() or len(text) > _LENGTH:
        raise Invalid(fields={"reason": _("Say why, in at most 2,000 signs.")})
    return text.strip()


@transaction.atomic
def hold_set(*, number: str, reason: str, by: Profile) -> LegalHold:
    """Stop every erasure of a case. Raises Invalid for an unknown number, Conflict where a hold stands."""
    words = _reason(reason)
    read = number_read(number)
    found = call("cases_retention_facts", read) if read else []
    if read is None or not found:
        raise Invalid(fields={"number": _("There is no case with this number.")})
    try:
        with transaction.atomic():
            return LegalHold.objects.create(case_id=found[0][0], number=read, reason=words, created_by=by)
    except IntegrityError:
        raise Conflict(_("A hold stands on this case already.")) from None


@transaction.atomic
def hold_lift(hold: LegalHold, *, reason: str, by: Profile) -> LegalHold:
    """Let terms run again. Raises Invalid without a reason, Conflict where it was lifted before."""
    words = _reason(reason)
    locked = LegalHold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if locked.lifted_at is not None:
        raise Conflict(_("This hold was lifted before."))
    locked.lifted_at, locked.lifted_by, locked.lifted_reason = timezone.now(), by, words
    locked.save(update_fields=["lifted_at", "lifted_by", "lifted_reason", "updated_at"])
    return locked
