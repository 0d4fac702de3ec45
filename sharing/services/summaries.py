"""A summary: built by one, released or returned by another, withdrawn, expired."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import clock
from accounts.enums import Level
from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import Agency, Profile
from accounts.policy import refuse_elsewhere, refuse_own
from cases.access import ensure_reach
from cases.enums import ConsentDecision, ConsentGiver
from cases.models import Case, Consent
from cases.numbers import number_new
from cases.timeline import timeline_add
from sharing.coverage import Coverage, coverage, end_of
from sharing.enums import TRANSITIONS, EndReason, LegalBasis, SummaryState
from sharing.models import AgencyReference, Release, Summary, SummaryConsent, content_write
from sharing.policy import disclosure

from .notices import expiry_task
from .versions import changes_for, superseded

_REQUEST_LENGTH = 2000


@transaction.atomic
def reference_for(agency: Agency, *, case: Case, by: Profile) -> str:
    """The agency's own reference for a person; made at its first summary, and kept."""
    found, _made = AgencyReference.objects.get_or_create(
        agency=agency, person_id=case.person_id, defaults={"reference": f"P-{number_new()}", "created_by": by}
    )
    return str(found.reference)


@transaction.atomic
def summary_build(
    case: Case,
    *,
    agency: Agency,
    purpose: str,
    fields: Sequence[str],
    by: Profile,
    request: str = "",
    until: date | None = None,
) -> Summary:
    """Take a snapshot of the chosen fields, as table, agreement and consents allow today. It waits for release.

    ``until`` is the last day on which the agency may read it; without one, the longest that all three allow.
    Raises Invalid, with the reason at each field that may not leave; NotAllowed for who is not in charge of the case,
    and so does not know who is left out of it.
    """
    ensure_reach(by, case, Level.CHARGE)
    found = coverage(case, agency=agency, purpose=purpose)
    chosen = _chosen(found, agency, fields)
    last = found.latest_end(chosen)
    if until is not None and until > last:
        raise Invalid(fields={"until": _("Consent, agreement or the disclosure table end before this day.")})
    if until is not None and until < found.on:
        raise Invalid(fields={"until": _("This day is over.")})
    if len(request) > _REQUEST_LENGTH:
        raise Invalid(fields={"request": _("This is too long.")})
    assert found.agreement is not None
    grounds = [one for one in found.consents if any(o.consent == one and o.field.code in chosen for o in found.offers)]
    summary = Summary.objects.create(
        case=case, agency=agency, agreement=found.agreement, purpose=purpose, request=request.strip(),
        reference=reference_for(agency, case=case, by=by), expires_at=end_of(until or last), created_by=by,
        sealed=content_write((o.field.code, o.value) for o in found.offers if o.field.code in chosen),
        **_basis(grounds),
    )  # fmt: skip
    for consent in grounds:
        SummaryConsent.objects.create(summary=summary, consent=consent)
    _tell(summary, "summary_built", by)
    return summary


def _basis(grounds: Sequence[Consent]) -> dict[str, str]:
    """The legal basis, who holds authority over a child, and the interpreter, as the consents tell them. Where one
    of several is an override, the whole rests on best interests."""
    if any(one.decision == ConsentDecision.OVERRIDE for one in grounds):
        basis = LegalBasis.BEST_INTERESTS
    else:
        own = all(one.given_by == ConsentGiver.SELF for one in grounds)
        basis = LegalBasis.CONSENT if own else LegalBasis.CAREGIVER
    others = [one for one in grounds if one.giver_name and one.given_by != ConsentGiver.SELF]
    authority = "; ".join(dict.fromkeys(f"{one.get_given_by_display()}: {one.giver_name}" for one in others))
    interpreters = "; ".join(dict.fromkeys(one.interpreter for one in grounds if one.interpreter))
    return {"legal_basis": basis, "authority": authority[:200], "interpreter": interpreters[:160]}


def _chosen(found: Coverage, agency: Agency, fields: Sequence[str]) -> list[str]:
    if not agency.is_active:
        raise Invalid(fields={"agency": _("This agency is no longer active.")})
    if found.row is None:
        raise Invalid(fields={"purpose": _("Nothing may be told to this kind of agency for this purpose.")})
    if found.agreement is None:
        raise Invalid(fields={"agency": _("There is no agreement in force with this agency for this purpose.")})
    if not found.consents:
        raise Invalid(fields={"agency": _("There is no consent in force for this agency and purpose.")})
    leaving = {offer.field.code for offer in found.offers if offer.can_leave}
    wrong = sorted(set(fields) - leaving)
    if wrong or not fields:
        text = _("Choose among the fields that may leave.")
        raise Invalid(fields={"fields": f"{text} {', '.join(wrong)}".strip()})
    return [offer.field.code for offer in found.offers if offer.field.code in set(fields)]


def _step(summary: Summary, to: SummaryState) -> Summary:
    """The row, locked, and the step allowed. Raises Conflict."""
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    if to not in TRANSITIONS[locked.state]:
        raise Conflict(_("Its state has changed meanwhile: %(state)s.") % {"state": locked.get_state_display()})
    return locked


@transaction.atomic
def summary_release(summary: Summary, *, by: Profile) -> Summary:
    """Let it go to the agency. What was previewed leaves as it stands, if its grounds still hold; it takes the place of
    what the agency can read of this person for this purpose, and says what has changed.

    Raises NotAllowed for the one who built it and for a role that the table does not name, Conflict where a consent,
    the agreement or the time has ended, or a field is no longer allowed.
    """
    summary = _step(summary, SummaryState.RELEASED)
    row = disclosure(summary.agency.kind, summary.purpose)
    refuse_own(by, summary.created_by_id)
    if row is None or by.role != row.released_by:
        raise NotAllowed(_("The disclosure table does not let your role release this."))
    refuse_elsewhere(by, summary.case.region_id)
    _check_grounds(summary, set(row.fields))
    changes, since = changes_for(summary, allowed=row.fields)
    for older in superseded(summary):
        _end(older, EndReason.SUPERSEDED, timezone.now())
        _tell(older, "summary_superseded", by)
    summary.state, summary.released_by, summary.released_at = SummaryState.RELEASED, by, timezone.now()
    summary.save(update_fields=["state", "released_by", "released_at", "updated_at"])
    Release.objects.create(
        summary=summary, agency_id=summary.agency_id, purpose=summary.purpose, reference=summary.reference,
        sender=summary.case.region.name, request=summary.request, legal_basis=summary.legal_basis,
        fields=[code for code, _v in summary.content],
        sealed=summary.sealed, released_at=summary.released_at, expires_at=summary.expires_at,
        changes_sealed=changes, changed_since=since,
    )  # fmt: skip
    _tell(summary, "summary_released", by)
    return summary


def _check_grounds(summary: Summary, allowed: set[str]) -> None:
    today = clock.today()
    codes = {code for code, _value in summary.content}
    if summary.expires_at <= timezone.now():
        raise Conflict(_("Its time is over. Build it again."))
    if not summary.agreement.in_force(today) or codes - set(summary.agreement.fields):
        raise Conflict(_("The agreement is no longer in force."))
    # Where a newer decision took the place of one, the summary rests on that (sharing/sql.py).
    if any(not consent.in_force(today) for consent in summary.consents.filter(superseded_by=None)):
        raise Conflict(_("A consent is no longer in force."))
    if codes - allowed:
        raise Conflict(_("The disclosure table no longer allows every field. Build it again."))


@transaction.atomic
def summary_return(summary: Summary, *, reason: str, by: Profile) -> Summary:
    """Give it back to the one who built it, with a reason. Raises Invalid, Conflict, NotAllowed for the
    own one: she withdraws it."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why.")})
    summary = _step(summary, SummaryState.RETURNED)
    refuse_own(by, summary.created_by_id)
    summary.state, summary.returned_reason = SummaryState.RETURNED, reason.strip()
    summary.save(update_fields=["state", "returned_reason", "updated_at"])
    _tell(summary, "summary_returned", by)
    return summary


@transaction.atomic
def summary_withdraw(summary: Summary, *, reason: str, by: Profile) -> Summary:
    """End it now; the agency can no longer read it. Raises Invalid without a reason, Conflict where it has ended."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why.")})
    summary = _step(summary, SummaryState.ENDED)
    _end(summary, EndReason.WITHDRAWN, timezone.now(), reason.strip())
    _tell(summary, "summary_withdrawn", by)
    return summary


def summaries_without(case_id: int, name: str, *, by: Profile) -> list[Summary]:
    """Withdraw what names somebody as the child's caregiver who is left out from now on. Returns what it ended."""
    live = Summary.objects.filter(case=case_id, state__in=(SummaryState.BUILT, SummaryState.RELEASED))
    naming = [one for one in live if name in (dict(one.content).get("caregivers") or ())]
    return [summary_withdraw(one, reason=_("It has to be decided anew."), by=by) for one in naming]


def _end(summary: Summary, why: EndReason, at: datetime, note: str = "") -> None:
    # A trigger ends the agency's copy (sharing/sql.py).
    summary.state, summary.ended_at, summary.end_reason, summary.end_note = SummaryState.ENDED, at, why, note
    summary.save(update_fields=["state", "ended_at", "end_reason", "end_note", "updated_at"])


def summaries_expire(now: datetime, *, limit: int = 1000) -> list[Summary]:
    """Mark those whose time is over; the row rule has stopped their reading already. Idempotent.

    Acts as the system. Returns what it ended, at most ``limit``.
    """
    ended = []
    over = Summary.objects.filter(state__in=(SummaryState.RELEASED, SummaryState.BUILT), expires_at__lte=now)
    for key in list(over.order_by("expires_at").values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            summary = over.select_for_update(skip_locked=True).filter(pk=key).first()
            if summary is not None:
                was_released = summary.state == SummaryState.RELEASED
                _end(summary, EndReason.EXPIRED, summary.expires_at)
                if was_released:
                    expiry_task(summary)
                _tell(summary, "summary_expired", None)
                ended.append(summary)
    return ended


def _tell(summary: Summary, kind: str, by: Profile | None) -> None:
    timeline_add(
        case=summary.case_id, kind=kind, by=by, object_id=summary.pk,
        details={"agency": summary.agency.name, "sharing_purpose": summary.purpose},
    )  # fmt: skip
