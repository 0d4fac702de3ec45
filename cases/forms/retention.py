"""Terms and legal holds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _reason(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, help_text=help_text
    )


class TermForm(forms.Form):
    years = forms.IntegerField(
        label=_("Years after closing"), min_value=1, max_value=100,
        help_text=_("Counted from the day on which the case was closed."),
    )  # fmt: skip
    basis = forms.CharField(
        label=_("Legal basis"), max_length=300, help_text=_("The law and the article that set this term.")
    )
    kept_by_law = forms.BooleanField(
        label=_("The law demands the whole term"), required=False, initial=True,
        help_text=_("If not, a person may ask to have it erased as soon as her case is closed."),
    )  # fmt: skip


class HoldForm(forms.Form):
    number = forms.CharField(label=_("Number of the case"), max_length=12)
    reason = _reason(_("Reason"), _("Which court, claim or inquiry needs this case kept."))


class LiftForm(forms.Form):
    reason = _reason(_("Why lifted"))
