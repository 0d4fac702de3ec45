"""Bytes to rows: encodings, delimiters, workbooks as people make them, and files that mean harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from cases.manifest import reading_xlsx
from cases.manifest.codes import ManifestError
from cases.manifest.reading import MAX_BYTES, Cell, Sheet, cell_text, read_sheet

from .building import saved, workbook

PLAIN = "Фамилия,Имя,Пол\nЮлдашева,Озода,Ж\nКаримов,Али,М\n"


def cells(sheet: Sheet) -> list[tuple[int, tuple[Cell, ...]]]:
    return [(row.number, row.cells) for row in sheet.rows]


def error(data: bytes, **options: str) -> str:
    with pytest.raises(ManifestError) as caught:
        read_sheet(data, **options)
    return caught.value.code


# --- CSV ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ":", "^", "~"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_encoding_and_delimiter(encoding: str, delimiter: str, newline: str) -> None:
    text = PLAIN.replace(",", delimiter).replace("\n", newline)
    assert cells(read_sheet(text.encode(encoding))) == [
        (1, ("Фамилия", "Имя", "Пол")),
        (2, ("Юлдашева", "Озода", "Ж")),
        (3, ("Каримов", "Али", "М")),
    ]


def test_uzbek_letters_of_windows_1251() -> None:
    assert cells(read_sheet("Исм;Ў\nЎғил".replace("ғ", "г").encode("cp1251"))) == [
        (1, ("Исм", "Ў")),
        (2, ("Ўгил",)),
    ]


def test_damaged_utf8_is_not_taken_for_windows_1251() -> None:
    data = PLAIN.encode() + b"\xff\n"
    assert error(data) == "unreadable"


def test_commas_in_texts_do_not_mislead_the_search_for_the_delimiter() -> None:
    text = "Фамилия;Имя;Примечание\nА;Б;один, два, три\nВ;Г;четыре, пять, шесть\nД;Е;семь, восемь, девять\n"
    assert [len(row.cells) for row in read_sheet(text.encode()).rows] == [3, 3, 3, 3]


def test_title_lines_do_not_mislead_the_search_for_the_delimiter() -> None:
    text = "Манифест рейса, 30.04.2021, предварительный\n\nФамилия;Имя\nА;Б\n"
    assert cells(read_sheet(text.encode()))[2:] == [(3, ("Фамилия", "Имя")), (4, ("А", "Б"))]


def test_excels_own_note_of_the_delimiter() -> None:
    assert cells(read_sheet(b"sep=;\r\na;b,c\r\nd;e\r\n")) == [(2, ("a", "b,c")), (3, ("d", "e"))]


def test_a_row_begins_where_its_first_line_is() -> None:
    text = 'name,remark\nAli,"two\nlines"\n\nVali,x\n\n\n'
    assert cells(read_sheet(text.encode())) == [
        (1, ("name", "remark")),
        (2, ("Ali", "two\nlines")),
        (4, ()),
        (5, ("Vali", "x")),
    ]


def test_quotes_and_blanks_after_the_delimiter() -> None:
    assert cells(read_sheet(b'a, "b, c", d\n"1 ""x""",2,3\n')) == [
        (1, ("a", "b, c", "d")),
        (2, ('1 "x"', "2", "3")),
    ]


def test_an_unclosed_quote_does_not_swallow_people() -> None:
    with pytest.raises(ManifestError) as caught:
        read_sheet(b'name,sex\nAli,M\n"Vali,M\nGani,M\n')
    assert (caught.value.code, caught.value.row) == ("unreadable", 3)


def test_one_column() -> None:
    assert cells(read_sheet(b"name\nAli\n")) == [(1, ("name",)), (2, ("Ali",))]


# --- Workbooks ----------------------------------------------------------------------------------------------


def test_a_workbook_with_real_dates_and_numbers() -> None:
    born = datetime(2013, 9, 3)
    sheet = read_sheet(
        workbook([["Title"], [], ["name", "born", "no"], ["Ali", born, 7], ["Vali", 2016, 7.5]], title="L")
    )
    assert sheet.title == "L" and sheet.other_sheets == ()
    assert cells(sheet) == [
        (1, ("Title",)),
        (2, ()),
        (3, ("name", "born", "no")),
        (4, ("Ali", born, 7)),
        (5, ("Vali", 2016, 7.5)),
    ]


def test_a_cell_merged_over_rows_counts_in_each_that_holds_something() -> None:
    data = workbook([["no", "name"], [1, "Ali"], [None, "Vali"], [None, None], [2, "Gani"]], merged=["A2:A4"])
    assert [row.cells for row in read_sheet(data).rows] == [
        ("no", "name"),
        (1, "Ali"),
        (1, "Vali"),
        (),
        (2, "Gani"),
    ]


def test_a_merged_title_is_one_cell() -> None:
    data = workbook([["Title", None, None], ["a", "b", "c"], [1, 2, 3]], merged=["A1:C1"])
    assert cells(read_sheet(data))[0] == (1, ("Title",))


def test_a_header_merged_over_two_rows_stands_in_both() -> None:
    data = workbook(
        [["name", "destination", None], [None, "region", "district"], ["Ali", "x", "y"]],
        merged=["A1:A2", "B1:C1"],
    )
    assert cells(read_sheet(data))[1] == (2, ("name", "region", "district"))


def test_which_sheet_is_read() -> None:
    book = openpyxl.Workbook()
    hidden, empty, people, more = (
        book.active,
        book.create_sheet("E"),
        book.create_sheet("P"),
        book.create_sheet("M"),
    )
    assert hidden is not None
    hidden.title = "H"
    hidden.sheet_state = "hidden"
    hidden["A1"], people["A1"], more["A1"] = "secret", "name", "other"
    empty["B2"].number_format = "0.00"
    data = saved(book)
    first = read_sheet(data)
    assert (first.title, first.other_sheets, cells(first)) == ("P", ("M",), [(1, ("name",))])
    assert cells(read_sheet(data, sheet="M")) == [(1, ("other",))]
    assert error(data, sheet="H") == error(data, sheet="nothing") == "no_such_sheet"


def test_formulas_are_not_evaluated() -> None:
    # openpyxl writes no stored result, so that there is none to take.
    assert cells(read_sheet(workbook([["a", "b"], ["=1+1", "=cmd|' /C calc'!A1"], ["x", "y"]])))[1] == (2, ())


def test_rows_that_are_only_formatted_do_not_count() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"] = "name", "Ali"
    for row in range(3, 9000):
        sheet.cell(row, 1).number_format = "0.00"
    assert cells(read_sheet(saved(book))) == [(1, ("name",)), (2, ("Ali",))]


# --- Cells --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""), ("  a \n b ", "a b"), (7, "7"), (7.0, "7"), (7.5, "7.5"),
        (41204900070111.0, "41204900070111"),
        (datetime(2013, 9, 3), "2013-09-03"), (date(2013, 9, 3), "2013-09-03"), (True, "yes"), (False, "no"),
        ("a\x00b\x07", "ab"), ("\u202eAli\u202c", "Ali"), ("\ufeffAli\u200b", "Ali"), ("\xa0Ali\xa0", "Ali"),
        ("Ali\tVali", "Ali Vali"), ("می\u200cروم", "می\u200cروم"),
    ],
)  # fmt: skip
def test_a_cell_as_text(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text


# --- Bounds and harm ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"   \n\n", b"\xef\xbb\xbf", b",,,\n,,\n", workbook([]), workbook([[None, " "]])]
)
def test_nothing_in_it(data: bytes) -> None:
    assert error(data) == "empty"


def test_too_large() -> None:
    assert error(b"a" * (MAX_BYTES + 1)) == "too_large"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_5000_rows_and_not_one_more(kind: str) -> None:
    def build(count: int) -> bytes:
        if kind == "csv":
            return b"name,x\n" + b"Ali,1\n" * (count - 1)
        return workbook([["name", "x"]] + [["Ali", 1]] * (count - 1))

    assert len(read_sheet(build(5000)).rows) == 5000
    assert error(build(5001)) == "too_many_rows"


def test_people_below_a_long_gap_are_not_lost_in_silence() -> None:
    assert error(b"name,x\n" + b",\n" * 6000 + b"Ali,1\n") == "too_many_rows"


def test_too_many_columns() -> None:
    assert len(read_sheet(b",".join([b"a"] * 200) + b"\n").rows[0].cells) == 200
    assert error(b",".join([b"a"] * 201) + b"\n") == "too_many_columns"
    assert error(workbook([["a"] * 201])) == "too_many_columns"


def test_a_cell_too_long() -> None:
    with pytest.raises(ManifestError) as caught:
        read_sheet(b"name,x\nAli," + b"a" * 5001 + b"\n")
    assert (caught.value.code, caught.value.row) == ("cell_too_long", 2)
    assert error(b"a," + b"a" * 200_000) == "unreadable"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n\x00\x01\x02\x03", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00",
        b"\xff\xd8\xff\xe0\x00\x10JFIF", b"a,b\n\x00,c\n",
    ],
    ids=["pdf", "png", "old xls", "jpeg", "nul"],
)  # fmt: skip
def test_other_kinds_of_files(data: bytes) -> None:
    assert error(data) == "unsupported_format"


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def changed(data: bytes, name: str, change: dict[bytes, bytes]) -> bytes:
    """A workbook with something replaced in one of its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {part: file.read(part) for part in file.namelist()}
    for old, new in change.items():
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new, 1)
    return archive(parts)


def test_an_archive_that_is_no_workbook() -> None:
    assert error(archive({"word/document.xml": b"<a/>"})) == "unsupported_format"
    assert error(archive({"x.txt": b"x"})) == "unsupported_format"


@pytest.mark.parametrize("cut", [4, 100, 1000])
def test_a_broken_archive(cut: int) -> None:
    assert error(workbook([["name"], ["Ali"]])[:cut]) == "unreadable"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_broken_parts(part: str) -> None:
    assert error(changed(workbook([["name"], ["Ali"]]), part, {b"<": b"<<"})) == "unreadable"


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_, **__: opened.append("opened"))
    bomb = archive(
        {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * (reading_xlsx.MAX_UNPACKED + 1)}
    )
    assert len(bomb) < 200_000
    assert error(bomb) == "unsafe"
    assert opened == []


def test_too_many_parts() -> None:
    assert error(archive({f"xl/{n}.bin": b"" for n in range(2001)})) == "unsafe"


@pytest.mark.parametrize("padding", [0, 5000, (1 << 20) - 8])
def test_entities_are_refused_wherever_they_hide(padding: int) -> None:
    laughs = b"<!--" + b"x" * padding + b'--><!DOCTYPE a [<!ENTITY b "c">]>'
    data = changed(
        workbook([["name"], ["Ali"]]), "xl/worksheets/sheet1.xml", {b"<worksheet": laughs + b"<worksheet"}
    )
    assert error(data) == "unsafe"


def test_parts_in_utf16_are_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook([["name"]]))) as file:
        parts = {part: file.read(part) for part in file.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].decode().encode("utf-16")
    assert error(archive(parts)) == "unsafe"


@pytest.mark.timeout(20)
def test_a_cell_at_the_end_of_the_world_and_a_merge_over_all_of_it_cost_nothing() -> None:
    data = workbook([["name", "x"], ["Ali", 1]], merged=["A3:B4"])
    data = changed(data, "xl/worksheets/sheet1.xml", {b"A3:B4": b"A1:XFD1048576"})
    assert cells(read_sheet(data)) == [(1, ("name", "x")), (2, ("Ali", 1))]
    far = changed(data, "xl/worksheets/sheet1.xml", {
        b"</sheetData>": b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    })  # fmt: skip
    assert cells(read_sheet(far)) == [(1, ("name", "x")), (2, ("Ali", 1))]
