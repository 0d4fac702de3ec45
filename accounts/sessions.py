"""How long a session lasts: half an hour without a sign of life, twelve hours in all; kept on the server.

The two moments stand in the session itself. A sign of life is a request that somebody made; asking how much time is
left (the script does, before it warns) is none.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout

from .errors import NotFound
from .models import User

_BEGAN, _SEEN = "began", "seen"
#: Asking here is no sign of life.
STATE_PATH = "/account/session/"
#: Signs of life are written at most once in so many seconds.
_STEP = 60


def seconds_left(request: Any) -> int:
    """Until this session ends by itself; 0 where it has ended or nobody is signed in."""
    # A view that authenticates nobody (the documentation of the API) has taken the user off the request.
    if request.user is None or not request.user.is_authenticated:
        return 0
    now, session = time.time(), request.session
    idle = session.get(_SEEN, now) + settings.SESSION_IDLE_SECONDS
    whole = session.get(_BEGAN, now) + settings.SESSION_COOKIE_AGE
    return max(0, int(min(idle, whole) - now))


def session_check(request: Any) -> None:
    """End a session whose time is over, else note the sign of life. Writes the session at most once a minute."""
    if not request.user.is_authenticated:
        return
    now, session = time.time(), request.session
    if _BEGAN not in session:
        session[_BEGAN] = session[_SEEN] = now
    if seconds_left(request) == 0:
        logout(request)
    elif now - session[_SEEN] >= min(_STEP, settings.SESSION_IDLE_SECONDS / 30) and _alive(request):
        session[_SEEN] = now


def _alive(request: Any) -> bool:
    return bool(request.path != STATE_PATH or request.method == "POST")


def sessions_of(user: User) -> list[UserSession]:
    """The running sessions of a user, newest first."""
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda one: one.created_at, reverse=True)


def session_end(*, user: User, pk: int) -> None:
    """End one session of this user. Raises NotFound for another's."""
    found = UserSession.objects.filter(user=user, pk=pk).first()
    if found is None:
        raise NotFound
    found.end()


def sessions_end(user: User) -> int:
    """Sign a user out everywhere; returns how many sessions ended."""
    found = list(UserSession.objects.filter(user=user))
    for one in found:
        one.end()
    return len(found)
