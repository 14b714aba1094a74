"""Rates and PPP factors as their publishers write them, into the database: sources, precedence, what they touch."""

import datetime
from decimal import Decimal as D

import pytest

from salaries.importers import PppImporter, RateImporter
from salaries.models import ExchangeRate, ImportRun, Place, PriceLevel, SalaryRecord, Source
from salaries.tests.making import a_rate, a_record

FEDERAL_RESERVE = "Date,Country,Exchange rate\n2025-05-01,Taiwan,30.0000\n2025-06-01,Taiwan,31.0000\n"
IMPLIED = (
    "country_code,country,year,ppp_lcu_per_intl_dollar,price_level_ratio,implied_lcu_per_usd\n"
    "SGP,Singapore,2023,0.8,0.6,1.25\nSGP,Singapore,2024,0.8,0.6,-1\n"
)
ECB = "Date, USD, SGD, \n30 October 2026, 1.2500, 1.5000, \n"
PPP = "Country,Country ID,Year,PPP\nSingapore,SG,2023,0.8125\nNamibia,NA,2023,7.25\n"
WIDE = (
    '"Data Source","World Development Indicators",\n\n"Last Updated Date","2024-06-28",\n\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2022","2023",\n'
    '"Singapore","SGP","PPP conversion factor","PA.NUS.PPP","0.8","0.85",\n'
    '"Arab World","ARB","PPP conversion factor","PA.NUS.PPP","","",\n'
)


@pytest.fixture
def published(small_world, tmp_path):
    """Imports a text as a file."""

    def run(importer, text):
        path = tmp_path / "published.csv"
        path.write_text(text, "utf-8")
        return importer().run(path)

    return run


def test_a_central_bank_s_file_makes_its_source_with_the_day_it_reaches_to(published):
    result = published(RateImporter, FEDERAL_RESERVE)
    assert (result.created_count, result.made) == (2, {"sources": ["federal-reserve-h10"]})
    source = Source.objects.get(slug="federal-reserve-h10")
    assert (source.kind, source.published) == ("official", datetime.date(2025, 6, 30))
    rate = ExchangeRate.objects.get(date="2025-06-01")
    assert (rate.currency_code, rate.span, rate.units_per_usd, rate.source) == ("TWD", "month", D(31), source)
    assert ImportRun.objects.latest("pk").mapping == "federal-reserve"


def test_the_same_file_again_changes_nothing(published):
    published(RateImporter, FEDERAL_RESERVE)
    result = published(RateImporter, FEDERAL_RESERVE)
    assert (result.created_count, result.updated_count, result.unchanged_count) == (0, 0, 2)


def test_a_one_day_file_converts_the_pay_of_the_running_year(published):
    record = a_record("now", currency_code="SGD", typical=120)
    assert record.annual_typical_usd is None
    published(RateImporter, ECB)
    record = SalaryRecord.objects.get()
    assert (record.annual_typical_usd, record.exchange_rate.source.slug) == (D(100), "ecb-reference-rates")


def test_of_two_sources_the_one_with_the_newer_data_converts(published):
    a_rate("SGD", "1.5", span="year", date="2023-01-01")
    a_record("then", year=2023, currency_code="SGD", typical=150)
    assert SalaryRecord.objects.get().annual_typical_usd == D(100)
    published(RateImporter, IMPLIED)
    assert SalaryRecord.objects.get().annual_typical_usd == D(120)


def test_records_of_other_years_and_currencies_are_not_touched(published):
    a_rate("SGD", "1.5", span="year", date="2022-01-01")
    a_record("before", year=2022, currency_code="SGD", typical=150)
    a_record("dollars", year=2023, typical=150)
    before = dict(SalaryRecord.objects.values_list("key", "modified"))
    published(RateImporter, IMPLIED)
    assert dict(SalaryRecord.objects.values_list("key", "modified")) == before
    assert SalaryRecord.objects.get(key="before").annual_typical_usd == D(100)


def test_a_figure_that_cannot_be_used_is_refused_and_the_others_are_taken(published):
    result = published(RateImporter, IMPLIED)
    assert (result.created_count, result.refused_count) == (1, 1)
    assert [(one.row_number, one.field, one.value) for one in result.refusals] == [(3, "implied_lcu_per_usd", "-1")]


def test_price_levels_make_the_countries_that_the_site_lacks(published):
    result = published(PppImporter, PPP)
    assert (result.created_count, result.made["countries"]) == (2, ["Namibia"])
    assert Place.objects.get(country_code="NA").currency_code == "NAD"
    assert PriceLevel.objects.get(country__slug="land").ppp_factor == D("0.8125")


def test_an_edition_is_a_source_of_its_own(published):
    published(PppImporter, PPP)
    published(PppImporter, WIDE)
    found = PriceLevel.objects.filter(country__slug="land", year=2023).order_by("ppp_factor")
    assert [(one.ppp_factor, one.source.slug) for one in found] == [
        (D("0.8125"), "world-bank-ppp"),
        (D("0.85"), "world-bank-ppp-2024-06-28"),
    ]
