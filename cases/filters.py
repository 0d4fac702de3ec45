"""The filters of the case list: one table for the page and the API. Rooms on the right add rows of their own.

A filter that was not understood is refused (422 in the API, a message on the page), never left out silently: a
list that shows more than was asked for is read as if it showed just that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Invalid
from accounts.models import Profile
from accounts.policy import may

from .enums import PLAN_IN_FORCE, CaseStatus, Risk
from .finding import number_in_address
from .models import Case, Plan


@dataclass(frozen=True)
class CaseFilter:
    """``apply`` narrows a queryset of cases by the value of one parameter of the address.

    ``kind``: "flag" (1 or 0), "choice" (one of ``choices``, several with commas), "number" (a key), "text".
    """

    name: str
    label: Any
    kind: str
    apply: Callable[[QuerySet[Case], Any, Profile], QuerySet[Case]]
    choices: tuple[tuple[str, Any], ...] = ()
    #: The policy pair of what it reads beside the case; who may not is refused, in words.
    needs: tuple[str, str] = ("case", "list")


FILTERS: dict[str, CaseFilter] = {}


def case_filter_add(one: CaseFilter) -> None:
    """Declare a filter. Raises ValueError for a name that is taken."""
    if one.name in FILTERS and FILTERS[one.name].label != one.label:
        raise ValueError(f"filter {one.name} is taken")
    FILTERS[one.name] = one


def _overdue(cases: QuerySet[Case], yes: bool, profile: Profile) -> QuerySet[Case]:
    late = {"next_due_at__lt": timezone.localdate()}
    return cases.filter(**late) if yes else cases.exclude(**late)


def _on_hold(cases: QuerySet[Case], yes: bool, profile: Profile) -> QuerySet[Case]:
    resting = {"on_hold_until__gte": timezone.localdate()}
    return cases.filter(**resting) if yes else cases.exclude(**resting)


def _no_plan(cases: QuerySet[Case], yes: bool, profile: Profile) -> QuerySet[Case]:
    planned = Exists(Plan.objects.filter(case=OuterRef("pk"), status__in=PLAN_IN_FORCE))
    return cases.filter(~planned) if yes else cases.filter(planned)


def _text(cases: QuerySet[Case], text: str, profile: Profile) -> QuerySet[Case]:
    """A case number. A name is refused, for these parameters stand in an address."""
    return cases.filter(number=number_in_address(text))


for _one in (
    CaseFilter(
        "status", gettext_lazy("Status"), "choice",
        lambda cases, values, profile: cases.filter(status__in=values), tuple(CaseStatus.choices),
    ),
    CaseFilter(
        "risk", gettext_lazy("Risk"), "choice",
        lambda cases, values, profile: cases.filter(risk__in=values), tuple(Risk.choices),
    ),
    CaseFilter("open", gettext_lazy("Open"), "flag", lambda cases, yes, profile: (
        cases.exclude(status=CaseStatus.CLOSED) if yes else cases.filter(status=CaseStatus.CLOSED))),
    CaseFilter("overdue", gettext_lazy("Overdue"), "flag", _overdue),
    CaseFilter("unaccompanied", gettext_lazy("Unaccompanied"), "flag",
               lambda cases, yes, profile: cases.filter(unaccompanied=yes)),
    CaseFilter("on_hold", gettext_lazy("On hold"), "flag",
               _on_hold),
    CaseFilter("no_plan", gettext_lazy("Without a plan"), "flag", _no_plan),
    CaseFilter("no_worker", gettext_lazy("Without a worker"), "flag",
               lambda cases, yes, profile: cases.filter(worker__isnull=yes)),
    CaseFilter("worker", gettext_lazy("Worker"), "number",
               lambda cases, key, profile: cases.filter(worker_id=key)),
    CaseFilter("office", gettext_lazy("Office"), "number",
               lambda cases, key, profile: cases.filter(office_id=key)),
    CaseFilter("region", gettext_lazy("Region"), "number",
               lambda cases, key, profile: cases.filter(region_id=key)),
    CaseFilter("arrival", gettext_lazy("Arrival"), "number",
               lambda cases, key, profile: cases.filter(arrival_id=key)),
    CaseFilter("operation", gettext_lazy("Operation"), "number",
               lambda cases, key, profile: cases.filter(arrival__phase__operation_id=key)),
    CaseFilter("family", gettext_lazy("Family"), "number",
               lambda cases, key, profile: cases.filter(family_id=key)),
    CaseFilter("q", gettext_lazy("Case number"), "text", _text, needs=("person", "search")),
):  # fmt: skip
    case_filter_add(_one)


def _read(one: CaseFilter, text: str) -> Any:
    if one.kind == "flag":
        if text.lower() not in ("1", "0", "true", "false"):
            raise ValueError(_("Give 1 or 0."))
        return text.lower() in ("1", "true")
    if one.kind == "number":
        if not text.isascii() or not text.isdigit() or len(text) > 18:
            raise ValueError(_("Give a number."))
        return int(text)
    if one.kind == "choice":
        values = [value for value in text.split(",") if value]
        if set(values) - {code for code, _label in one.choices}:
            raise ValueError(_("Choose one of the list."))
        return values
    return text


def cases_filter(cases: QuerySet[Case], given: Mapping[str, str], profile: Profile) -> QuerySet[Case]:
    """Apply the parameters that name a filter; empty ones and other names are left alone. Raises Invalid."""
    fields = {}
    for name, one in FILTERS.items():
        text = (given.get(name) or "").strip()
        if not text:
            continue
        if not may(profile, *one.needs):
            fields[name] = _("This is not for your role.")
            continue
        try:
            cases = one.apply(cases, _read(one, text), profile)
        except ValueError as error:
            fields[name] = str(error)
        except Invalid as error:
            fields.update(error.fields)
    if fields:
        raise Invalid(_("A filter was not understood."), fields=fields)
    return cases
