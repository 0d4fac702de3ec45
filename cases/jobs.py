"""Jobs of the cases room: thin, idempotent; the beat table stands in config/celery.py."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.errors import HamrohError
from accounts.models import Profile

from .models import Manifest
from .services.manifests import manifest_accept, raw_files_destroy
from .services.manifests.jobs import Progress, progress_tell


@shared_task(name="cases.manifest_accept", ignore_result=True)
def manifest_accept_job(manifest_id: int, profile_id: int) -> None:
    """Accept a manifest as the user, telling how far it is. A second run finds nothing left to do."""
    with acting_as(DatabaseRole.SYSTEM):
        profile = Profile.objects.get(pk=profile_id, is_active=True)

    def tell(step: str, done: int, total: int) -> None:
        progress_tell(manifest_id, Progress("running", step, done, total))

    failed = Progress("failed", message=_("Something went wrong; nothing was accepted."))
    outcome = failed
    try:
        with translation.override(profile.language), acting_as(profile):
            manifest_accept(Manifest.objects.get(pk=manifest_id), by=profile, tell=tell)
        outcome = Progress("done")
    except HamrohError as error:
        outcome = Progress("failed", message=str(error.message))
    finally:
        progress_tell(manifest_id, outcome)
        with acting_as(DatabaseRole.SYSTEM):
            Manifest.objects.filter(pk=manifest_id).update(accepting_since=None)


@shared_task(name="cases.manifest_files_destroy", ignore_result=True)
def manifest_files_destroy_job() -> None:
    """Destroy the raw files whose 30 days are over."""
    with acting_as(DatabaseRole.SYSTEM):
        raw_files_destroy(today=timezone.localdate())
