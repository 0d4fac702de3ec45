"""What the forms of this room have in common."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Agency
from cases.services.documents import Paper
from sharing.policy import purposes_of

BLANK: list[tuple[str, Any]] = [("", "—")]


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def agency_options(agencies: list[Agency]) -> list[tuple[str, str]]:
    """``"12:health_care"`` → "Clinic No. 1 · Health care": the pairs that the disclosure table knows."""
    return [
        (f"{agency.pk}:{purpose.value}", f"{agency} · {purpose.label}")
        for agency in agencies
        for purpose in purposes_of(agency.kind)
    ]


def active_agencies() -> list[Agency]:
    return list(Agency.objects.filter(is_active=True).order_by("name"))


def paper_of(upload: Any) -> Paper | None:
    """An uploaded file as the services take it."""
    return Paper(upload.name, upload.read()) if upload else None
