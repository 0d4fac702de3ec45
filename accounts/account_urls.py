"""Pages of signing in that are ours, beside allauth's: they run as the identity role, for they touch its tables."""

from __future__ import annotations

from django.urls import path

from .views.tokens import TokenEndView, TokenListView

urlpatterns = [
    path("tokens/", TokenListView.as_view(), name="tokens"),
    path("tokens/<int:pk>/end/", TokenEndView.as_view(), name="token_end"),
]
