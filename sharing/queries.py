"""Questions about shared things, each one named and bounded."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from accounts.enums import AgencyKind
from accounts.models import Agency, Profile
from cases.models import Case, Consent

from .enums import AnswerKind, SummaryState
from .models import Agreement, Release, Summary, SummaryAnswer
from .querysets import ReleaseQuerySet


def summaries_waiting(profile: Profile) -> QuerySet[Summary]:
    """Built summaries that this supervisor may decide: of her cases, not her own. Oldest first.

    Each row has agency, case with person, and author at hand; its page is ``sharing:summary_detail``
    (case number, id).
    """
    waiting = Summary.objects.filter(state=SummaryState.BUILT, case__in=Case.objects.decided_by(profile))
    return (
        waiting.exclude(created_by=profile)
        .select_related("agency", "case__person", "created_by")
        .defer("sealed", "request")
        .order_by("id")
    )


def overrides_waiting(profile: Profile) -> QuerySet[Consent]:
    """Sharing without consent, in a child's best interests, that waits for this supervisor. Oldest first."""
    waiting = Consent.objects.filter(
        decision="override", override_by=None, withdrawn_at=None, case__in=Case.objects.decided_by(profile)
    )
    return (
        waiting.exclude(created_by=profile).select_related("agency", "case__person", "created_by").order_by("id")
    )


def shared_for_case(case: Case) -> list[Summary]:
    """What waits or is shared of a case, for its side panel. One query; a second where there is anything.

    Most cases share nothing now, and counting readings is the dearest query of the case page.
    """
    open_states = (SummaryState.BUILT, SummaryState.RETURNED, SummaryState.RELEASED)
    found = Summary.objects.filter(case=case, state__in=open_states).values_list("pk", flat=True)
    keys = list(found.order_by("-id")[:10])
    return list(_with_readings(Summary.objects.filter(pk__in=keys))) if keys else []


def summaries_of_case(case: Case) -> list[Summary]:
    """Every summary of a case, the ended ones too, newest first. One query."""
    return list(_with_readings(Summary.objects.filter(case=case))[:50])


def _with_readings(rows: QuerySet[Summary]) -> QuerySet[Summary]:
    return (
        rows.select_related("agency")
        .annotate(
            reading_count=Count("release__readings", distinct=True),
            last_reading=Max("release__readings__at"),
            open_questions=Count(
                "release__answers",
                filter=Q(release__answers__kind=AnswerKind.QUESTION, release__answers__replied_at=None),
                distinct=True,
            ),
        )
        .defer("sealed", "request")
        .order_by("-id")
    )


def summary_page() -> QuerySet[Summary]:
    """Summaries with what their page shows: agency, agreement, people, the agency's copy. Not narrowed to a reader."""
    return Summary.objects.select_related("agency", "agreement", "created_by", "released_by", "release")


def agencies_with_agreements() -> QuerySet[Agency]:
    """Agencies by name, each with ``agreements`` prefetched. Two queries."""
    return Agency.objects.order_by("name").prefetch_related(
        Prefetch("agreements", queryset=Agreement.objects.order_by("purpose", "-until"))
    )


def renewals_waiting(profile: Profile) -> list[Agreement]:
    """Agreements that end soon and wait for somebody to renew them: the reader's own tasks first. One query."""
    waiting = Agreement.objects.filter(warned_at__isnull=False, settled_at=None, ended_at=None)
    rows = waiting.select_related("agency", "responsible").order_by("until", "id")[:100]
    return sorted(rows, key=lambda one: one.responsible_id != profile.pk)


def received(profile: Profile) -> QuerySet[Release]:
    """What the user's agency may read now, newest first, with its answers."""
    return (
        Release.objects.visible_to(profile)
        .prefetch_related(Prefetch("answers", queryset=SummaryAnswer.objects.order_by("id")))
        .order_by("-released_at", "-pk")
    )


def hears_complaints(profile: Profile) -> bool:
    """Whether she is of the Ombudsman's office (the row rule says the same)."""
    return profile.agency is not None and profile.agency.kind == AgencyKind.OMBUDSMAN


def disclosures() -> ReleaseQuerySet:
    """All that ever went out, newest first: to whom, which fields, when, how often read. No content.

    Only the columns that a data protection officer's database role may read.
    """
    from .walls import DISCLOSURE_COLUMNS

    names = [name.removesuffix("_id") for name in DISCLOSURE_COLUMNS]
    readings: Any = Count("readings", distinct=True)
    rows: Any = Release.objects.only(*names, "agency__name", "agency__names").select_related("agency")
    return rows.annotate(reading_count=readings, last_reading=Max("readings__at"))
