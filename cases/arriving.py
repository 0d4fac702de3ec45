"""An arrival as its pages show it: how far it is, and its people by family with what is known of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Profile
from accounts.regions import region_get
from cases.ages import is_child
from cases.enums import ManifestStatus, Relation, Risk, TransferState
from cases.models import Arrival, Case, FamilyMember, Manifest, Transfer, TransferCase
from cases.services.arrivals import Counts

#: The steps in their order: code, words, the page on which it is done.
STEPS = ("manifest", "landed", "triaged", "placed", "assigned")
_PAGES = {
    "manifest": "cases:manifest_upload", "landed": "cases:arrival_roll_call", "triaged": "cases:arrival_triage",
    "placed": "cases:arrival_assign", "assigned": "cases:arrival_assign",
}  # fmt: skip


def step_words() -> dict[str, str]:
    return {
        "manifest": _("Manifest checked"), "landed": _("Landed"), "triaged": _("Triaged"), "placed": _("Placed"),
        "assigned": _("Has a worker"),
    }  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """How far an arrival is. ``step`` is the one at hand; "" once everybody has a worker."""

    arrival: Arrival
    counts: Counts
    manifest: Manifest | None
    step: str

    @property
    def left(self) -> int:
        """Who is still to be called over."""
        return self.counts.people - self.counts.present - self.counts.absent

    @property
    def steps(self) -> list[dict[str, Any]]:
        """For components/steps.html."""
        done, words = self._done(), step_words()
        at = STEPS.index(self.step) if self.step else len(STEPS)
        return [
            {
                "label": words[code], "count": done[code], "url": reverse(_PAGES[code], args=[self.arrival.pk]),
                "state": "done" if place < at else "now" if place == at else "todo",
            }
            for place, code in enumerate(STEPS)
        ]  # fmt: skip

    def _done(self) -> dict[str, str]:
        counts, total = self.counts, self.counts.people
        rows = (self.manifest.counts if self.manifest else {}) or {}
        good = rows.get("accepted", 0)
        return {
            "manifest": f"{good}/{good + rows.get('error', 0)}" if self.manifest else "–",
            "landed": f"{counts.present}/{total}", "triaged": f"{counts.triaged}/{total}",
            "placed": f"{counts.placed}/{total}", "assigned": f"{counts.assigned}/{total}",
        }  # fmt: skip


def standing_of(arrival: Arrival, counts: Counts, manifests: Sequence[Manifest]) -> Standing:
    """Which step is at hand: the first that not everybody has reached. ``manifests`` are those of the arrival, the
    latest first."""
    live = [one for one in manifests if one.status != ManifestStatus.UNDONE]
    manifest = live[0] if live else None
    accepted = any(one.status == ManifestStatus.ACCEPTED for one in live)
    here = counts.people - counts.absent
    reached = {
        "manifest": accepted or (counts.people > 0 and manifest is None),
        "landed": counts.people > 0 and counts.present + counts.absent >= counts.people,
        "triaged": counts.triaged >= here, "placed": counts.placed >= here, "assigned": counts.assigned >= here,
    }  # fmt: skip
    step = next((code for code in STEPS if not reached[code]), "")
    return Standing(arrival, counts, manifest, step)


@dataclass
class Row:
    """One person of an arrival."""

    case: Case
    child: bool
    relation: str = ""
    transfer: Transfer | None = None

    @property
    def destination(self) -> str:
        """Where she is to go, in words."""
        return destination_of(self.case)


def destination_of(case: Case) -> str:
    """District and region of destination in the reader's language; empty where none is known."""
    try:
        region = region_get(case.destination_region).name(get_language() or "en")
    except KeyError:
        region = case.destination_region
    return ", ".join(filter(None, (case.destination_district, region)))


@dataclass
class Group:
    """One family of an arrival, or somebody alone."""

    key: int
    number: str
    rows: list[Row]

    @property
    def name(self) -> str:
        """The surname that stands first, else the given name."""
        person = self.rows[0].case.person
        return person.surname or person.full_name

    @property
    def unmarked(self) -> list[Row]:
        return [row for row in self.rows if not row.case.arrival_presence]


def people_of(arrival: Arrival, profile: Profile) -> QuerySet[Any]:
    """The cases of the arrival that are in sight."""
    return (
        Case.objects.visible_to(profile).filter(arrival=arrival)
        .select_related("person", "family", "worker", "office", "region")
    )  # fmt: skip


def groups_of(cases: Sequence[Case], arrival: Arrival) -> list[Group]:
    """Cases by family, the head first, then by age. Two queries whatever there is."""
    members = FamilyMember.objects.filter(person__in=[case.person_id for case in cases], left_on=None)
    relations = dict(members.values_list("person_id", "relation"))
    waiting = {
        one.case_id: one.transfer
        for one in TransferCase.objects.filter(case__in=cases, transfer__state=TransferState.PENDING)
        .select_related("transfer__to_office", "transfer__to_worker")
    }  # fmt: skip
    labels = dict(Relation.choices)
    found: dict[int, Group] = {}
    for case in cases:
        key = case.family_id or -case.pk
        group = found.setdefault(key, Group(key, case.family.number if case.family else "", []))
        relation = relations.get(case.person_id, "")
        group.rows.append(
            Row(case, is_child(case.person, arrival.date), str(labels.get(relation, "")), waiting.get(case.pk))
        )
    for group in found.values():
        group.rows.sort(key=lambda row: (row.child, _birth(row.case), row.case.pk))
    return list(found.values())


def _birth(case: Case) -> Any:
    return case.person.birth_earliest or date.max


#: What the three keys of the triage set.
KEYS = ((1, Risk.LOW), (2, Risk.MEDIUM), (3, Risk.HIGH))
