"""Which fields may leave now: the disclosure table, an agreement in force and a consent in force must all name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts import clock
from accounts.models import Agency
from cases.models import Case, Consent

from .models import Agreement
from .policy import Disclosure, disclosure
from .registry import FIELDS, SharedField, known


@dataclass(frozen=True)
class Offer:
    """One field of the table for one case. It is ``covered`` where agreement and consent name it."""

    field: SharedField
    value: Any
    agreement: Agreement | None
    consent: Consent | None

    @property
    def covered(self) -> bool:
        return self.agreement is not None and self.consent is not None

    @property
    def can_leave(self) -> bool:
        """Covered, and there is something to tell."""
        return self.covered and self.value is not None

    @property
    def lines(self) -> list[str]:
        return [] if self.value is None else self.field.show(self.value)


@dataclass(frozen=True)
class Coverage:
    """What may leave for one case, agency and purpose. ``row`` is None where the table names nothing."""

    row: Disclosure | None
    agreement: Agreement | None
    offers: Sequence[Offer]
    on: date

    @property
    def consents(self) -> list[Consent]:
        """The consents that cover anything, each once."""
        found = {offer.consent.pk: offer.consent for offer in self.offers if offer.consent is not None}
        return list(found.values())

    def latest_end(self, codes: Sequence[str]) -> date:
        """The last day on which these fields may be read: the shortest of table, agreement and consents."""
        assert self.row is not None and self.agreement is not None
        consents = [o.consent.until for o in self.offers if o.consent is not None and o.field.code in codes]
        return min([self.on + timedelta(days=self.row.days), self.agreement.until, *consents])


def coverage(case: Case, *, agency: Agency, purpose: str) -> Coverage:
    """Ask table, agreements and consents. Two queries, and those of the fields' sources."""
    today = clock.today()
    row = disclosure(agency.kind, purpose)
    if row is None:
        return Coverage(None, None, (), today)
    codes = known(row.fields)
    agreement = _best_agreement(agency, purpose, codes, today)
    consents = list(
        Consent.objects.filter(case=case, agency=agency, purpose=purpose).in_force(today).order_by("-until", "-id")
    )
    offers = [
        Offer(
            field=FIELDS[code],
            value=FIELDS[code].value(case),
            agreement=agreement if agreement is not None and code in agreement.fields else None,
            consent=next((one for one in consents if FIELDS[code].kind in one.kinds), None),
        )
        for code in codes
    ]
    return Coverage(row, agreement, offers, today)


def _best_agreement(agency: Agency, purpose: str, codes: Sequence[str], on: date) -> Agreement | None:
    """The agreement in force that names most of the fields, the longest of equals."""
    found = list(Agreement.objects.filter(agency=agency, purpose=purpose).in_force(on))
    return max(found, key=lambda one: (len(set(one.fields) & set(codes)), one.until, one.pk), default=None)


def end_of(day: date) -> datetime:
    """The last second of a day here."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=timezone.get_default_timezone())
