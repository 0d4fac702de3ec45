"""Addresses of the accounts pages."""

from __future__ import annotations

from django.urls import path

from .views.administration import AccessListView, OfficeListView, UserEditView, UserListView, UserSearchView
from .views.invitations import InvitationEndView, InvitationSendView, InvitationShowView
from .views.oversight import SignInFailureListView
from .views.own import AccountView, HelpView, language
from .views.programs import ProgramCreateView, ProgramEndView, ProgramListView, ProgramRotateView

app_name = "accounts"
urlpatterns = [
    path("language/", language, name="language"),
    path("my-account/", AccountView.as_view(), name="account"),
    path("help/", HelpView.as_view(), name="help"),
    path("users/", UserListView.as_view(), name="user_list"),
    path("users/search/", UserSearchView.as_view(), name="user_search"),
    path("users/new/", UserEditView.as_view(), name="user_create"),
    path("users/<int:pk>/", UserEditView.as_view(), name="user_edit"),
    path("users/<int:pk>/invitation/send/", InvitationSendView.as_view(), name="invitation_send"),
    path("users/<int:pk>/invitation/show/", InvitationShowView.as_view(), name="invitation_show"),
    path("users/<int:pk>/invitation/end/", InvitationEndView.as_view(), name="invitation_end"),
    path("offices/", OfficeListView.as_view(), name="office_list"),
    path("agencies/<int:agency_id>/programs/", ProgramListView.as_view(), name="program_list"),
    path("agencies/<int:agency_id>/programs/new/", ProgramCreateView.as_view(), name="program_create"),
    path("programs/<int:pk>/rotate/", ProgramRotateView.as_view(), name="program_rotate"),
    path("programs/<int:pk>/end/", ProgramEndView.as_view(), name="program_end"),
    path("accesses/", AccessListView.as_view(), name="access_list"),
    path("accesses/sign-ins/", SignInFailureListView.as_view(), name="sign_in_failures"),
]
