"""Jobs of the cases room: thin, idempotent; the beat table stands in config/celery.py."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import clock
from accounts.acting import acting_as
from accounts.dbroles import DatabaseRole
from accounts.errors import HamrohError
from accounts.models import Profile
from accounts.queue import job

from .models import Manifest
from .services.manifests import manifest_accept, raw_files_destroy
from .services.manifests.jobs import Progress, progress_tell
from .services.retention import due_find, run_carry_out, run_count, runs_continue
from .services.scans import documents_scan
from .services.telling import openings_tell


@job("cases.manifest_accept", acting=None)
def manifest_accept_job(manifest_id: int, profile_id: int) -> dict[str, int]:
    """Accept a manifest as the user, telling how far it is. A second run finds nothing left to do."""
    with acting_as(DatabaseRole.SYSTEM):
        profile = Profile.objects.get(pk=profile_id, is_active=True)

    def tell(step: str, done: int, total: int) -> None:
        progress_tell(manifest_id, Progress("running", step, done, total))

    outcome, made = Progress("failed", message=str(_("Something went wrong; nothing was accepted."))), 0
    try:
        with translation.override(profile.language), acting_as(profile):
            manifest = manifest_accept(Manifest.objects.get(pk=manifest_id), by=profile, tell=tell)
        outcome, made = Progress("done"), manifest.counts["made"]
    except HamrohError as error:
        outcome = Progress("failed", message=str(error.message))
    finally:
        progress_tell(manifest_id, outcome)
        with acting_as(DatabaseRole.SYSTEM):
            Manifest.objects.filter(pk=manifest_id).update(accepting_since=None)
    return {"cases": made}


@job("cases.manifest_files_destroy")
def manifest_files_destroy_job() -> dict[str, int]:
    """Nightly: destroy the raw files whose 30 days are over."""
    return {"files": raw_files_destroy(today=timezone.localdate())}


@job("cases.document_scan", acting=None, record=False)
def document_scan_job(document_id: int) -> dict[str, int]:
    """Scan a paper that has just been added."""
    return documents_scan([document_id])


@job("cases.documents_scan", acting=None, record=False)
def documents_scan_job() -> dict[str, int]:
    """Scan whatever waits: a lost message, or a scanner that was away."""
    return documents_scan()


@job("cases.openings_tell", acting=None, record=False)
def tell_openings(keys: Sequence[int] | None = None) -> dict[str, int]:
    """Tell supervisors and officers of openings at once; without keys, of all that nobody was told of yet."""
    return {"letters": openings_tell(keys)}


@job("cases.retention_count", acting=None)
def retention_count_job(run_id: int) -> dict[str, int]:
    """The dry run of a destruction."""
    return {"items": run_count(run_id)}


@job("cases.retention_run", acting=None)
def retention_run_job(run_id: int) -> dict[str, int]:
    """Carry out what a second person agreed to."""
    return run_carry_out(run_id)


@job("cases.retention_continue", acting=None, record=False)
def retention_continue_job() -> dict[str, int]:
    """Take up runs that a lost message or a dead worker left."""
    return runs_continue()


@job("cases.retention_due")
def retention_due_job() -> dict[str, int]:
    """Nightly: find what is due."""
    return {"due": due_find(clock.today())}
