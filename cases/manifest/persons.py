"""One line of a manifest to one person, with what is wrong about it by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.regions import region_find
from accounts.wordfold import fold_word, fold_words
from cases import dates, identifiers
from cases.dates import DateError, PartialDate
from cases.enums import IdentifierKind, Relation, Sex
from cases.manifest import words
from cases.manifest.codes import Code

#: The longest text a field takes; other fields take ``_LONGEST``.
_LONGEST_OF = {
    "surname": 100, "given_name": 100, "patronymic": 100, "full_name": 300, "family_no": 40, "phone": 40,
    "pinfl": 40, "document_no": 40, "health_note": 2_000, "remarks": 2_000,
}  # fmt: skip
_LONGEST = 120
_UNKNOWN_DATE = fold_words("unknown, неизвестно, неизвестна, nomaʼlum, номаълум, na, none, null, нет")
_PATRONYMIC_END = re.compile(r"(?:[оеи]вич|[оеи]вна|ична|[oei]vich|[oei]vna|ichna)$", re.IGNORECASE)
_PATRONYMIC_WORD = fold_words("oʻgʻli, ўғли, угли, ugli, qizi, қизи, кизи, uulu, уулу, kyzy, кызы")
_SURNAME_END = re.compile(r"(?:[oe]va?|[ое]ва?|ina?|ина?|skiy|skaya|ский|ская)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding and the field it concerns (empty where it concerns the row)."""

    code: Code
    field: str = ""


@dataclass(frozen=True, slots=True)
class ManifestPerson:
    """A person as the manifest tells of her. Texts are empty and other values None where nothing is told.

    ``sex`` is ``F`` or ``M``; ``citizenship`` ISO 3166-1 alpha-3; ``destination_region`` the code of
    ``accounts.regions``; ``family_no`` the number in this file and no other; ``health_note`` belongs in the
    medical module and nowhere else.
    """

    row: int
    family_no: str = ""
    relation: Relation | None = None
    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    name_unknown: bool = False
    sex: Sex | None = None
    birth: PartialDate | None = None
    birth_place: str = ""
    citizenship: str = ""
    document_type: IdentifierKind | None = None
    document_no: str = ""
    pinfl: str = ""
    unaccompanied: bool = False
    destination_region: str = ""
    destination_district: str = ""
    phone: str = ""
    health_note: str = ""
    remarks: str = ""


#: A region's word to its code, or None: another country brings another one.
FindRegion = Callable[[str], str | None]


def uzbek_region(text: str) -> str | None:
    """The code of a region of Uzbekistan, or None."""
    region = region_find(text)
    return region.code if region else None


def read_person(
    row: int,
    cells: Mapping[str, str],
    *,
    today: date,
    name_unknown: bool = False,
    find_region: FindRegion = uzbek_region,
) -> tuple[ManifestPerson, list[Problem]]:
    """The person of a line and what is wrong about it, whatever the other lines say."""
    problems = [
        Problem(Code.TOO_LONG, field)
        for field, text in cells.items()
        if len(text) > _LONGEST_OF.get(field, _LONGEST)
    ]
    surname, given_name, patronymic = _names(cells)
    if not given_name and not name_unknown:
        problems.append(Problem(Code.MISSING_NAME, "given_name"))
    relation = words.find_relation(cells.get("relation", ""))
    told_sex = cells.get("sex", "")
    sex = words.find_sex(told_sex) if told_sex else words.sex_of_relation(cells.get("relation", ""))
    if sex is None:
        problems.append(Problem(Code.UNKNOWN_SEX, "sex"))
    birth = _birth(cells.get("birth_date", ""), today, problems)
    region = find_region(cells["destination_region"]) if cells.get("destination_region") else ""
    if region is None:
        problems.append(Problem(Code.UNKNOWN_REGION, "destination_region"))
    citizenship = words.find_citizenship(cells.get("citizenship", "")) or ""
    pinfl = identifiers.clean_number(cells.get("pinfl", ""))
    if not any(sign.isdigit() for sign in pinfl):  # "нет", "-"
        pinfl = ""
    warnings = identifiers.number_warnings(pinfl, citizenship=citizenship, sex=sex or "", birth=birth)
    problems += [Problem(Code(warning), "pinfl") for warning in warnings]
    person = ManifestPerson(
        row=row,
        family_no=cells.get("family_no", ""),
        relation=relation,
        surname=surname,
        given_name=given_name,
        patronymic=patronymic,
        name_unknown=not given_name,
        sex=sex,
        birth=birth,
        birth_place=cells.get("birth_place", ""),
        citizenship=citizenship,
        document_type=words.find_document_kind(cells.get("document_type", "")),
        document_no=cells.get("document_no", ""),
        pinfl=pinfl,
        unaccompanied=words.find_yes_no(cells.get("unaccompanied", "")) or False,
        destination_region=region or "",
        destination_district=cells.get("destination_district", ""),
        phone=cells.get("phone", ""),
        health_note=cells.get("health_note", ""),
        remarks=cells.get("remarks", ""),
    )
    return person, problems


def _birth(text: str, today: date, problems: list[Problem]) -> PartialDate | None:
    """The date of birth; one that is not known at all is as approximate as can be, but no error."""
    told = None
    if text and fold_word(text) not in _UNKNOWN_DATE and any(sign.isalnum() for sign in text):
        try:
            told = dates.parse_date(text, today=today)
        except DateError as error:
            problems.append(Problem(Code(error.code), "birth_date"))
            return None
    if told is None or not told.exact:
        problems.append(Problem(Code.APPROXIMATE_DATE, "birth_date"))
    return told


def _names(cells: Mapping[str, str]) -> tuple[str, str, str]:
    surname, given, patronymic = (
        text if words.is_name(text := cells.get(field, "")) else ""
        for field in ("surname", "given_name", "patronymic")
    )
    if not given and words.is_name(full := cells.get("full_name", "")):
        full_surname, given, full_patronymic = split_full_name(full)
        surname, patronymic = surname or full_surname, patronymic or full_patronymic
    return surname, given, patronymic


def split_full_name(text: str) -> tuple[str, str, str]:
    """(surname, given name, patronymic) of a name in one cell; a single word is a given name.

    The surname stands first, as lists of the region have it, unless a comma, the patronymic's place or the
    endings show otherwise ("Gulnora Karimovna Yoʻldosheva", "Ozoda Rahimova").
    """
    before, comma, after = text.partition(",")
    if comma and before.strip() and after.strip():
        given, *rest = after.split()
        return before.strip(), given, " ".join(rest)
    parts = text.replace(",", " ").split()
    if len(parts) < 2:
        return "", " ".join(parts), ""
    if len(parts) == 3 and _PATRONYMIC_END.search(parts[1]) and not _PATRONYMIC_END.search(parts[2]):
        return parts[2], parts[0], parts[1]
    if len(parts) == 2 and _PATRONYMIC_END.search(parts[1]):
        return "", parts[0], parts[1]
    if len(parts) == 3 and fold_word(parts[2]) in _PATRONYMIC_WORD:
        return "", parts[0], " ".join(parts[1:])
    if len(parts) == 2 and _SURNAME_END.search(parts[1]) and not _SURNAME_END.search(parts[0]):
        return parts[1], parts[0], ""
    return parts[0], parts[1], " ".join(parts[2:])
