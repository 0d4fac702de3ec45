"""The places of the case page and the family page that rooms on the right fill.

An import points only left, so ``cases`` does not know tasks, support or sharing: each of those registers a panel
here when it is loaded. A panel is a template and a function that gives its context in a bounded number of queries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.enums import Level
from accounts.models import Profile
from accounts.policy import may

from .access import reaches
from .models import Case, Family

#: The places, in the order of the page (shared questions: who is this, is she safe, what happens next?).
SLOTS = ("flags", "next", "support", "side", "more")


@dataclass(frozen=True)
class CasePanel:
    """``context`` is called with the case and its reader. ``policy`` must allow the reader, and she must reach
    ``level`` in this case (accounts/levels.py), else nothing is shown."""

    slot: str
    template: str
    context: Callable[[Case, Profile], Mapping[str, Any]]
    policy: tuple[str, str]
    order: int = 0
    level: Level = Level.CORE


@dataclass(frozen=True)
class FamilyRow:
    """A row of the family page: one cell for each member, computed for all members at once (by the case's key).

    A cell may hold ``text``, ``on`` (a date), ``note`` (small), ``tone`` and ``icon`` (as of a tag), ``url``. A member
    without a cell, or a cell with ``gap``, is shown as a gap: that is what the page is for.
    """

    label: Any
    cells: Callable[[Family, Sequence[Case], Profile], Mapping[int, Mapping[str, Any]]]
    policy: tuple[str, str]
    order: int = 0


@dataclass(frozen=True)
class CaseTab:
    """A part of the case that has pages of its own in another room; ``url_name`` takes the case's number."""

    code: str
    label: Any
    url_name: str
    policy: tuple[str, str]


@dataclass
class _Registry:
    case: list[CasePanel] = field(default_factory=list)
    tabs: list[CaseTab] = field(default_factory=list)
    family: list[FamilyRow] = field(default_factory=list)


REGISTRY = _Registry()


def case_panel_add(panel: CasePanel) -> None:
    """Declare a panel. Raises ValueError for an unknown place."""
    if panel.slot not in SLOTS:
        raise ValueError(panel.slot)
    REGISTRY.case.append(panel)


def case_tab_add(tab: CaseTab) -> None:
    REGISTRY.tabs.append(tab)


def family_row_add(row: FamilyRow) -> None:
    REGISTRY.family.append(row)


def case_panels(case: Case, profile: Profile, *, slots: Sequence[str] = SLOTS) -> dict[str, list[dict[str, Any]]]:
    """The panels that this reader gets, by place, each with ``template`` and its context."""
    out: dict[str, list[dict[str, Any]]] = {slot: [] for slot in slots}
    for panel in sorted(REGISTRY.case, key=lambda one: one.order):
        if panel.slot in slots and may(profile, *panel.policy) and reaches(profile, case, panel.level):
            out[panel.slot].append({"template": panel.template, **panel.context(case, profile)})
    return out


def family_rows(family: Family, cases: Sequence[Case], profile: Profile) -> list[dict[str, Any]]:
    """The rows that this reader gets: label and cells in the order of ``cases``."""
    out = []
    for row in sorted(REGISTRY.family, key=lambda one: one.order):
        if may(profile, *row.policy):
            cells = row.cells(family, cases, profile)
            out.append({"label": row.label, "cells": [cells.get(case.pk, {}) for case in cases]})
    return out
