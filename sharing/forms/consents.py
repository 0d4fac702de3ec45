"""Forms of decisions: to share, and to be helped. They ask; services decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.models import Agency
from cases.ages import birth_of, is_child
from cases.enums import (
    Assent,
    ConsentDecision,
    ConsentGiver,
    ConsentManner,
    DataKind,
    DocumentKind,
    ServiceArea,
    ServiceDecision,
)
from cases.models import Case, Document
from cases.services.consents import assent_needed
from sharing.registry import FIELDS

from .common import BLANK, agency_options, date_input, paper_of


class WhoDecided(forms.Form):
    """Who decided, how, and on which paper. What need not be asked of this person, or for this decision, is left out
    or not required."""

    given_by = forms.ChoiceField(label=_("Who decided"), choices=[*BLANK, *ConsentGiver.choices])
    giver_name = forms.CharField(label=_("Name of the one who decided"), max_length=160)
    assent = forms.ChoiceField(label=_("The child's own word"), choices=[*BLANK, *Assent.choices])
    assent_note = forms.CharField(
        label=_("What the child said"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False,
        help_text=_("Where she does not agree, or could not be asked."),
    )  # fmt: skip
    manner = forms.ChoiceField(label=_("How given"), choices=[*BLANK, *ConsentManner.choices])
    witness = forms.CharField(label=_("Witness"), max_length=160, required=False, help_text=_("By telephone."))
    language = forms.ChoiceField(label=_("Language it was explained in"))
    interpreter = forms.CharField(label=_("Interpreter"), max_length=160, required=False)
    paper = forms.FileField(
        label=_("The signed paper"), required=False, allow_empty_file=True,
        help_text=_("Photographed or scanned; it is kept encrypted with the documents."),
    )  # fmt: skip
    document = forms.ModelChoiceField(
        label=_("Or a paper that is kept already"), queryset=Document.objects.none(), required=False
    )

    #: A child of 12 or more may refuse by herself.
    own_refusal: ClassVar[bool] = False
    #: What is not asked where somebody refused, or where nobody was asked.
    NOT_ASKED: ClassVar[Mapping[str, Sequence[str]]] = {ConsentDecision.REFUSED.value: ("assent",)}

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [("ar", _("Arabic")), ("tg", _("Tajik")), ("kk", _("Kazakh")), ("ky", _("Kyrgyz"))]
        self.choose("language", [*BLANK, *settings.LANGUAGES, *names])
        kept = Document.objects.readable().filter(case=case, kind=DocumentKind.CONSENT)
        self.fields["document"].queryset = kept  # type: ignore[attr-defined]
        if is_child(case.person, clock.today()):
            self._of_child(case, assent_needed(case.person, clock.today()))
        else:
            for name in ("assent", "assent_note", "giver_name"):
                del self.fields[name]
            self.choose("given_by", [(ConsentGiver.SELF.value, ConsentGiver.SELF.label)])
        for name in self.NOT_ASKED.get(self.data.get("decision", ""), ()):
            if name in self.fields:
                self.fields[name].required = False

    def choose(self, name: str, choices: list[Any]) -> None:
        """Offer these."""
        field: Any = self.fields[name]
        field.choices = choices

    def _of_child(self, case: Case, asked: str) -> None:
        if not asked:
            del self.fields["assent"], self.fields["assent_note"]
        if birth_of(case.person) is not None and not (self.own_refusal and asked == "weighty"):
            others = [one for one in ConsentGiver.choices if one[0] != ConsentGiver.SELF]
            self.choose("given_by", [*BLANK, *others])
        self.fields["giver_name"].initial = next(iter(FIELDS["caregivers"].value(case) or []), "")

class ConsentForm(WhoDecided):
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
    given_on = forms.DateField(label=_("On"), widget=date_input())
    until = forms.DateField(label=_("Until"), widget=date_input(), help_text=_("A year at most."))
    NOT_ASKED = {
        ConsentDecision.REFUSED.value: ("assent", "until"),
        ConsentDecision.OVERRIDE.value: ("given_by", "giver_name", "assent", "manner", "language"),
    }

    field_order = (
        "option", "kinds", "decision", "override_reason", "given_by", "giver_name", "assent", "assent_note", "manner",
        "witness", "language", "interpreter", "given_on", "until", "paper", "document",
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        today = clock.today()
        self.choose("option", [*BLANK, *agency_options(agencies)])
        self.fields["given_on"].initial, self.fields["until"].initial = today, today + timedelta(days=180)
        if not is_child(case.person, today):
            del self.fields["override_reason"]
            self.choose("decision", [one for one in ConsentDecision.choices if one[0] != ConsentDecision.OVERRIDE])

    def values(self, agencies: list[Agency]) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        key, _sign, purpose = data.pop("option").partition(":")
        agency = next(one for one in agencies if one.pk == int(key))
        return {**data, "agency": agency, "purpose": purpose, "paper": paper_of(data["paper"])}


class ServiceConsentForm(WhoDecided):
    """Her word on casework, or on one service."""

    area = forms.ChoiceField(label=_("What it is about"), choices=ServiceArea.choices)
    decision = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, choices=ServiceDecision.choices,
        help_text=_("She may refuse, and say yes later. Nothing is taken from her, and nobody outside learns of it."),
    )  # fmt: skip
    decided_on = forms.DateField(label=_("On"), widget=date_input(), initial=clock.today)
    note = forms.CharField(
        label=_("What she said"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False,
        help_text=_("Nobody has to give a reason."),
    )  # fmt: skip

    field_order = (
        "area", "decision", "given_by", "giver_name", "assent", "assent_note", "manner", "witness", "language",
        "interpreter", "decided_on", "note", "paper", "document",
    )  # fmt: skip
    own_refusal = True

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {**self.cleaned_data, "paper": paper_of(self.cleaned_data["paper"])}
