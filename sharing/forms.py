"""Forms of the sharing room. They ask; services decide."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.enums import AgencyKind
from accounts.models import Agency, Office
from cases.ages import birth_of, is_child
from cases.enums import Assent, ConsentDecision, ConsentGiver, ConsentManner, DataKind, DocumentKind
from cases.models import Case, Document
from cases.services.consents import assent_needed
from cases.services.documents import Paper

from .enums import DECISIONS, AnswerKind, RightKind, ToldPerson
from .policy import disclosure, purposes_of
from .registry import FIELDS, known

_BLANK: list[tuple[str, Any]] = [("", "—")]


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def agency_options(agencies: list[Agency]) -> list[tuple[str, str]]:
    """``"12:health_care"`` → "Clinic No. 1 · Health care": the pairs that the disclosure table knows."""
    return [
        (f"{agency.pk}:{purpose.value}", f"{agency} · {purpose.label}")
        for agency in agencies
        for purpose in purposes_of(agency.kind)
    ]


def active_agencies() -> list[Agency]:
    return list(Agency.objects.filter(is_active=True).order_by("name"))


class AgencyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*_BLANK, *AgencyKind.choices])
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

    def __init__(self, *args: Any, agency: Agency, purpose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = disclosure(agency.kind, purpose)
        codes = known(row.fields) if row else []
        named: Any = self.fields["fields_named"]
        named.choices = [(code, FIELDS[code].label) for code in codes]
        named.initial = codes


def paper_of(upload: Any) -> Paper | None:
    """An uploaded file as the services take it."""
    return Paper(upload.name, upload.read()) if upload else None


class ConsentForm(forms.Form):
    """One decision. What need not be asked of this person, or for this decision, is left out or not required."""

    option = forms.ChoiceField(label=_("Agency and purpose"))
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of data"), choices=DataKind.choices, widget=forms.CheckboxSelectMultiple,
        help_text=_("Explain each in plain words. A refusal changes nothing in the help that she gets."),
    )  # fmt: skip
    decision = forms.ChoiceField(
        label=_("Decision"), choices=ConsentDecision.choices, widget=forms.RadioSelect, initial=ConsentDecision.GIVEN
    )
    override_reason = forms.CharField(
        label=_("Why it is in the child's best interests"), widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000, required=False, help_text=_("Only without consent. A supervisor decides."),
    )  # fmt: skip
    given_by = forms.ChoiceField(label=_("Who decided"), choices=[*_BLANK, *ConsentGiver.choices])
    giver_name = forms.CharField(label=_("Name of the one who decided"), max_length=160)
    assent = forms.ChoiceField(label=_("The child's own word"), choices=[*_BLANK, *Assent.choices])
    assent_note = forms.CharField(
        label=_("What the child said"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False,
        help_text=_("Where she does not agree, or could not be asked."),
    )  # fmt: skip
    manner = forms.ChoiceField(label=_("How given"), choices=[*_BLANK, *ConsentManner.choices])
    witness = forms.CharField(label=_("Witness"), max_length=160, required=False, help_text=_("By telephone."))
    language = forms.ChoiceField(label=_("Language it was explained in"))
    interpreter = forms.CharField(label=_("Interpreter"), max_length=160, required=False)
    given_on = forms.DateField(label=_("On"), widget=date_input())
    until = forms.DateField(label=_("Until"), widget=date_input(), help_text=_("A year at most."))
    paper = forms.FileField(
        label=_("The signed paper"), required=False, allow_empty_file=True,
        help_text=_("Photographed or scanned; it is kept encrypted with the documents."),
    )  # fmt: skip
    document = forms.ModelChoiceField(
        label=_("Or a paper that is kept already"), queryset=Document.objects.none(), required=False
    )

    #: What is not asked where somebody refused, or where nobody was asked.
    NOT_ASKED = {
        ConsentDecision.REFUSED: ("assent", "until"),
        ConsentDecision.OVERRIDE: ("given_by", "giver_name", "assent", "manner", "language"),
    }

    def __init__(self, *args: Any, case: Case, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        names = [("ar", _("Arabic")), ("tg", _("Tajik")), ("kk", _("Kazakh")), ("ky", _("Kyrgyz"))]
        self._choices("option", [*_BLANK, *agency_options(agencies)])
        self._choices("language", [*_BLANK, *settings.LANGUAGES, *names])
        kept = Document.objects.readable().filter(case=case, kind=DocumentKind.CONSENT)
        self.fields["document"].queryset = kept  # type: ignore[attr-defined]
        self.fields["given_on"].initial, self.fields["until"].initial = today, today + timedelta(days=180)
        if is_child(case.person, today):
            self._of_child(case, bool(assent_needed(case.person, today)))
        else:
            for name in ("assent", "assent_note", "override_reason", "giver_name"):
                del self.fields[name]
            self._choices("decision", [one for one in ConsentDecision.choices if one[0] != ConsentDecision.OVERRIDE])
            self._choices("given_by", [(ConsentGiver.SELF.value, ConsentGiver.SELF.label)])
        for name in self.NOT_ASKED.get(self.data.get("decision", ""), ()):
            if name in self.fields:
                self.fields[name].required = False

    def _choices(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def _of_child(self, case: Case, asked: bool) -> None:
        if not asked:
            del self.fields["assent"], self.fields["assent_note"]
        if birth_of(case.person) is not None:
            others = [one for one in ConsentGiver.choices if one[0] != ConsentGiver.SELF]
            self._choices("given_by", [*_BLANK, *others])
        self.fields["giver_name"].initial = next(iter(FIELDS["caregivers"].value(case) or []), "")

    def values(self, agencies: list[Agency]) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        key, _sign, purpose = data.pop("option").partition(":")
        agency = next(one for one in agencies if one.pk == int(key))
        return {**data, "agency": agency, "purpose": purpose, "paper": paper_of(data["paper"])}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class ShareForm(forms.Form):
    """Agency and purpose, the first step of a summary."""

    option = forms.ChoiceField(label=_("Agency and purpose"))

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"].choices = _BLANK + agency_options(agencies)  # type: ignore[attr-defined]


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
    told = forms.ChoiceField(label=_("Was the person told"), choices=[*_BLANK, *ToldPerson.choices])
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


