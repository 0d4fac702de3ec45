"""``manage.py up``: servers, migrations, demonstration data, then web, worker and beat until Ctrl-C."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import requests
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from honcho.manager import Manager
from honcho.printer import Printer

from config import embedded, processes
from config import env as environment

#: How long the first answer may take.
PATIENCE = 90
DEMO_LOGINS = ("worker", "worker2", "specialist", "supervisor", "national", "dpo", "admin", "clinic", "ngo")


class Command(BaseCommand):
    help = "Start everything; Ctrl-C stops what this command started."
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave the demonstration data out")

    def handle(self, *args: Any, **options: Any) -> None:
        env = environment.load()
        if env.production:
            raise CommandError("`up` is for development; in production see deploy/README.md")
        running = processes.recall(env.var_dir, "up")
        if running is not None:
            raise CommandError(f"already running at {running[1].get('address')}; `make down` stops it")
        started = embedded.ensure(env)
        try:
            self._prepare(demo=not options["no_demo"])
            code = self._run(env)
        finally:
            processes.stop_all(env.var_dir)
            if started:
                embedded.stop(env, started)
                self.stdout.write(f"Stopped {' and '.join(started)}.")
        if code:
            sys.exit(code)

    def _prepare(self, *, demo: bool) -> None:
        self.stdout.write("Preparing the database …")
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("compile_catalogs", verbosity=0)
        if demo:
            call_command("demo")
        connections.close_all()

    def _run(self, env: environment.Env) -> int:
        host = env["HAMROH_HOST"]
        port = processes.find_port(host, env["PORT"])
        address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}"
        processes.remember(env.var_dir, "up", os.getpid(), address=address)
        manager = _RememberingManager(env.var_dir)
        for program in processes.programs(env, host, port):
            variables = {**os.environ, "HAMROH_PROCESS": program.process, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
            # Containers run as root; the warning would be the first thing a newcomer sees.
            variables.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser privileges")
            variables.setdefault("HAMROH_PUBLIC_URL", address)
            manager.add_process(program.name, program.line, env=variables, cwd=str(settings.BASE_DIR))
        threading.Thread(target=self._greet, args=(f"http://{host}:{port}", address), daemon=True).start()
        manager.loop()
        # Ctrl-C and `make down` are how it is meant to end.
        return 0 if manager.asked_to_end else int(manager.returncode or 1)

    def _greet(self, inside: str, address: str) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                if requests.get(f"{inside}/health/ready", timeout=2).ok:
                    break
            except requests.RequestException:
                pass
            time.sleep(0.2)
        lines = ["", f"Hamroh is running at {address}", ""]
        lines += [f"  {name}@example.org" for name in DEMO_LOGINS]
        lines += [f"  password: {settings.HAMROH_DEMO_PASSWORD}", "", "Ctrl-C stops it.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


class _RememberingManager(Manager):
    """Honcho's manager, which keeps the numbers of its processes in pid files and is silent about itself."""

    def __init__(self, var: Path) -> None:
        super().__init__(Printer(sys.stdout, colour=sys.stdout.isatty()))
        self._var = var

    @property
    def asked_to_end(self) -> bool:
        """True where a signal ended it, and not one of its processes."""
        return self.returncode in (130, 143)

    def _system_print(self, data: str) -> None:
        name, _, rest = data.partition(" ")
        if rest.startswith("started (pid="):
            processes.remember(self._var, name, int(rest.split("=")[1].split(")")[0]))
        elif rest.startswith("stopped (rc=") and not self._terminating:
            super()._system_print(data)
