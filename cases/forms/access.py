"""Openings, restrictions, cover: what their pages ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import CASE_ROLES, Role
from accounts.models import Profile
from cases.enums import GrantPurpose
from cases.forms.case_work import CaseForm, colleagues, day, text


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


class PeopleField(forms.ModelMultipleChoiceField):
    """Colleagues to be named, each with her role."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Profile.objects.none(), widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.get_role_display()}"


class RestrictForm(CaseForm):
    """Restrict a case to named people."""

    reason = text(
        _("Reason"), rows=3, min_length=3, max_length=2000,
        help_text=_("Such as: a child whom the press looks for; a relative of somebody who works here."),
    )  # fmt: skip
    people = PeopleField(
        label=_("Who may open it besides its worker"),
        help_text=_("At least one supervisor: she decides on plans and closing, and is told of every alert."),
    )

    def prepare(self) -> None:
        found = colleagues(self.case).exclude(pk=self.case.worker_id or 0)
        self.fields["people"].queryset = found.order_by("-role", "name")  # type: ignore[attr-defined]
        self.initial.setdefault("people", [self.profile.pk])


class NameForm(forms.Form):
    """Name more people on a restricted case."""

    people = PeopleField(label=_("Who may open it from now on"))
    reason = text(_("Reason"), rows=3, min_length=3, max_length=2000)

    def __init__(self, *args: Any, region_id: int, profile: Profile, known: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Profile.objects.filter(region_id=region_id, role__in=CASE_ROLES, is_active=True)
        found = found.exclude(pk__in=[*known, profile.pk]).order_by("-role", "name")
        self.fields["people"].queryset = found  # type: ignore[attr-defined]


class LiftForm(forms.Form):
    reason = text(_("Reason"), rows=3, min_length=3, max_length=2000)


class ExtendForm(CaseForm):
    until = day(_("Until the end of"))


class CoverForm(forms.Form):
    """Who takes over for how long."""

    to = forms.ModelChoiceField(label=_("Colleague"), queryset=Profile.objects.none())
    until = day(_("Until the end of"), help_text=_("Then it ends by itself. Three months at most; it can be extended."))
    reason = text(_("Reason"), rows=2, max_length=2000)

    prefix = "cover"

    def __init__(self, *args: Any, profile: Profile, absent: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Profile.objects.filter(region_id=profile.region_id, role=Role.SOCIAL_WORKER, is_active=True)
        self.fields["to"].queryset = found.exclude(pk=absent.pk).order_by("name")  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Who carries the cases from now on."""

    to = forms.ModelChoiceField(label=_("New case worker"), queryset=Profile.objects.none())

    prefix = "handover"

    def __init__(self, *args: Any, profile: Profile, worker: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Profile.objects.filter(region_id=profile.region_id, role=Role.SOCIAL_WORKER, is_active=True)
        self.fields["to"].queryset = found.exclude(pk=worker.pk).order_by("name")  # type: ignore[attr-defined]


class GrantFilterForm(forms.Form):
    """The filters of the list of all access."""

    who = forms.ModelChoiceField(
        label=_("Who"), queryset=Profile.objects.none(), required=False, empty_label=_("Anybody")
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=[("", _("Any")), *GrantPurpose.choices], required=False)
    show = forms.ChoiceField(label=_("Access"), choices=[("", _("Running")), ("all", _("All"))], required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = people  # type: ignore[attr-defined]
