"""Uzbek between its alphabets; the pairs come from the spelling rules and from printed Cyrillic texts."""

import pytest

from cases.names import russian_to_latin, to_cyrillic, to_latin

BOTH_WAYS = [
    ("Gulnora Yoʻldosheva", "Гулнора Йўлдошева"),
    ("Oʻgʻiloy Qodirova", "Ўғилой Қодирова"),
    ("Toʻrayeva", "Тўраева"),
    ("Sumayya", "Сумайя"),
    ("Muhayyo", "Муҳайё"),
    ("Elyor Ergashev", "Элёр Эргашев"),
    ("Isʼhoq", "Исҳоқ"),
    ("Saʼdulla", "Саъдулла"),
    ("Choriyeva", "Чориева"),
    ("Shohruh", "Шоҳруҳ"),
    ("Yer", "Ер"),
    ("maʼlumot", "маълумот"),
    ("sanʼat", "санъат"),
    ("oʻqish", "ўқиш"),
    ("poema", "поэма"),
    ("ketsa", "кетса"),
    ("reabilitatsiya", "реабилитация"),
    ("sotsial", "социал"),
    ("aksiya", "акция"),
    ("konferensiya", "конференция"),
    ("pensiya", "пенсия"),
    ("epilepsiya", "эпилепсия"),
    ("sentabr", "сентябрь"),
    ("iyul", "июль"),
    ("obyekt", "объект"),
    ("sement", "цемент"),
    ("vaksina", "вакцина"),
    ("psixolog", "психолог"),
    ("SHERZOD", "ШЕРЗОД"),
    ("YOʻLDOSHEVA", "ЙЎЛДОШЕВА"),
    ("OʻZBEKISTON", "ЎЗБЕКИСТОН"),
    ("Fargʻona", "Фарғона"),
    ("Qoraqalpogʻiston", "Қорақалпоғистон"),
    ("", ""),
    ("12.03.2020 – 5%", "12.03.2020 – 5%"),
]


@pytest.mark.parametrize(("latin", "cyrillic"), BOTH_WAYS)
def test_both_ways(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize("mark", "'`´‘’ʻʼ")
def test_every_apostrophe_is_read(mark: str) -> None:
    assert to_cyrillic(f"O{mark}g{mark}iloy Yo{mark}ldosheva") == "Ўғилой Йўлдошева"
    assert to_cyrillic(f"ma{mark}lumot") == "маълумот"


def test_one_way_only() -> None:
    assert to_latin("Щербак Ыйман") == "Sherbak Iyman"
    assert to_latin("цирк, лицей") == "sirk, litsey"
    assert to_cyrillic("modeli rollar") == "модели роллар"
    assert to_cyrillic("Model MODEL") == "Модель МОДЕЛЬ"
    assert to_latin("Latin stays") == "Latin stays"
    assert to_cyrillic("Кирилл турар") == "Кирилл турар"


def test_passport_letters() -> None:
    # ICAO Doc 9303 part 3, table 6B, as the Russian Federation issues passports.
    assert russian_to_latin("Гульнора Юлдашева") == "Gulnora Iuldasheva"
    assert russian_to_latin("Щукин Хасан Жуков Цой Чернышёв") == "Shchukin Khasan Zhukov Tsoi Chernyshev"
    assert russian_to_latin("ОБЪЕДКОВА ЭЛЬЯ") == "OBIEEDKOVA ELIA"
    assert russian_to_latin("Щ") == "Shch"
