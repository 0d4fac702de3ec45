"""The visit form: one form for the whole household, its fields named ``m<case>-…`` for each member."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import CONCERNS, NotAlone, NotSeen, PlaceKind, Safety
from cases.household import Household, Member
from cases.services.visits import MemberSeen

_YES_NO = (("yes", _("Yes")), ("no", _("No")))
_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


@dataclass(frozen=True)
class MemberFields:
    """The bound fields of one member, for the template."""

    member: Member
    seen: Any
    not_seen_reason: Any
    seen_alone: Any
    not_alone_reason: Any
    concern: Any
    note: Any


class VisitForm(forms.Form):
    """The order of the fields is the order of a visit: safety, who was seen, what else, when again."""

    safety = forms.ChoiceField(
        label=_("Is everybody in this home safe?"), choices=Safety.choices, widget=forms.RadioSelect
    )
    safety_note = forms.CharField(
        label=_("What did you see or hear?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what you saw or heard.")},
    )  # fmt: skip
    on = forms.DateField(label=_("Day of the visit"), widget=_DATE)
    place = forms.ChoiceField(label=_("Where"), choices=PlaceKind.choices)
    others_present = forms.CharField(
        label=_("Who else was there"), required=False, max_length=200,
        help_text=_("A grandmother, a neighbour, a guest."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Anything else"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )
    next_visit_on = forms.DateField(label=_("Next visit"), required=False, widget=_DATE)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.household = household
        self.initial.setdefault("on", timezone.localdate())
        self._needs("safety_note", safety=CONCERNS)
        for member in household.members:
            self._add(member)

    def _needs(self, name: str, **answers: Collection[str]) -> None:
        """``name`` has to be answered where the others were answered so; an empty form never says "optional"."""
        prefix = name.partition("-")[0] + "-" if "-" in name else ""
        so = all(self.data.get(prefix + other) in wanted for other, wanted in answers.items())
        self.fields[name].required = not self.is_bound or so

    def _add(self, member: Member) -> None:
        key = f"m{member.case.pk}-"
        name = {"name": member.person.given_name or member.person.full_name}
        self.fields[key + "seen"] = forms.ChoiceField(
            label=_("Did you see %(name)s?") % name, choices=_YES_NO, widget=forms.RadioSelect
        )
        self.fields[key + "not_seen_reason"] = _reason(_("Why not?"), NotSeen.choices)
        self._needs(key + "not_seen_reason", seen=("no",))
        if member.child:
            self.fields[key + "seen_alone"] = forms.ChoiceField(
                label=_("Did you see %(name)s alone?") % name, choices=_YES_NO, widget=forms.RadioSelect
            )
            self._needs(key + "seen_alone", seen=("yes",))
            self.fields[key + "not_alone_reason"] = _reason(_("Why not alone?"), NotAlone.choices)
            self._needs(key + "not_alone_reason", seen=("yes",), seen_alone=("no",))
        self.fields[key + "concern"] = forms.BooleanField(label=name["name"], required=False)
        self.fields[key + "note"] = forms.CharField(
            label=_("Note on %(name)s") % name, required=False, max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip

    def members(self) -> list[MemberFields]:
        """The fields of each member, in the order of the household."""
        names = ("seen", "not_seen_reason", "seen_alone", "not_alone_reason", "concern", "note")
        return [
            MemberFields(m, *(self[key] if (key := f"m{m.case.pk}-{name}") in self.fields else None for name in names))
            for m in self.household.members
        ]

    def seen(self) -> list[MemberSeen]:
        """The cleaned answers for each member."""
        data = self.cleaned_data
        out = []
        for case in self.household.cases:
            key = f"m{case.pk}-"
            alone = data.get(key + "seen_alone", "")
            out.append(
                MemberSeen(
                    case.pk, data[key + "seen"] == "yes", not_seen_reason=data[key + "not_seen_reason"],
                    seen_alone=(alone == "yes") if alone else None,
                    not_alone_reason=data.get(key + "not_alone_reason", ""), concern=data[key + "concern"],
                    note=data[key + "note"],
                )
            )  # fmt: skip
        return out


def _reason(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", _("Choose")), *choices], error_messages={"required": _("Say why.")}
    )


def draft_of(posted: QueryDict) -> dict[str, list[str]]:
    """What is kept of a form that is not sent yet."""
    return {key: posted.getlist(key) for key in posted if key != "csrfmiddlewaretoken"}


def draft_restore(form: forms.BaseForm, draft: Mapping[str, list[str]]) -> None:
    """Put a draft into an unbound form as its initial values, so that nothing is marked as wrong yet."""
    kept = QueryDict(mutable=True)
    for key, values in draft.items():
        kept.setlist(key, values)
    for name, field in form.fields.items():
        prefixed = form.add_prefix(name)
        if prefixed in kept or isinstance(field, forms.BooleanField):
            form.initial[name] = field.widget.value_from_datadict(kept, {}, prefixed)
