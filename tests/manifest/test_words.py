from __future__ import annotations

import pytest

from accounts.wordfold import Vocabulary, fold_word
from cases.enums import IdentifierKind, Relation, Sex
from cases.manifest import words


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("F", "F"), ("f", "F"), ("Female", "F"), ("Ж", "F"), ("ж.", "F"), ("жен", "F"), ("женский", "F"),
        ("женскйи", "F"),
        ("девочка", "F"), ("ayol", "F"), ("аёл", "F"), ("qiz", "F"), ("қиз", "F"), ("femal", "F"),
        ("women", "F"),
        ("M", "M"), ("М", "M"), ("муж.", "M"), ("мужской", "M"), ("мужскои", "M"), ("мальчик", "M"),
        ("erkak", "M"),
        ("Эркак", "M"), ("oʻgʻil", "M"), ("o'g'il bola", "M"), ("ўғил", "M"), ("male", "M"), ("boy", "M"),
        ("X?", None), ("", None), ("?", None), ("Ж/М", None), ("unknown", None),
    ],
)  # fmt: skip
def test_sex(text: str, sex: Sex | None) -> None:
    assert words.find_sex(text) == sex


@pytest.mark.parametrize(
    ("text", "relation", "sex"),
    [
        ("mother", Relation.MOTHER, "F"), ("мать", Relation.MOTHER, "F"), ("она", Relation.MOTHER, "F"),
        ("Onasi", Relation.MOTHER, "F"),
        ("father", Relation.FATHER, "M"), ("отец", Relation.FATHER, "M"), ("ota", Relation.FATHER, "M"),
        ("отаси", Relation.FATHER, "M"),
        ("son", Relation.SON, "M"), ("сын", Relation.SON, "M"), ("oʻgʻli", Relation.SON, "M"),
        ("o`g`il", Relation.SON, "M"),
        ("ўғли", Relation.SON, "M"), ("daughter", Relation.DAUGHTER, "F"),
        ("doughter", Relation.DAUGHTER, "F"),
        ("daugther", Relation.DAUGHTER, "F"), ("дочь", Relation.DAUGHTER, "F"),
        ("дочъ", Relation.DAUGHTER, "F"),
        ("qizi", Relation.DAUGHTER, "F"), ("қизи", Relation.DAUGHTER, "F"), ("child", Relation.CHILD, None),
        ("ребёнок", Relation.CHILD, None), ("ребенок", Relation.CHILD, None),
        ("farzand", Relation.CHILD, None),
        ("бабушка", Relation.GRANDMOTHER, "F"), ("бабушкa", Relation.GRANDMOTHER, "F"),
        ("buvi", Relation.GRANDMOTHER, "F"),
        ("дедушка", Relation.GRANDFATHER, "M"), ("bobosi", Relation.GRANDFATHER, "M"),
        ("внук", Relation.GRANDCHILD, "M"),
        ("внучка", Relation.GRANDCHILD, "F"), ("набираси", Relation.GRANDCHILD, None),
        ("тётя", Relation.AUNT, "F"),
        ("тетя", Relation.AUNT, "F"), ("xola", Relation.AUNT, "F"), ("дядя", Relation.UNCLE, "M"),
        ("amaki", Relation.UNCLE, "M"),
        ("togʻa", Relation.UNCLE, "M"), ("сестра", Relation.SISTER, "F"),
        ("singlisi", Relation.SISTER, "F"), ("брат", Relation.BROTHER, "M"),
        ("укаси", Relation.BROTHER, "M"), ("глава семьи", Relation.HEAD, None), ("head", Relation.HEAD, None),
        ("oila boshlig'i", Relation.HEAD, None), ("жена", Relation.WIFE, "F"),
        ("супруг", Relation.HUSBAND, "M"),
        ("супруга", Relation.WIFE, "F"), ("племянница", Relation.NIECE_NEPHEW, "F"),
        ("jiyan", Relation.NIECE_NEPHEW, None),
        ("опекун", Relation.GUARDIAN, None), ("мать, вдова", Relation.MOTHER, "F"),
        ("cousin", Relation.COUSIN, None),
        ("", None, None), ("соседка", None, None), ("sun", None, None),
    ],
)  # fmt: skip
def test_relation(text: str, relation: Relation | None, sex: str | None) -> None:
    assert (words.find_relation(text), words.sex_of_relation(text)) == (relation, sex)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("yes", True), ("да", True), ("Да.", True), ("ha", True), ("ҳа", True), ("Ha", True), ("+", True),
        ("✓", True), ("1", True),
        ("да, сирота", True), ("no", False), ("нет", False), ("yoʻq", False), ("йўқ", False),
        ("yo'q", False), ("-", False),
        ("0", False), ("", None), ("?", None), ("maybe", None),
    ],
)  # fmt: skip
def test_yes_and_no(text: str, answer: bool | None) -> None:
    assert words.find_yes_no(text) is answer


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UZB", "UZB"), ("UZ", "UZB"), ("Узбекистан", "UZB"), ("Республика Узбекистан", "UZB"),
        ("Oʻzbekiston", "UZB"),
        ("ЎЗБЕКИСТОН", "UZB"), ("Uzbekistn", "UZB"), ("Казахстан", "KAZ"), ("Qirgʻiziston", "KGZ"),
        ("Тожикистон", "TJK"),
        ("Россия", "RUS"), ("без гражданства", "XXA"), ("Атлантида", None), ("", None),
    ],
)  # fmt: skip
def test_citizenship(text: str, code: str | None) -> None:
    assert words.find_citizenship(text) == code


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("passport", IdentifierKind.PASSPORT), ("паспорт", IdentifierKind.PASSPORT),
        ("Загранпаспорт", IdentifierKind.PASSPORT),
        ("ID", IdentifierKind.ID_CARD), ("ID-карта", IdentifierKind.ID_CARD),
        ("свидетельство о рождении", IdentifierKind.BIRTH_CERTIFICATE),
        ("tug'ilganlik haqida guvohnoma", IdentifierKind.BIRTH_CERTIFICATE),
        ("туғилганлик гувоҳномаси", IdentifierKind.BIRTH_CERTIFICATE),
        ("свидетельство на возвращение", IdentifierKind.OTHER), ("", None), ("билет", None),
    ],
)  # fmt: skip
def test_papers(text: str, kind: IdentifierKind | None) -> None:
    assert words.find_document_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "—",
        "?",
        "...",
        "неизвестно",
        "Unknown",
        "nomaʼlum",
        "Номаълум",
        "N/A",
        "н/д",
        "#N/A",
        "123",
        "XXX",
    ],
)
def test_nobody_is_called_so(text: str) -> None:
    assert not words.is_name(text)


@pytest.mark.parametrize("text", ["Ali", "Ў", "محمد", "Oʻgʻiloy", "Anna-Maria"])
def test_names(text: str) -> None:
    assert words.is_name(text)


def test_folding() -> None:
    assert {
        fold_word(text) for text in ("Oʻgʻil", "o'g'il", "O‘G‘IL", "o`g`il", "ўғил", "ЎҒИЛ", "oʻgʻil")
    } == {"ogil"}
    assert fold_word("Ребёнок") == fold_word("ребенок")


def test_a_mistake_is_forgiven_only_where_no_doubt_is_left() -> None:
    vocabulary = Vocabulary({1: "morning", 2: "mornino", 3: "sun"})
    assert vocabulary.find("mornning") == 1  # doubled letters count once
    assert vocabulary.find("morninx") is None
    assert vocabulary.find("son") is None
    assert vocabulary.find("mroning") == 1


def test_one_spelling_cannot_mean_two_things() -> None:
    with pytest.raises(ValueError, match="means both"):
        Vocabulary({1: "a, b", 2: "B"})
