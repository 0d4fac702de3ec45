"""Sign-in by a state identity service: matched with a user whom the administrator made, by verified e-mail address.

Addresses of users are written by administrators and changed by nobody, so a verified address is proof enough. The
second factor is asked here as after a password.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest
from django.shortcuts import redirect

from .enums import FailureReason
from .failures import failure_record
from .models import User


class StateIdentityAdapter(DefaultSocialAccountAdapter):
    """Lets in whom we know, and makes nobody."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Nobody ties another identity to her account: it is found by the address, and by that alone."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(redirect("accounts:account"))

    def authenticate_by_email(self, login: SocialLogin) -> tuple[User, str] | None:
        for address in login.email_addresses:
            if address.verified is not True:
                continue
            email = address.email.strip().lower()
            user = User.objects.filter(email=email, is_active=True, profile__is_active=True).first()
            if user is not None:
                EmailAddress.objects.update_or_create(
                    user=user, email=email, defaults={"verified": True, "primary": True}
                )
                return user, email
        return None

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Asked where nobody was found."""
        address = get_account_adapter(request).address_of(request)
        failure_record(reason=FailureReason.PROVIDER, address=address)
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """The connection is no news: it is how she signs in."""
