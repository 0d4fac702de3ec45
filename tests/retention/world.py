"""A household of two closed cases, full of words, and a stranger's; two officers and a coordinator."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from PIL import Image

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.models import Profile
from cases.enums import CaseStatus
from cases.models import Case, Kinship, RetentionItem, RetentionRule, RetentionRun, Visit, VisitMember
from cases.services.documents import document_add
from cases.services.persons import identifier_add
from cases.services.retention import rule_decide, rule_propose, run_carry_out, run_count, run_decide, run_prepare
from cases.services.retention.sweep import due_find
from tests.factories import make_case, make_family, make_person, make_profile, make_region

ZONE = ZoneInfo("Asia/Tashkent")


def picture() -> bytes:
    """A photograph of one grey square."""
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "grey").save(out, "PNG")
    return out.getvalue()


#: Midday of 14 March 2020 in the house.
CLOSED = datetime(2020, 3, 14, 12, 0, tzinfo=ZONE)


def closed(case: Case, at: datetime = CLOSED) -> Case:
    """The case as if it had been closed then."""
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_at=at)
    case.refresh_from_db()
    return case


class World:
    """``mother`` and ``child`` are closed since 2020, ``other`` lives elsewhere and is open."""

    def __init__(self) -> None:
        self.here = make_region("Samarqand")
        self.worker = make_profile(Role.SOCIAL_WORKER, self.here)
        self.supervisor = make_profile(Role.SUPERVISOR, self.here)
        self.dpo, self.second = make_profile(Role.DPO), make_profile(Role.DPO)
        self.national, self.admin = make_profile(Role.NATIONAL), make_profile(Role.ADMIN)
        mother = make_person(surname="Rahimova", given_name="Ozoda", phone="+998901234567", birth_place="Urgut")
        child = make_person(surname="Rahimova", given_name="Asma", birth_earliest=date(2015, 6, 1),
                            birth_latest=date(2015, 6, 1))  # fmt: skip
        family = make_family(mother, child)
        for one, relation, two in ((mother, "mother", child), (child, "daughter", mother)):
            Kinship.objects.create(person=one, relation=relation, relative=two)
        self.mother = make_case(self.here, self.worker, person=mother, family=family)
        self.child = make_case(self.here, self.worker, person=child, family=family)
        self.other = make_case(self.here, self.worker, person=make_person(surname="Stranger", given_name="Zuhra"))
        identifier_add(mother, kind="passport", value="AB2145138", by=None)
        with acting_as(self.worker):
            self.paper = document_add(
                self.mother, content=picture(), file_name="p.png", kind="photo", title="Her photograph", by=self.worker
            )
        visit = Visit.objects.create(
            family=family, on=timezone.localdate(), safety="yes", note="They spoke of everything.",
            created_by=self.worker,
        )  # fmt: skip
        for case in (self.mother, self.child):
            VisitMember.objects.create(visit=visit, case=case, seen=True, note="Seen", created_by=self.worker)
        self.visit = visit
        closed(self.mother)
        closed(self.child, CLOSED + timedelta(days=1))

    def term(self, kind: str, years: int, *, kept_by_law: bool = True) -> RetentionRule:
        """A term in force."""
        with acting_as(self.dpo):
            rule = rule_propose(kind=kind, years=years, basis="Law 1, article 2", kept_by_law=kept_by_law, by=self.dpo)
        with acting_as(self.second):
            return rule_decide(rule, confirm=True, by=self.second)

    def counted(self, *kinds: str, on: date | None = None) -> RetentionRun:
        """A dry run of what is due."""
        due_find(on or timezone.localdate())
        with acting_as(self.dpo):
            run = run_prepare(by=self.dpo, kinds=kinds)
        run_count(run.pk)
        run.refresh_from_db()
        return run

    def carried_out(self, run: RetentionRun, by: Profile | None = None) -> RetentionRun:
        """The same, agreed by the second person and done."""
        second = by or self.second
        with acting_as(second):
            run_decide(run, approve=True, by=second)
        run_carry_out(run.pk)
        run.refresh_from_db()
        return run

    def states(self) -> dict[tuple[str, str], str]:
        return {(item.number, item.kind): item.state for item in RetentionItem.objects.all()}
