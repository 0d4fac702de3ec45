"""Accepting in the background, and how far it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from celery import current_app
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Conflict, HamrohError
from accounts.models import Profile
from accounts.queue import enqueue
from cases.enums import ManifestStatus
from cases.models import Manifest

_KEY = "manifest-progress:{}"
_KEPT = 24 * 3600
#: A job that has not come back after this time has died with its worker; accepting may be started again.
PATIENCE = timedelta(minutes=5)


class QueueDown(HamrohError):
    """Nobody takes jobs now."""

    status = 503
    code = "queue_down"


@dataclass(frozen=True)
class Progress:
    """``state`` is idle, running, done or failed; ``done`` of ``total`` people in the step at hand."""

    state: str = "idle"
    step: str = ""
    done: int = 0
    total: int = 0
    message: str = ""

    @property
    def percent(self) -> int:
        if self.state == "done":
            return 100
        return min(99, round(100 * self.done / self.total)) if self.total else 0


def manifest_progress(manifest: Manifest) -> Progress:
    """How far accepting is. The steps stand in the cache, which may be lost; whether it is over, in the database."""
    if manifest.accepting_since is None:
        told = _told(manifest.pk)
        if told is not None and told.state == "failed":
            return told
        return Progress("done") if manifest.status == ManifestStatus.ACCEPTED else Progress()
    told = _told(manifest.pk)
    return told if told is not None and told.state == "running" else Progress("running")


def _told(pk: int) -> Progress | None:
    found: dict[str, Any] | None = cache.get(_KEY.format(pk))
    return Progress(**found) if found else None


def progress_tell(pk: int, progress: Progress) -> None:
    """Say how far a job is, outside of its transaction."""
    cache.set(_KEY.format(pk), asdict(progress), _KEPT)


@transaction.atomic
def manifest_accept_start(manifest: Manifest, *, by: Profile) -> Manifest:
    """Let a job accept the manifest as the user. Raises QueueDown, and Conflict where a job is at it already."""
    manifest = Manifest.objects.select_for_update(of=("self",)).get(pk=manifest.pk)
    since = manifest.accepting_since
    if since is not None and since > timezone.now() - PATIENCE:
        raise Conflict(_("This manifest is being accepted now."), code="running")
    if manifest.status not in (ManifestStatus.CHECKED, ManifestStatus.ACCEPTED):
        raise Conflict(_("This manifest cannot be accepted in its present state."))
    queue_check()
    manifest.accepting_since = timezone.now()
    manifest.save(update_fields=["accepting_since", "updated_at"])
    progress_tell(manifest.pk, Progress("running", "checking"))
    from cases.jobs import manifest_accept_job

    enqueue(manifest_accept_job, manifest.pk, by.pk)
    return manifest


def queue_check() -> None:
    """Raise QueueDown where Redis does not answer: better now than a bar that never moves."""
    try:
        with current_app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
            channel: Any = connection.default_channel
            channel.client.ping()
    except Exception:
        raise QueueDown(
            _("The background service does not answer, so nothing was accepted. Your work on the rows is kept. "
              "Try again in a few minutes.")
        ) from None  # fmt: skip
