"""Which column holds what: headers in four languages, in any order, below any number of title rows.

A column that is not recognised and that nobody maps is dropped, not kept as a remark: it may hold what a
relative did.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.wordfold import Vocabulary, fold_word, fold_words
from cases.manifest.codes import ManifestError
from cases.manifest.reading import Row, Sheet, cell_text
from cases.manifest.words import find_sex

#: Field → how its header is written, in English, Russian, Uzbek Latin and Cyrillic. Apostrophes, case,
#: punctuation and script do not matter (``accounts.wordfold``). FIELDS below is the order in which pages show
#: them.
_HEADERS = {
    "family_no": "family no, family number, family, family id, household, household no, № семьи, номер "
    "семьи, n семьи, no семьи, семья, oila raqami, oila №, oila, oila no, оила рақами, оила №, оила, № "
    "оилы",
    "relation": "relation, relationship, kinship, relation to head, role in family, степень родства, "
    "родство, родственная связь, родственные отношения, кем приходится, qarindoshligi, qarindoshlik, "
    "qarindoshlik darajasi, кариндошлиги, қариндошлик, қариндошлик даражаси, kimligi, oiladagi oʻrni, "
    "оиладаги ўрни",
    "full_name": "full name, name and surname, surname and name, name in full, фио, ф и о, фамилия имя "
    "отчество, фамилия имя, имя и фамилия, фамилия и имя, f i sh, fish, fio, f i o, familiyasi ismi "
    "sharifi, ismi sharifi, ism sharif, familiya ism, familiyasi ismi, ф и ш, фиш, фамилияси исми "
    "шарифи, исми шарифи, исм шариф, toʻliq ismi, тўлиқ исми",
    "surname": "surname, last name, family name, lastname, фамилия, familiya, familya, familiyasi, фамилияси",
    "given_name": "given name, given names, first name, firstname, forename, имя, имена, ism, ismi, "
    "исм, исми, nomi ismi",
    "patronymic": "patronymic, fathers name, father name, middle name, otchestvo, отчество, otasining ismi, "
    "sharifi, sharif, отасининг исми, шарифи, шариф",
    "sex": "sex, gender, m f, пол, jinsi, jins, жинси, жинс",
    "birth_date": "birth date, date of birth, birthdate, dob, d o b, born, birthday, year of birth, "
    "дата рождения, год рождения, день рождения, дата рожд, д р, г р, tugʻilgan sana, tugʻilgan sanasi, "
    "tugʻilgan kuni, tugʻilgan yili, туғилган сана, туғилган санаси, туғилган куни, туғилган йили",
    "birth_place": "birth place, place of birth, birthplace, pob, место рождения, tugʻilgan joyi, "
    "tugʻilgan joy, туғилган жойи, туғилган жой",
    "citizenship": "citizenship, nationality, citizen of, гражданство, подданство, fuqaroligi, fuqarolik, "
    "фуқаролиги, фуқаролик",
    "document_type": "document type, type of document, doc type, тип документа, вид документа, "
    "hujjat turi, ҳужжат тури",
    "document_no": "document no, document number, doc no, passport, passport no, passport number, номер "
    "документа, № документа, серия и номер, паспорт, номер паспорта, № паспорта, серия и номер паспорта, "
    "hujjat raqami, hujjat №, pasport, pasport raqami, passport raqami, pasport seriyasi va raqami, "
    "ҳужжат рақами, паспорт рақами, паспорт серияси ва рақами",
    "pinfl": "pinfl, personal number, personal no, personal id, national id, iin, jshshir, jshshr, пинфл, "
    "жшшир, иин, персональный номер, личный номер, shaxsiy raqami, шахсий рақами",
    "unaccompanied": "unaccompanied, unaccompanied child, unaccompanied minor, alone, без сопровождения, "
    "несопровождаемый, несопровождаемый ребенок, kuzatuvchisiz, hamrohsiz, yolgʻiz, кузатувчисиз, "
    "ҳамроҳсиз, ёлғиз",
    "destination_region": "destination region, destination, region, region of destination, province, "
    "область назначения, область, регион, регион назначения, место назначения, область проживания, куда "
    "направляется, viloyat, viloyati, boradigan viloyati, boradigan viloyat, manzil viloyati, hudud, "
    "вилоят, вилояти, борадиган вилояти, борадиган вилоят, ҳудуд",
    "destination_district": "destination district, district, район назначения, район, город район, район "
    "город, tuman, tumani, boradigan tumani, tuman shahar, туман, тумани, борадиган тумани, туман шаҳар",
    "health_note": "health note, health, health notes, medical note, medical notes, medical, health "
    "condition, здоровье, состояние здоровья, медицинские заметки, медицинские данные, sogʻligʻi, "
    "sogʻliq, salomatligi, sogʻligʻi haqida, соғлиғи, соғлиқ, саломатлиги",
    "phone": "phone, phone number, telephone, mobile, tel, телефон, номер телефона, telefon, telefon raqami, "
    "телефон рақами",
    "remarks": "remarks, remark, note, notes, comment, comments, примечание, примечания, комментарий, "
    "заметки, izoh, izohlar, eslatma, изоҳ, изоҳлар, эслатма",
}  # fmt: skip
#: All fields that a column may be mapped to.
FIELDS = tuple(_HEADERS)
_VOCABULARY = Vocabulary(_HEADERS)

#: "Name" is the given name beside a surname column, and the full name where there is none.
_PLAIN_NAME = frozenset({"name", "names"})
_SCANNED_ROWS = 40
#: Bilingual headers: "Фамилия / Surname", "Пол (Sex)".
_HALVES = re.compile(r"[/|(),;\n]|\s[-–—]\s")
_TOTALS = re.compile(r"(?:grand |in )?(?:total|итого|всего|итог|jami|жами|hammasi|ҳаммаси)\b", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
#: "Имя (матери)" is not the name of the person in the row.
_OF_ANOTHER = fold_words(
    "матери, мать, отца, отец, мужа, mother, father, husband, onasi, otasi, онаси, отаси"
)


@dataclass(frozen=True, slots=True)
class Header:
    """The header row and what its columns hold.

    ``mapping`` is column index (from 0) → field, ``unknown`` is column index → title of the columns that will
    be dropped unless the user maps them; the title is empty where a column holds something below no header.
    """

    row: int
    titles: tuple[str, ...]
    mapping: Mapping[int, str]
    unknown: Mapping[int, str]

    @property
    def names_found(self) -> bool:
        """True where some column holds given names; without one nothing can be taken."""
        return bool({"given_name", "full_name"} & set(self.mapping.values()))


@dataclass(frozen=True, slots=True)
class Line:
    """A row below the header: field → text, mapped columns only. Without cells: blank, or totals."""

    row: int
    cells: Mapping[str, str]


def field_of(title: str) -> str | None:
    """The field that a header names, forgiving one typing mistake, or None. Not for a plain "Name"."""
    title = title.strip().rstrip("*:")
    found = _VOCABULARY.find(title)
    if found is None:
        halves = _HALVES.split(title)
        named = {field for half in halves if (field := _VOCABULARY.find(half))}
        if len(named) == 1 and not any(fold_word(half) in _OF_ANOTHER for half in halves):
            found = named.pop()
    return found


def find_header(sheet: Sheet) -> Header:
    """The row whose cells name the most fields; where no row names two, the fullest row."""
    candidates = sheet.rows[:_SCANNED_ROWS]
    best = max(candidates, key=lambda row: len(_recognise(row)[0]))  # the first of equals
    if len(_recognise(best)[0]) < 2:
        best = max(candidates, key=lambda row: sum(bool(cell_text(cell)) for cell in row.cells))
    mapping, unknown = _recognise(best)
    titles = [cell_text(cell) for cell in best.cells]
    width = max(len(row.cells) for row in sheet.rows)
    titles += [""] * (width - len(titles))
    below = [row for row in sheet.rows if row.number > best.number]
    untitled = [index for index, title in enumerate(titles) if not title]
    for index in untitled:
        if any(index < len(row.cells) and cell_text(row.cells[index]) for row in below):
            unknown[index] = ""
    return Header(best.number, tuple(titles), mapping, dict(sorted(unknown.items())))


def with_mapping(header: Header, chosen: Mapping[int, str | None]) -> Header:
    """The header with the user's choice laid over it: column index → field, or None to drop the column.

    Raises ``ManifestError`` (``bad_mapping``) for a field that does not exist, a column that does not exist,
    or one field for two columns.
    """
    mapping = {index: field for index, field in header.mapping.items() if index not in chosen}
    for index, field in chosen.items():
        if field is None:
            continue
        if field not in FIELDS or field in mapping.values() or not 0 <= index < len(header.titles):
            raise ManifestError("bad_mapping")
        mapping[index] = field
    columns = sorted({*header.mapping, *header.unknown})
    unknown = {index: header.titles[index] for index in columns if index not in mapping}
    return Header(header.row, header.titles, dict(sorted(mapping.items())), unknown)


def read_lines(sheet: Sheet, header: Header) -> list[Line]:
    """The rows below the header. Raises ``ManifestError`` where no column holds names."""
    if not header.names_found:
        raise ManifestError("no_name_column")
    lines = []
    for row in sheet.rows:
        if row.number > header.row:
            texts = [cell_text(cell) for cell in row.cells]
            lines.append(Line(row.number, {} if _no_person(texts, header) else _mapped(texts, header)))
    return lines


def _mapped(texts: list[str], header: Header) -> dict[str, str]:
    return {
        field: texts[index] for index, field in header.mapping.items() if index < len(texts) and texts[index]
    }


def _no_person(texts: list[str], header: Header) -> bool:
    """True for totals, a header repeated on a new page, and the row of column numbers below a header."""
    used = [(index, text) for index, text in enumerate(texts) if text]
    if not used:
        return True
    cells = _mapped(texts, header)
    is_person = find_sex(cells.get("sex", "")) or _YEAR.search(cells.get("birth_date", ""))
    if _TOTALS.match(used[0][1]) and not is_person:
        return True
    if all(index < len(header.titles) and header.titles[index] == text for index, text in used):
        return True
    return len(used) > 2 and [text for _, text in used] == [str(number) for number in range(1, len(used) + 1)]


def _recognise(row: Row) -> tuple[dict[int, str], dict[int, str]]:
    mapping: dict[int, str] = {}
    unknown: dict[int, str] = {}
    plain: list[int] = []
    for index, cell in enumerate(row.cells):
        title = cell_text(cell)
        if not title:
            continue
        field = field_of(title)
        if fold_word(title) in _PLAIN_NAME:
            plain.append(index)
        if field is None or field in mapping.values():
            unknown[index] = title
        else:
            mapping[index] = field
    if plain and not {"given_name", "full_name"} & set(mapping.values()):
        mapping[plain[0]] = "given_name" if "surname" in mapping.values() else "full_name"
        unknown.pop(plain[0], None)
    return dict(sorted(mapping.items())), unknown
