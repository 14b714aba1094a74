"""The signs, currencies and multipliers of pay, and the words of words.toml as tables to look up.

In: words.toml, where the words of each language are; add yours there. Out: tables from a word, in small
letters, to its meaning. Errors: a word with two meanings that could be mistaken for each other stops the program when
it starts.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from salaries.codes import CURRENCY_CODES

# The locales whose names of countries and whose ways to write amounts are understood.
LOCALES = tuple(
    """
    en_US en_GB en_IN en_SG hi_IN bn_BD de_DE de_CH fr_FR es_ES es_MX pt_BR it_IT nl_NL sv_SE nb_NO da_DK pl_PL cs_CZ
    hu_HU ru_RU uk_UA tr_TR vi_VN id_ID ms_MY th_TH fil_PH ja_JP ko_KR zh_CN zh_TW ar_EG
    """.split()
)
# The shape of a statement is a string of these letters, one for each word or sign that matters (see SHAPES in
# pay.py). "min" may stand before or after its amount, "from" only before, "or more" only after.
SHAPE_LETTERS = {
    "from": "f",
    "or more": "m",
    "at least": "M",
    "onwards": "k",
    "to": "t",
    "up to": "u",
    "or less": "l",
    "at most": "X",
    "between": "b",
    "of": "o",
    "and": "n",
    "or": "s",
    "dash": "-",
    "wave": "w",
    "tilde": "~",
    "pause": "c",
}
PERIODS = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}
FACTORS = {
    "thousand": Decimal(10**3),
    "thousand in full": Decimal(10**3),  # mil; but mil. is a million in Czech and Slovak
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "lakh": Decimal(10**5),
    "lakh beside rupees": Decimal(10**5),
    "lakh per year": Decimal(10**5),
    "crore": Decimal(10**7),
    "ten thousand": Decimal(10**4),
    "hundred thousand": Decimal(10**5),
    "myriad": Decimal(10**4),
    "myriad myriad": Decimal(10**8),
    "ten of a section": Decimal(10),
    "hundred of a section": Decimal(100),
    "thousand of a section": Decimal(1000),
}
CURRENCIES_OF_MIL_FOR_MILLION = {"CZK", "DKK", "NOK", "SEK"}
# Who counts in these writes 1,250.5: the comma groups.
FACTORS_WITH_POINT = {"lakh", "lakh beside rupees", "lakh per year", "crore", "myriad", "myriad myriad"}

SIGNS = {
    "dash": "- – — ‒ ― − ‐ ‑",
    "wave": "〜 ～",
    "tilde": "~ ∼",
    "from": "> ≥ >= ＞",
    "up to": "< ≤ <= ＜",
    "or more": "+",
    "about": "≈",
    "pause": ", ; | · • / 、 ، ・",
    "fill": ": /- ,- .- ,-- .-- ,– .– ,— .—",
}

# What means one currency, whoever writes it.
CURRENCY_MARKS = {
    "AED": "د.إ",
    "AUD": "a$, au$, aud$, $au, australian dollars",
    "BDT": "৳, tk, taka, টাকা",
    "BND": "b$",
    "BRL": "r$, br$, reais, reals",
    "CAD": "c$, ca$, cad$, cdn$, $ca, $cad, canadian dollars",
    "CHF": "sfr, franken",
    "CNY": "cn¥, rmb, renminbi, 人民币, 人民幣, yuan",
    "CRC": "₡",
    "CZK": "kč, korun, korun českých",
    "DOP": "rd$",
    "EGP": "e£, ج.م",
    "EUR": "€, euro, euros, 欧元, 歐元, ユーロ, 유로, евро",
    "GBP": "£, ￡, £gb, uk£, gb£, pound, pounds, quid, 英镑, 英鎊",
    "GEL": "₾",
    "GHS": "gh₵, ₵",
    "HKD": "hk$, hkd$, $hk, 港币, 港幣, 港元",
    "HUF": "ft, forint",
    "IDR": "rp, rupiah",
    "ILS": "₪, nis, ש״ח",
    "INR": "₹, indian rupees, भारतीय रुपए",
    "JMD": "j$",
    "JPY": "jp¥, 円, yen, 日元",
    "KES": "ksh, kshs",
    "KHR": "៛",
    "KRW": "₩, ￦, 원, won, 韩元, 韓元, ウォン",
    "KZT": "₸, тенге",
    "LAK": "₭",
    "MNT": "₮",
    "MXN": "mx$, mex$, mxn$, $mx",
    "MYR": "rm, ringgit",
    "NAD": "n$",
    "NGN": "₦, naira",
    "NZD": "nz$, nzd$, $nz",
    "PEN": "s/, s/., soles",
    "PHP": "₱, piso",
    "PLN": "zł, zl, złoty, złotych, zloty, zlotych",
    "PYG": "₲",
    "RUB": "₽, руб, рублей, рубля, рубль, р",
    "SAR": "ر.س",
    "SGD": "s$, sg$, sgd$, $sg, singapore dollars",
    "THB": "฿, baht, บาท",
    "TRY": "₺, tl, türk lirası",
    "TTD": "tt$",
    "TWD": "nt$, ntd, ntd$, tw$, 新台幣, 新臺幣, 台幣, 臺幣, 新台币, 台币",
    "UAH": "₴, грн, гривень",
    "USD": "us$, usd$, $us, u$s, $usd, us dollars, us dollar, 美元, 美金, 米ドル",
    "UYU": "$u",
    "VND": "₫, đ, vnđ, đồng, dong",
    "ZAR": "rand",
}
# What several currencies are written with: refused unless the mapping, a code in the text or the place tells.
SHARED_MARKS = {
    "$": "USD SGD HKD AUD CAD NZD TWD MXN ARS BBD BMD BND BSD BZD CLP COP CUP DOP FJD GYD JMD KYD LRD NAD SBD SRD TTD"
    " UYU XCD",
    "dollar": "USD SGD HKD AUD CAD NZD TWD BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD",
    "¥": "JPY CNY",
    "元": "CNY TWD HKD MOP",
    "块": "CNY TWD",
    "圆": "CNY TWD",
    "rs": "INR PKR LKR NPR MUR SCR",
    "rupees": "INR PKR LKR NPR MUR SCR",
    "kr": "SEK NOK DKK ISK",
    "fr": "CHF XOF XAF XPF",
    "francs": "CHF XOF XAF XPF",
    "lei": "RON MDL",
    "peso": "MXN PHP ARS CLP COP CUP DOP UYU",
    "dh": "AED MAD",
    "bs": "BOB VES",
    "r": "ZAR",
    # These have a usual meaning above; a place can tell another.
    "£": "GBP EGP FKP GIP SHP LBP SDG SSP SYP",
    "c$": "CAD NIO",
    "руб": "RUB BYN",
    "р": "RUB BYN",
}
SAME_MARKS = {
    "dollars": "dollar",
    "￥": "¥",
    "₨": "rs",
    "rupee": "rupees",
    "रु": "rs",
    "रू": "rs",
    "रुपये": "rupees",
    "kronor": "kr",
    "kroner": "kr",
    "pesos": "peso",
    "dhs": "dh",
    "franc": "francs",
    "塊": "块",
    "圓": "圆",
}
# Three digits after the separator are minor units of these: 1.500 KWD is one dinar and a half.
CURRENCIES_WITH_THREE_PLACES = {"BHD", "JOD", "KWD", "LYD", "OMR", "TND"}
# Words in small letters, or nothing in particular: only CAPITALS are a currency or a multiplier.
ONLY_CAPITALS = {
    *"all bam bob clf cop cup doe gel ern lak mad mop mur pen ron sar sos top try vat amd dop bif gip nad sll".split(),
    *("b", "l", "r"),
}


UNITS = ("hour", "day", "week", "month", "year")


def folded(text: str) -> str:
    """Small letters, one for each letter: what the tables are looked up with.

    >>> folded("LPA"), folded("VNĐ")
    ('lpa', 'vnđ')
    """
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def _words() -> Iterator[tuple[str, str]]:
    """(meaning, word), as the file of words has them."""
    languages = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    for block in languages.values():
        for meaning, words in block.items():
            for word in words.split(","):
                yield (
                    meaning,
                    folded(unicodedata.normalize("NFC", " ".join(word.split()).rstrip(".").replace("’", "'"))),
                )


def _table(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    table: dict[str, str] = {}
    for meaning, word in pairs:
        if table.setdefault(word, meaning) != meaning:
            raise ValueError(f"{word!r} means both {table[word]!r} and {meaning!r}")
    return table


def _signs() -> Iterator[tuple[str, str]]:
    for meaning, signs in SIGNS.items():
        for sign in signs.split():
            yield meaning, sign


def _currencies() -> Iterator[tuple[str, str]]:
    """(code, mark) for marks of one currency; a code is its own mark."""
    for code, marks in CURRENCY_MARKS.items():
        for mark in marks.split(","):
            yield code, unicodedata.normalize("NFC", mark.strip())
    for code in CURRENCY_CODES:
        yield code, code.lower()


_ALL = list(_words())
PER = {word for meaning, word in _ALL if meaning == "per"} | {"/"}
NOUNS = _table(pair for pair in _ALL if pair[0] in UNITS)
FIRST = {word: PERIODS[meaning.removesuffix(" first")] for meaning, word in _ALL if meaning.endswith(" first")}
MEANINGS = _table(
    [pair for pair in _ALL if pair[0] != "per" and pair[0] not in UNITS and not pair[0].endswith(" first")]
    + list(_signs())
)
CURRENCIES = _table(_currencies())
# From a mark to the codes it may stand for.
MARKS = {mark: codes.split() for mark, codes in SHARED_MARKS.items()}
MARKS |= {mark: MARKS[other] for mark, other in SAME_MARKS.items()}
