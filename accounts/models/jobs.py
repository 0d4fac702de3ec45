"""What the jobs did, and who holds a long one. No person's data: counts and names of jobs only."""

from __future__ import annotations

from django.db import models


class JobRun(models.Model):
    """One run of a job. A run that a killed worker left behind has no end."""

    name = models.CharField(max_length=80)
    request_id = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    error = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["name", "-id"], name="jobrun_name")]

    def __str__(self) -> str:
        return self.name


class Lease(models.Model):
    """The right to run a long job alone, until a moment; ``position`` is how far it came, for whoever goes on."""

    name = models.CharField(max_length=80, primary_key=True)
    holder = models.CharField(max_length=64, blank=True)
    until = models.DateTimeField()
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
