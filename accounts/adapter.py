"""Sign-in as allauth does it, with our doors: nobody makes an account for herself, and failures are recorded."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from . import crypto
from .enums import FailureReason
from .failures import failure_record, user_of
from .freshness import is_fresh
from .models import User

#: Messages that nobody needs: one sees that one has signed in.
_UNSAID = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _(
            "Too many failed attempts. Wait five minutes, then try again. After many failures the wait is a day; "
            "a new password ends it at once."
        ),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never for a form: its answer would be a refusal, whose transaction takes the record of the failure along."""
        return request.method == "GET" and bool(super().is_ajax(request))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._failed(request, FailureReason.LOCKED, credentials)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._failed(request, FailureReason.PASSWORD, credentials)

    def _failed(self, request: HttpRequest, reason: FailureReason, credentials: dict[str, Any]) -> None:
        user_id = user_of(str(credentials.get("email", "")))
        failure_record(reason=reason, address=self.address_of(request), user_id=user_id)

    def address_of(self, request: HttpRequest) -> str | None:
        """The network address that asks, or None where it cannot be known."""
        try:
            return str(self.get_client_ip(request))
        except PermissionDenied:
            return None

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        template = kwargs.get("message_template") or (args[0] if args else "")
        if template not in _UNSAID:
            super().add_message(request, level, *args, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of somebody who has just signed in: she goes on to set up her second factor."""
        return bool(super().is_reauthentication_required(app=app, **kwargs)) and not is_fresh(self.request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are ciphertext in the database, as every secret is."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. The app shows a new one every half minute."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(crypto.encrypt(text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(base64.b64decode(encrypted_text)).decode()

    def get_totp_issuer(self) -> str:
        return "Hamroh"

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}
