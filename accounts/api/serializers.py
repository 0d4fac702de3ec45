"""Users, offices and the reader herself, as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.clients import LONGEST
from accounts.enums import Discipline, Role
from accounts.invitations import link_of
from accounts.models import AccessLog, Agency, AgencyClient, Invitation, Office, Profile, SignInFailure


class OfficeSerializer(serializers.ModelSerializer[Office]):
    name = serializers.CharField(source="__str__", read_only=True)

    class Meta:
        model = Office
        fields = ["id", "kind", "name", "code", "region_code", "parent", "region", "is_active"]


class OfficeInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=["region", "district", "centre"])
    name = serializers.CharField(max_length=120)
    code = serializers.CharField(max_length=20)
    parent: Any = serializers.PrimaryKeyRelatedField(queryset=Office.objects.all())


class MeSerializer(serializers.ModelSerializer[Profile]):
    id = serializers.IntegerField(source="pk", read_only=True)
    email = serializers.SerializerMethodField()

    class Meta:
        model = Profile
        fields = ["id", "email", "name", "role", "disciplines", "office", "region", "agency", "language", "time_zone"]
        read_only_fields = ["name", "role", "disciplines", "office", "region", "agency"]

    def get_email(self, profile: Profile) -> str:
        # The user was read by the identity role; the role of a request cannot read the table.
        return str(self.context["request"].user.email)


class UserSerializer(serializers.ModelSerializer[Profile]):
    id = serializers.IntegerField(source="pk", read_only=True)

    class Meta:
        model = Profile
        fields = ["id", "name", "role", "disciplines", "office", "region", "agency", "language", "is_active"]


class UserInput(serializers.Serializer[Any]):
    email = serializers.EmailField()
    name = serializers.CharField(max_length=120)
    role = serializers.ChoiceField(choices=Role.choices)
    office = serializers.PrimaryKeyRelatedField(queryset=Office.objects.all(), required=False, allow_null=True)
    agency = serializers.PrimaryKeyRelatedField(queryset=Agency.objects.all(), required=False, allow_null=True)
    disciplines = serializers.ListField(child=serializers.ChoiceField(choices=Discipline.choices), required=False)
    language = serializers.CharField(max_length=10, required=False)


class UserChange(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)
    role = serializers.ChoiceField(choices=Role.choices)
    office = serializers.PrimaryKeyRelatedField(queryset=Office.objects.all(), required=False, allow_null=True)
    agency = serializers.PrimaryKeyRelatedField(queryset=Agency.objects.all(), required=False, allow_null=True)
    disciplines = serializers.ListField(child=serializers.ChoiceField(choices=Discipline.choices), required=False)
    is_active = serializers.BooleanField()


class InvitationInput(serializers.Serializer[Any]):
    by_email = serializers.BooleanField()


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """``link`` stands in the answer that made it where it is not mailed, and never again."""

    link = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = ["by_email", "created_at", "expires_at", "link"]

    def get_link(self, invitation: Invitation) -> str | None:
        return None if invitation.by_email else link_of(invitation)


class ProgramSerializer(serializers.ModelSerializer[AgencyClient]):
    id = serializers.IntegerField(source="pk", read_only=True)
    name = serializers.CharField(source="profile.name", read_only=True)
    agency = serializers.IntegerField(source="profile.agency_id", read_only=True)
    in_force = serializers.BooleanField(read_only=True)

    class Meta:
        model = AgencyClient
        fields = [
            "id", "agency", "name", "client_id", "created_at", "expires_at", "previous_until", "ended_at", "in_force",
        ]  # fmt: skip


class ProgramSecretSerializer(ProgramSerializer):
    """With the secret, in the answer that made it."""

    client_secret = serializers.SerializerMethodField()

    class Meta(ProgramSerializer.Meta):
        fields = [*ProgramSerializer.Meta.fields, "client_secret"]

    def get_client_secret(self, client: AgencyClient) -> str:
        return str(self.context["secret"])


class ProgramInput(serializers.Serializer[Any]):
    agency: Any = serializers.PrimaryKeyRelatedField(queryset=Agency.objects.all())
    name = serializers.CharField(max_length=120)
    days = serializers.IntegerField(min_value=1, max_value=LONGEST.days)


class SignInFailureSerializer(serializers.ModelSerializer[SignInFailure]):
    user = serializers.IntegerField(source="user_id", allow_null=True, read_only=True)

    class Meta:
        model = SignInFailure
        fields = ["id", "at", "user", "address", "reason", "request_id"]


class AccessLogSerializer(serializers.ModelSerializer[AccessLog]):
    """``case`` is a key: the officer sees no case."""

    actor = serializers.IntegerField(source="actor_id", read_only=True)
    case = serializers.IntegerField(source="case_id", allow_null=True, read_only=True)

    class Meta:
        model = AccessLog
        fields = ["id", "at", "actor", "kind", "case", "object_id", "request_id", "count"]
