"""The plan, its goals and steps."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Profile
from cases.enums import GoalArea, GoalState, StepState

from .case_work import CaseForm, colleagues, day, text


class PlanForm(CaseForm):
    summary = text(_("Situation and aim"), rows=5, required=False)
    wishes = text(
        _("What the person and the family want"), rows=4, required=False,
        help_text=_("In their own words; a child's own view as well."),
    )  # fmt: skip
    review_on = day(_("Next review"), required=False)


class ReviewForm(CaseForm):
    note = text(_("Result of the review"), help_text=_("What was reached, what was not and why, what changes."))
    next_review_on = day(_("Next review"), required=False)


class GoalForm(CaseForm):
    area = forms.ChoiceField(label=_("Area"), choices=GoalArea.choices)
    text = forms.CharField(label=_("Goal"), max_length=300, help_text=_("What will be different for the person."))
    measure = forms.CharField(label=_("How we will know"), max_length=300, required=False)
    due_on = day(_("To be reached by"), required=False)


class GoalCloseForm(CaseForm):
    state = forms.ChoiceField(
        label=_("Result"),
        choices=[(code, label) for code, label in GoalState.choices if code != "open"],
        widget=forms.RadioSelect,
    )
    handed_over_to = forms.CharField(
        label=_("Handed over to"), max_length=200, required=False, help_text=_("Only where others carry on.")
    )
    note = text(_("What came of it"), required=False)


class StepForm(CaseForm):
    text = forms.CharField(label=_("Step"), max_length=300)
    owner = forms.ModelChoiceField(label=_("Who does it"), queryset=Profile.objects.none(), required=False)
    owner_text = forms.CharField(
        label=_("Or somebody else"), max_length=120, required=False, help_text=_("For example: the grandmother")
    )
    due_on = day(_("Due"), required=False)

    def prepare(self) -> None:
        self.fields["owner"].queryset = colleagues(self.case)  # type: ignore[attr-defined]


class StepEditForm(StepForm):
    state = forms.ChoiceField(label=_("State"), choices=StepState.choices, widget=forms.RadioSelect)
    note = text(_("Note"), rows=3, required=False)
