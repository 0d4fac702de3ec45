"""What a page takes to join, leave, split and merge families. Each needs a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import Relation
from cases.household import Household


def reason_field(**kwargs: Any) -> forms.CharField:
    """Why; it stands in the history of the change."""
    return forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, **kwargs)


class JoinForm(forms.Form):
    """Somebody who has a case already comes into this family, and leaves the one that she is in."""

    number = forms.CharField(label=_("Case number"), max_length=12, help_text=_("Such as K7Q2-9M4X."))
    relation = forms.ChoiceField(label=_("To the head of the family she is"), choices=Relation.choices)
    is_caregiver = forms.BooleanField(label=_("Takes care of the children"), required=False)
    reason = reason_field()


class LeaveForm(forms.Form):
    """Somebody leaves the family and lives alone from now on."""

    person = forms.TypedChoiceField(label=_("Who leaves"), coerce=int)
    on = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = reason_field()

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(m.person.pk, m.person.full_name) for m in household.members]  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """Some members move into a family of their own."""

    persons = forms.TypedMultipleChoiceField(
        label=_("Who moves out together"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    reason = reason_field(help_text=_("Siblings stay together; if they cannot, say why."))

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"].choices = [(m.person.pk, m.person.full_name) for m in household.members]  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """Everybody of another family comes into this one."""

    number = forms.CharField(label=_("Number of the other family"), max_length=12)
    reason = reason_field()
