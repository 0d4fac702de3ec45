"""``manage.py down``: stop the processes and embedded servers of this checkout, and nothing else."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from config import embedded, processes
from config import env as environment


class Command(BaseCommand):
    help = "Stop what runs in this checkout: web, worker, beat, and the embedded servers."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        env = environment.load()
        stopped = processes.stop_all(env.var_dir) + embedded.stop(env)
        self.stdout.write(f"Stopped {', '.join(stopped)}." if stopped else "Nothing was running.")
