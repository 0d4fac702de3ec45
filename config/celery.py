"""The job queue: Celery on Redis, which may be lost at any moment; the database is the truth.

Jobs stand in each room's ``jobs.py``, take ids, and call a service. The beat table stands here.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("hamroh")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")

#: What runs when. Times are those of settings.TIME_ZONE. Every job here may run twice without harm.
app.conf.beat_schedule = {
    "heartbeat": {"task": "config.heartbeat", "schedule": 30.0, "options": {"expires": 25}},
    "seal-history": {"task": "accounts.seal_history", "schedule": 300.0, "options": {"expires": 280}},
    "anchor-history": {"task": "accounts.anchor_history", "schedule": crontab(hour=0, minute=40)},
    "answers-forget": {"task": "accounts.answers_forget", "schedule": 3600.0, "options": {"expires": 3500}},
    "failures-forget": {"task": "accounts.failures_forget", "schedule": crontab(hour=1, minute=50)},
    "tokens-forget": {"task": "accounts.tokens_forget", "schedule": crontab(hour=1, minute=55)},
    "invitations": {"task": "accounts.invitations_send", "schedule": 300.0, "options": {"expires": 280}},
    # Whatever Redis lost is found within minutes by the small sweep, and in the night by the whole one.
    "plan-recent": {"task": "tasks.plan_recent", "schedule": 120.0, "options": {"expires": 110}},
    "alerts": {"task": "tasks.alerts", "schedule": 300.0, "options": {"expires": 280}},
    "sweep": {"task": "tasks.sweep", "schedule": crontab(hour=2, minute=10)},
    "escalate": {"task": "tasks.escalate", "schedule": crontab(minute=20)},
    "digest": {"task": "tasks.digest", "schedule": crontab(minute=5), "options": {"expires": 3000}},
    # Under a minute, so that figures are never older than one.
    "figures": {"task": "insights.refresh", "schedule": 45.0, "options": {"expires": 40}},
    "catch-up": {"task": "tasks.catch_up", "schedule": 900.0, "options": {"expires": 800}},
    "sharing-sweep": {"task": "sharing.sweep", "schedule": 120.0, "options": {"expires": 110}},
    "documents-scan": {"task": "cases.documents_scan", "schedule": 120.0, "options": {"expires": 110}},
    "openings": {"task": "cases.openings_tell", "schedule": 120.0, "options": {"expires": 110}},
    "agreements-warn": {"task": "sharing.agreements_warn", "schedule": crontab(hour=6, minute=30)},
    "manifest-files": {"task": "cases.manifest_files_destroy", "schedule": crontab(hour=1, minute=30)},
    "patterns": {"task": "insights.patterns", "schedule": crontab(minute=35), "options": {"expires": 3000}},
    "retention-due": {"task": "cases.retention_due", "schedule": crontab(hour=1, minute=50)},
    "retention-continue": {"task": "cases.retention_continue", "schedule": 600.0, "options": {"expires": 550}},
    "states-expire": {"task": "rehabilitation.states_expire", "schedule": crontab(hour=0, minute=20)},
}

__all__ = ["app", "crontab"]


@app.task(name="config.heartbeat", ignore_result=True)
def heartbeat() -> None:
    """Say that beat, Redis and a worker live; ``/health/ready`` reads it."""
    from config.health import heartbeat_write

    heartbeat_write()


@worker_init.connect
def refuse_the_owner(**_: Any) -> None:
    """A worker that signs in as the owner would bypass wall two."""
    from django.conf import settings

    if settings.HAMROH_PROCESS != "jobs":
        raise SystemExit("hamroh: start the worker with HAMROH_PROCESS=jobs")


@worker_ready.connect
def first_heartbeat(**_: Any) -> None:
    """Ready at once, without waiting for beat's first round; figures likewise."""
    from config.health import heartbeat_write

    heartbeat_write()
    app.send_task("insights.refresh", expires=40)
