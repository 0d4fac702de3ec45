"""Whatever the bytes and the cells, the answer is rows or a ``ManifestError``, never another exception."""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.dates import DateError, parse_date
from cases.manifest.checking import check_lines
from cases.manifest.codes import ManifestError
from cases.manifest.columns import FIELDS, Line, find_header, read_lines
from cases.manifest.reading import read_sheet

from .building import TODAY, check, workbook
from .test_samples import MESSY

SMALL = workbook([["name", "sex"], ["Ali", "M"]], merged=["A3:B4"])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    with contextlib.suppress(ManifestError):
        check(data)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='aЯ",;\t\n\r\x1a1.|', max_size=120))
def test_any_text(text: str) -> None:
    with contextlib.suppress(ManifestError):
        check(("name;sex\n" + text).encode())


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SMALL) - 1), st.integers(0, 255))
def test_a_workbook_with_any_byte_changed(at: int, byte: int) -> None:
    with contextlib.suppress(ManifestError):
        check(SMALL[:at] + bytes([byte]) + SMALL[at + 1 :])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(MESSY)))
def test_a_workbook_cut_anywhere(at: int) -> None:
    with contextlib.suppress(ManifestError):
        check(MESSY[:at])


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_any_date(text: str) -> None:
    with contextlib.suppress(DateError):
        found = parse_date(text, today=TODAY)
        assert found.earliest <= found.latest <= TODAY


@settings(max_examples=200, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=20)), max_size=6))
def test_any_cells(cells: list[dict[str, str]]) -> None:
    rows = check_lines([Line(n, one) for n, one in enumerate(cells)], today=TODAY)
    assert [row.row for row in rows] == list(range(len(cells)))


def test_the_text_of_a_cell_reads_as_the_cell_did() -> None:
    """Mending checks the kept texts again: they must mean what the sheet meant."""
    sheet = read_sheet(MESSY)
    lines = read_lines(sheet, find_header(sheet))
    assert all(isinstance(text, str) for line in lines for text in line.cells.values())
