"""Headers in four languages and any order; mapping by hand; what is no person."""

from __future__ import annotations

import random

import pytest

from cases.manifest.codes import ManifestError
from cases.manifest.columns import FIELDS, field_of, find_header, read_lines, with_mapping
from cases.manifest.reading import Row, Sheet, read_sheet

from .building import workbook

LANGUAGES = {
    "English": {
        "Family No.": "family_no", "Relationship": "relation", "Surname": "surname",
        "Given name": "given_name",
        "Patronymic": "patronymic", "Sex": "sex", "Date of birth": "birth_date",
        "Place of birth": "birth_place",
        "Citizenship": "citizenship", "Document type": "document_type", "Passport No.": "document_no",
        "PINFL": "pinfl",
        "Unaccompanied": "unaccompanied", "Destination region": "destination_region",
        "District": "destination_district",
        "Health": "health_note", "Phone": "phone", "Remarks": "remarks",
    },
    "Russian": {
        "№ семьи": "family_no", "Степень родства": "relation", "Фамилия": "surname", "Имя": "given_name",
        "Отчество": "patronymic", "Пол": "sex", "Дата рождения": "birth_date",
        "Место рождения": "birth_place",
        "Гражданство": "citizenship", "Тип документа": "document_type",
        "Серия и номер паспорта": "document_no",
        "ПИНФЛ": "pinfl", "Без сопровождения": "unaccompanied", "Область назначения": "destination_region",
        "Район": "destination_district", "Состояние здоровья": "health_note", "Телефон": "phone",
        "Примечание": "remarks",
    },
    "Uzbek Latin": {
        "Oila raqami": "family_no", "Qarindoshligi": "relation", "Familiyasi": "surname",
        "Ismi": "given_name",
        "Otasining ismi": "patronymic", "Jinsi": "sex", "Tug'ilgan sanasi": "birth_date",
        "Tugʻilgan joyi": "birth_place",
        "Fuqaroligi": "citizenship", "Hujjat turi": "document_type", "Pasport raqami": "document_no",
        "JSHSHIR": "pinfl",
        "Kuzatuvchisiz": "unaccompanied", "Boradigan viloyati": "destination_region",
        "Tumani": "destination_district",
        "Sog‘lig‘i": "health_note", "Telefon raqami": "phone", "Izoh": "remarks",
    },
    "Uzbek Cyrillic": {
        "Оила рақами": "family_no", "Қариндошлиги": "relation", "Фамилияси": "surname", "Исми": "given_name",
        "Отасининг исми": "patronymic", "Жинси": "sex", "Туғилган санаси": "birth_date",
        "Туғилган жойи": "birth_place",
        "Фуқаролиги": "citizenship", "Ҳужжат тури": "document_type", "Паспорт рақами": "document_no",
        "ЖШШИР": "pinfl",
        "Кузатувчисиз": "unaccompanied", "Борадиган вилояти": "destination_region",
        "Тумани": "destination_district",
        "Соғлиғи": "health_note", "Телефон рақами": "phone", "Изоҳ": "remarks",
    },
    "the sample": {field: field for field in FIELDS},
}  # fmt: skip


def sheet_of(*rows: tuple[str | int | None, ...]) -> Sheet:
    return Sheet(tuple(Row(number, cells) for number, cells in enumerate(rows, 1)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_in_any_order(language: str) -> None:
    titles = list(LANGUAGES[language].items())
    for seed in range(5):
        random.Random(seed).shuffle(titles)
        header = find_header(
            sheet_of(("A title",), (), tuple(title for title, _ in titles), ("x",) * len(titles))
        )
        assert header.row == 3
        assert header.mapping == dict(enumerate(field for _, field in titles))
        assert header.unknown == {}


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("ДАТА РОЖДЕНИЯ*", "birth_date"), ("Дата рождения (дд.мм.гггг)", "birth_date"),
        ("Фамилия / Surname", "surname"),
        ("Sex (M/F)", "sex"), ("Дата  рождения:", "birth_date"), ("Дата рожденя", "birth_date"),
        ("Отчесвто", "patronymic"),
        ("ФИО", "full_name"), ("Ф.И.О.", "full_name"), ("F.I.Sh.", "full_name"),
        ("Full name", "full_name"), ("D.O.B.", "birth_date"),
        ("Год рождения", "birth_date"), ("Паспорт", "document_no"),
        ("destination_region", "destination_region"),
        ("Tugʻilgan yili", "birth_date"), ("Регион", "destination_region"), ("фaмилия", "surname"),
    ],
)  # fmt: skip
def test_titles(title: str, field: str) -> None:
    assert field_of(title) == field


@pytest.mark.parametrize(
    "title",
    [
        "Цвет сумки", "Имя матери", "Имя (отца)", "Фамилия мужа", "Дата рождения матери", "Дата прибытия",
        "Возраст",
        "Национальность", "Статус мужа", "№", "No", "Name", "Примечание об отце", "Surname of husband", "",
    ],
)  # fmt: skip
def test_titles_that_are_not_understood(title: str) -> None:
    assert field_of(title) is None


def test_a_plain_name() -> None:
    assert find_header(sheet_of(("Surname", "Name", "Sex"))).mapping == {
        0: "surname",
        1: "given_name",
        2: "sex",
    }
    assert find_header(sheet_of(("No", "Name", "Sex"))).mapping == {1: "full_name", 2: "sex"}


def test_the_second_column_of_a_kind_is_not_taken() -> None:
    header = find_header(sheet_of(("Имя", "Пол", "Имя"), ("Али", "М", "x")))
    assert header.mapping == {0: "given_name", 1: "sex"}
    assert header.unknown == {2: "Имя"}


def test_a_column_without_a_title_is_shown_where_it_holds_something() -> None:
    header = find_header(sheet_of(("Имя", "Пол", None, None), ("Али", "М", None, "x", "y")))
    assert header.unknown == {3: "", 4: ""}


def test_no_header_at_all() -> None:
    header = find_header(sheet_of(("x",), ("Aty", "Jynsy", "Wagt"), ("Ali", "E", "2015")))
    assert (header.row, header.mapping) == (2, {})
    assert header.unknown == {0: "Aty", 1: "Jynsy", 2: "Wagt"}
    assert not header.names_found
    with pytest.raises(ManifestError) as caught:
        read_lines(sheet_of(("Aty", "Jynsy"), ("Ali", "E")), header)
    assert caught.value.code == "no_name_column"


def test_mapping_by_hand() -> None:
    sheet = sheet_of(("Aty", "Jynsy", "Wagt"), ("Ali", "E", "2015"))
    header = with_mapping(find_header(sheet), {0: "given_name", 1: "sex"})
    assert header.mapping == {0: "given_name", 1: "sex"}
    assert header.unknown == {2: "Wagt"}
    (line,) = read_lines(sheet, header)
    assert (line.row, dict(line.cells)) == (2, {"given_name": "Ali", "sex": "E"})


def test_the_hand_wins_over_the_guess() -> None:
    header = find_header(sheet_of(("Имя", "Примечание", "Пол"), ("Али", "asthma", "М")))
    assert with_mapping(header, {1: "health_note"}).mapping == {0: "given_name", 1: "health_note", 2: "sex"}
    dropped = with_mapping(header, {1: None})
    assert (dropped.mapping, dropped.unknown) == ({0: "given_name", 2: "sex"}, {1: "Примечание"})


@pytest.mark.parametrize(
    "chosen", [{0: "nothing"}, {9: "sex"}, {-1: "sex"}, {1: "given_name"}, {1: "sex", 2: "sex"}]
)
def test_bad_mappings(chosen: dict[int, str | None]) -> None:
    header = find_header(sheet_of(("Имя", "a", "b"), ("Али", "x", "y")))
    header = with_mapping(header, {0: "given_name"})
    with pytest.raises(ManifestError) as caught:
        with_mapping(header, chosen)
    assert caught.value.code == "bad_mapping"


@pytest.mark.parametrize(
    "row",
    [
        (), (None, "", ""), ("ИТОГО", "21 человек"), ("Итого:", None, "21"), (None, "Всего 21"),
        ("Jami", "21"), ("ЖАМИ: "
        "21",),
        ("Total", "", "21"), ("Имя", "Пол", "Примечание"), (1, 2, 3), ("1", "2", "3"),
    ],
)  # fmt: skip
def test_rows_that_are_no_people(row: tuple[str | int | None, ...]) -> None:
    sheet = sheet_of(("Имя", "Пол", "Примечание"), row, ("Али", "М", ""))
    lines = read_lines(sheet, find_header(sheet))
    assert [(line.row, dict(line.cells)) for line in lines] == [
        (2, {}),
        (3, {"given_name": "Али", "sex": "М"}),
    ]


@pytest.mark.parametrize(
    "row", [("Jamila", "Ж", ""), ("Всеволод", "М", ""), ("Total", "М", "x"), ("Али", "", "")]
)
def test_rows_that_are_people(row: tuple[str, ...]) -> None:
    sheet = sheet_of(("Имя", "Пол", "Примечание"), row)
    assert read_lines(sheet, find_header(sheet))[0].cells["given_name"] == row[0]


def test_a_header_of_two_rows() -> None:
    data = workbook(
        [
            ["Список", None, None, None],
            ["Имя", "Пол", "Место назначения", None],
            [None, None, "Область", "Район"],
            ["Али", "М", "Бухара", "Гиждуван"],
        ],
        merged=["A1:D1", "A2:A3", "B2:B3", "C2:D2"],
    )
    sheet = read_sheet(data)
    header = find_header(sheet)
    assert header.row == 3
    assert header.mapping == {0: "given_name", 1: "sex", 2: "destination_region", 3: "destination_district"}
    assert [line.row for line in read_lines(sheet, header)] == [4]
