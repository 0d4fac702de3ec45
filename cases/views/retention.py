"""Terms, holds, what is due, destructions; the second person reads what she agrees to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.signing import BadSignature
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.errors import NotFound
from accounts.holdings import WORDS
from accounts.policy import may
from accounts.rest.pagination import Page
from accounts.web import PolicyView, form_saves, note_success, pager
from cases.enums import ItemState, KeptWhy, RetentionKind, RuleState, RunState
from cases.forms.retention import HoldForm, LiftForm, TermForm
from cases.models import LegalHold, RetentionItem, RetentionRule, RetentionRun
from cases.services.retention import hold_lift, hold_set, in_force, rule_decide, rule_propose, run_decide, run_prepare


class RetentionView(PolicyView):
    """What is due, what waits for a second person, which terms and holds stand?"""

    policy = ("retention", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        show = request.GET.get("show", "")
        proposals = RetentionRule.objects.filter(state=RuleState.PROPOSED).select_related("created_by")
        runs = RetentionRun.objects.select_related("created_by")
        if show == "terms":
            proposals = proposals.exclude(created_by=self.profile)
        elif show == "runs":
            runs = runs.filter(state=RunState.READY).exclude(created_by=self.profile)
        waiting = {rule.kind: rule for rule in proposals}
        terms, due = in_force(), self._due()
        kinds = [
            {"code": code, "label": label, "term": terms.get(code), "proposal": waiting.get(code), "due": due.get(code)}
            for code, label in RetentionKind.choices
            if show != "terms" or code in waiting
        ]
        holds = LegalHold.objects.filter(lifted_at=None).select_related("created_by")
        context = {
            "kinds": kinds, "any_due": sum(due.values()),
            "runs": runs[:20], "show": show,
            "may_create": may(self.profile, "retention", "create"), "shows_due": may(self.profile, "retention", "due"),
            "holds": holds if may(self.profile, "legal_hold", "list") else None,
        }  # fmt: skip
        return render(request, "cases/retention.html", context)

    def _due(self) -> dict[str, int]:
        if not may(self.profile, "retention", "due"):
            return {}
        due = RetentionItem.objects.filter(state=ItemState.DUE).order_by().values("kind")
        return {row["kind"]: row["count"] for row in due.annotate(count=Count("pk"))}


class DueListView(PolicyView):
    """Each kind of data of each case whose time is over, the oldest first."""

    policy = ("retention", "due")

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = request.GET.get("kind", "")
        items = RetentionItem.objects.filter(state=ItemState.DUE).select_related("rule")
        if kind in RetentionKind.values:
            items = items.filter(kind=kind)
        page = _page(request, items, ("due_on", "id"))
        held = set(LegalHold.objects.filter(case__in=[i.case_id for i in page.rows], lifted_at=None)
                   .values_list("case_id", flat=True))  # fmt: skip
        context = {
            "rows": [{"item": item, "held": item.case_id in held} for item in page.rows], "kind": kind,
            "kinds": RetentionKind.choices, **pager(request, page),
        }  # fmt: skip
        return render(request, "cases/retention_due.html", context)


def _page(request: HttpRequest, rows: Any, keyset: tuple[str, ...]) -> Page:
    try:
        return Page(rows, keyset=keyset, size=50, cursor=request.GET.get("cursor", ""))
    except (BadSignature, ValueError, TypeError):
        raise Http404 from None


class _FormView(PolicyView):
    """A form of its own page that leads back to the terms."""

    form_class: type[forms.Form]
    icon = "archive"

    def words(self, **kwargs: Any) -> dict[str, Any]:
        """Title, subtitle and button of the page; ``said`` is what it says afterwards."""
        raise NotImplementedError

    def save(self, **values: Any) -> object:
        """Call the service with what the address and the form hold."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._form(self.form_class(), **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        words, form = self.words(**kwargs), self.form_class(request.POST)
        if form_saves(form, self.save, **kwargs):
            note_success(request, words["said"])
            return redirect("cases:retention")
        return self._form(form, 422, **kwargs)

    def _form(self, form: forms.Form, status: int = 200, **kwargs: Any) -> HttpResponse:
        context = {
            "form": form, "icon": self.icon, "back_url": reverse("cases:retention"), "back_label": _("Retention"),
            **self.words(**kwargs),
        }  # fmt: skip
        return render(self.request, "form_page.html", context, status=status)


class TermProposeView(_FormView):
    """Propose a term for one kind of data."""

    policy = ("retention", "create")
    form_class = TermForm

    def words(self, kind: str = "", **kwargs: Any) -> dict[str, Any]:
        if kind not in RetentionKind.values:
            raise NotFound
        return {
            "title": RetentionKind(kind).label, "heading": _("Term"), "submit": _("Propose it"),
            "subtitle": _("A second person confirms the term before anything is due by it."),
            "said": _("The term was proposed. A second person confirms it."),
        }  # fmt: skip

    def save(self, **values: Any) -> object:
        return rule_propose(by=self.profile, **values)


class TermDecideView(PolicyView):
    """Confirm or refuse a proposed term."""

    policy = ("retention", "approve")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = RetentionRule.objects.filter(pk=pk).first()
        if rule is None:
            raise NotFound
        confirm = request.POST.get("decision") == "confirm"
        rule_decide(rule, confirm=confirm, by=self.profile)
        note_success(request, _("The term is in force.") if confirm else _("The proposal was refused."))
        return redirect("cases:retention")


class HoldSetView(_FormView):
    """Stop every erasure of a case."""

    policy = ("legal_hold", "create")
    form_class = HoldForm
    icon = "lock"

    def words(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "title": _("Legal hold"), "subtitle": _("Nothing of this case is erased until you lift it."),
            "heading": _("Legal hold"), "submit": _("Set the hold"), "said": _("The hold stands."),
        }  # fmt: skip

    def save(self, **values: Any) -> object:
        return hold_set(by=self.profile, **values)


class HoldLiftView(_FormView):
    """Let the terms run again."""

    policy = ("legal_hold", "end")
    form_class = LiftForm
    icon = "lock-open"

    def _load(self, pk: int) -> LegalHold:
        found = LegalHold.objects.filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def words(self, pk: int = 0, **kwargs: Any) -> dict[str, Any]:
        hold = self._load(pk)
        return {
            "title": _("Lift the hold on %(number)s") % {"number": hold.number}, "subtitle": hold.reason or "",
            "heading": _("Legal hold"), "submit": _("Lift the hold"), "said": _("The hold was lifted."),
        }  # fmt: skip

    def save(self, pk: int = 0, **values: Any) -> object:
        return hold_lift(self._load(pk), by=self.profile, **values)


class RunPrepareView(PolicyView):
    """Count what a destruction would take."""

    policy = ("retention", "create")
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        run = run_prepare(kinds=request.POST.getlist("kind"), by=self.profile)
        return redirect("cases:retention_run", run.pk)


class RunDetailView(PolicyView):
    """What exactly would go, or went; who agreed; what stays and why."""

    policy = ("retention", "view")
    template = "cases/retention_run.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = RetentionRun.objects.select_related("created_by", "decided_by").filter(pk=pk).first()
        if run is None:
            raise NotFound
        return render(request, self.template, {"run": run, **self._context(run)})

    def _context(self, run: RetentionRun) -> dict[str, Any]:
        shows_cases = may(self.profile, "retention", "due")
        items = run.items.select_related("rule").order_by("pk")
        done = items.exclude(state=ItemState.WAITING).count() if shows_cases else 0
        return {
            "kinds": _table(run.erased if run.state == RunState.DONE else run.counts), "done": done,
            "moves": run.state in (RunState.COUNTING, RunState.APPROVED, RunState.RUNNING),
            "waits": run.state == RunState.READY, "own": run.created_by_id == self.profile.pk,
            "may_decide": may(self.profile, "retention", "approve"), "shows_cases": shows_cases,
            "items": items[:200] if shows_cases else [],
            "kept": [{"label": RetentionKind(row["kind"]).label, "words": KeptWhy(row["why"]).label,
                      "until": date.fromisoformat(row["until"]) if row["until"] else None} for row in run.kept],
        }  # fmt: skip


def _table(counts: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """The figures of a run by kind of data, in the order of the kinds, each with its tables in words."""
    out = []
    for code, label in RetentionKind.choices:
        if code in counts:
            tables = {name: rows for name, rows in counts[code].items() if name != "items"}
            rows = sorted(((str(WORDS.get(name, name)), rows) for name, rows in tables.items()))
            out.append({"label": label, "cases": counts[code]["items"], "rows": rows, "sum": sum(tables.values())})
    return out


class RunProgressView(RunDetailView):
    """The part of the page that moves."""

    template = "cases/_retention_progress.html"


class RunDecideView(PolicyView):
    """Agree to a destruction as the second person, or refuse it."""

    policy = ("retention", "approve")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = RetentionRun.objects.filter(pk=pk).first()
        if run is None:
            raise NotFound
        approve = request.POST.get("decision") == "approve"
        run_decide(run, approve=approve, by=self.profile)
        note_success(request, _("It is being carried out.") if approve else _("It was refused; nothing goes."))
        return redirect("cases:retention_run", pk)
