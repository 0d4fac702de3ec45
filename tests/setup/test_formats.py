"""Dates and numbers in the four languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.formats import date_format, localize, sanitize_separators


@pytest.mark.parametrize(
    ("language", "written", "number"),
    [
        ("en", "8 Dec 2020", "10.5"),
        ("uz", "8 Dek 2020", "10,5"),
        ("uz-cyrl", "8 Дек 2020", "10,5"),
        ("ru", "8 Дек 2020", "10,5"),
    ],
)
def test_dates_and_numbers(language: str, written: str, number: str) -> None:
    with translation.override(language):
        assert date_format(date(2020, 12, 8)) == written
        assert localize(Decimal("10.5")) == number
        assert sanitize_separators(number) == "10.5"
