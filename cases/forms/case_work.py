"""What is done with a case from its page: note, risk, status, hold, worker, access, papers, events, closing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import CASE_ROLES, Level, Role
from accounts.models import Profile
from cases.enums import (
    GIVEN,
    TRANSITIONS,
    CaseStatus,
    ClosureReason,
    DocumentKind,
    GrantPurpose,
    LifeEventKind,
    NoteKind,
    Risk,
    Told,
)
from cases.models import Case, Person
from cases.services.implications import candidates


class DayInput(forms.DateInput):
    """A date as browsers write it, whatever the language of the page."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **kwargs)


def text(label: Any, rows: int = 4, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def colleagues(case: Case) -> Any:
    """Who may work on a case in its region."""
    return Profile.objects.filter(region_id=case.region_id, role__in=CASE_ROLES, is_active=True).order_by("name")


class CaseForm(forms.Form):
    """A form about one case, filled in by one profile. ``version`` names the state that the user saw."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.profile = case, profile
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the case and the profile."""


class NoteForm(CaseForm):
    text = text(_("Note"), rows=6)
    kind = forms.ChoiceField(label=_("Kind"), choices=NoteKind.choices, initial=NoteKind.NOTE)
    happened_on = day(_("Day"), initial=timezone.localdate)
    audience = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[(code, label) for code, label in Level.choices if code in ("core", "carriers")],
        initial=Level.CORE,
    )

    def prepare(self) -> None:
        if self.profile.role == Role.SPECIALIST:
            del self.fields["audience"]


class RiskForm(CaseForm):
    level = forms.ChoiceField(
        label=_("Level of risk"), choices=[(level, level.label) for level in (Risk.HIGH, Risk.MEDIUM, Risk.LOW)],
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = text(_("Reason"), help_text=_("What you saw or heard that speaks for this level."))


class StatusForm(CaseForm):
    status = forms.ChoiceField(label=_("The case goes to"), choices=CaseStatus.choices, widget=forms.RadioSelect)

    def prepare(self) -> None:
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (code, CaseStatus(code).label) for code in TRANSITIONS[self.case.status]
        ]


class HoldForm(CaseForm):
    until = day(_("On hold until"))
    reason = text(_("Reason"))


class FactsForm(CaseForm):
    """Plain facts of a case."""

    arrived_on = day(_("Arrived on"), required=False)
    unaccompanied = forms.BooleanField(label=_("Unaccompanied or separated child"), required=False)
    destination_district = forms.CharField(label=_("Destination district"), required=False, max_length=120)


class AssignForm(CaseForm):
    worker = forms.ModelChoiceField(label=_("Worker"), queryset=Profile.objects.none())

    def prepare(self) -> None:
        found = colleagues(self.case).filter(role=Role.SOCIAL_WORKER)
        self.fields["worker"].queryset = found  # type: ignore[attr-defined]


class GrantForm(CaseForm):
    to = forms.ModelChoiceField(label=_("Colleague"), queryset=Profile.objects.none())
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=[(one.value, one.label) for one in GIVEN],
        widget=forms.RadioSelect, initial=GrantPurpose.TEAM,
    )  # fmt: skip
    reason = text(_("Reason"), rows=3)
    until = day(
        _("Until the end of"), help_text=_("Half a year at most for the case team, three months for cover.")
    )

    def prepare(self) -> None:
        found = colleagues(self.case).exclude(pk__in=[self.profile.pk, self.case.worker_id or 0])
        self.fields["to"].queryset = found  # type: ignore[attr-defined]


class ImplicationForm(CaseForm):
    person = forms.ModelChoiceField(label=_("Who"), queryset=Person.objects.none(), widget=forms.RadioSelect)
    reason = text(
        _("Why she is left out"), rows=3, help_text=_("Read by those in charge of the case alone.")
    )

    def prepare(self) -> None:
        keys = [person.pk for person in candidates(self.case)]
        self.fields["person"].queryset = Person.objects.filter(pk__in=keys)  # type: ignore[attr-defined]


class ImplicationEndForm(CaseForm):
    reason = text(_("Why she is no longer left out"), rows=3)


class NeedForm(CaseForm):
    to = forms.ModelChoiceField(label=_("Colleague"), queryset=Profile.objects.none())
    reason = text(_("Why she needs to know"), rows=3)
    until = day(_("Until the end of"))

    def prepare(self) -> None:
        self.fields["to"].queryset = colleagues(self.case).exclude(pk=self.profile.pk)  # type: ignore[attr-defined]


class DocumentForm(CaseForm):
    """A paper, or a photograph of the person: then the phone opens its camera at once."""

    file = forms.FileField(
        label=_("File"), help_text=_("PDF, JPEG, PNG, WebP, HEIC, DOCX or ODT, at most 10 MB."), allow_empty_file=True
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=DocumentKind.choices)
    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    issued_on = day(_("Issued on"), required=False)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        if self.initial.get("kind") == DocumentKind.PHOTO:
            self.fields["file"].widget.attrs.update({"accept": "image/*", "capture": "environment"})


class LifeEventForm(CaseForm):
    kind = forms.ChoiceField(label=_("What happened"), choices=LifeEventKind.choices, widget=forms.RadioSelect)
    happened_on = day(_("Day"), initial=timezone.localdate)
    note = text(_("What is known"), required=False)


class ItemForm(CaseForm):
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class CloseForm(CaseForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=ClosureReason.choices, widget=forms.RadioSelect)
    person_told = forms.ChoiceField(
        label=_("Was the person told?"), choices=Told.choices, widget=forms.RadioSelect,
        help_text=_("A child is told in words that fit the age."),
    )  # fmt: skip
    caregiver_told = forms.ChoiceField(
        label=_("Was the caregiver told?"), choices=Told.choices, widget=forms.RadioSelect
    )
    explanation = text(_("Why can the case be closed?"), help_text=_("Say also who is there if help is needed again."))


class CommentsForm(CaseForm):
    comments = text(_("Comments"))


class RemarkForm(CaseForm):
    comments = text(_("Comments"), required=False)


class ReasonForm(CaseForm):
    reason = text(_("Reason"))
