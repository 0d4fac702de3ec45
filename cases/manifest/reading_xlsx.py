"""A workbook to rows, read as a stream: openpyxl's whole-sheet mode would build every cell of a merged range.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.utils.cell import range_boundaries

from cases.manifest.codes import ManifestError
from cases.manifest.reading import MAX_COLUMNS, MAX_ROWS, Cell, Row, Sheet, gather

#: 10 MB of cells unpack to far less than this; a bomb does not.
MAX_UNPACKED = 60 * 1024 * 1024
MAX_PARTS = 2_000
#: Rows looked at, blank ones included: sheets are often formatted far below their last row.
_MAX_SHEET_ROW = 4 * MAX_ROWS
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_MAX_MERGED = 20_000


def read(data: bytes, title: str | None) -> Sheet:
    """The rows of the sheet called ``title``, or of the first visible sheet that holds something."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_harmful(archive)
            if "xl/workbook.xml" not in archive.namelist():
                raise ManifestError("unsupported_format")
            return _read(data, archive, title)
    except ManifestError:
        raise
    # Whatever a damaged or hostile workbook breaks inside of openpyxl is the file's fault, not the server's.
    except Exception:
        raise ManifestError("unreadable") from None


def _refuse_harmful(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    # zipfile never unpacks more than a part declares, so the declared sizes are a bound.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise ManifestError("unsafe")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            _refuse_entities(archive, part)


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No part of a workbook has a document type, and entities can be declared nowhere else."""
    with archive.open(part) as stream:
        before = b""
        while chunk := stream.read(1 << 20):
            if not before and b"\x00" in chunk[:4]:  # UTF-16 or UTF-32 would hide it
                raise ManifestError("unsafe")
            if b"<!DOCTYPE" in (window := before + chunk) or b"<!ENTITY" in window:
                raise ManifestError("unsafe")
            before = chunk[-16:]


def _read(data: bytes, archive: zipfile.ZipFile, title: str | None) -> Sheet:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if title is not None and title not in [sheet.title for sheet in visible]:
            raise ManifestError("no_such_sheet")
        chosen: Sheet | None = None
        others: list[str] = []
        for sheet in visible:
            if (chosen is not None) if title is None else (sheet.title != title):
                if _holds_something(sheet):
                    others.append(sheet.title)
                continue
            rows = gather(_rows(sheet))
            if rows or title is not None:
                chosen = Sheet(_fill_merged(rows, _merged(archive, sheet)), sheet.title)
        if chosen is None:
            raise ManifestError("empty")
        return Sheet(chosen.rows, chosen.title, tuple(others))
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    # A sheet's own note of its size may be wrong (some programs write A1): look for oneself, within bounds.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=_MAX_SHEET_ROW, max_col=MAX_COLUMNS + 1, values_only=True)
    for number, cells in enumerate(rows, 1):
        used = len(cells)
        while used and cells[used - 1] is None:
            used -= 1
        yield number, tuple(cells[:used])


def _holds_something(sheet: Any) -> bool:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=100, max_col=MAX_COLUMNS, values_only=True)
    return any(cell not in (None, "") for row in rows for cell in row)


def _merged(archive: zipfile.ZipFile, sheet: Any) -> list[tuple[int, int, int, int]]:
    """The merged ranges as (first column, first row, last column, last row), from 1."""
    part = archive.read(sheet._worksheet_path.lstrip("/"))
    found = [match[1].decode() for match in _MERGED.finditer(part)][:_MAX_MERGED]
    ranges = [range_boundaries(ref) for ref in found]
    return [(a, b, c, d) for a, b, c, d in ranges if a and b and c and d]


def _fill_merged(rows: tuple[Row, ...], merged: list[tuple[int, int, int, int]]) -> tuple[Row, ...]:
    """Repeat a cell that was merged over several rows in each of them ("family 3" beside all its members).

    Only in rows that hold something themselves: a range drawn too long makes no people.
    """
    cells = {row.number: list(row.cells) for row in rows}
    filled = {row.number for row in rows if not row.blank}
    for column, first, _, last in merged:
        above = cells.get(first)
        if first == last or above is None or column > len(above):
            continue
        for number in range(first + 1, min(last, _MAX_SHEET_ROW) + 1):
            row = cells.get(number)
            if row is None or number not in filled:
                continue
            row += [None] * (column - len(row))
            if row[column - 1] in (None, ""):
                row[column - 1] = above[column - 1]
    return tuple(Row(number, tuple(values)) for number, values in cells.items())
