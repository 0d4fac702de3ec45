"""The newest photograph of a person, as her case keeps it: a document like any other, opened through both walls."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from accounts.models import Profile
from accounts.policy import may
from cases.enums import DocumentKind
from cases.models import Case, Document

#: What a browser shows in place; a photograph kept as HEIC or PDF is opened from the documents.
SHOWN = ("image/jpeg", "image/png", "image/webp")


def with_photo(cases: QuerySet[Case], profile: Profile) -> QuerySet[Case]:
    """The same cases, each knowing the key of its newest photograph. No query more."""
    if not may(profile, "document", "view"):
        return cases
    photos = Document.objects.filter(case=OuterRef("pk"), kind=DocumentKind.PHOTO, media_type__in=SHOWN)
    return cases.annotate(photo_id=Subquery(photos.order_by("-pk").values("pk")[:1]))


def photo_url(case: Case) -> str:
    """Where the photograph of a case from ``with_photo`` opens; "" where there is none, or none for this reader."""
    key = getattr(case, "photo_id", None)
    return reverse("cases:document_open", args=[case.number, key]) if key else ""
