"""Taking back, and destroying raw files."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from accounts.models import Profile
from cases.models import Manifest, ManifestFile, ManifestRow
from cases.services.definers import call


@transaction.atomic
def manifest_undo(manifest: Manifest, *, by: Profile | None) -> Manifest:
    """Take back what accepting made, within 24 hours and while nobody has worked on the cases.

    What a revised manifest changed on people of the one before stays. Raises Conflict, NotFound.
    """
    call("cases_manifest_undo", manifest.pk)
    manifest.refresh_from_db()
    return manifest


@transaction.atomic
def raw_files_destroy(*, today: date) -> int:
    """Destroy the files that are older than their term, and with them all cells that became nobody's case. For the
    system alone. Returns the number of files."""
    over = list(Manifest.objects.filter(raw_until__lt=today, file__isnull=False).values_list("pk", flat=True))
    rows = ManifestRow.objects.filter(manifest__in=over)
    rows.filter(Q(fate="")).update(cells_text=None, mended_text=None)
    ManifestFile.objects.filter(manifest__in=over).delete()
    return len(over)
