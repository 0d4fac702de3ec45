"""The roles of the database cluster: three that sign in, ten kinds that a request or a job takes on.

A login owns nothing and inherits nothing (docs/decisions/0002-two-walls.md); it must *take* a kind with
``set_config('role', …, true)``, so a forgotten ``acting_as`` gets "permission denied", not data.
"""

from __future__ import annotations

from enum import StrEnum

OWNER = "hamroh_owner"
WEB = "hamroh_web"
JOBS = "hamroh_jobs"
LOGINS = (OWNER, WEB, JOBS)


class DatabaseRole(StrEnum):
    """The kinds. Grants and row rules name these and nothing else."""

    IDENTITY = "hamroh_identity"
    CASEWORKER = "hamroh_caseworker"
    SPECIALIST = "hamroh_specialist"
    SUPERVISOR = "hamroh_supervisor"
    NATIONAL = "hamroh_national"
    DPO = "hamroh_dpo"
    ADMIN = "hamroh_admin"
    AGENCY = "hamroh_agency"
    SYSTEM = "hamroh_system"
    RETENTION = "hamroh_retention"


KINDS = tuple(role.value for role in DatabaseRole)

MAY_SET: dict[str, tuple[str, ...]] = {
    OWNER: KINDS,
    WEB: tuple(k for k in KINDS if k not in (DatabaseRole.SYSTEM, DatabaseRole.RETENTION)),
    JOBS: KINDS,
}
