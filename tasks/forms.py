"""Forms of the tasks room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from accounts.enums import CASE_ROLES, Discipline
from accounts.models import Profile
from cases.models import Case

from . import clock
from .enums import CHOOSABLE, EscalateTo, Outcome, Priority, TaskKind, Unit
from .models import Task, TaskRule
from .services.rules import FIELDS

_DATE = {"type": "date"}
#: Kinds that people make by hand; the others are the rules'.
BY_HAND = (TaskKind.OTHER, TaskKind.VISIT, TaskKind.DOCUMENT, TaskKind.VACCINATION, TaskKind.ASSESSMENT)


def colleagues(case_id: int, region_id: int) -> QuerySet[Profile]:
    """Who of the region may receive a task of a case: those who see it."""
    sees = Func(F("pk"), Value(case_id), function="tasks_may_receive", output_field=BooleanField())
    people = Profile.objects.filter(role__in=CASE_ROLES, is_active=True, region_id=region_id)
    return people.annotate(sees=sees).filter(sees=True)


class CompleteForm(forms.Form):
    """What came of it, and when."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"), widget=forms.RadioSelect, initial=Outcome.DONE,
        choices=[(one.value, one.label) for one in CHOOSABLE],
    )  # fmt: skip
    done_on = forms.DateField(
        label=_("Done on"), widget=forms.DateInput(attrs=_DATE), initial=clock.today,
        help_text=_("The day of the work, not of the entry."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=5000)


class PostponeForm(forms.Form):
    """A later day, and why."""

    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs=_DATE))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = forms.ModelChoiceField(
        label=_("To"), queryset=Profile.objects.none(), help_text=_("Colleagues who have access to this case.")
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        receivers = colleagues(task.case_id, task.region_id).exclude(pk=task.assignee_id)
        self.fields["to"].queryset = receivers  # type: ignore[attr-defined]


class ExtensionForm(forms.Form):
    """A supervisor's decision; declining needs a word."""

    answer = forms.CharField(label=_("Answer"), required=False, max_length=2000)


class TaskForm(forms.Form):
    """A task by hand."""

    title = forms.CharField(label=_("What is to be done?"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=[(one.value, one.label) for one in BY_HAND])
    service = forms.ChoiceField(
        label=_("Part of a service"), choices=[("", "—"), *Discipline.choices], required=False,
        help_text=_("The task stops if the person refuses that service."),
    )  # fmt: skip
    due_on = forms.DateField(label=_("Due"), widget=forms.DateInput(attrs=_DATE))
    for_family = forms.BooleanField(label=_("For the whole family"), required=False)
    assignee = forms.ModelChoiceField(
        label=_("Who does it"), queryset=Profile.objects.none(), required=False, empty_label=_("The case worker")
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, initial=Priority.NORMAL
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = colleagues(case.pk, case.region_id)  # type: ignore[attr-defined]
        if case.family_id is None:
            del self.fields["for_family"]


class ReunificationForm(forms.Form):
    """The day on which a child came back to the family."""

    on = forms.DateField(
        label=_("Reunified on"), widget=forms.DateInput(attrs=_DATE), initial=clock.today,
        help_text=_("Visits follow after 1, 3 and 6 months."),
    )  # fmt: skip


class TeamFilterForm(forms.Form):
    """What a supervisor's list shows; stands in the address."""

    worker = forms.ModelChoiceField(
        label=_("Worker"), queryset=Profile.objects.none(), required=False, empty_label=_("All workers")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *TaskKind.choices], required=False)
    show = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[
            ("", _("All open")), ("overdue", _("Overdue")), ("late1", _("Overdue for 1 to 7 days")),
            ("late8", _("Overdue for 8 to 30 days")), ("late31", _("Overdue for more than 30 days")),
            ("escalated", _("Escalated")),
            ("unassigned", _("Without a worker")), ("extension", _("Extension asked")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Profile.objects.filter(region_id=profile.region_id, role__in=CASE_ROLES, is_active=True)
        self.fields["worker"].queryset = people  # type: ignore[attr-defined]


class RuleForm(forms.ModelForm):
    """The numbers of a rule."""

    first_unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices)
    repeat_unit = forms.ChoiceField(label=_("Unit"), choices=[("", "—"), *Unit.choices], required=False)
    escalate_to = forms.ChoiceField(label=_("Escalated to"), choices=EscalateTo.choices, required=False)

    class Meta:
        model = TaskRule
        fields = FIELDS

    def _post_clean(self) -> None:
        """The service writes and checks; the form does not touch the row."""
