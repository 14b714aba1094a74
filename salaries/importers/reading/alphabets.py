"""Which decoding of a text makes sense: the letters of the languages that the old encodings were made for.

In: a decoded text and the name of the encoding that was tried. Out: how well the text reads as one of the encoding's
languages. Only characters beyond ASCII are evidence. Pure; knows nothing of files.
"""

from __future__ import annotations

import re

# One string per language (and one for neighbours that share a file), in lower case.
WESTERN = """àâæçéèêëîïôœùûüÿ áéíñóúü äöüß áâãàçéêíóôõú àèéìíòóù åäöé æøåéó åäöšž àçèéíïòóúü áæéíðóöúýþ àâèéêëïóôöûü
éíñóúüáàâôêëçåøäæöïã""".split()
CENTRAL = """ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôšťúýž áéíóöőúüű čćđšž ăâîșțşţ äöüß áčéíóöžšąęłńřň""".split()
LATIN = {
    "windows-1252": WESTERN,
    "iso-8859-1": WESTERN,
    "iso-8859-15": WESTERN,
    "windows-1250": CENTRAL,
    "iso-8859-2": CENTRAL,
    "windows-1254": ["çğıöşüâîû\u0307"],
    "windows-1258": ["ăâđêôơưàáèéìíòóùúýãõ\u0300\u0301\u0303\u0309\u0323"],
}
OTHER_SCRIPTS = {
    "windows-1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўјљњћџђѓќѕ",
    "koi8-r": "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    "windows-1253": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "windows-1256": "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيپچژگکی،؛؟\u200c" + "".join(map(chr, range(0x064B, 0x0653))),
    "cp874": "".join(map(chr, range(0x0E01, 0x0E5C))),
}
# The common characters of the wide encodings have these first bytes in the older standard that each one extends.
COMMON_FIRST_BYTES = {
    "cp932": ("cp932", 0x81, 0x97),
    "cp949": ("euc_kr", 0xA1, 0xC8),
    "gb18030": ("gb2312", 0xA1, 0xD7),
    "big5": ("big5", 0xA1, 0xC6),
}
# Marks and symbols that stand between words in any of these languages.
MARKS = "€£¥§©®°±·×÷–—‘’“”„…«»•™№ªº¿¡´\xa0\xad"
CASE_INSIDE_A_WORD = re.compile(r"[^\W\d_](?=[^\W\d_])")
MARK_INSIDE_A_WORD = re.compile(
    r"(?<=[^\W\d_])[^\w\s\x00-\x7f\u0300-\u036f\u0e00-\u0e7f\u064b-\u0652’‘´·–—\xad\u200c](?=[^\W\d_])"
)
MANY_ACCENTS = re.compile(r"[\u0080-\u024f]{3,}")
# A vowel or tone mark of Thai stands on a letter, never at the start of a word or three in a row.
STRAY_THAI = re.compile(r"(?<![\u0e01-\u0e4e])[\u0e30-\u0e3a\u0e45-\u0e4e]|[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{3}")
# Czech, Hungarian, Romanian and Turkish words look like this if they are taken for western ones.
UNLIKE_WESTERN = re.compile(r"(?<=\w\w)ý\b|(?<=\w)[þÞ]|\bð|[dlst]ã\b|õ(?!e)|ì(?=\w)|\bÝ(?=[a-z])|ýþ|ðý")
MIXED_SCRIPTS = re.compile(r"[A-Za-z][\u0370-\u1fff\u3000-\uffff]|[\u0370-\u1fff\u3000-\uffff][A-Za-z]")


def fit(text: str, encoding: str) -> float:
    """How well a decoding reads: 1 is perfect, 0 and less is nonsense.

    >>> fit("Łódź", "windows-1250") > fit("£ódŸ", "windows-1252")
    True
    >>> fit("Москва", "windows-1251") > fit("лНЯЙБЮ", "koi8-r")
    True
    """
    foreign = [character for character in text if character > "\x7f"]
    if not foreign:
        return 0.0
    letters = [character.lower()[-1] for character in foreign if character not in MARKS]
    reads = _known(letters, encoding) if letters else 0.95
    return reads - 2 * _odd(text, encoding) / len(foreign)


def _known(letters: list[str], encoding: str) -> float:
    """The share of letters that the best language knows, and a little for those that its neighbours know."""
    if encoding in COMMON_FIRST_BYTES:
        return sum(_is_common(letter, *COMMON_FIRST_BYTES[encoding]) for letter in letters) / len(letters)
    if script := OTHER_SCRIPTS.get(encoding):
        return sum(letter in script for letter in letters) / len(letters)
    languages = LATIN[encoding]
    best = max(sum(letter in language for letter in letters) for language in languages)
    any_of_them = "".join(languages)
    return (0.8 * best + 0.2 * sum(letter in any_of_them for letter in letters)) / len(letters)


def _is_common(character: str, standard: str, first: int, last: int) -> bool:
    try:
        return first <= character.encode(standard)[0] <= last
    except UnicodeEncodeError:
        return False


def _odd(text: str, encoding: str) -> float:
    """How often something stands where no language puts it."""
    odd: float = sum("\x80" <= character < "\xa0" or "\ue000" <= character < "\uf900" for character in text)
    odd += len(MARK_INSIDE_A_WORD.findall(text)) + len(MIXED_SCRIPTS.findall(text))
    odd += sum(
        pair.group().islower() and text[pair.end()].isupper() and (pair.group() > "\x7f" or text[pair.end()] > "\x7f")
        for pair in CASE_INSIDE_A_WORD.finditer(text)
    )
    odd += len(STRAY_THAI.findall(text))
    if LATIN.get(encoding) is WESTERN:
        odd += len(UNLIKE_WESTERN.findall(text)) / 2
    if encoding in LATIN:
        odd += sum(len(run) - 2 for run in MANY_ACCENTS.findall(text))
    return odd
