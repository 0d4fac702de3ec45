"""Openings, restrictions, cover: what their pages ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Profile
from cases.forms.case_work import text


class OpeningForm(forms.Form):
    """A case out of scope. The national coordinator gives no year of birth: she sees no person to know it by."""

    number = forms.CharField(
        label=_("Case number"), max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    birth_year = forms.IntegerField(
        label=_("Year of birth"), min_value=1900, help_text=_("Of the person whose case it is."),
        widget=forms.NumberInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    reason = text(
        _("Reason"), rows=4, min_length=3, max_length=2000,
        help_text=_("What has happened, and why it cannot wait. Write no name: those who review it see no case."),
    )  # fmt: skip

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if profile.role == Role.NATIONAL:
            del self.fields["birth_year"]
        else:
            self.fields["birth_year"].widget.attrs["max"] = timezone.localdate().year


class ReviewForm(forms.Form):
    """Whoever reviews an opening writes what she found."""

    remark = text(
        _("Remark"), rows=3, max_length=2000,
        help_text=_("Was it needed? Was only that read which the reason asks for?"),
    )  # fmt: skip
