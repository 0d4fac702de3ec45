"""django-guardian holds grants with a direct key on cases, and nothing else (design §3)."""

from __future__ import annotations

import tomllib

import pytest
from django.apps import apps
from django.db import connection
from guardian.models import GroupObjectPermission, UserObjectPermission, UserObjectPermissionBase
from guardian.utils import get_group_obj_perms_model, get_user_obj_perms_model

from accounts.rowrules import RULES
from cases.models import Case, CaseGrant
from config.env import BASE_DIR
from tests.factories import grant

from .conftest import World


def test_grants_on_cases_have_a_direct_key_and_no_other_model_has_any() -> None:
    assert get_user_obj_perms_model(Case()) is CaseGrant
    assert CaseGrant._meta.get_field("content_object").related_model is Case
    ours = [m for m in apps.get_models() if issubclass(m, UserObjectPermissionBase) and m is not UserObjectPermission]
    assert ours == [CaseGrant]
    # Groups are given nothing: the generic table is all there is, and no role may read or write it.
    assert get_group_obj_perms_model(Case()) is GroupObjectPermission


@pytest.mark.django_db
def test_the_generic_tables_belong_to_nobody() -> None:
    for model in (UserObjectPermission, GroupObjectPermission):
        rule = RULES[model._meta.db_table]
        assert (dict(rule.read), dict(rule.insert), dict(rule.update), rule.system) == ({}, {}, {}, False)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT grantee FROM information_schema.role_table_grants WHERE table_name LIKE 'guardian\\_%' "
            "AND grantee LIKE 'hamroh\\_%' AND grantee <> 'hamroh_owner'"
        )
        assert cursor.fetchall() == []


def test_every_grant_has_a_reason_a_giver_and_an_end(world: World) -> None:
    given = grant(world.case, world.specialist, world.supervisor)
    assert given.reason and given.given_by == world.supervisor and given.until is not None
    assert given.permission.codename == "view_case"
    # Not through the library's helpers, which know neither reason nor end.
    banned = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]["flake8-tidy-imports"]
    assert {"guardian.shortcuts.assign_perm", "guardian.shortcuts.get_objects_for_user"} <= set(banned["banned-api"])
