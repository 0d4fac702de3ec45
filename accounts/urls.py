"""Pages of the accounts room."""

from __future__ import annotations

from django.urls import path

from accounts.views import own

app_name = "accounts"
urlpatterns = [
    path("language/", own.language, name="language"),
    path("my-account/", own.AccountView.as_view(), name="account"),
    path("help/", own.HelpView.as_view(), name="help"),
]
