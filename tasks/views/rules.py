"""The rules of follow-up: read by supervisors, edited by the national coordinator."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.errors import HamrohError
from accounts.policy import may
from accounts.web import PolicyView, form_refuse, note_success
from tasks.enums import RuleRisk, TaskKind
from tasks.forms import RuleForm
from tasks.models import TaskRule
from tasks.services.rules import rule_update
from tasks.words import ICONS, rule_words

_KINDS = list(TaskKind.values)
_RISKS = list(RuleRisk.values)


class RuleListView(PolicyView):
    """Every rule in words, in the order in which a case meets them."""

    policy = ("task_rule", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        rules = sorted(
            TaskRule.objects.all(), key=lambda r: (_KINDS.index(r.kind), r.code, _RISKS.index(r.risk))
        )
        groups = []
        for kind, found in groupby(rules, key=lambda rule: rule.kind):
            rows = [{"rule": rule, "words": rule_words(rule, with_risk=False)} for rule in found]
            groups.append({"label": TaskKind(kind).label, "icon": ICONS[kind], "rows": rows})
        context = {"groups": groups, "may_edit": may(self.profile, "task_rule", "update"),
                   "sees_terms": may(self.profile, "retention", "list")}  # fmt: skip
        return render(request, "tasks/rule_list.html", context)


class RuleEditView(PolicyView):
    """The numbers of one rule."""

    policy = ("task_rule", "update")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = get_object_or_404(TaskRule, pk=pk)
        return self._page(rule, RuleForm(instance=rule))

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        rule = get_object_or_404(TaskRule, pk=pk)
        form = RuleForm(request.POST, instance=rule)
        if form.is_valid():
            try:
                rule_update(rule, by=self.profile, **form.cleaned_data)
            except HamrohError as error:
                form_refuse(form, error)
            else:
                note_success(request, _("Saved. Open tasks follow in the next sweep."))
                return redirect("tasks:rule_list")
        return self._page(rule, form, status=422)

    def _page(self, rule: TaskRule, form: RuleForm, status: int = 200) -> HttpResponse:
        stored = TaskRule.objects.get(pk=rule.pk)
        return render(
            self.request, "tasks/rule_edit.html", {"rule": stored, "words": rule_words(stored), "form": form},
            status=status,
        )  # fmt: skip
