"""What may be said about a row of a manifest, and about a file that cannot be read."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.errors import Invalid


class Outcome(models.TextChoices):
    """What becomes of a row."""

    ACCEPTED = "accepted", _("Accepted")
    ERROR = "error", _("Needs mending")
    SKIPPED = "skipped", _("Skipped")


class Code(models.TextChoices):
    """A finding about a row. Those of ``ERRORS`` block the row, the others warn."""

    APPROXIMATE_DATE = "approximate_date", _("The date of birth is not known to the day")
    BAD_DATE = "bad_date", _("This is no date of birth")
    CAREGIVER_TOO_YOUNG = (
        "caregiver_too_young",
        _("The caregiver is too young for this child: check both dates"),
    )
    CHILD_WITHOUT_CAREGIVER = (
        "child_without_caregiver",
        _("A child without a caregiver, not marked as unaccompanied"),
    )
    DATE_IN_FUTURE = "date_in_future", _("The date of birth lies in the future")
    DUPLICATE_IN_FILE = "duplicate_in_file", _("This person stands in the file already")
    MISSING_NAME = "missing_name", _("The given name is missing: fill it in or say that it is unknown")
    PINFL_CHECKSUM = "pinfl_checksum", _("The personal number has a wrong check digit")
    PINFL_MISMATCH = "pinfl_mismatch", _("The personal number contradicts the sex or the date of birth")
    POSSIBLE_MATCH = "possible_match", _("This person may be known here already")
    TOO_LONG = "too_long", _("The text is too long")
    UNKNOWN_REGION = "unknown_region", _("This region is not known")
    UNKNOWN_SEX = "unknown_sex", _("The sex is missing or not understood")


ERRORS = frozenset({
    Code.BAD_DATE, Code.DATE_IN_FUTURE, Code.DUPLICATE_IN_FILE, Code.MISSING_NAME, Code.TOO_LONG,
    Code.UNKNOWN_REGION, Code.UNKNOWN_SEX,
})  # fmt: skip

_FILE_ERRORS = {
    "empty": _("The file holds no rows."),
    "too_large": _("The file is larger than 10 MB."),
    "too_many_rows": _("The file has more than 5,000 rows: split it."),
    "too_many_columns": _("The file has more than 200 columns."),
    "cell_too_long": _("A cell holds more than 5,000 characters."),
    "unsupported_format": _("This is neither a CSV file nor an XLSX workbook."),
    "unreadable": _("The file is damaged and cannot be read."),
    "unsafe": _("The file is built in a way that could harm the server, and was not opened."),
    "no_such_sheet": _("The workbook has no sheet of this name."),
    "no_name_column": _("No column holds the names: say which one does."),
    "bad_mapping": _("The columns cannot be assigned in this way."),
}


class ManifestError(Invalid):
    """The file cannot be taken; ``code`` is one of the keys above, ``row`` set where one row is to blame."""

    def __init__(self, code: str, *, row: int | None = None) -> None:
        message: Any = _FILE_ERRORS[code]
        super().__init__(message, code=code, fields={"row": row} if row else None)
        self.row = row
