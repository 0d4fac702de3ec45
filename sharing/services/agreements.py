"""Agreements: signed with an agency, ended before their time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Conflict, Invalid
from accounts.models import Agency, Profile
from sharing.models import Agreement
from sharing.policy import disclosure
from sharing.registry import known


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
) -> Agreement:
    """Record a signed agreement. It can name only what the disclosure table allows. Raises Invalid."""
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
    if problems or row is None:
        raise Invalid(fields=problems)
    return Agreement.objects.create(
        agency=agency, purpose=purpose, fields=[code for code in known(row.fields) if code in set(fields)],
        starts_on=starts_on, until=until, signatory=signatory.strip(), document_number=document_number.strip(),
        created_by=by,
    )  # fmt: skip


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
