"""Forms of the accounts pages."""

from __future__ import annotations

import zoneinfo
from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .clients import LONGEST
from .enums import AGENCY_ROLES, Discipline, OfficeKind, Role
from .models import Agency, Office, Profile, User


class SettingsForm(forms.Form):
    """One's own language and time zone."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(z, z) for z in sorted(zoneinfo.available_timezones()) if "/" in z]
    )


#: What a person may be; a program of an agency is made at its agency.
PERSON_ROLES = [choice for choice in Role.choices if choice[0] != Role.AGENCY_CLIENT]


class UserForm(forms.Form):
    """A user's name, role and place."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=PERSON_ROLES)
    office = forms.ModelChoiceField(
        label=_("Office"), queryset=Office.objects.none(), required=False,
        help_text=_("For everybody but agencies. A supervisor oversees the office's region."),
    )  # fmt: skip
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none(), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, initial="uz",
        help_text=_("Of the invitation and of the first pages; she can change it."),
    )  # fmt: skip
    disciplines = forms.MultipleChoiceField(
        label=_("Disciplines"), choices=Discipline.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Of a specialist: she writes only in these."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("May sign in"), required=False, initial=True)

    def __init__(self, *args: Any, profile: Profile | None = None, email: str = "", **kwargs: Any) -> None:
        if profile is not None:
            kwargs["initial"] = {
                "email": email, "name": profile.name, "role": profile.role, "office": profile.office_id,
                "agency": profile.agency_id, "disciplines": profile.disciplines, "is_active": profile.is_active,
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["agency"].queryset = Agency.objects.filter(is_active=True)  # type: ignore[attr-defined]
        if profile is not None:
            # An address is an identity; a new person gets a new user.
            self.fields["email"].disabled = True
            del self.fields["language"]
        else:
            del self.fields["is_active"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("role") not in AGENCY_ROLES:
            data["agency"] = None
        return data


class TokenForm(forms.Form):
    """A token of one's own."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What it is for, for example “Weekly report”."))


class ProgramForm(forms.Form):
    """A program of an agency."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("What it is, for example “Register of the clinic”.")
    )
    days = forms.IntegerField(
        label=_("Valid for how many days?"), min_value=1, max_value=LONGEST.days, initial=LONGEST.days,
        help_text=_("At the end it needs a new one: then somebody looks whether it is still wanted."),
    )  # fmt: skip


class ForgottenPasswordForm(ResetPasswordForm):
    """A new password for who had one; who has none yet comes by her invitation, which can be withdrawn."""

    users: Any

    def clean_email(self) -> str:
        email = str(super().clean_email())
        found: list[User] = self.users
        self.users = [user for user in found if user.has_usable_password()]
        return email


class PasskeyForm(AddWebAuthnForm):
    """A passkey; ``passwordless`` opens the account alone."""

    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone, without the password"), required=False, initial=True,
        help_text=_("Your device then asks for fingerprint, face or PIN each time."),
    )  # fmt: skip


class OfficeForm(forms.Form):
    """A new office below another."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[c for c in OfficeKind.choices if c[0] != OfficeKind.COUNTRY])
    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("Short and unique, for example SA-Urgut."))
    parent = forms.ModelChoiceField(label=_("Belongs to"), queryset=Office.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Office.objects.exclude(kind=OfficeKind.DISTRICT)  # type: ignore[attr-defined]
