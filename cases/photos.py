"""The newest photograph of a person, as her case keeps it: a document like any other, opened through both walls."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from accounts.models import Profile
from accounts.policy import may
from cases.enums import DocumentKind
from cases.models import Case, Document


def with_photo(cases: QuerySet[Case], profile: Profile) -> QuerySet[Case]:
    """The same cases, each knowing the key of its newest photograph. No query more."""
    if not may(profile, "document", "view"):
        return cases
    photos = Document.objects.readable().filter(case=OuterRef("pk"), kind=DocumentKind.PHOTO).exclude(thumb_key="")
    return cases.annotate(photo_id=Subquery(photos.order_by("-pk").values("pk")[:1]))


def photo_url(case: Case) -> str:
    """Where the small photograph of a case from ``with_photo`` stands; "" where this reader gets none."""
    key = getattr(case, "photo_id", None)
    return reverse("cases:document_small", args=[case.number, key]) if key else ""
