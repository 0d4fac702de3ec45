"""Operations, arrivals, manifests and transfers as pages take them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import OfficeKind, Role
from accounts.models import Office, Profile
from cases.enums import ArrivalKind, Sex
from cases.forms.case_work import day, text
from cases.forms.persons import BirthField, NameForm
from cases.manifest.columns import FIELDS
from cases.models import Arrival, Phase
from cases.services.transfers import WORKERS

#: The fields of a manifest in the reader's words.
FIELD_LABELS = {
    "family_no": _("Family no."), "relation": _("Relation"), "full_name": _("Full name"), "surname": _("Surname"),
    "given_name": _("Given name"), "patronymic": _("Patronymic"), "sex": _("Sex"), "birth_date": _("Birth date"),
    "birth_place": _("Birthplace"), "citizenship": _("Citizenship"), "document_type": _("Document"),
    "document_no": _("Document no."), "pinfl": _("Personal no."), "unaccompanied": _("Unaccompanied"),
    "destination_region": _("Region of destination"), "destination_district": _("District of destination"),
    "health_note": _("Health"), "phone": _("Telephone"), "remarks": _("Remarks"),
}  # fmt: skip


#: The choice for a column that is not kept.
DROP = "drop"


class OperationForm(forms.Form):
    """A return operation."""

    name = forms.CharField(label=_("Name"), max_length=80)
    country = forms.CharField(label=_("Country"), max_length=2, initial="UZ", help_text=_("Two letters, such as UZ."))
    note = text(_("Note"), required=False)


class ArrivalForm(forms.Form):
    """A flight or a land crossing that is announced."""

    phase = forms.ModelChoiceField(Phase.objects.none(), label=_("Operation and phase"))
    kind = forms.ChoiceField(label=_("Kind"), choices=ArrivalKind.choices, widget=forms.RadioSelect)
    date = day(_("Day of landing"), help_text=_("As planned; it can be changed."))
    departed_from = forms.CharField(label=_("From"), max_length=120, required=False)
    place = forms.CharField(label=_("Place of arrival"), max_length=120, required=False)
    reception_centre = forms.ModelChoiceField(Office.objects.none(), label=_("Reception centre"))

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Office.objects.filter(region_id=profile.region_id, is_active=True).exclude(kind=OfficeKind.COUNTRY)
        self.fields["reception_centre"].queryset = own.order_by("-kind", "name")  # type: ignore[attr-defined]
        self.fields["phase"].queryset = (  # type: ignore[attr-defined]
            Phase.objects.select_related("operation").order_by("-operation__created_at", "-number")
        )
        self.fields["kind"].initial = ArrivalKind.FLIGHT
        centre = own.filter(kind=OfficeKind.CENTRE).first()
        self.fields["reception_centre"].initial = centre.pk if centre else None


class UploadForm(forms.Form):
    """The file of a flight."""

    file = forms.FileField(
        label=_("File"), help_text=_("CSV or Excel (XLSX), at most 10 MB. It is kept encrypted for 30 days."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )  # fmt: skip
    revises = forms.ChoiceField(
        label=_("This file is"), widget=forms.RadioSelect,
        choices=[("yes", _("a newer version of the last list")), ("no", _("a further list of the same arrival"))],
    )  # fmt: skip

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["revises"]


class ColumnsForm(forms.Form):
    """Which column holds what; a column without a field is dropped."""

    def __init__(self, *args: Any, titles: list[str], mapping: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(DROP, _("– drop this column –")), *((name, FIELD_LABELS[name]) for name in FIELDS)]
        for index, title in enumerate(titles):
            if title or index in mapping:
                self.fields[f"column{index}"] = forms.ChoiceField(
                    label=title or _("Column %(number)s (no title)") % {"number": index + 1}, choices=choices,
                    initial=mapping.get(index, DROP),
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = list(data.values())
        for key, name in data.items():
            if name != DROP and chosen.count(name) > 1:
                self.add_error(key, _("Two columns hold the same."))
        return data

    def chosen(self) -> dict[int, str | None]:
        return {
            int(key.removeprefix("column")): None if name == DROP else name for key, name in self.cleaned_data.items()
        }


class NotListedForm(NameForm):
    """Somebody who landed and is not on the list."""

    name_unknown = forms.BooleanField(label=_("The name is not known"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    birth = BirthField()
    unaccompanied = forms.BooleanField(label=_("A child without anybody"), required=False)

    def values(self) -> dict[str, Any]:
        data = {key: self.cleaned_data[key] for key in ("surname", "given_name", "patronymic", "name_unknown", "sex")}
        born = self.cleaned_data["birth"]
        if born is not None:
            data |= {"birth_earliest": born.earliest, "birth_latest": born.latest, "birth_precision": born.precision}
        return data


def workers_of(region_id: int | None) -> Any:
    """Who may carry a case in a region."""
    return Profile.objects.filter(region_id=region_id, role__in=WORKERS, is_active=True).order_by("name")


class TransferForm(forms.Form):
    """Hand a household over."""

    office = forms.ModelChoiceField(Office.objects.none(), label=_("To which office"))
    note = text(
        _("Handover note"), help_text=_("What the receiving office has to know: who, what is agreed, what is due.")
    )

    with_restricted = forms.BooleanField(
        label=_("Hand the restricted case over as well"), required=False,
        help_text=_("Without it, it stays here. The supervisor who accepts will be the one named on it."),
    )  # fmt: skip

    def __init__(self, *args: Any, profile: Profile, restricted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not restricted:
            del self.fields["with_restricted"]
        offices = Office.objects.filter(is_active=True).filter(~Q(kind=OfficeKind.COUNTRY)).select_related("region")
        field: Any = self.fields["office"]
        field.queryset = offices.order_by("region__name", "kind", "name")
        own = profile.region_id if profile.role == Role.SUPERVISOR else None
        field.label_from_instance = lambda office: office_words(office, own)


def office_words(office: Office, own: int | None = None) -> str:
    """An office with its region."""
    name = str(office) if office.region_id in (None, office.pk) else f"{office.region} · {office}"
    return f"{name} ({_('your region')})" if own and office.region_id == own else name


def arrival_initial(arrival: Arrival) -> dict[str, Any]:
    """What the form of an arrival begins with."""
    return {
        "phase": arrival.phase_id, "kind": arrival.kind, "date": arrival.date, "place": arrival.place,
        "departed_from": arrival.departed_from, "reception_centre": arrival.reception_centre_id,
    }  # fmt: skip
