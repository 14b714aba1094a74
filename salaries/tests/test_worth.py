"""What a dollar is worth in several countries at once."""

from decimal import Decimal as D

import pytest

from salaries.conversion import RateTable, price_level_for
from salaries.models import Place, PriceLevel, Source
from salaries.tests.making import a_rate
from salaries.worth import Worth, rounded, span_in, worth_in


@pytest.mark.parametrize("year", range(2019, 2028))
def test_rates_and_price_levels_are_those_of_the_records(db, year):
    countries = list(Place.objects.countries())
    found, rates = worth_in(countries, year), RateTable()
    assert {pk: (one.rate, one.price_level) for pk, one in found.items()} == {
        country.pk: (rates.rate_for(country.currency_code, year), price_level_for(country, year))
        for country in countries
    }


def test_local_money_and_what_it_buys(small_world):
    land = Place.objects.get(slug="land")
    a_rate("SGD", "1.25")
    PriceLevel.objects.create(country=land, year=2024, ppp_factor=D("0.8"), source=Source.objects.get(slug="one"))
    worth = worth_in([land], 2026)[land.pk]
    # 100 dollars are 125 local; 125 ÷ 0.8 = 156.25 international dollars.
    assert (worth.local(D(100)), worth.buys(D(100))) == (D(125), D("156.25"))
    assert (worth.local(None), worth.buys(None)) == (None, None)


def test_without_a_rate_there_is_no_local_money(small_world):
    worth = worth_in([Place.objects.get(slug="land")], 2026)[Place.objects.get(slug="land").pk]
    assert (worth.local(D(100)), worth.buys(D(100))) == (None, None)


def test_dollars_need_no_rate():
    worth = Worth(Place(name="US"), "USD", D(1), None, None)
    assert (worth.local(D(5)), worth.buys(D(5))) == (D(5), None)


def test_many_countries_cost_as_many_queries_as_one(db, django_assert_num_queries):
    for countries in (list(Place.objects.countries()), list(Place.objects.countries()[:1])):
        with django_assert_num_queries(3):
            worth_in(countries, 2026)


@pytest.mark.parametrize(
    ("amount", "text"), [("135002.17", "135000"), ("81234567", "81230000"), ("0.1234567", "0.12"), ("12.3456", "12.35")]
)
def test_converted_amounts_have_four_digits(amount, text):
    assert rounded(D(amount)) == D(text)


@pytest.mark.parametrize(
    ("amounts", "text"),
    [
        ((D(50000), D(75000), D(100000)), "S$62,500–125,000"),
        ((D(50000), None, None), "S$62,500 or more"),
        ((None, None, D(100000)), "up to S$125,000"),
        ((None, D(100000), None), "S$125,000"),
        ((D(100000), D(100000), D(100000)), "S$125,000"),
    ],
)
def test_a_span_in_local_money(amounts, text):
    assert span_in(*amounts, units_per_usd=D("1.25"), currency_code="SGD") == text
