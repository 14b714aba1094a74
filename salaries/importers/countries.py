"""Countries as people name them.

In: a code or a name in any common form and language. Out: an ISO 3166-1 alpha-2 code, and from it the name that
readers use and the currency of today. Errors: UnknownCountry, a sentence for the person who mends the file.

Names are those of CLDR in the languages of LOCALES, with the official and older names below. Case, accents,
punctuation and the order of words around a comma make no difference: `Korea, Republic of` is `Republic of Korea`. A
name that means two countries is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies

from salaries.codes import COUNTRY_CODES, CURRENCY_CODES
from salaries.importers.notation.words import LOCALES

# Where CLDR's English name is not the one that readers use.
READERS_NAMES = {
    "CD": "DR Congo",
    "CG": "Congo Republic",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macao",
    "PS": "Palestine",
}
# Official, older and short names that CLDR does not have.
FURTHER_NAMES = {
    "AE": "UAE, U.A.E., Emirates",
    "AR": "Argentine Republic",
    "AX": "Aland",
    "BA": "Bosnia, Bosnia Herzegovina",
    "BL": "Saint Barthelemy",
    "BN": "Brunei Darussalam, Nation of Brunei",
    "BO": "Plurinational State of Bolivia",
    "BQ": "Bonaire Sint Eustatius and Saba, Bonaire Saint Eustatius and Saba, Caribbean Netherlands",
    "BS": "The Bahamas",
    "CC": "Cocos Islands, Keeling Islands",
    "CD": "DRC, Congo DRC, Congo Kinshasa, Congo Dem Rep, Zaire, DR Congo, Democratic Republic of Congo, "
    "Democratic Republic of the Congo, Congo the Democratic Republic of the",
    "CG": "Congo Brazzaville, Congo Rep, Congo Republic, Republic of Congo, Republic of the Congo",
    "CH": "Swiss Confederation",
    "CI": "Ivory Coast, Republic of Cote d'Ivoire",
    "CN": "PRC, P.R. China, Mainland China, China mainland",
    "CV": "Cape Verde, Cabo Verde",
    "CW": "Curacao",
    "CZ": "Czech Republic",
    "DO": "Dominican Rep",
    "EG": "Arab Rep Egypt, Arab Republic of Egypt",
    "ER": "State of Eritrea",
    "FK": "Falkland Islands, Malvinas, Falkland Islands Malvinas",
    "FM": "Micronesia, Fed Sts Micronesia, Federated States of Micronesia",
    "FO": "Faeroe Islands",
    "FR": "French Republic",
    "GA": "Gabonese Republic",
    "GB": "UK, U.K., Great Britain, Britain, England, Scotland, Wales, Northern Ireland, "
    "United Kingdom of Great Britain and Northern Ireland",
    "GE": "Republic of Georgia",
    "GM": "The Gambia",
    "GR": "Hellenic Republic",
    "HK": "Hong Kong, Hong Kong SAR, Hong Kong S.A.R., Hong Kong China, HKSAR, Hongkong, "
    "香港, 홍콩, Гонконг, Hồng Kông, ฮ่องกง, "
    "China Hong Kong Special Administrative Region, Hong Kong Special Administrative Region of China",
    "HM": "Heard Island and McDonald Islands",
    "IL": "State of Israel",
    "IO": "British Indian Ocean Territory",
    "IR": "Islamic Rep Iran, Islamic Republic of Iran",
    "KG": "Kyrgyz Republic, Kirghizia",
    "KN": "St Kitts and Nevis, Saint Kitts and Nevis",
    "KP": "DPRK, D.P.R.K., Democratic People's Republic of Korea, Democratic People's Rep Korea, "
    "Dem People's Rep Korea, Dem Rep Korea, Democratic Republic of Korea",
    "KR": "Rep Korea, Republic of Korea, Korea South, ROK, Korea R.O.K.",
    "KW": "State of Kuwait",
    "LA": "Lao PDR, Lao People's Democratic Republic, Lao",
    "LB": "Lebanese Republic",
    "LC": "St Lucia, Saint Lucia",
    "LK": "Ceylon",
    "LY": "Libyan Arab Jamahiriya, State of Libya",
    "MD": "Republic of Moldova",
    "MF": "Saint Martin French Part, St Martin French Part",
    "MK": "Macedonia, FYROM, former Yugoslav Republic of Macedonia, Republic of North Macedonia, "
    "Macedonia the former Yugoslav Republic of, Macedonia FYR",
    "MM": "Burma, Myanmar",
    "MO": "Macau, Macao, Macau SAR, Macao SAR, Macau S.A.R., Macao S.A.R., Macau China, Macao China, "
    "澳门, 澳門, 마카오, "
    "Macau SAR China, China Macao Special Administrative Region, Macao Special Administrative Region of China",
    "MX": "United Mexican States",
    "NL": "Holland, The Netherlands, Kingdom of the Netherlands",
    "PG": "Independent State of Papua New Guinea",
    "PN": "Pitcairn",
    "PS": "Palestine, State of Palestine, West Bank and Gaza, Occupied Palestinian Territory, "
    "Palestinian Territory, Palestinian Territory Occupied",
    "PT": "Portuguese Republic",
    "QA": "State of Qatar",
    "RU": "Russian Federation",
    "SH": "Saint Helena Ascension and Tristan da Cunha",
    "SJ": "Svalbard and Jan Mayen Islands",
    "SK": "Slovak Republic",
    "ST": "Sao Tome and Principe",
    "SX": "Sint Maarten, Sint Maarten Dutch Part, Saint Maarten Dutch Part",
    "SY": "Syrian Arab Republic",
    "SZ": "Swaziland",
    "TF": "French Southern and Antarctic Lands",
    "TG": "Togolese Republic",
    "TL": "East Timor",
    "TR": "Turkey, Turkiye, Republic of Turkiye, Republic of Turkey",
    "TW": "Taiwan, Province of China Taiwan, Taiwan Province of China, Republic of China, Chinese Taipei, "
    "臺灣, Taiwan R.O.C., Taiwan ROC, China Taiwan Province of",
    "TZ": "United Republic of Tanzania",
    "UM": "United States Minor Outlying Islands, US Minor Outlying Islands",
    "US": "USA, U.S.A., U.S., US of A, United States of America, The United States",
    "UY": "Eastern Republic of Uruguay, Oriental Republic of Uruguay",
    "VA": "Holy See, Vatican",
    "VC": "St Vincent and the Grenadines, Saint Vincent and the Grenadines",
    "VE": "Bolivarian Republic of Venezuela, RB Venezuela",
    "VG": "British Virgin Islands, Virgin Islands British",
    "VI": "Virgin Islands U.S., United States Virgin Islands, Virgin Islands US, US Virgin Islands",
    "VN": "Viet Nam, Socialist Republic of Vietnam, Socialist Republic of Viet Nam",
    "WF": "Wallis and Futuna Islands",
    "WS": "Independent State of Samoa",
    "YE": "Rep Yemen, Republic of Yemen",
}
AMBIGUOUS_NAMES = {
    "Korea": ("KR", "KP"),
    "Congo": ("CG", "CD"),
    "Virgin Islands": ("VG", "VI"),
    "Guiana": ("GF", "GY"),
    "Samoa Islands": ("AS", "WS"),
}
NO_COUNTRY = {"", "nomadic", "other", "worldwide", "world", "remote", "anywhere", "global", "unknown", "none", "null"}
# Countries that ISO 3166-1 has not coded.
NOT_CODED = {"kosovo": "Kosovo", "republic kosovo": "Kosovo", "xk": "Kosovo", "xkx": "Kosovo"}
# What a country is called before its name: Kingdom of Denmark. Not `state`, for the State of Georgia is American.
TITLES = set(
    """
    republic kingdom principality commonwealth sultanate union duchy grand federal federative democratic peoples people
    socialist islamic arab hashemite independent cooperative co operative of
    """.split()
)
# Since Babel's data were made.
NEW_CURRENCIES = {"BG": "EUR"}
ABBREVIATIONS = {"st": "saint", "rep": "republic", "dem": "democratic", "isl": "islands"}
ARTICLES = {"the", "of", "and"}


class UnknownCountry(ValueError):
    """The text names no country, or more than one."""


def country_code(text: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country's code or name. Codes are in capitals: "in" and "no" are words.

    >>> country_code("Korea, Rep."), country_code("Viet Nam"), country_code("Hong Kong (S.A.R.)"), country_code("NA")
    ('KR', 'VN', 'HK', 'NA')
    >>> country_code("Congo")
    Traceback (most recent call last):
    ...
    salaries.importers.countries.UnknownCountry: 'Congo' could be CG (Congo Republic) or CD (DR Congo)
    """
    return _country_code(text[:200])


@lru_cache(maxsize=4096)
def _country_code(text: str) -> str:
    text = text.strip()
    if text in COUNTRY_CODES:
        return text
    if text in _alpha_3():
        return _alpha_3()[text]
    if len(text) == 2 and text.islower() and text.isascii():
        raise UnknownCountry(f"'{text}' could be a word: write codes in capitals")
    if _folded(text) in NO_COUNTRY:
        raise UnknownCountry("no country is named")
    if _folded(text) in NOT_CODED:
        raise UnknownCountry(f"{NOT_CODED[_folded(text)]} has no ISO 3166-1 code")
    for codes in _meanings(text):
        if len(codes) == 1:
            return codes[0]
        listed = " or ".join(f"{code} ({country_name(code)})" for code in codes)
        raise UnknownCountry(f"'{_printable(text)}' could be {listed}")
    raise UnknownCountry(f"'{_printable(text)}' is not the name or ISO 3166-1 code of a country")


def country_name(code: str) -> str:
    """The English name that readers use.

    >>> country_name("VN"), country_name("KR"), country_name("HK")
    ('Vietnam', 'South Korea', 'Hong Kong')
    """
    if code not in COUNTRY_CODES:
        raise UnknownCountry(f"'{_printable(code)}' is not an ISO 3166-1 alpha-2 code")
    return READERS_NAMES.get(code) or Locale("en").territories[code]


def currency_of(code: str) -> str:
    """The ISO 4217 code of a country's currency of today, or an empty text. Of several, the country's own.

    >>> currency_of("HR"), currency_of("VN"), currency_of("PA"), currency_of("AQ")
    ('EUR', 'VND', 'PAB', '')
    """
    current = [NEW_CURRENCIES[code]] if code in NEW_CURRENCIES else get_territory_currencies(code)
    known = [currency for currency in current if currency in CURRENCY_CODES]
    own = [currency for currency in known if currency.startswith(code)]
    return next(iter(own + known), "")


@cache
def _alpha_3() -> dict[str, str]:
    """From alpha-3 codes in use; a code of a former country is of none today."""
    former = {"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"}
    aliases = get_global("territory_aliases")
    return {
        alias: codes[0]
        for alias, codes in aliases.items()
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1 and codes[0] in COUNTRY_CODES and alias not in former
    }


@cache
def _english_names() -> dict[str, tuple[str, ...]]:
    """From a form of a name to the codes it may mean: first ours, then CLDR's."""
    ambiguous = {_folded(name): codes for name, codes in AMBIGUOUS_NAMES.items()}
    return _by_form(_cldr_names("en")) | _by_form(_further_names()) | ambiguous


@cache
def _other_names() -> dict[str, tuple[str, ...]]:
    """The same for the languages of LOCALES; reading them takes a second, once."""
    return _by_form(pair for locale in LOCALES for pair in _cldr_names(locale))


def _by_form(names: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for code, name in names:
        found.setdefault(_folded(name), {})[code] = None
        found.setdefault(_sorted_words(name), {})[code] = None
    return {form: tuple(codes) for form, codes in found.items()}


def _further_names() -> Iterator[tuple[str, str]]:
    for code, names in FURTHER_NAMES.items():
        for name in names.split(","):
            yield code, name
    for code, name in READERS_NAMES.items():
        yield code, name


def _cldr_names(language: str) -> Iterator[tuple[str, str]]:
    territories = Locale.parse(language).territories
    for code in COUNTRY_CODES:
        if code in territories:
            yield code, territories[code]
            yield code, re.split("[(（]", territories[code])[0]  # Congo (RDC) is Congo, and so ambiguous


def _meanings(text: str) -> Iterator[tuple[str, ...]]:
    """The codes that each form of a name may mean, where it has a meaning."""
    for names in (_english_names, _other_names):
        for form in _forms(text):
            if form in names():
                yield names()[form]


def _forms(text: str) -> Iterator[str]:
    """The forms in which a name is looked up, exact ones first."""
    yield _folded(text)
    yield _sorted_words(text)
    without_brackets = re.sub(r"[(（\[].*?[)）\]]", " ", text)
    if without_brackets.strip() and without_brackets != text:
        yield _folded(without_brackets)
    yield " ".join(word for word in _folded(text).split() if word not in TITLES)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    """Small letters without accents and punctuation, `the` and `and` left out.

    >>> _folded("Côte d’Ivoire"), _folded("Trinidad & Tobago"), _folded("St. Lucia")
    ('cote divoire', 'trinidad tobago', 'saint lucia')
    """
    text = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i").replace("ł", "l").replace("ø", "o"))
    text = re.sub(r"['’‘ʼ`´.]", "", text).replace("đ", "d").replace("&", " ")
    plain = "".join(letter for letter in text if not _is_accent(letter))
    spaced = "".join(" " if unicodedata.category(letter)[0] in "PSZC" else letter for letter in plain)
    words = unicodedata.normalize("NFC", spaced).split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in words if word not in {"the", "and"})


def _is_accent(letter: str) -> bool:
    """Accents of Latin, Greek and Cyrillic; the vowels of Indian and Thai letters belong to the name."""
    return "\u0300" <= letter <= "\u036f"


def _sorted_words(text: str) -> str:
    """One form for all orders of the words: Tanzania, United Republic of."""
    return "*" + " ".join(sorted(word for word in _folded(text).split() if word not in ARTICLES))


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:60])
