"""The words that stand in a manifest's cells, in English, Russian, Uzbek Latin and Uzbek Cyrillic.

Case, script, apostrophes and one typing mistake do not matter (``accounts.wordfold``); a word that is not
understood gives None, and what that means is decided by ``cases.manifest.checking``.
"""

from __future__ import annotations

import re

from accounts.wordfold import Vocabulary, fold_word, fold_words
from cases.enums import IdentifierKind, Relation, Sex

_SEX = Vocabulary({
    Sex.FEMALE: "f, female, fem, w, woman, girl, ж, жен, женский, женского, женщина, девочка, девушка, "
    "дев, ayol, ayollar, a, qiz, qiz bola, аёл, аёллар, қиз, қиз бола, аял, кыз",
    Sex.MALE: "m, male, man, boy, м, муж, мужской, мужского, мужчина, мальчик, мал, юноша, erkak, "
    "erkaklar, e, er, oʻgʻil, oʻgʻil bola, oʻgʻil bolalar, эркак, эркаклар, ўғил, ўғил бола, эркек",
})  # fmt: skip

#: What a word says of the relation, and of the sex.
_RELATION: Vocabulary[tuple[Relation, Sex | None]] = Vocabulary({
    (Relation.HEAD, None): "head, head of family, head of household, head of the family, family head, "
    "self, глава, глава семьи, заявитель, oila boshligʻi, boshliq, оила бошлиғи, oʻzi, ўзи",
    (Relation.MOTHER, Sex.FEMALE): "mother, mom, mum, mama, мать, мама, матушка, ona, onasi, oyi, oyisi, "
    "она, онаси, ойи, ойиси",
    (Relation.FATHER, Sex.MALE): "father, dad, papa, отец, папа, ota, otasi, dada, dadasi, ота, отаси, "
    "дада, дадаси",
    (Relation.WIFE, Sex.FEMALE): "wife, жена, супруга, xotin, xotini, rafiqa, rafiqasi, хотин, хотини, "
    "рафиқа, рафиқаси, аёли, ayoli",
    (Relation.HUSBAND, Sex.MALE): "husband, муж, супруг, er, eri, эр, эри",
    (Relation.SON, Sex.MALE): "son, сын, сынок, oʻgʻil, oʻgʻli, oʻgʻil bola, oʻgʻil farzand, ўғил, ўғли, "
    "ўғил бола, ўғил фарзанд",
    (Relation.DAUGHTER, Sex.FEMALE): "daughter, doughter, дочь, дочка, дочурка, qiz, qizi, qiz bola, qiz "
    "farzand, қиз, қизи, қиз бола, қиз фарзанд",
    (Relation.CHILD, None): "child, kid, baby, infant, newborn, orphan, ребенок, дитя, младенец, "
    "новорожденный, сирота, bola, bolasi, farzand, farzandi, chaqaloq, yetim, бола, боласи, фарзанд, "
    "фарзанди, чақалоқ, етим",
    (Relation.BROTHER, Sex.MALE): "brother, брат, aka, akasi, uka, ukasi, ака, акаси, ука, укаси, inisi, "
    "иниси",
    (Relation.SISTER, Sex.FEMALE): "sister, сестра, opa, opasi, singil, singlisi, опа, опаси, сингил, "
    "синглиси",
    (Relation.GRANDMOTHER, Sex.FEMALE): "grandmother, grandma, granny, бабушка, бабка, buvi, buvisi, momo, "
    "momosi, бувиси, буви, момо, момоси, бибиси, биби, bibi, bibisi",
    (Relation.GRANDFATHER, Sex.MALE): "grandfather, grandpa, granddad, дедушка, дед, bobo, bobosi, buva, "
    "buvasi, бобо, бобоси, бува, буваси",
    (Relation.GRANDCHILD, Sex.MALE): "grandson, внук, nabira oʻgʻil, набира ўғил",
    (Relation.GRANDCHILD, Sex.FEMALE): "granddaughter, внучка, nabira qiz, набира қиз",
    (Relation.GRANDCHILD, None): "grandchild, внуки, nabira, nabirasi, nevara, nevarasi, набира, набираси, "
    "невара, невараси",
    (Relation.AUNT, Sex.FEMALE): "aunt, auntie, тетя, тетка, xola, xolasi, amma, ammasi, хола, холаси, "
    "амма, аммаси, кеннойи",
    (Relation.UNCLE, Sex.MALE): "uncle, дядя, togʻa, togʻasi, amaki, amakisi, тоға, тоғаси, амаки, амакиси",
    (Relation.NIECE_NEPHEW, Sex.FEMALE): "niece, племянница, jiyan qiz, жиян қиз",
    (Relation.NIECE_NEPHEW, Sex.MALE): "nephew, племянник",
    (Relation.NIECE_NEPHEW, None): "jiyan, jiyani, жиян, жияни",
    (Relation.GUARDIAN, None): "guardian, legal guardian, caregiver, foster mother, foster parent, опекун, "
    "опекунша, попечитель, законный представитель, vasiy, vasiysi, homiy, васий, васийси, ҳомий",
    (Relation.SIBLING, None): "sibling, twin, близнец, egizak, эгизак",
    (Relation.COUSIN, None): "cousin, двоюродный брат, двоюродная сестра",
    (Relation.WARD, None): "ward, foster child, подопечный, подопечная, приемный ребенок, asrandi, асранди",
    (Relation.OTHER, None): "other, relative, daughter in law, mother in law, son in law, spouse, другое, "
    "иное, родственник, родственница, невестка, сноха, зять, свекровь, теща, мачеха, отчим, boshqa, "
    "qarindosh, kelin, kelini, kuyov, qaynona, бошқа, қариндош, келин, келини, куёв, қайнона",
})  # fmt: skip

_YES_NO = Vocabulary({
    "yes": "yes, y, true, 1, да, д, ha, xa, ҳа, ха, unaccompanied, без сопровождения, несопровождаемый, "
    "несопровождаемая, kuzatuvchisiz, hamrohsiz, кузатувчисиз, ҳамроҳсиз",
    "no": "no, n, false, 0, нет, не, yoʻq, yoq, йўқ, accompanied, с сопровождением",
})  # fmt: skip
_SIGNS = {"+": True, "✓": True, "✔": True, "☑": True, "-": False, "–": False, "—": False}

_CITIZENSHIP = Vocabulary({
    "UZB": "uzb, uz, uzbekistan, uzbek, republic of uzbekistan, узбекистан, руз, республика узбекистан, "
    "узбекистана, oʻzbekiston, oʻzbekiston respublikasi, ўзбекистон, ўзбекистон республикаси, ўзр, oʻzr",
    "KAZ": "kaz, kz, kazakhstan, казахстан, рк, республика казахстан, qozogʻiston, қозоғистон",
    "KGZ": "kgz, kg, kyrgyzstan, kirgizstan, кыргызстан, киргизия, кр, qirgʻiziston, қирғизистон",
    "TJK": "tjk, tj, tajikistan, tadjikistan, таджикистан, tojikiston, тожикистон",
    "TKM": "tkm, tm, turkmenistan, туркменистан, туркмения, turkmaniston, туркманистон",
    "RUS": "rus, ru, russia, russian federation, россия, рф, российская федерация, rossiya, россия "
    "федерацияси",
    "AZE": "aze, az, azerbaijan, азербайджан, ozarbayjon, озарбайжон",
    "TUR": "tur, tr, turkey, turkiye, турция, turkiya, туркия",
    "SYR": "syr, sy, syria, syrian arab republic, сирия, suriya, сурия",
    "IRQ": "irq, iq, iraq, ирак, iroq, ироқ",
    "AFG": "afg, af, afghanistan, афганистан, afgʻoniston, афғонистон",
    "PAK": "pak, pk, pakistan, пакистан, pokiston, покистон",
    "IRN": "irn, ir, iran, иран, eron, эрон",
    "UKR": "ukr, ua, ukraine, украина, ukraina",
    "XXA": "xxa, stateless, без гражданства, лбг, апатрид, fuqaroligi yoʻq, fuqaroliksiz, "
    "фуқаролиги йўқ, фуқароликсиз",
})  # fmt: skip

_DOCUMENT = Vocabulary({
    IdentifierKind.PASSPORT: "passport, паспорт, загранпаспорт, заграничный паспорт, биометрический "
    "паспорт, pasport, passport biometrik, travel document, проездной документ, xorijga chiqish pasporti",
    IdentifierKind.ID_CARD: "id, id card, identity card, national id, ид карта, айди карта, удостоверение, "
    "удостоверение личности, id karta, shaxsiy guvohnoma, шахсий гувоҳнома",
    IdentifierKind.BIRTH_CERTIFICATE: "birth certificate, birth cert, свидетельство о рождении, св во о "
    "рождении, метрика, tugʻilganlik haqida guvohnoma, tugʻilganlik guvohnomasi, туғилганлик ҳақида "
    "гувоҳнома, туғилганлик гувоҳномаси, metrika",
    IdentifierKind.OTHER: "return certificate, certificate of return, laissez passer, emergency certificate, "
    "свидетельство на возвращение, справка на возвращение, qaytish guvohnomasi, қайтиш гувоҳномаси, "
    "qaytish sertifikati, қайтиш сертификати, "
    "other, другой, иной, справка, boshqa, бошқа, maʼlumotnoma, маълумотнома",
})  # fmt: skip

_NO_NAME = fold_words(
    "unknown, not known, no name, nameless, n a, na, nil, none, null, неизвестно, неизвестен, неизвестна, "
    "не известно, без имени, нет, н д, нд, нет данных, nomaʼlum, номаълум, ismsiz, исмсиз, yoʻq, йўқ, x, "
    "xx, xxx"
)
_PARTS = re.compile(r"[,;/()]")
_LETTER = re.compile(r"[^\W\d_]")


def find_sex(text: str) -> Sex | None:
    """Female or male, or None."""
    return _SEX.find(text)


def find_relation(text: str) -> Relation | None:
    """The relation, taking the first word that is one ("мать, вдова"), or None."""
    found = _relation(text)
    return found[0] if found else None


def sex_of_relation(text: str) -> Sex | None:
    """The sex that the word for a relation implies ("дочь", "grandson"), or None."""
    found = _relation(text)
    return found[1] if found else None


def _relation(text: str) -> tuple[Relation, Sex | None] | None:
    return _RELATION.find(text) or next(filter(None, map(_RELATION.find, _PARTS.split(text))), None)


def find_yes_no(text: str) -> bool | None:
    """True, False, or None where it is neither. Signs count ("+", "✓", "-")."""
    sign = _SIGNS.get(text.strip())
    if sign is not None:
        return sign
    word = _YES_NO.find(text) or _YES_NO.exact(re.split(r"[,;.(]", text)[0])
    return None if word is None else word == "yes"


def find_citizenship(text: str) -> str | None:
    """The ISO 3166-1 alpha-3 code, ``XXA`` for the stateless (as in passports), or None."""
    return _CITIZENSHIP.find(text)


def find_document_kind(text: str) -> IdentifierKind | None:
    """The kind of paper, or None."""
    return _DOCUMENT.find(text)


def is_name(text: str) -> bool:
    """False for an empty cell, a dash, and the ways in which people write "unknown": nobody is called so."""
    return bool(_LETTER.search(text)) and not text.startswith("#") and fold_word(text) not in _NO_NAME
