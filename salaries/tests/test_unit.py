"""The unit: what it converts, why it does not, and at what cost."""

from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salaries.catalogue import catalogue
from salaries.conversion import RateTable
from salaries.models import ExchangeRate, Place
from salaries.unit import Unit
from salaries.worth import rates_in

YEARS = range(2018, 2028)


def unit_of(code: str, *years: int) -> Unit:
    unit = Unit(code)
    unit.read(catalogue(), years or [2026])
    return unit


def test_rates_of_many_years_are_those_that_records_convert_with(db):
    table = RateTable()
    for code in ("KRW", "VND", "EUR", "THB"):
        assert rates_in(code, YEARS) == {year: table.rate_for(code, year) for year in YEARS}


@pytest.mark.parametrize("years", [[2026], YEARS])
def test_rates_take_two_queries_for_any_number_of_years(db, years):
    with CaptureQueriesContext(connection) as captured:
        rates_in("KRW", years)
    assert len(captured) == 2
    assert rates_in("KRW", []) == {}


def test_a_unit_looks_up_a_year_once(db):
    unit, known = unit_of("KRW", 2025, 2026), catalogue()
    with CaptureQueriesContext(connection) as captured:
        unit.read(known, [2025, 2026])
    assert len(captured) == 0


def test_a_rate_that_serves_several_years_is_named_once(db):
    assert [rate.when for rate in unit_of("KRW", 2026, 2027, 2030).rates] == ["30 October 2026"]


@pytest.mark.parametrize(
    ("code", "amounts", "expected"),
    [
        ("KRW", (None, D("104450354"), None), "₩104.50M"),
        ("USD", (D("78224.34"), None, D("132981.37")), "$78,224–132,981"),
        ("USD", (None, D("14.978"), None), "$14.98"),
        ("PPP", (D("49427.42"), None, None), "int$\u00a049,427 or more"),
        ("PPP", (D(1), D(2), D(3)), "int$\u00a01–3, typically int$\u00a02"),
        ("INR", (None, None, D("2844532")), "up to ₹28.45\u00a0lakh"),
    ],
)
def test_amounts_are_written_as_a_quote_is(code, amounts, expected):
    assert Unit(code).amounts(*amounts) == expected


def test_a_unit_has_a_name_that_readers_know():
    assert [Unit(code).long_name for code in ("USD", "KRW", "PPP")] == [
        "US dollars",
        "South Korean won",
        "international dollars (what the pay buys)",
    ]


def test_a_unit_says_why_it_does_not_convert(db):
    seoul, asia = Place.objects.get(slug="seoul"), Place.objects.get(slug="asia")
    assert unit_of("KRW").why_not(asia, 2026) == ""
    assert unit_of("VND", 2024).why_not(seoul, 2024) == "no rate for VND in 2024"
    assert unit_of("PPP").why_not(None, 2026) == "no PPP factor without a country"
    ExchangeRate.objects.filter(currency_code="KRW").delete()
    assert unit_of("PPP").why_not(seoul, 2026) == "no rate for KRW in 2026"
    assert unit_of("PPP").covering(seoul, [2026]).is_usd
    assert unit_of("SGD").covering(asia, [2026]).code == "SGD"


def test_a_unit_names_the_sources_of_what_it_used(db):
    unit = unit_of("PPP")
    assert (unit.rate_sources, unit.price_sources) == ([], [])
    unit.convert(D(1), Place.objects.get(slug="seoul"), 2026)
    assert [source.slug for source in unit.rate_sources] == ["ecb-reference-rates"]
    assert [source.slug for source in unit.price_sources] == ["world-bank-ppp"]
