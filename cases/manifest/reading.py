"""Bytes of an uploaded file to the cells of one sheet.

The file comes from outside and is not trusted: size, rows, columns and unpacked size are bounded, entities
are refused, formulas are never evaluated (a workbook's stored result is taken), and nothing is written to
disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from cases.manifest.codes import ManifestError

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 200
MAX_CELL = 5_000

#: A cell as it stood in the file; None and "" are both empty.
Cell = str | int | float | date | datetime | time | bool | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row under its number in the sheet, or under the line of the file on which it begins (from 1)."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def blank(self) -> bool:
        """True where no cell holds anything."""
        return not any(cell_text(cell) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet, blank ones between them included, those after the last dropped.

    ``other_sheets`` names the sheets of the workbook that hold something and were not read.
    """

    rows: tuple[Row, ...]
    title: str = ""
    other_sheets: tuple[str, ...] = field(default=())


def read_sheet(data: bytes, *, sheet: str | None = None) -> Sheet:
    """Read a CSV file or a workbook; of a workbook the sheet of that name, or the first visible one with
    content.

    What kind of file it is shows in its bytes; its name is not asked. Raises ``ManifestError``.
    """
    from cases.manifest import reading_csv, reading_xlsx

    if len(data) > MAX_BYTES:
        raise ManifestError("too_large")
    if not data.strip():
        raise ManifestError("empty")
    found = reading_xlsx.read(data, sheet) if data.startswith(b"PK") else reading_csv.read(data)
    if not found.rows:
        raise ManifestError("empty")
    return found


def cell_text(cell: Cell) -> str:
    """A cell as text: ISO dates, whole numbers without fraction, single blanks, no control signs."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return " ".join(str(cell).translate(_INVISIBLE).split())


#: Signs that show nothing: control characters (PostgreSQL refuses NUL), zero-width and direction marks. The
#: joiners U+200C and U+200D stay, Persian spelling needs them; tab and line end become blanks.
_INVISIBLE: dict[int, int | None] = {
    **dict.fromkeys([*range(0x20), 0x7F, *range(0x80, 0xA0), 0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF]),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
    **dict.fromkeys([9, 10, 11, 12, 13, 0x85], 0x20),
}


def gather(numbered: Iterable[tuple[int, tuple[Cell, ...]]]) -> tuple[Row, ...]:
    """Rows within the bounds, without the blank end. Raises ``ManifestError`` where a bound is passed."""
    rows: list[Row] = []
    blanks: list[Row] = []
    for row in _bounded(numbered):
        if row.blank:
            if len(blanks) <= MAX_ROWS:
                blanks.append(row)
            continue
        rows += [*blanks, row]
        blanks = []
        if len(rows) > MAX_ROWS:
            raise ManifestError("too_many_rows")
    return tuple(rows)


def _bounded(numbered: Iterable[tuple[int, tuple[Cell, ...]]]) -> Iterator[Row]:
    for number, cells in numbered:
        if any(isinstance(cell, str) and len(cell) > MAX_CELL for cell in cells):
            raise ManifestError("cell_too_long", row=number)
        if any(cell_text(cell) for cell in cells[MAX_COLUMNS:]):
            raise ManifestError("too_many_columns", row=number)
        yield Row(number, cells[:MAX_COLUMNS])
