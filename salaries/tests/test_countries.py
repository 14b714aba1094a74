"""Names of countries, ours and those of the reference files, and what is refused."""

import csv
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from salaries.codes import COUNTRY_CODES, CURRENCY_CODES
from salaries.importers.countries import UnknownCountry, country_code, country_name, currency_of

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
# In the language of the United Nations this is the one whose capital is Brazzaville; elsewhere it is not.
AMBIGUOUS = {"Congo", "Congo (the)"}
OLD_OR_SECOND_CURRENCIES = {"INR,BTN", "SVC,USD", "HTG,USD", "LSL,ZAR", "NAD,ZAR", "PAB,USD", "UYU,UYW", "VES,VED"}

NAMES = {
    "AE": ["UAE", "U.A.E.", "ARE"],
    "BO": ["Bolivia (Plurinational State of)", "Bolivia, Plurinational State of"],
    "CD": ["Congo, Dem. Rep.", "Congo (Kinshasa)", "Democratic Republic of the Congo", "DRC"],
    "CG": ["Congo, Rep.", "Congo, Republic of the...", "Congo-Brazzaville", "Republic of the Congo"],
    "CI": ["Cote d'Ivoire", "Côte d’Ivoire", "CÔTE D'IVOIRE", "Ivory Coast"],
    "CN": ["China", "People's Republic of China", "PRC", "中国", "中國"],
    "CZ": ["Czech Republic", "Czechia", "Česko"],
    "DE": ["Germany", "germany", "Deutschland", "Allemagne", "Federal Republic of Germany", "ドイツ"],
    "EG": ["Egypt, Arab Rep.", "Egypt", "مصر"],
    "GB": [
        "UK",
        "U.K.",
        "England",
        "Scotland",
        "United Kingdom of Great Britain and Northern Ireland",
        "Great Britain",
    ],
    "GE": ["Georgia", "Republic of Georgia"],
    "HK": ["Hong Kong", "Hong Kong (S.A.R.)", "Hong Kong SAR, China", "Hong Kong SAR", "香港"],
    "IN": ["India", "भारत", "IN", "IND", "Indien"],
    "IR": ["Iran, Islamic Republic of...", "Iran, Islamic Rep.", "Iran (Islamic Republic of)"],
    "KP": ["North Korea", "Korea, Dem. People's Rep.", "Democratic People's Republic of Korea"],
    "KR": ["South Korea", "Republic of Korea", "Korea, Republic of", "Korea, Rep.", "Korea (Republic of)", "대한민국"],
    "LA": ["Laos", "Lao PDR", "Lao People's Democratic Republic"],
    "LY": ["Libyan Arab Jamahiriya", "Libya"],
    "MK": ["The former Yugoslav Republic of Macedonia", "North Macedonia", "Macedonia, FYR"],
    "MM": ["Burma", "Myanmar", "Myanmar (Burma)"],
    "MO": ["Macau", "Macao", "Macao SAR, China"],
    "NA": ["NA", "NAM", "Namibia"],
    "NL": ["Netherlands", "The Netherlands", "Holland", "Netherlands (Kingdom of the)"],
    "PS": ["Palestine, State of", "West Bank and Gaza"],
    "RU": ["Russia", "Russian Federation", "Россия"],
    "SZ": ["Swaziland", "Eswatini"],
    "TR": ["Turkiye", "Türkiye", "Turkey", "TÜRKİYE"],
    "TW": ["Taiwan", "Taiwan, Province of China", "Taiwan (Province of China)", "Taiwan, R.O.C.", "臺灣", "台湾"],
    "TZ": ["Tanzania, United Republic of", "Tanzania, United Rep. of", "Tanzania"],
    "US": ["USA", "U.S.", "U.S.A.", "US", "United States", "United States of America", "Vereinigte Staaten"],
    "VE": ["Venezuela, RB", "Venezuela, Bolivarian Republic of"],
    "VN": ["Viet Nam", "Vietnam", "Việt Nam", "VNM", " vietnam "],
}
REFUSED = [
    ("", "no country is named"),
    ("Nomadic", "no country is named"),
    ("Other", "no country is named"),
    ("Worldwide", "no country is named"),
    ("Korea", "'Korea' could be KR (South Korea) or KP (North Korea)"),
    ("Congo", "'Congo' could be CG (Congo Republic) or CD (DR Congo)"),
    ("Kongo", "'Kongo' could be CD (DR Congo) or CG (Congo Republic)"),
    ("Virgin Islands", "'Virgin Islands' could be VG (British Virgin Islands) or VI (U.S. Virgin Islands)"),
    ("Kosovo", "Kosovo has no ISO 3166-1 code"),
    ("XK", "Kosovo has no ISO 3166-1 code"),
    ("in", "'in' could be a word: write codes in capitals"),
    ("no", "'no' could be a word: write codes in capitals"),
    ("State of Georgia", "'State of Georgia' is not the name or ISO 3166-1 code of a country"),
    ("European Union", "'European Union' is not the name or ISO 3166-1 code of a country"),
    ("Paris", "'Paris' is not the name or ISO 3166-1 code of a country"),
    ("nan", "'nan' is not the name or ISO 3166-1 code of a country"),
    ("YUG", "'YUG' is not the name or ISO 3166-1 code of a country"),
]

FRAGMENTS = [*"( ) , . the of Korea Rep. St. ' & \x00 \ud800".split(), " "]


@pytest.mark.parametrize(("name", "code"), [(name, code) for code, names in NAMES.items() for name in names])
def test_country_is_known_by_name(name, code):
    assert country_code(name) == code


@pytest.mark.parametrize(("name", "reason"), REFUSED, ids=[row[0] for row in REFUSED])
def test_country_that_is_none_or_two_is_refused(name, reason):
    with pytest.raises(UnknownCountry) as refused:
        country_code(name)
    assert str(refused.value) == reason


def test_every_country_is_known_by_its_code_and_by_the_name_that_readers_see():
    assert [code for code in COUNTRY_CODES if country_code(code) != code] == []
    assert [code for code in COUNTRY_CODES if country_code(country_name(code)) != code] == []


def test_country_names_are_those_of_readers():
    shown = [country_name(code) for code in ["VN", "KR", "HK", "MO", "TW", "TR", "MM", "CD"]]
    assert shown == ["Vietnam", "South Korea", "Hong Kong", "Macao", "Taiwan", "Türkiye", "Myanmar", "DR Congo"]


def test_country_name_refuses_an_unknown_code():
    with pytest.raises(UnknownCountry) as refused:
        country_name("XX")
    assert str(refused.value) == "'XX' is not an ISO 3166-1 alpha-2 code"


def test_currencies_are_those_of_today():
    asked = ["HR", "BG", "TR", "VN", "CW", "ZW", "BT", "PA", "SV", "AQ", "XX"]
    expected = ["EUR", "EUR", "TRY", "VND", "XCG", "ZWG", "BTN", "PAB", "USD", "", ""]
    assert [currency_of(code) for code in asked] == expected


def test_every_currency_is_one_that_records_may_use():
    assert {currency_of(code) for code in COUNTRY_CODES} - {*CURRENCY_CODES, ""} == set()


@hypothesis_settings(max_examples=200, deadline=None)
@given(st.text() | st.lists(st.sampled_from(FRAGMENTS)).map(" ".join))
def test_any_text_is_a_country_or_refused(text):
    assert known(text) in {*COUNTRY_CODES, ""}


def rows(path: str, *, preamble: int = 0) -> list[dict[str, str]]:
    with open(DATA / path, encoding="utf-8-sig", newline="") as file:
        for _ in range(preamble):
            next(file)
        return list(csv.DictReader(file))


def unknown(names: set[str]) -> set[str]:
    return {name for name in names if not known(name)}


def known(name: str) -> str:
    try:
        return country_code(name)
    except UnknownCountry:
        return ""


def real_data(test):
    """A test that needs the reference files."""
    return pytest.mark.real_data(pytest.mark.skipif(not DATA.exists(), reason="the reference files are not here")(test))


@pytest.fixture(scope="module")
def codes() -> list[dict[str, str]]:
    return rows("places/country-codes.csv")


@real_data
def test_stack_overflow_names_areknown():
    found = {row["Country"] for row in rows("salaries/stackoverflow_2025_salary_subset.csv")}
    assert unknown(found) == {"Nomadic", "Kosovo"}


@real_data
def test_ilo_names_areknown():
    found = {row["ref_area.label"] for row in rows("wages/ilostat_EAR_4MTH_SEX_GEO_CUR_NB_A-2025-06-01.csv")}
    assert len(found) == 111
    assert unknown(found) == set()


@real_data
def test_geonames_names_areknown():
    found = {row["country"] for row in rows("places/world-cities.csv")}
    assert unknown(found) == {"Congo", "No country found for alpha-2 code: XK"}


@real_data
def test_world_bank_names_mean_their_alpha_3_code(codes):
    alpha_2 = {row["ISO3166-1-Alpha-3"]: row["ISO3166-1-Alpha-2"] for row in codes}
    found = rows("rates/API_PA.NUS.PPP_DS2_en_csv_v2_2788598.csv", preamble=4)
    named = {row["Country Name"]: alpha_2.get(row["Country Code"], "") for row in found}
    assert {name: known(name) for name in named} == named  # aggregates such as Arab World are no countries
    assert sum(1 for code in named.values() if code) == 215


@real_data
@pytest.mark.parametrize(
    "column", ["CLDR display name", "official_name_en", "UNTERM English Short", "UNTERM English Formal"]
)
def test_names_of_country_codes_mean_their_code(codes, column):
    named = {row[column]: row["ISO3166-1-Alpha-2"] for row in codes if row[column].strip()}
    wrong = {name: known(name) for name, code in named.items() if known(name) != code}
    assert set(wrong) <= AMBIGUOUS
    assert set(wrong.values()) <= {""}


@real_data
def test_alpha_3_codes_mean_their_alpha_2_code(codes):
    assert [row for row in codes if country_code(row["ISO3166-1-Alpha-3"]) != row["ISO3166-1-Alpha-2"]] == []


@real_data
def test_currencies_agree_with_country_codes(codes):
    stated = {row["ISO3166-1-Alpha-2"]: row["ISO4217-currency_alphabetic_code"] for row in codes}
    differing = {code: listed for code, listed in stated.items() if currency_of(code) != listed}
    assert {code for code, listed in differing.items() if listed not in OLD_OR_SECOND_CURRENCIES} == {
        "GS",
        "PS",
        "TR",
    }
    assert [stated[code] for code in ("GS", "PS", "TR")] == ["", "", ""]
