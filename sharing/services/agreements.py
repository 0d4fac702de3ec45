"""Agreements: signed with an agency, ended before their time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.crypto import decrypt
from accounts.enums import Role
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Agency, Profile
from cases.services.documents import Paper, prepare, store
from cases.services.scans import scan_now
from sharing.models import Agreement
from sharing.models.agreements import WARN_AHEAD
from sharing.policy import disclosure
from sharing.registry import known

#: Who may be asked to renew an agreement.
_RESPONSIBLE = (Role.SUPERVISOR, Role.NATIONAL)


@transaction.atomic
def agreement_create(
    *,
    agency: Agency,
    purpose: str,
    fields: Sequence[str],
    starts_on: date,
    until: date,
    signatory: str,
    document_number: str,
    by: Profile,
    responsible: Profile | None = None,
    paper: Paper | None = None,
) -> Agreement:
    """Record a signed agreement. It can name only what the disclosure table allows. ``responsible`` (who records it,
    where nobody else is named) is asked in time to renew it; the next one for the same agency and purpose settles
    what was asked. Raises Invalid."""
    problems: dict[str, Any] = {}
    row = disclosure(agency.kind, purpose)
    if row is None:
        problems["purpose"] = _("Nothing may be told to this kind of agency for this purpose.")
    elif not fields or set(fields) - set(row.fields):
        problems["fields"] = _("Choose among the fields that the disclosure table allows.")
    if until < starts_on:
        problems["until"] = _("The end lies before the beginning.")
    if not signatory.strip():
        problems["signatory"] = _("Say who signed.")
    if not document_number.strip():
        problems["document_number"] = _("Give the number of the document.")
    if responsible is not None and (responsible.role not in _RESPONSIBLE or not responsible.is_active):
        problems["responsible"] = _("Choose a supervisor or a national coordinator.")
    if problems or row is None:
        raise Invalid(fields=problems)
    made = Agreement.objects.create(
        agency=agency, purpose=purpose, fields=[code for code in known(row.fields) if code in set(fields)],
        starts_on=starts_on, until=until, signatory=signatory.strip(), document_number=document_number.strip(),
        responsible=responsible or by, created_by=by, **(_kept(paper) if paper else {}),
    )  # fmt: skip
    earlier = Agreement.objects.filter(agency=agency, purpose=purpose, until__lt=until, settled_at=None)
    earlier.exclude(pk=made.pk).filter(warned_at__isnull=False).update(settled_at=timezone.now(), settled_by=by)
    return made


def _kept(paper: Paper) -> dict[str, str]:
    try:
        content, media_type, name = prepare(paper.content, paper.name)
        scan_now(content)
    except Invalid as error:
        raise Invalid(fields={"paper": error.fields["file"]}) from None
    return {"paper_key": store(content), "paper_name": name, "paper_type": media_type}


@transaction.atomic
def agreement_attach(agreement: Agreement, *, paper: Paper, by: Profile) -> Agreement:
    """Keep the signed document beside an agreement that has none yet. Raises Invalid, Conflict."""
    locked = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if locked.paper_key:
        raise Conflict(_("The document is here already."))
    for name, value in _kept(paper).items():
        setattr(locked, name, value)
    locked.save(update_fields=["paper_key", "paper_name", "paper_type", "updated_at"])
    return locked


def agreement_paper(agreement: Agreement) -> bytes:
    """The signed document. Raises NotFound where there is none, or the store lost it."""
    if not agreement.paper_key or not default_storage.exists(agreement.paper_key):
        raise NotFound
    with default_storage.open(agreement.paper_key) as stored:
        return decrypt(stored.read())


@transaction.atomic
def agreement_let_end(agreement: Agreement, *, by: Profile) -> Agreement:
    """It need not be renewed: the task is done. Raises Conflict where nothing was asked."""
    locked = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    if not locked.waits_for_renewal:
        raise Conflict(_("Nothing is to be done about this agreement."))
    locked.settled_at, locked.settled_by = timezone.now(), by
    locked.save(update_fields=["settled_at", "settled_by", "updated_at"])
    return locked


def agreements_warn(today: date) -> list[Agreement]:
    """Once for each agreement that ends within 30 days and has no successor yet: its renewal becomes the task of who
    is responsible, who is told by e-mail as well. Acts as the system; idempotent."""
    warned = []
    ending = Agreement.objects.in_force(today).filter(until__lte=today + WARN_AHEAD, warned_at=None, settled_at=None)
    for agreement in ending.select_related("agency", "responsible__user").select_for_update(of=("self",)):
        agreement.warned_at = timezone.now()
        later = Agreement.objects.filter(agency=agreement.agency_id, purpose=agreement.purpose, ended_at=None)
        if later.filter(until__gt=agreement.until, starts_on__lte=agreement.until + timedelta(days=1)).exists():
            agreement.settled_at = agreement.warned_at
        agreement.save(update_fields=["warned_at", "settled_at", "updated_at"])
        if agreement.settled_at is None:
            warned.append(agreement)
            transaction.on_commit(partial(_tell, agreement), robust=True)
    return warned


def _tell(agreement: Agreement) -> None:
    person = agreement.responsible
    if person is None or not person.is_active or not person.user.email:
        return
    with translation.override(person.language):
        what = {
            "agency": agreement.agency.name, "number": agreement.document_number,
            "day": date_format(agreement.until, "j E Y"),
        }  # fmt: skip
        text = _("The agreement %(number)s with %(agency)s ends on %(day)s. Sign it anew, or let it end.") % what
        page = settings.HAMROH_PUBLIC_URL.rstrip("/") + reverse("sharing:agency_detail", args=[agreement.agency_id])
        send_mail(_("An agreement ends soon"), f"{text}\n\n{page}\n", None, [person.user.email])


@transaction.atomic
def agreement_end(agreement: Agreement, *, by: Profile) -> Agreement:
    """End it now. A trigger of the database ends in the same moment all that was released under it.

    Raises Conflict where it ended before.
    """
    if agreement.ended_at is not None:
        raise Conflict(_("This agreement has ended."))
    agreement.ended_at = timezone.now()
    agreement.save(update_fields=["ended_at", "updated_at"])
    return agreement
