"""The shape of what waits: a title, evidence, and the decisions that can be taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from accounts.models import Profile
from cases.models import Case
from insights.enums import ApprovalKind

#: Rows of one kind on a page, the oldest first; a longer queue is decided in rounds.
LIMIT = 25
#: What a count stops at.
MANY = 100


@dataclass(frozen=True)
class Action:
    """A decision. ``comment``: whether words are "needed", "possible" or "" (none)."""

    code: str
    label: Any
    comment: str = ""
    primary: bool = False


@dataclass(frozen=True)
class Fact:
    """One line of the evidence; several lines make a list."""

    label: Any
    lines: list[str]


@dataclass(frozen=True)
class Waiting:
    """One thing to decide."""

    kind: str
    pk: int
    title: str
    since: datetime
    by: str
    case: Case | None
    facts: list[Fact]
    actions: tuple[Action, ...]
    url: str = ""
    #: Workers to choose from, for a transfer: key and words.
    workers: list[tuple[int, str]] = field(default_factory=list)
    worker: int | None = None

    @property
    def anchor(self) -> str:
        """Its place on a page."""
        return f"{self.kind}-{self.pk}"

    @property
    def label(self) -> Any:
        return ApprovalKind(self.kind).label

    @property
    def comment(self) -> bool:
        """Whether any of the decisions takes words."""
        return any(action.comment for action in self.actions)


APPROVE = Action("approve", gettext_lazy("Approve"), "possible", primary=True)
RETURN = Action("return", gettext_lazy("Return"), "needed")


def page_of(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def day_text(value: Any) -> str:
    return date_format(value, "j M Y") if value else ""


def fact(label: Any, *lines: Any) -> Fact | None:
    found = [str(line) for line in lines if line not in (None, "")]
    return Fact(label, found) if found else None


def facts(*facts: Fact | None) -> list[Fact]:
    return [fact for fact in facts if fact is not None]


def chosen(rows: Any, only: int | None) -> Any:
    """One row by its key, or the first of the queue."""
    return rows[:LIMIT] if only is None else rows.filter(pk=only)


def name_of(profile: Profile | None) -> str:
    return profile.name if profile else ""
