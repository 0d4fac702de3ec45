"""``manage.py rotate_keys``: encrypt with the newest key all that an older one encrypted. Stopped, it goes on."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.rotation import newest_version, rotate_batch, secrets
from cases.services.documents import documents_rotate, files_rotate
from sharing.models import Agreement


class Command(BaseCommand):
    help = "Rotate keys: put the new key first in HAMROH_FIELD_KEYS, keep the old behind it, restart, then run this."

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        for secret in secrets():
            done = 0
            while count := rotate_batch(secret):
                done += count
            total += done
            if done:
                self.stdout.write(f"{secret.table}.{secret.column}: {done}")
        files = documents_rotate() + files_rotate(Agreement.objects.all(), "paper_key")
        self.stdout.write(f"{total} values and {files} files now have key {newest_version()}.")
