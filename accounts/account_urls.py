"""Pages of signing in that are ours, beside allauth's: they run as the identity role, for they touch its tables."""

from __future__ import annotations

from django.urls import path

from .views.conduct import ConductView
from .views.invitations import invitation
from .views.sessions import SessionEndView, SessionListView, session_state
from .views.state_identity import state_callback, state_login
from .views.tokens import TokenEndView, TokenListView

urlpatterns = [
    path("session/", session_state, name="session_state"),
    path("sessions/", SessionListView.as_view(), name="usersessions_list"),
    path("sessions/<int:pk>/end/", SessionEndView.as_view(), name="session_end"),
    path("oidc/state/login/", state_login),
    path("oidc/state/login/callback/", state_callback),
    path("conduct/", ConductView.as_view(), name="conduct"),
    path("invitation/", invitation, name="invitation"),
    path("tokens/", TokenListView.as_view(), name="tokens"),
    path("tokens/<int:pk>/end/", TokenEndView.as_view(), name="token_end"),
]
