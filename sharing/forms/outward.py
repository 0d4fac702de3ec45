"""Forms about agencies, summaries, requests, demands and complaints. They ask; services decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.enums import AgencyKind, Role
from accounts.models import Agency, Office, Profile
from sharing.enums import DECISIONS, TOLD_WAYS, AnswerKind, HandoverWay, RightKind, ToldPerson
from sharing.policy import disclosure, purposes_of
from sharing.registry import FIELDS, known

from .common import BLANK, agency_options, date_input


class AgencyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*BLANK, *AgencyKind.choices])
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Office.objects.filter(kind="region", is_active=True), required=False,
        help_text=_("Empty for an agency of the whole country."),
    )  # fmt: skip
    works_on_paper = forms.BooleanField(label=_("Works on paper"), required=False)
    is_active = forms.BooleanField(label=_("Active"), required=False, initial=True)


class AgreementForm(forms.Form):
    """``fields`` are those of the disclosure table for the agency's kind; the purpose is chosen before."""

    document_number = forms.CharField(label=_("Number of the document"), max_length=80)
    signatory = forms.CharField(label=_("Signed by"), max_length=160, help_text=_("On the side of the agency."))
    starts_on = forms.DateField(label=_("From"), widget=date_input())
    until = forms.DateField(label=_("Until"), widget=date_input())
    fields_named = forms.MultipleChoiceField(
        label=_("Fields"), widget=forms.CheckboxSelectMultiple,
        help_text=_("No more than the disclosure table allows for this kind of agency and purpose."),
    )  # fmt: skip
    responsible = forms.ModelChoiceField(
        label=_("Responsible"), required=False, empty_label=_("I myself"),
        queryset=Profile.objects.filter(role__in=(Role.SUPERVISOR, Role.NATIONAL), is_active=True).order_by("name"),
        help_text=_("Who is asked, 30 days before its end, to have it signed anew."),
    )  # fmt: skip
    paper = forms.FileField(label=_("The signed document"), required=False, allow_empty_file=True)

    def __init__(self, *args: Any, agency: Agency, purpose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = disclosure(agency.kind, purpose)
        codes = known(row.fields) if row else []
        named: Any = self.fields["fields_named"]
        named.choices = [(code, FIELDS[code].label) for code in codes]
        named.initial = codes


class AgreementPaperForm(forms.Form):
    """The signed document of an agreement that was recorded without it."""

    paper = forms.FileField(label=_("The signed document"), allow_empty_file=True)


class HandoverForm(forms.Form):
    """To whom the printed summary went."""

    handed_to = forms.CharField(label=_("Handed to"), max_length=160)
    way = forms.ChoiceField(label=_("How"), choices=HandoverWay.choices)
    handed_on = forms.DateField(label=_("On"), widget=date_input(), initial=clock.today)
    receipt = forms.CharField(label=_("Number of the receipt"), max_length=80, required=False)
    paper = forms.FileField(label=_("The signed receipt"), required=False, allow_empty_file=True)


class PaperAnswerForm(forms.Form):
    """What an agency said that works on paper."""

    kind = forms.ChoiceField(label=_("Answer"), choices=AnswerKind.choices, widget=forms.RadioSelect)
    way = forms.ChoiceField(label=_("How it came"), choices=[(one.value, one.label) for one in TOLD_WAYS])
    told_by = forms.CharField(label=_("Who said it"), max_length=160)
    told_on = forms.DateField(label=_("On"), widget=date_input(), initial=clock.today)
    service_on = forms.DateField(label=_("Day of the service"), widget=date_input(), required=False)
    text = forms.CharField(
        label=_("In their words"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False,
        help_text=_("Needed where they decline or ask."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class ShareForm(forms.Form):
    """Agency and purpose, the first step of a summary."""

    option = forms.ChoiceField(label=_("Agency and purpose"))

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"].choices = BLANK + agency_options(agencies)  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    text = forms.CharField(label=_("Reply"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class DestructionForm(forms.Form):
    """When it was destroyed, and who did it."""

    destroyed_on = forms.DateField(label=_("Destroyed on"), widget=date_input())
    destroyed_by = forms.CharField(label=_("Who destroyed it"), max_length=160)


class PersonRequestForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is asked"), choices=RightKind.choices, widget=forms.RadioSelect)
    asked_by = forms.CharField(label=_("Who asks"), max_length=160, help_text=_("She herself, or who speaks for her."))
    text = forms.CharField(label=_("In her words"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    received_on = forms.DateField(label=_("Received on"), widget=date_input(), initial=clock.today)


class DecisionForm(forms.Form):
    """A decision with its reasons."""

    state = forms.ChoiceField(label=_("Decision"), choices=DECISIONS, widget=forms.RadioSelect)
    answer = forms.CharField(label=_("Answer and reasons"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)


class DemandForm(forms.Form):
    authority = forms.CharField(label=_("Who demands it"), max_length=200)
    reference = forms.CharField(label=_("Their number"), max_length=80, required=False)
    legal_basis = forms.CharField(label=_("Legal basis that they name"), max_length=300, required=False)
    text = forms.CharField(label=_("What is demanded"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    received_on = forms.DateField(label=_("Received on"), widget=date_input(), initial=clock.today)


class DemandDecisionForm(DecisionForm):
    released = forms.CharField(
        label=_("What was given"), widget=forms.Textarea(attrs={"rows": 2}), max_length=4000, required=False,
        help_text=_("No more than the law asks for. Nothing from a psychologist's notes."),
    )  # fmt: skip
    told = forms.ChoiceField(label=_("Was the person told"), choices=[*BLANK, *ToldPerson.choices])
    told_note = forms.CharField(label=_("Why not, and by which law"), max_length=1000, required=False)


class VerifyForm(forms.Form):
    code = forms.CharField(label=_("Verification code"), max_length=20)


class ComplaintForm(forms.Form):
    """Nobody's name need stand here."""

    text = forms.CharField(label=_("What happened"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000)
    contact = forms.CharField(
        label=_("How to reach you"), max_length=300, required=False,
        help_text=_("Leave it empty to stay unknown."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What an agency says; ``kind`` comes with the button."""

    kind = forms.ChoiceField(choices=AnswerKind.choices, widget=forms.HiddenInput)
    service_on = forms.DateField(label=_("Day of the service"), widget=date_input(), required=False)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False)

    TEXTS = {
        AnswerKind.ACCEPTED: _("Anything the office should know"),
        AnswerKind.DECLINED: _("Why you decline"),
        AnswerKind.SERVICE_GIVEN: _("What was done"),
        AnswerKind.QUESTION: _("Your question"),
    }

    def __init__(self, data: Any = None, *, kind: str) -> None:
        super().__init__(data, auto_id=f"{kind}_%s")
        self.fields["kind"].initial = kind
        self.fields["text"].label = self.TEXTS[AnswerKind(kind)]
        self.fields["text"].required = kind in (AnswerKind.DECLINED, AnswerKind.QUESTION)
        if kind != AnswerKind.SERVICE_GIVEN:
            del self.fields["service_on"]
        else:
            self.fields["service_on"].required = True
            self.fields["service_on"].initial = clock.today()


def purpose_choices(agency: Agency) -> list[tuple[str, Any]]:
    """The purposes of an agency of this kind."""
    return [(one.value, one.label) for one in purposes_of(agency.kind)]


