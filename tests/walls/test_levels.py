"""Sensitivity inside a case: the grid of level × reader, written by hand, over pages, API and the database alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as
from accounts.enums import Role
from accounts.errors import NotAllowed
from accounts.history import TRACKED
from accounts.levels import TABLE
from accounts.models import Event, Profile
from cases.models import Case, CaseGrant, Document, Family, NeedToKnow, Note, Person, TimelineEntry
from cases.services.grants import view_permission
from cases.services.needtoknow import need_end, need_name
from cases.services.notes import note_add
from rehabilitation.models import (
    AgreedInstruction,
    InstrumentResult,
    ProtectedFinding,
    SafetyAlert,
    Service,
    Session,
    SessionNote,
    SupportState,
)
from rehabilitation.services import psychological as services
from rehabilitation.services.needs import service_request
from rehabilitation.services.records import record_create
from rehabilitation.specs import MEDICAL, PSYCHOLOGICAL
from tasks.models import Task
from tests.cases.test_case_pages import asked
from tests.factories import api_for, make_case, make_person, make_profile, make_region, web_for

pytestmark = pytest.mark.django_db

#: What is planted at each level: words that stand nowhere else.
WORDS = {
    "core": "Qqcoreinstruction", "carriers": "Qqcarriersnote", "psychological": "Qqalertdescription",
    "protected": "Qqprotectedfinding", "session": "Qqsessionnote",
}  # fmt: skip

#: Who reads what. "cover" stands in for the worker; "colleague" and "emergency" are case workers who came to the case
#: by a grant of the team and by emergency access.
GRID = {
    "worker": {"core", "carriers", "psychological"},
    "supervisor": {"core", "carriers", "psychological"},
    "psychologist": {"core", "psychological", "session"},
    "doctor": {"core", "protected"},
    "teacher": {"core"},
    "named": {"core", "protected"},
    "cover": {"core", "carriers", "psychological"},
    "colleague": {"core", "carriers"},
    "emergency": {"core", "carriers"},
    "other": set(),
    "coordinator": set(),
}  # fmt: skip


class World:
    """One case with a row of each level, and everybody of the grid."""

    def __init__(self) -> None:
        self.here, self.there = make_region("Samarqand"), make_region("Buxoro")
        self.worker = make_profile(Role.SOCIAL_WORKER, self.here)
        self.supervisor = make_profile(Role.SUPERVISOR, self.here)
        self.psychologist = make_profile(Role.SPECIALIST, self.here, disciplines=["psychological"])
        self.doctor = make_profile(Role.SPECIALIST, self.here, disciplines=["medical"])
        self.teacher = make_profile(Role.SPECIALIST, self.here, disciplines=["education"])
        self.named = make_profile(Role.SPECIALIST, self.here, disciplines=["housing"])
        self.cover = make_profile(Role.SOCIAL_WORKER, self.here)
        self.colleague = make_profile(Role.SOCIAL_WORKER, self.here)
        self.emergency = make_profile(Role.SOCIAL_WORKER, self.here)
        self.other = make_profile(Role.SOCIAL_WORKER, self.there)
        self.coordinator = make_profile(Role.NATIONAL)
        self.case = make_case(self.here, self.worker, person=make_person(given_name="Ozoda"))
        for name in ("psychologist", "doctor", "teacher", "named", "colleague", "cover", "emergency"):
            CaseGrant.objects.create(
                content_object=self.case, user_id=getattr(self, name).pk, permission=view_permission(),
                purpose=name if name in ("cover", "emergency") else "team", reason="needed", given_by=self.supervisor,
                until=timezone.now() + timedelta(hours=20),
            )  # fmt: skip
        self._plant()
        # As if made by an earlier transaction than the test's: what a transaction made itself, it may read.
        Person.objects.update(made_in=0)
        Family.objects.update(made_in=0)

    def _plant(self) -> None:
        case, until = self.case, timezone.now() + timedelta(days=7)
        with acting_as(self.supervisor):
            need_name(case, to=self.named, reason="looks for a home", until=until, by=self.supervisor)
        with acting_as(self.worker):
            note_add(case, text=WORDS["carriers"], audience="carriers", by=self.worker)
        with acting_as(self.psychologist):
            self.alert = services.alert_raise(
                case, kind="suicide", description=WORDS["psychological"], by=self.psychologist
            )
            services.instruction_agree(case, instruction="other", text=WORDS["core"], by=self.psychologist)
            self.result = record_create(
                case, spec=PSYCHOLOGICAL.record("result"), by=self.psychologist, on=date(2024, 5, 2),
                instrument="phq9", total=19, note=WORDS["psychological"],
            )  # fmt: skip
            session = record_create(
                case, spec=PSYCHOLOGICAL.record("session"), by=self.psychologist, on=date(2024, 5, 3)
            )
            services.session_note_add(session, text=WORDS["session"], by=self.psychologist)
            service_request(
                case, module="psychological", by=self.psychologist, need=WORDS["psychological"], what="therapy"
            )
        with acting_as(self.doctor):
            self.finding = record_create(
                case, spec=MEDICAL.record("protected_finding"), by=self.doctor, on=date(2024, 5, 4), kind="hiv",
                result="positive", note=WORDS["protected"], next_on=date(2031, 5, 4),
            )  # fmt: skip
        day = timezone.localdate()
        Task.objects.create(
            case=case, kind="safety", title=WORDS["psychological"], counts_from=day, due_on=day, first_due_on=day,
            region=self.here, assignee=self.worker,
        )  # fmt: skip
        for level in ("carriers", "protected"):
            Document.objects.create(
                case=case, kind="other" if level == "carriers" else "protected", title=WORDS[level], key=level,
                file_name="x.pdf", media_type="application/pdf", size=1, sha256="0", created_by=self.doctor,
            )  # fmt: skip


@pytest.fixture
def world() -> World:
    return World()


def seen(text: str) -> set[str]:
    return {level for level, word in WORDS.items() if word in text}


API = (
    "notes", "documents", "services", "support", "tasks", "psychological/alerts", "psychological/instructions",
    "psychological/results", "psychological/sessions", "psychological/session-notes", "medical/protected",
)  # fmt: skip


@pytest.mark.parametrize("name", GRID)
def test_over_the_api(world: World, name: str) -> None:
    api, text = api_for(getattr(world, name)), ""
    for route in API:
        answer = api.get(f"/api/v1/{route}/", {"case": world.case.pk})
        assert answer.status_code in (200, 403), route
        text += answer.content.decode()
    for action in ("timeline", "history"):
        text += api.get(f"/api/v1/cases/{world.case.pk}/{action}/").content.decode()
    assert seen(text) == GRID[name]


@pytest.mark.parametrize("name", GRID)
def test_one_row_by_its_address_is_not_there(world: World, name: str) -> None:
    api = api_for(getattr(world, name))
    for route, row, level in (
        ("psychological/alerts", world.alert, "psychological"),
        ("psychological/results", world.result, "psychological"),
        ("medical/protected", world.finding, "protected"),
    ):
        found = api.get(f"/api/v1/{route}/{row.pk}/").status_code == 200
        assert found == (level in GRID[name]), route


PAGES = ("cases:case_detail", "cases:case_timeline", "cases:case_history", "cases:document_list")


@pytest.mark.parametrize("name", GRID)
def test_over_the_pages(world: World, name: str) -> None:
    web, number, text = web_for(getattr(world, name)), world.case.number, ""
    addresses = [reverse(page, args=[number]) for page in PAGES]
    addresses += [reverse(f"rehabilitation:{module}", args=[number]) for module in ("medical", "psychological")]
    addresses += [
        reverse("rehabilitation:alert", args=[number, world.alert.pk]),
        reverse("rehabilitation:result", args=[number, world.result.pk]),
        reverse("rehabilitation:protected_finding", args=[number, world.finding.pk]),
        reverse("rehabilitation:session", args=[number, Session.objects.values_list("pk", flat=True).get()]),
        reverse("cases:plan_page", args=[number]),
    ]
    with acting_as(world.worker):
        lines = list(TimelineEntry.objects.filter(case=world.case).values_list("pk", flat=True))
    lines += list(TimelineEntry.objects.filter(case=world.case, audience="protected").values_list("pk", flat=True))
    addresses += [reverse("cases:timeline_detail", args=[number, pk]) for pk in lines]
    for address in addresses:
        answer = web.get(address)
        assert answer.status_code in (200, 403, 404), address
        text += answer.content.decode()
    # Notes of the carriers have a page of their own.
    note = Note.objects.get(text=WORDS["carriers"])
    text += web.get(reverse("cases:note_detail", args=[number, note.pk])).content.decode()
    assert seen(text) == GRID[name]


@pytest.mark.parametrize("name", ["worker", "supervisor", "psychologist", "doctor", "cover", "colleague", "emergency"])
def test_the_case_page_keeps_its_budget(world: World, name: str) -> None:
    web, page = web_for(getattr(world, name)), reverse("cases:case_detail", args=[world.case.number])
    web.get(page)
    with CaptureQueriesContext(connection) as found:
        assert web.get(page).status_code == 200
    assert len(asked(found)) <= 12, "\n".join(asked(found))


MODELS: dict[Any, str] = {
    AgreedInstruction: "core", SafetyAlert: "psychological", InstrumentResult: "psychological",
    Session: "psychological", SessionNote: "session", ProtectedFinding: "protected",
}  # fmt: skip


def _rows(profile: Profile, queryset: Any) -> int:
    try:
        with acting_as(profile):
            return len(queryset.values_list("pk", flat=True))
    except ProgrammingError as error:
        assert "permission denied" in str(error)
        return 0


@pytest.mark.parametrize("name", GRID)
def test_by_the_database_alone(world: World, name: str) -> None:
    """Statements without any filter, as the database's role of the reader."""
    reader, reads = getattr(world, name), GRID[name]
    for model, level in MODELS.items():
        assert bool(_rows(reader, model.objects.all())) == (level in reads), model
    psychological = "psychological" in reads
    assert bool(_rows(reader, Service.objects.all())) == psychological
    assert bool(_rows(reader, SupportState.objects.filter(module="psychological"))) == psychological
    assert bool(_rows(reader, Task.objects.filter(kind="safety"))) == psychological
    assert bool(_rows(reader, TimelineEntry.objects.filter(audience="psychological"))) == psychological
    assert bool(_rows(reader, TimelineEntry.objects.filter(audience="protected"))) == ("protected" in reads)
    # Specialists have no papers at all; the doctor wrote these two as the owner, so the house reads the ordinary one.
    carries = "carriers" in reads
    assert _rows(reader, Document.objects.all()) == (1 if carries else 0)
    tables = {
        "rehabilitation_safetyalert": psychological and carries, "rehabilitation_instrumentresult": psychological
        and carries, "rehabilitation_protectedfinding": False, "rehabilitation_sessionnote": False,
        "rehabilitation_service": psychological and carries, "rehabilitation_agreedinstruction": carries,
    }  # fmt: skip
    for table, expected in tables.items():
        assert bool(_rows(reader, Event.objects.filter(table=table))) == expected, table


def test_who_wrote_a_protected_finding_reads_it_and_its_history(world: World) -> None:
    with acting_as(world.worker):
        made = record_create(
            world.case, spec=MEDICAL.record("protected_finding"), by=world.worker, kind="pregnancy", result="positive"
        )
        assert list(ProtectedFinding.objects.all()) == [made]
        assert Event.objects.filter(table="rehabilitation_protectedfinding").count() == 1
    # Nor does the card of the case count what its reader may not read.
    with acting_as(world.teacher):
        assert not SupportState.objects.filter(module="medical", next_on=date(2031, 5, 4)).exists()


def test_who_does_not_reach_a_level_writes_nothing_there(world: World) -> None:
    for name in ("colleague", "emergency"):
        by = getattr(world, name)
        with pytest.raises(NotAllowed), acting_as(by):
            services.alert_raise(world.case, kind="suicide", by=by)
        with pytest.raises(NotAllowed), acting_as(by):
            services.instruction_agree(world.case, instruction="not_alone", by=by)
        body = {"case": world.case.pk, "instrument": "phq9", "total": 3}
        assert api_for(by).post("/api/v1/psychological/results/", body, format="json").status_code == 403
        with pytest.raises(ProgrammingError, match="row-level security"), acting_as(by):
            SafetyAlert.objects.create(case=world.case, kind="suicide", created_by=by)
        with pytest.raises(ProgrammingError, match="row-level security"), acting_as(by):
            AgreedInstruction.objects.create(case=world.case, instruction="not_alone", created_by=by)


def test_a_page_of_what_is_not_hers_is_refused_in_words(world: World) -> None:
    page = web_for(world.colleague).get(reverse("rehabilitation:psychological", args=[world.case.number]))
    assert page.status_code == 403
    case = web_for(world.colleague).get(reverse("cases:case_detail", args=[world.case.number])).content.decode()
    assert reverse("rehabilitation:medical", args=[world.case.number]) in case
    assert reverse("rehabilitation:psychological", args=[world.case.number]) not in case
    assert reverse("rehabilitation:psychological", args=[world.case.number]) in web_for(world.worker).get(
        reverse("cases:case_detail", args=[world.case.number])
    ).content.decode()


# --- Named people ------------------------------------------------------------------------------------------


def test_nobody_names_herself_and_the_supervisor_names(world: World) -> None:
    address = "/api/v1/need-to-know/"

    def body(to: Profile) -> dict[str, Any]:
        return {"case": world.case.pk, "to": to.pk, "reason": "visits her", "until": "2031-01-01T00:00:00Z"}

    assert api_for(world.supervisor).post(address, body(world.supervisor), format="json").status_code == 403
    for name in ("worker", "doctor", "named", "colleague", "coordinator"):
        assert api_for(getattr(world, name)).post(address, body(world.worker), format="json").status_code == 403
    assert api_for(world.supervisor).post(address, body(world.worker), format="json").status_code == 201
    assert api_for(world.worker).get(f"/api/v1/medical/protected/{world.finding.pk}/").status_code == 200
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(world.supervisor):
        NeedToKnow.objects.create(
            case=world.case, user=world.supervisor, named_by=world.supervisor, reason="x",
            until=timezone.now() + timedelta(days=1),
        )  # fmt: skip


def test_what_has_ended_opens_nothing(world: World) -> None:
    need = NeedToKnow.objects.get()
    with acting_as(world.supervisor):
        need_end(need, by=world.supervisor)
    assert _rows(world.named, ProtectedFinding.objects.all()) == 0
    NeedToKnow.objects.update(ended_at=None, until=timezone.now() - timedelta(seconds=1))
    assert _rows(world.named, ProtectedFinding.objects.all()) == 0
    NeedToKnow.objects.update(until=timezone.now() + timedelta(days=1))
    assert _rows(world.named, ProtectedFinding.objects.all()) == 1
    # To be named gives no access to the case itself.
    Case.objects.get(pk=world.case.pk).grants.filter(user_id=world.named.pk).update(ended_at=timezone.now())
    assert _rows(world.named, ProtectedFinding.objects.all()) == 0


def test_the_page_of_named_people(world: World) -> None:
    address = reverse("cases:need_list", args=[world.case.number])
    assert "looks for a home" in web_for(world.worker).get(address).content.decode()
    assert web_for(world.colleague).get(address).status_code == 403
    assert web_for(world.doctor).get(address).status_code == 404
    assert web_for(world.other).get(address).status_code == 404
    web, new = web_for(world.supervisor), reverse("cases:need_create", args=[world.case.number])
    data = {"to": world.worker.pk, "reason": "visits her", "until": "2031-01-01"}
    assert web.post(new, data).status_code == 302
    assert NeedToKnow.objects.filter(user=world.worker).count() == 1
    end = reverse("cases:need_end", args=[world.case.number, NeedToKnow.objects.get(user=world.worker).pk])
    assert web.post(end).status_code == 302
    assert not NeedToKnow.objects.filter(user=world.worker, ended_at=None).exists()


# --- The table ---------------------------------------------------------------------------------------------


def test_every_table_of_a_case_has_its_line() -> None:
    rooms = ("cases", "rehabilitation", "tasks", "sharing")
    of_cases = {
        model._meta.db_table
        for room in rooms
        for model in apps.get_app_config(room).get_models()
        if any(field.column == "case_id" for field in model._meta.concrete_fields)
    }
    # Who may open a case, which cases a flight or a move takes: their own rules say it.
    other = {
        "cases_caseaccess", "cases_manifestrow", "cases_transfercase", "cases_opening", "cases_restriction",
        "cases_legalhold", "cases_retentionitem",
    }  # fmt: skip
    assert of_cases - set(TABLE) - other == set()
    assert set(TABLE) - of_cases == set()
    assert {table for table in TRACKED if TRACKED[table].case_column == "case_id"} - set(TABLE) - other == set()


def test_a_message_of_a_task_about_danger_follows_its_level(world: World) -> None:
    """What somebody raised herself she sees, or the row could not be written; a colleague's she does not."""
    day = timezone.localdate()
    with acting_as(world.colleague):
        Task.objects.create(
            case=world.case, kind="safety", counts_from=day, due_on=day, first_due_on=day, region=world.here,
            assignee=world.supervisor, created_by=world.colleague,
        )  # fmt: skip
        assert Task.objects.filter(kind="safety").count() == 1
