"""Settings, addresses, jobs, health, and the embedded servers."""

from .celery import app as celery_app

__all__ = ["celery_app"]
