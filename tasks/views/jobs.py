"""What the jobs did: for the administrator, who sees numbers and no case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import JobRun
from accounts.rest.pagination import Page
from accounts.web import PolicyView, pager

#: Jobs in words; one that is not listed shows its name.
LABELS: dict[str, Any] = {
    "tasks.sweep": _("Nightly sweep: which follow-ups are missing"),
    "tasks.escalate": _("Escalation of what is overdue too long"),
    "tasks.digest": _("Morning digests by e-mail"),
}


def _run(run: JobRun) -> dict[str, Any]:
    limit = timezone.now() - timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    if run.finished_at is None:
        state = "cut" if run.started_at < limit else "running"
    else:
        state = "failed" if run.failed else "done"
    seconds = (run.finished_at - run.started_at).total_seconds() if run.finished_at else None
    counts = ", ".join(f"{key.replace('_', ' ')}: {value}" for key, value in run.counts.items())
    return {"run": run, "label": LABELS.get(run.name, run.name), "state": state, "seconds": seconds, "counts": counts}


class JobListView(PolicyView):
    """The last run of each job, and all runs, newest first."""

    policy = ("job", "list")

    def get(self, request: HttpRequest) -> HttpResponse:
        runs = JobRun.objects.all()
        chosen = request.GET.get("name", "")
        if chosen:
            runs = runs.filter(name=chosen)
        try:
            page = Page(runs, keyset=("-id",), size=50, cursor=request.GET.get("cursor", ""))
        except (BadSignature, ValueError, TypeError):
            raise Http404 from None
        latest = JobRun.objects.order_by("name", "-id").distinct("name")
        context = {
            "latest": [_run(run) for run in latest], "rows": [_run(run) for run in page.rows], "chosen": chosen,
            **pager(request, page),
        }  # fmt: skip
        return render(request, "tasks/job_list.html", context)
