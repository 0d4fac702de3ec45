"""What the house does when allauth says that something happened."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.signals import authentication_failed, authenticator_removed
from allauth.socialaccount.models import SocialAccount
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from .enums import FailureReason
from .failures import failure_record
from .gates import second_factor_forget
from .models import User


@receiver(authentication_failed, dispatch_uid="accounts.second_factor_failed")
def second_factor_failed(request: HttpRequest, user: User, **_: Any) -> None:
    """A wrong code is a failed sign-in."""
    address = get_adapter(request).address_of(request)
    failure_record(reason=FailureReason.SECOND_FACTOR, address=address, user_id=user.pk)


@receiver(authenticator_removed, dispatch_uid="accounts.second_factor_removed")
def second_factor_removed(request: HttpRequest, **_: Any) -> None:
    """The gate asks anew."""
    second_factor_forget(request)


@receiver(pre_save, sender=SocialAccount, dispatch_uid="accounts.state_identity_bare")
def keep_no_more_than_the_key(instance: SocialAccount, **_: Any) -> None:
    """What a state identity service tells of somebody beside her key there is not ours to keep."""
    instance.extra_data = {}
