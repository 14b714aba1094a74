"""The World Bank's tables: implied exchange rates, and PPP factors in two layouts."""

import csv
import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.importers.published import (
    FACTOR_FORMATS,
    RATE_FORMATS,
    LeftOut,
    PublishedFactor,
    PublishedRate,
    Unusable,
)
from salaries.importers.published.countries import alpha2_of, own_currency
from salaries.importers.published.world_bank_ppp import WorldBankPpp, WorldBankWidePpp
from salaries.importers.published.world_bank_rates import WorldBankImpliedRates

IMPLIED, LONG, WIDE = WorldBankImpliedRates(), WorldBankPpp(), WorldBankWidePpp()
NOTE = "Implied: PPP conversion factor divided by price level ratio."
PREAMBLE = [["Data Source", "World Development Indicators", ""], [], ["Last Updated Date", "2024-06-28", ""], []]
WIDE_COLUMNS = ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "2022", "2023", ""]
RESTATED = "restated: a year that did not begin with the country’s present currency in use"
SHARED = "the country issues no currency of its own; a shared one is taken from no single user of it"
IN_DOLLARS = "exactly 1: the country’s figures are in US dollars, so this is not a rate"
GROUP = "a group of countries, such as Arab World, or “Not classified”"


def implied(*lines: str) -> list:
    return list(IMPLIED.read(["country_code", "year", "implied_lcu_per_usd"], enumerate(csv.reader(lines), 2)))


def long(*lines: str) -> list:
    return list(LONG.read(["Country", "Country ID", "Year", "PPP"], enumerate(csv.reader(lines), 2)))


def wide(*lines: str) -> list:
    return list(WIDE.read(WIDE_COLUMNS, enumerate(csv.reader(lines), 6), PREAMBLE))


def year(number: int, code: str, in_year: int, units: str) -> PublishedRate:
    return PublishedRate(number, code, "year", datetime.date(in_year, 1, 1), Decimal(units), NOTE)


def test_implied_rate_is_the_country_s_own_currency():
    assert implied("VNM,2023,23787.31917", "AUS,2023,1.4800003835", "NAM,2023,18.45") == [
        year(2, "VND", 2023, "23787.31917000"),
        year(3, "AUD", 2023, "1.48000038"),  # half-even: …0383 5 rounds down to …038
        year(4, "NAD", 2023, "18.45000000"),
    ]


def test_shared_currencies_are_taken_from_no_single_country():
    # Germany and Croatia use the euro, Tuvalu Australia's dollar, Senegal the CFA franc, Ecuador the US dollar.
    assert implied("DEU,2023,0.92", "HRV,2010,0.75", "TUV,2023,1.5", "SEN,2023,606", "ECU,2023,1") == [
        LeftOut(5, "rows", SHARED)
    ]


def test_years_before_the_present_currency_are_left_out():
    # New lira since 1 January 2005, new leu since 1 July 2005, Zimbabwe gold since 2024.
    assert implied("TUR,2004,1.4255", "TUR,2005,1.3436", "ROU,2005,2.9", "ROU,2006,2.8", "ZWE,2023,4705.9") == [
        year(3, "TRY", 2005, "1.34360000"),
        year(5, "RON", 2006, "2.80000000"),
        LeftOut(3, "rows", RESTATED),
    ]


def test_exactly_one_is_a_rate_only_where_a_currency_is_fixed_to_the_dollar():
    assert implied("BHS,2023,1", "LBR,2023,1", "USA,2023,1", "ARG,1995,1.0") == [
        year(2, "BSD", 2023, "1.00000000"),
        LeftOut(3, "rows", IN_DOLLARS),
    ]


def test_groups_and_places_without_a_code_are_left_out():
    assert implied("EUU,2023,0.92", "XKX,2023,0.92") == [
        LeftOut(1, "rows", GROUP),
        LeftOut(1, "rows", "Kosovo has no ISO 3166-1 code"),
    ]


@pytest.mark.parametrize(
    ("line", "field", "value", "reason"),
    [
        ("VMN,2023,23787", "country_code", "VMN", "not an ISO 3166-1 alpha-3 code"),
        ("VN,2023,23787", "country_code", "VN", "not an ISO 3166-1 alpha-3 code"),
        ("VNM,MMXXIII,23787", "year", "MMXXIII", "not a year within 1950 and 2100"),
        ("VNM,,23787", "year", "", "not a year within 1950 and 2100"),
        ("VNM,2023,", "implied_lcu_per_usd", "", "empty"),
        ("VNM,2023,..", "implied_lcu_per_usd", "..", "not a number such as 1.1172"),
        ("VNM,2023,-1", "implied_lcu_per_usd", "-1", "not above zero"),
        ("VNM,2023,1e-13", "implied_lcu_per_usd", "1e-13", "too small; it rounds to 0 at 8 decimals"),
        ("VNM,2023,1e10", "implied_lcu_per_usd", "1e10", "too large; up to 10 digits before the point"),
    ],
)
def test_implied_row_that_cannot_be_read_is_refused(line, field, value, reason):
    assert implied(line) == [Unusable(2, field, value, reason)]


def test_implied_rate_that_jumps_is_refused_once():
    # The Congo's franc, 1999 to 2001: the next value fits the new level again.
    jump = "at least five times the value before it in the file, 11: a redenomination, a wrong unit, or a slip in one "
    assert implied("COD,1999,11", "COD,2000,69", "COD,2001,206.6") == [
        year(2, "CDF", 1999, "11.00000000"),
        Unusable(3, "implied_lcu_per_usd", "69", f"{jump}of the two"),
        year(4, "CDF", 2001, "206.60000000"),
    ]


def test_long_table_keeps_namibia_and_leaves_kosovo_out():
    assert long("Viet Nam,VN,2024,6956.92750425086", "Namibia,NA,2024,6.92131935400361", "Kosovo,XK,2024,0.3") == [
        PublishedFactor(2, "VN", 2024, Decimal("6956.92750425")),
        PublishedFactor(3, "NA", 2024, Decimal("6.92131935")),
        LeftOut(1, "rows", "Kosovo has no ISO 3166-1 code"),
    ]


@pytest.mark.parametrize(
    ("line", "field", "value", "reason"),
    [
        ("Nowhere,ZZ,2024,1", "Country ID", "ZZ", "not an ISO 3166-1 alpha-2 code"),
        ("Nowhere,,2024,1", "Country ID", "", "not an ISO 3166-1 alpha-2 code"),
        ("Japan,JP,24,1", "Year", "24", "not a year within 1950 and 2100"),
        ("Japan,JP,2024,1_000", "PPP", "1_000", "not a number such as 1.1172"),
        ("Japan,JP,2024,Infinity", "PPP", "Infinity", "not a number such as 1.1172"),
        ("Japan,JP,2024,0", "PPP", "0", "not above zero"),
        ("Venezuela,VE,1990,1.2e-13", "PPP", "1.2e-13", "too small; it rounds to 0 at 8 decimals"),
        (
            "Venezuela,VE,2011,0.0000000268",
            "PPP",
            "0.0000000268",
            "too small; rounding to 8 decimals would change it by more than a thousandth",
        ),
        ("Japan,JP,2024,94,46", "", "46", "stands under no column; the cells of this row seem to have shifted"),
    ],
)
def test_long_row_that_cannot_be_read_is_refused(line, field, value, reason):
    assert long(line) == [Unusable(2, field, value, reason)]


def test_wide_table_gives_each_cell_and_counts_the_empty_ones():
    assert wide(
        "Viet Nam,VNM,PPP,PA.NUS.PPP,6900.5,6805.0312345650,",
        "Arab World,ARB,PPP,PA.NUS.PPP,,1.5,",
        "Kosovo,XKX,PPP,PA.NUS.PPP,0.3,0.3,",
        "Aruba,ABW,PPP,PA.NUS.PPP,1.2,,",
        "Nowhere,QQX,PPP,PA.NUS.PPP,1.2,1.3,",
        "Japan,JPN,PPP,PA.NUS.PPP,many,7.3E-10,",
    ) == [
        PublishedFactor(6, "VN", 2022, Decimal("6900.50000000")),
        PublishedFactor(6, "VN", 2023, Decimal("6805.03123456")),  # half-even: …4565 rounds down to …456
        PublishedFactor(9, "AW", 2022, Decimal("1.20000000")),
        Unusable(10, "Country Code", "QQX", "not an ISO 3166-1 alpha-3 code"),
        Unusable(11, "2022", "many", "not a number such as 1.1172"),
        Unusable(11, "2023", "7.3E-10", "too small; it rounds to 0 at 8 decimals"),
        LeftOut(2, "cells", GROUP),
        LeftOut(2, "cells", "Kosovo has no ISO 3166-1 code"),
        LeftOut(1, "cells", "no value for that country and year"),
    ]


def test_wide_table_of_another_indicator_is_refused_with_its_name():
    assert wide("Japan,JPN,Price level ratio,PA.NUS.PPPC.RF,0.7,0.7,", "Japan,JPN,GDP,NY.GDP.MKTP.CD,1,1,") == [
        Unusable(
            6,
            "Indicator Code",
            "PA.NUS.PPPC.RF",
            "the price level ratio, which is not a PPP factor; look for PA.NUS.PPP",
        ),
        Unusable(7, "Indicator Code", "NY.GDP.MKTP.CD", "not the PPP factor for GDP; look for PA.NUS.PPP"),
    ]


def test_wide_publication_carries_its_edition():
    found = WIDE.publication_of(PREAMBLE)
    assert (found.slug, found.published) == ("world-bank-ppp-2024-06-28", datetime.date(2024, 6, 28))
    assert "Edition of 2024-06-28." in found.note
    for preamble in ([], [["Last Updated Date", "yesterday"]], [["Last Updated Date"]]):
        assert WIDE.publication_of(preamble).slug == "world-bank-ppp-undated"
    assert LONG.publication_of([]).slug == "world-bank-ppp"


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        (["Date", "USD", "JPY", ""], "ecb"),
        (["Date", "Country", "Exchange rate"], "federal-reserve"),
        (
            ["country_code", "country", "year", "ppp_lcu_per_intl_dollar", "price_level_ratio", "implied_lcu_per_usd"],
            "world-bank-implied",
        ),
        (["Country", "Country ID", "Year", "PPP"], "world-bank-ppp"),
        (WIDE_COLUMNS, "world-bank-ppp-wide"),
        (["Country Code", "Region", "IncomeGroup", "SpecialNotes", "TableName", ""], None),
        (["currency_code", "span", "date", "units_per_usd", "source", "note"], None),
        (["country_code", "year", "ppp_factor", "source"], None),
        (["country_code", "year", "year", "implied_lcu_per_usd"], None),
        ([], None),
    ],
)
def test_a_header_is_recognised_by_one_format_at_most(columns, name):
    found = [each.name for each in (*RATE_FORMATS, *FACTOR_FORMATS) if each.recognises(columns, [])]
    assert found == ([name] if name else [])


def test_country_codes_that_iso_has_withdrawn_are_not_todays_countries():
    assert [alpha2_of(code) for code in ("DEU", "DDR", "ZAR", "COD", "TWN", "")] == ["DE", None, None, "CD", "TW", None]


def test_own_currency_is_the_one_in_use_today():
    assert own_currency("SL") == ("SLE", datetime.date(2022, 7, 1))
    assert own_currency("PA") == ("PAB", datetime.date(1903, 11, 4))
    assert [own_currency(code) for code in ("SV", "HR", "TV", "ZZ")] == [None, None, None, None]


CELLS = st.text(max_size=12) | st.sampled_from(["VNM", "JP", "NA", "2023", "1.5", "1e-99", "PA.NUS.PPP"])


@given(st.lists(st.lists(CELLS, max_size=8)))
def test_every_row_is_accounted_for_whatever_it_says(rows):
    for each, columns in (
        (IMPLIED, ["country_code", "year", "implied_lcu_per_usd"]),
        (LONG, ["Country", "Country ID", "Year", "PPP"]),
    ):
        found = list(each.read(columns, enumerate(rows, 2)))
        left_out = sum(outcome.count for outcome in found if isinstance(outcome, LeftOut))
        assert sum(not isinstance(outcome, LeftOut) for outcome in found) + left_out == len(rows)
    assert all(outcome is not None for outcome in WIDE.read(WIDE_COLUMNS, enumerate(rows, 2)))
