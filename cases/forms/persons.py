"""What a page takes to register a person, to mend her details, and to keep her names and papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import CASE_ROLES, Role
from accounts.models import Office, Profile
from cases.ages import birth_of, birth_text
from cases.dates import DATE_IN_FUTURE, DateError, PartialDate, parse_date
from cases.enums import IdentifierKind, Relation, Sex
from cases.household import Household
from cases.models import Person

#: ISO 3166-1 alpha-3 of the countries that papers here come from.
CITIZENSHIPS = (
    ("", _("Not known")),
    ("UZB", _("Uzbekistan")), ("KAZ", _("Kazakhstan")), ("KGZ", _("Kyrgyzstan")), ("TJK", _("Tajikistan")),
    ("TKM", _("Turkmenistan")), ("RUS", _("Russian Federation")), ("SYR", _("Syria")), ("IRQ", _("Iraq")),
    ("AFG", _("Afghanistan")), ("TUR", _("Türkiye")), ("XXA", _("Stateless")),
)  # fmt: skip
LANGUAGES = (
    ("uz", _("Uzbek")), ("ru", _("Russian")), ("kaa", _("Karakalpak")), ("kk", _("Kazakh")), ("ky", _("Kyrgyz")),
    ("tg", _("Tajik")), ("tk", _("Turkmen")), ("ar", _("Arabic")), ("en", _("English")), ("other", _("Another")),
)  # fmt: skip
#: Fields of the form that are the person's as they stand.
_PLAIN = (
    "surname", "given_name", "patronymic", "name_unknown", "sex", "birth_place", "citizenship", "languages",
)  # fmt: skip
#: What a relative can be to a member.
RELATIONS = [(value, label) for value, label in Relation.choices if value != Relation.HEAD]


class BirthField(forms.CharField):
    """A birth date as it is told: a day, a month, a year, "about 1990". Cleans to a PartialDate or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Birth date"))
        kwargs.setdefault("help_text", _("As exactly as it is known: 5.3.2015, 03.2015, 2015, or about 2015."))
        super().__init__(required=False, max_length=60, **kwargs)

    def clean(self, value: Any) -> PartialDate | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_date(text, today=timezone.localdate())
        except DateError as error:
            late = error.code == DATE_IN_FUTURE
            raise forms.ValidationError(
                _("This date lies in the future.") if late else _("This cannot be read as a date."), code=error.code
            ) from None


def _with_current(choices: Sequence[tuple[str, Any]], current: str) -> list[tuple[str, Any]]:
    known = {value for value, _label in choices}
    return [*choices, *([(current, current)] if current and current not in known else [])]


class NameForm(forms.Form):
    """The parts of a name."""

    surname = forms.CharField(label=_("Surname"), max_length=120, required=False)
    given_name = forms.CharField(label=_("Given name"), max_length=120, required=False)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=120, required=False)


class PersonForm(NameForm):
    """Everything about a person that may be mended. ``values()`` is what the services take."""

    name_unknown = forms.BooleanField(label=_("The name is not known"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    birth = BirthField()
    birth_place = forms.CharField(label=_("Birthplace"), max_length=120, required=False)
    citizenship = forms.ChoiceField(label=_("Citizenship"), choices=CITIZENSHIPS, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        if person is not None:
            kwargs.setdefault("initial", _initial(person))
        super().__init__(*args, **kwargs)
        if person is not None:
            self.fields["citizenship"].choices = _with_current(CITIZENSHIPS, person.citizenship)  # type: ignore[attr-defined]
        given = self.fields["given_name"]
        given.required = not self.data.get(self.add_prefix("name_unknown"))
        given.error_messages["required"] = _("Give the name, or say that it is unknown.")

    @property
    def name(self) -> str:
        """The full name as typed."""
        return " ".join(filter(None, (self.cleaned_data.get(k) for k in ("surname", "given_name", "patronymic"))))

    def values(self) -> dict[str, Any]:
        """Fields of the person (cases/services/persons.py, FIELDS)."""
        data = self.cleaned_data
        plain = {key: data[key] for key in _PLAIN if key in data}
        return {**plain, "phone": data.get("phone") or None, **birth_values(data["birth"])}


def birth_values(birth: PartialDate | None) -> dict[str, Any]:
    """The three columns of a birth date."""
    if birth is None:
        return {"birth_earliest": None, "birth_latest": None, "birth_precision": ""}
    return {
        "birth_earliest": birth.earliest, "birth_latest": birth.latest, "birth_precision": birth.precision.value,
    }  # fmt: skip


def _initial(person: Person) -> dict[str, Any]:
    told = {key: getattr(person, key) for key in (*_PLAIN, "phone")}
    return {**told, "birth": birth_text(person) if birth_of(person) else ""}


class PersonEditForm(PersonForm):
    """Mending: the version that was read goes along, so that nobody overwrites a colleague's change unseen."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    died_on = forms.DateField(
        label=_("Died on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        self.initial.update(version=person.updated_at.isoformat(), died_on=person.died_on)

    def values(self) -> dict[str, Any]:
        return {**super().values(), "died_on": self.cleaned_data["died_on"]}


class OtherNameForm(NameForm):
    """Another name, or the same in another script or spelling."""

    source = forms.CharField(
        label=_("Where it comes from"), max_length=120, required=False,
        help_text=_("A passport, a camp list, what her mother calls her."),
    )  # fmt: skip


class IdentifierForm(forms.Form):
    """The number of a paper."""

    kind = forms.ChoiceField(label=_("Paper"), choices=IdentifierKind.choices)
    value = forms.CharField(label=_("Number"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    country = forms.CharField(
        label=_("Country"), max_length=2, required=False, widget=forms.TextInput(attrs={"class": "input-short"}),
        help_text=_("Two letters, such as UZ."),
    )  # fmt: skip


class WalkInForm(PersonForm):
    """Somebody who came without a manifest. A supervisor also chooses office and worker."""

    paper_kind = forms.ChoiceField(label=_("Paper"), choices=[("", _("None")), *IdentifierKind.choices], required=False)
    paper_value = forms.CharField(
        label=_("Number"), max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    arrived_on = forms.DateField(
        label=_("Arrived on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    unaccompanied = forms.BooleanField(label=_("Unaccompanied child"), required=False)
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), required=False)
    worker = forms.ModelChoiceField(label=_("Case worker"), queryset=Profile.objects.none(), required=False)

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if profile.role == Role.SUPERVISOR:
            offices = Office.objects.filter(models.Q(region_id=profile.region_id), is_active=True)
            workers = Profile.objects.filter(region_id=profile.region_id, is_active=True, role__in=CASE_ROLES)
            self.fields["office"].queryset = offices  # type: ignore[attr-defined]
            self.fields["worker"].queryset = workers.exclude(role=Role.SPECIALIST)  # type: ignore[attr-defined]
        else:
            del self.fields["office"], self.fields["worker"]


class NewbornForm(NameForm):
    """A child born to a member of the family."""

    mother = forms.TypedChoiceField(label=_("Mother"), coerce=int)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    born_on = forms.DateField(label=_("Born on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    birth_place = forms.CharField(label=_("Birthplace"), max_length=120, required=False)
    field_order = ("mother", "sex", "born_on", "given_name", "surname", "patronymic", "birth_place")

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        women = [m for m in household.members if m.person.sex == Sex.FEMALE]
        grown = [m for m in women if not m.child] or women
        self.fields["mother"].choices = [(m.person.pk, m.person.full_name) for m in grown]  # type: ignore[attr-defined]
        self.fields["given_name"].help_text = _("Leave it empty if the child has no name yet.")
        self.fields["surname"].help_text = _("Empty: the mother's.")


class RelativeForm(PersonForm):
    """A relative who is not here yet: who she is, and what she is to a member."""

    relation = forms.ChoiceField(label=_("She or he is the"), choices=RELATIONS)
    relative = forms.TypedChoiceField(label=_("of"), coerce=int)
    is_caregiver = forms.BooleanField(label=_("Takes care of the children"), required=False)
    field_order = ("relation", "relative", "is_caregiver")

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relative"].choices = [  # type: ignore[attr-defined]
            (m.person.pk, m.person.full_name) for m in household.members
        ]
