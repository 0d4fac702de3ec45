"""The regions of Uzbekistan: codes, names in four languages, and how people write them.

Sources of the codes: SOATO (State Committee of Statistics) and ISO 3166-2:UZ, both as given in the project's
table of facts. Another country is another table of the same shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from accounts.wordfold import Vocabulary, fold_word, fold_words


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the first level. ``code`` is the ISO 3166-2 code without the country ("SA")."""

    code: str
    soato: str
    uz_latn: str
    uz_cyrl: str
    ru: str
    en: str
    country: str = "UZ"

    @property
    def iso(self) -> str:
        """The whole ISO 3166-2 code, such as ``UZ-SA``."""
        return f"{self.country}-{self.code}"

    def name(self, language: str) -> str:
        """The name in a language of the interface (``uz``, ``uz-cyrl``, ``ru``, otherwise English)."""
        return {"uz": self.uz_latn, "uz-cyrl": self.uz_cyrl, "ru": self.ru}.get(language.lower(), self.en)


REGIONS: tuple[Region, ...] = (
    Region("AN", "1703", "Andijon viloyati", "Андижон вилояти", "Андижанская область", "Andijan region"),
    Region("BU", "1706", "Buxoro viloyati", "Бухоро вилояти", "Бухарская область", "Bukhara region"),
    Region("JI", "1708", "Jizzax viloyati", "Жиззах вилояти", "Джизакская область", "Jizzakh region"),
    Region("QA", "1710", "Qashqadaryo viloyati", "Қашқадарё вилояти", "Кашкадарьинская область",
           "Kashkadarya region"),
    Region("NW", "1712", "Navoiy viloyati", "Навоий вилояти", "Навоийская область", "Navoi region"),
    Region("NG", "1714", "Namangan viloyati", "Наманган вилояти", "Наманганская область", "Namangan region"),
    Region("SA", "1718", "Samarqand viloyati", "Самарқанд вилояти", "Самаркандская область",
           "Samarkand region"),
    Region("SU", "1722", "Surxondaryo viloyati", "Сурхондарё вилояти", "Сурхандарьинская область",
           "Surkhandarya region"),
    Region("SI", "1724", "Sirdaryo viloyati", "Сирдарё вилояти", "Сырдарьинская область", "Syrdarya region"),
    Region("TK", "1726", "Toshkent shahri", "Тошкент шаҳри", "город Ташкент", "Tashkent city"),
    Region("TO", "1727", "Toshkent viloyati", "Тошкент вилояти", "Ташкентская область", "Tashkent region"),
    Region("FA", "1730", "Fargʻona viloyati", "Фарғона вилояти", "Ферганская область", "Fergana region"),
    Region("XO", "1733", "Xorazm viloyati", "Хоразм вилояти", "Хорезмская область", "Khorezm region"),
    Region("QR", "1735", "Qoraqalpogʻiston Respublikasi", "Қорақалпоғистон Республикаси",
           "Республика Каракалпакстан", "Republic of Karakalpakstan"),
)  # fmt: skip

_BY_CODE = {region.code: region for region in REGIONS}

#: Besides the names above: short forms, adjectives, older and English spellings, and the towns that people
#: name instead of the region (the chief town, and towns of which there is only one).
_SPELLINGS = {
    "AN": "Andijon, Андижон, Андижан, Andijan, Andizhan, Андижанская, Asaka, Асака, Xonobod, Ханабад, 1703",
    "BU": "Buxoro, Бухоро, Бухара, Bukhara, Buchara, Бухарская, Gʻijduvon, Гиждуван, Ғиждувон, Kogon, "
    "Каган, 1706",
    "JI": "Jizzax, Жиззах, Джизак, Джиззак, Jizzakh, Djizak, Jizak, Джизакская, 1708",
    "QA": "Qashqadaryo, Қашқадарё, Кашкадарья, Kashkadarya, Кашкадарьинская, Qarshi, Қарши, Карши, Karshi, "
    "Shahrisabz, Шаҳрисабз, Шахрисабз, 1710",
    "NW": "Navoiy, Навоий, Навои, Navoi, Navoyi, Навоийская, Zarafshon, Зарафшан, NV, 1712",
    "NG": "Namangan, Наманган, Наманганская, Chust, Чуст, 1714",
    "SA": "Samarqand, Самарқанд, Самарканд, Samarkand, Самаркандская, Urgut, Ургут, Kattaqoʻrgʻon, "
    "Каттакурган, 1718",
    "SU": "Surxondaryo, Сурхондарё, Сурхандарья, Surkhandarya, Surkhondaryo, Сурхандарьинская, Termiz, "
    "Термиз, Термез, Termez, Denov, Денов, Денау, Denau, 1722",
    "SI": "Sirdaryo, Сирдарё, Сырдарья, Syrdarya, Сырдарьинская, Guliston, Гулистон, Гулистан, Gulistan, "
    "Yangiyer, Янгиер, 1724",
    "TK": "Toshkent, Тошкент, Ташкент, Tashkent, 1726",
    "TO": "Ташкентская, Toshkentskaya, Tashkentskaya, Chirchiq, Чирчиқ, Чирчик, Chirchik, Angren, Ангрен, "
    "Olmaliq, Алмалык, Almalyk, Bekobod, Бекабад, Nurafshon, Нурафшон, 1727",
    "FA": "Fargʻona, Фарғона, Фергана, Fergana, Ferghana, Фаргона, Ферганская, Qoʻqon, Қўқон, Коканд, "
    "Kokand, Margʻilon, Марғилон, Маргилан, Margilan, Quva, Кува, 1730",
    "XO": "Xorazm, Хоразм, Хорезм, Khorezm, Khorazm, Хорезмская, Urganch, Урганч, Ургенч, Urgench, Xiva, "
    "Хива, Khiva, 1733",
    "QR": "Qoraqalpogʻiston, Қорақалпоғистон, Каракалпакстан, Каракалпакия, Karakalpakstan, Nukus, Нукус, "
    "Nökis, Xoʻjayli, Ходжейли, 1735",
}
_VOCABULARY = Vocabulary({code: f"{code}, UZ {code}, {spellings}" for code, spellings in _SPELLINGS.items()})

_REGION_WORDS = fold_words(
    "viloyat, viloyati, вилоят, вилояти, vil, вил, область, области, обл, oblast, oblasti, obl, region, "
    "regioni, регион, province, tuman, tumani, туман, тумани, район, rayon, district"
)
_OTHER_WORDS = fold_words(
    "shahri, shahar, shahr, sh, шаҳри, шаҳар, ш, город, города, гор, г, gorod, city, of, the, republic, "
    "respublikasi, respublika, республика, респ, республикаси, rep, uzbekistan, узбекистан, oʻzbekiston, "
    "ўзбекистон"
)
#: "Ташкентской области", folded, as in "в … области".
_CASE_ENDING = re.compile(r"skoy\b")
_PARTS = re.compile(r"[,;/()\n]")


def region_get(code: str) -> Region:
    """The region of a code such as ``SA``. Raises ``KeyError`` for a code that is none."""
    return _BY_CODE[code]


def region_find(text: str) -> Region | None:
    """The region that ``text`` names in any script or spelling, with at most one typing mistake, or None.

    ``Toshkent`` alone is the city; with a word for a region or a district it is the region around it. A place
    with its region ("Urgut, Samarqand") is found where both agree.
    """
    found = {code for part in _PARTS.split(text) if (code := _find_part(part))}
    if found == {"TK", "TO"}:  # "Chirchiq, Toshkent": a town of the region around the city
        found = {"TO"}
    return _BY_CODE[found.pop()] if len(found) == 1 else None


def _find_part(part: str) -> str | None:
    words = _CASE_ENDING.sub("skaya", fold_word(part)).split()
    core = " ".join(word for word in words if word not in _REGION_WORDS and word not in _OTHER_WORDS)
    code = _VOCABULARY.find(core) if core else None
    if code == "TK" and any(word in _REGION_WORDS for word in words):
        return "TO"
    return code
