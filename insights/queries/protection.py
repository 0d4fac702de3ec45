"""What the data protection officer must see first: each figure with the list that it counts, by the same conditions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessLog, Profile, SignInFailure
from accounts.oversight import recent
from cases.enums import ItemState, RuleState, RunState
from cases.models import CaseGrant, Opening, RetentionItem, RetentionRule, RetentionRun
from insights.models import OddPattern
from sharing.models import Demand, PersonRequest, Release

#: A count goes no further: what is more is "more than".
MOST = 1000


@dataclass(frozen=True)
class Spec:
    """A figure. ``urgent``: somebody waits, or may have been harmed, while it is not zero; the others inform."""

    code: str
    label: Any
    meaning: Any
    icon: str
    rows: Callable[[Profile], QuerySet[Any]]
    url_name: str
    query: str = ""
    urgent: bool = True
    bad: bool = False

    @property
    def url(self) -> str:
        """The list behind it, with its filter."""
        return reverse(self.url_name) + (f"?{self.query}" if self.query else "")


@dataclass(frozen=True)
class Counted:
    """A figure as it stands now."""

    spec: Spec
    count: int

    @property
    def more(self) -> bool:
        return self.count > MOST

    @property
    def shown(self) -> str:
        """The number as it is read: a capped one says so."""
        return f"{MOST}+" if self.more else str(self.count)


#: The order is that of urgency: what breaks a law tomorrow, what may be going on now, what somebody waits for.
SPECS: tuple[Spec, ...] = (
    Spec("requests_late", _("Requests overdue"), _("Persons who were to be answered before today."), "clock",
         lambda by: PersonRequest.objects.late(), "sharing:request_list", "show=late", bad=True),
    Spec("openings", _("Openings to review"), _("Cases opened outside of the usual scope."), "lock-open",
         lambda by: Opening.objects.visible_to(by).waiting(), "cases:opening_list", bad=True),
    Spec("patterns", _("Odd patterns to review"), _("Many cases in an hour, or cases without a task there."),
         "alert-triangle", lambda by: OddPattern.objects.filter(reviewed_at=None), "insights:patterns", bad=True),
    Spec("destructions", _("Destructions not confirmed"), _("Agencies that have not said that they destroyed it."),
         "trash", lambda by: Release.objects.all().unconfirmed(), "sharing:disclosure_list", "state=unconfirmed",
         bad=True),
    Spec("requests", _("Requests to decide"), _("What persons ask about themselves."), "inbox",
         lambda by: PersonRequest.objects.undecided(), "sharing:request_list", "show=requests"),
    Spec("demands", _("Demands to decide"), _("What authorities ask for."), "scale",
         lambda by: Demand.objects.undecided(), "sharing:request_list", "show=demands"),
    Spec("terms", _("Terms that wait for you"), _("Proposed by somebody else."), "archive",
         lambda by: RetentionRule.objects.filter(state=RuleState.PROPOSED).exclude(created_by=by),
         "cases:retention", "show=terms"),
    Spec("runs", _("Erasures that wait for you"), _("Prepared by somebody else; you are the second person."), "users",
         lambda by: RetentionRun.objects.filter(state=RunState.READY).exclude(created_by=by),
         "cases:retention", "show=runs"),
    Spec("sign_ins", _("Failed sign-ins"), _("Within the last 24 hours."), "lock",
         lambda by: recent(SignInFailure.objects.all(), "1"), "accounts:sign_in_failures", "days=1"),
    Spec("due", _("Retention due"), _("Kinds of data of cases whose term is over."), "archive",
         lambda by: RetentionItem.objects.filter(state=ItemState.DUE), "cases:retention_due"),
    Spec("exports", _("Exports"), _("Within the last 30 days."), "download",
         lambda by: recent(AccessLog.objects.filter(kind="export"), "30"), "accounts:access_list",
         "kind=export&days=30", urgent=False),
    Spec("disclosures", _("Readable by agencies now"), _("Summaries that run."), "share-2",
         lambda by: Release.objects.all().running(), "sharing:disclosure_list", "state=running", urgent=False),
    Spec("grants", _("Access given now"), _("People let into single cases, until when."), "key",
         lambda by: grants(), "insights:grants", urgent=False),
)  # fmt: skip

#: What the officer's database role may read of a grant: never its words.
GRANT_COLUMNS = ("id", "user", "content_object", "purpose", "given_by", "created_at", "until", "ended_at")


def grants() -> QuerySet[CaseGrant]:
    """Access to single cases that runs now, newest first: who, to which key, why in a code, until when."""
    rows: Any = CaseGrant.objects.running().only(*GRANT_COLUMNS).order_by("-pk")
    found: QuerySet[CaseGrant] = rows
    return found


def figures(by: Profile) -> list[Counted]:
    """Every figure, what is urgent and not zero first. One query, however much there is; each count is capped."""
    parts: list[str] = []
    values: list[Any] = []
    for spec in SPECS:
        rows = spec.rows(by).order_by().values_list("pk", flat=True)[: MOST + 1]
        sql, params = rows.query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) counted)")
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        counts = cursor.fetchone()
    found = [Counted(spec, count) for spec, count in zip(SPECS, counts, strict=True)]
    return sorted(found, key=lambda one: (not one.spec.urgent, one.spec.urgent and not one.count))


def next_deadline() -> date | None:
    """The earliest day by which somebody is to be answered."""
    earliest: date | None = PersonRequest.objects.undecided().aggregate(day=Min("due_on"))["day"]
    return earliest


def patterns(show: str) -> QuerySet[OddPattern]:
    """Odd patterns, those not looked at yet; with "all" every one."""
    found = OddPattern.objects.select_related("user", "reviewed_by").order_by("-pk")
    return found if show == "all" else found.filter(Q(reviewed_at=None))
