"""Small files for the tests, built in memory."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl

from cases.manifest.checking import CheckedRow, check_lines
from cases.manifest.columns import find_header, read_lines
from cases.manifest.reading import read_sheet

TODAY = date(2024, 6, 1)
HEADER = (
    "family_no,relation,surname,given_name,patronymic,sex,birth_date,citizenship,pinfl,unaccompanied,"
    "destination_region"
)


def workbook(rows: Sequence[Sequence[Any]], *, merged: Sequence[str] = (), title: str = "Sheet") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for ref in merged:
        sheet.merge_cells(ref)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def check(data: bytes, **options: Any) -> list[CheckedRow]:
    """The whole way from bytes to checked rows, on 1 June 2024."""
    sheet = read_sheet(data)
    return check_lines(read_lines(sheet, find_header(sheet)), **{"today": TODAY, **options})


def check_csv(*lines: str, **options: Any) -> list[CheckedRow]:
    """As ``check``, for lines below ``HEADER``."""
    return check("\n".join([HEADER, *lines]).encode(), **options)


def codes(rows: Sequence[CheckedRow]) -> list[tuple[str, ...]]:
    return [row.codes for row in rows]
