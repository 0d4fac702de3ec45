"""Agreements, summaries and what becomes of them; what a person may ask of the house, and what authorities ask."""

from .agreements import Agreement
from .rights import Complaint, Demand, PersonRequest
from .summaries import (
    AgencyReference,
    Destruction,
    Handover,
    Release,
    Summary,
    SummaryAnswer,
    SummaryConsent,
    SummaryReading,
    content_read,
    content_write,
)

__all__ = [
    "AgencyReference", "Agreement", "Complaint", "Demand", "Destruction", "Handover", "PersonRequest", "Release",
    "Summary", "SummaryAnswer", "SummaryConsent", "SummaryReading", "content_read", "content_write",
]  # fmt: skip
