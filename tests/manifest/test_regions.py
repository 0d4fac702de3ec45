from __future__ import annotations

import pytest

from accounts.regions import REGIONS, region_find, region_get


def test_fourteen_regions_with_the_official_codes() -> None:
    assert {region.code: region.soato for region in REGIONS} == {
        "AN": "1703", "BU": "1706", "JI": "1708", "QA": "1710", "NW": "1712", "NG": "1714", "SA": "1718",
        "SU": "1722",
        "SI": "1724", "TK": "1726", "TO": "1727", "FA": "1730", "XO": "1733", "QR": "1735",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_every_region_is_found_by_its_own_names(language: str) -> None:
    for region in REGIONS:
        assert region_find(region.name(language)) is region
        assert region_find(region.iso) is region
        assert region_find(region.soato) is region


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Андижан", "AN"), ("Андижанская область", "AN"), ("андижон вилояти", "AN"), ("Andijan", "AN"),
        ("Фергана", "FA"), ("Fargʻona", "FA"), ("Farg'ona", "FA"), ("Fargona", "FA"),
        ("FARG‘ONA VIL.", "FA"), ("Коканд", "FA"),
        ("Бухара", "BU"), ("Buxoro", "BU"), ("Bukhara oblast", "BU"), ("Бухарской области", "BU"),
        ("Самарканд", "SA"), ("г. Самарканд", "SA"), ("Samarqand shahri", "SA"), ("Самаркнад", "SA"),
        ("Urgut, Samarqand", "SA"),
        ("Хорезм", "XO"), ("Xorazm", "XO"), ("Ургенч", "XO"), ("Khorezm region", "XO"),
        ("Джизак", "JI"), ("Жиззах", "JI"), ("Jizzakh", "JI"),
        ("Наманган", "NG"), ("Навои", "NW"), ("Навоийская обл.", "NW"),
        ("Сырдарья", "SI"), ("Sirdaryo", "SI"), ("Гулистан", "SI"),
        ("Сурхандарья", "SU"), ("Surxandaryo", "SU"), ("Термез", "SU"),
        ("Кашкадарья", "QA"), ("Qashqadaryo", "QA"), ("Карши", "QA"),
        ("Каракалпакстан", "QR"), ("Нукус", "QR"), ("Nukus shahri", "QR"),
        ("Республика Каракалпакстан", "QR"),
        ("Узбекистан, Андижанская область", "AN"),
        ("Ташкент", "TK"), ("Toshkent", "TK"), ("г. Ташкент", "TK"), ("Toshkent sh.", "TK"),
        ("Tashkent city", "TK"),
        ("Ташкентская область", "TO"), ("Toshkent viloyati", "TO"), ("Ташкентская обл", "TO"),
        ("Tashkent region", "TO"),
        ("Тошкент вилояти", "TO"), ("Toshkent tumani", "TO"), ("Чирчик", "TO"), ("Chirchiq, Toshkent", "TO"),
        ("Ташкентской области", "TO"),
    ],
)  # fmt: skip
def test_spellings(text: str, code: str) -> None:
    assert region_find(text) is region_get(code)


@pytest.mark.parametrize(
    "text",
    ["", "Атлантида", "область", "viloyati", "Узбекистан", "Samarqand, Andijon", "Москва", "XX", "1799", "-"],
)
def test_no_region(text: str) -> None:
    assert region_find(text) is None
