"""From quoted pay to annual US dollars, with rates that were chosen so that every step can be done in the head."""

from decimal import Decimal as D

import pytest

from salaries.conversion import RateTable, annualise, price_level_for, rates_by_year, to_usd, typical_of
from salaries.models import Place, PriceLevel, SalaryRecord, Source
from salaries.tests.making import a_rate, a_record


@pytest.mark.parametrize(
    ("period", "expected"),
    [("hour", 20800), ("day", 2600), ("week", 520), ("month", 120), ("year", 10)],
)
def test_a_year_has_a_fixed_number_of_periods(period, expected):
    assert annualise(D(10), period) == D(expected)


@pytest.mark.parametrize(("annual", "expected"), [("1.25", "0.62"), ("1.27", "0.64"), ("100", "50.00")])
def test_dollars_round_half_to_even(annual, expected):
    assert to_usd(D(annual), D(2)) == D(expected)


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [((30, None, 84), 57), ((30, 40, 84), 40), ((30, None, None), None), ((None, None, 84), None)],
)
def test_typical_is_quoted_or_midway_and_never_of_an_open_range(amounts, expected):
    low, typical, high = (None if one is None else D(one) for one in amounts)
    assert typical_of(low, typical, high) == (None if expected is None else D(expected))


def dollars(record: SalaryRecord) -> tuple:
    return record.annual_low_usd, record.annual_typical_usd, record.annual_high_usd


def test_a_record_in_dollars_needs_no_rate(small_world):
    record = a_record("r", period="month", typical=2300)
    assert dollars(record) == (None, D(27600), None)
    assert record.exchange_rate is None


def test_a_record_keeps_what_was_quoted_and_names_its_rate(small_world):
    rate = a_rate("SGD", "1.25")
    record = a_record("r", currency_code="SGD", low=100000, high=170000)
    record.refresh_from_db()
    assert (record.low, record.typical, record.high, record.currency_code) == (D(100000), None, D(170000), "SGD")
    assert dollars(record) == (D(80000), D(108000), D(136000))
    assert record.exchange_rate == rate


def test_a_record_without_a_rate_has_no_dollars(small_world):
    record = a_record("r", currency_code="KRW", low=1)
    assert dollars(record) == (None, None, None)
    assert list(SalaryRecord.objects.without_usd()) == [record]


def test_a_past_year_takes_its_average_not_the_latest_day(small_world):
    average = a_rate("SGD", "2", span="year", date="2024-01-01")
    Source.objects.filter(slug="two").update(published="2026-06-01")
    a_rate("SGD", "4", date="2024-12-31", source=Source.objects.get(slug="two"))
    a_rate("SGD", "5", date="2026-10-30")
    assert RateTable().rate_for("SGD", 2024) == average


def test_a_past_year_without_average_takes_its_last_rate(small_world):
    a_rate("SGD", "2", date="2024-06-30")
    last = a_rate("SGD", "3", date="2024-11-30")
    a_rate("SGD", "4", date="2025-01-02")
    assert RateTable().rate_for("SGD", 2024) == last


def test_a_past_year_without_any_rate_has_none(small_world):
    a_rate("SGD", "4", span="year", date="2025-01-01")
    assert RateTable().rate_for("SGD", 2024) is None


def test_the_running_year_takes_the_latest_rate(small_world):
    a_rate("SGD", "2", span="year", date="2025-01-01")
    a_rate("SGD", "3", date="2026-10-29")
    latest = a_rate("SGD", "4", date="2026-10-30")
    assert RateTable().rate_for("SGD", 2026) == latest


def test_a_rate_of_the_future_is_not_used_yet(small_world):
    today = a_rate("SGD", "2", date="2026-11-24")
    a_rate("SGD", "3", date="2026-11-25")
    assert RateTable().rate_for("SGD", 2026) == today


def test_of_two_sources_the_later_published_wins(small_world):
    Source.objects.filter(slug="one").update(published="2026-01-01")
    Source.objects.filter(slug="two").update(published="2026-06-01")
    a_rate("SGD", "2")
    newer = a_rate("SGD", "3", source=Source.objects.get(slug="two"))
    assert RateTable().rate_for("SGD", 2026) == newer


def test_a_changed_rate_changes_the_dollars_of_saved_records(small_world):
    rate = a_rate("SGD", "2")
    record = a_record("r", currency_code="SGD", typical=100)
    rate.units_per_usd = D(4)
    rate.save()
    record.refresh_from_db()
    assert dollars(record) == (None, D(25), None)


def test_a_deleted_rate_takes_the_dollars_away(small_world):
    rate = a_rate("SGD", "2")
    record = a_record("r", currency_code="SGD", typical=100)
    rate.delete()
    record.refresh_from_db()
    assert (dollars(record), record.exchange_rate) == ((None, None, None), None)


def test_a_rate_moved_to_another_currency_is_taken_from_the_first(small_world):
    rate = a_rate("SGD", "2")
    record = a_record("r", currency_code="SGD", typical=100)
    rate.currency_code = "KRW"
    rate.save()
    record.refresh_from_db()
    assert dollars(record) == (None, None, None)


@pytest.mark.parametrize(("year", "expected"), [(2026, 2024), (2024, 2024), (2023, 2022), (2021, None)])
def test_the_price_level_is_of_the_year_or_the_last_before_it(small_world, year, expected):
    land, source = Place.objects.get(slug="land"), Source.objects.get(slug="one")
    for one in (2022, 2024):
        PriceLevel.objects.create(country=land, year=one, ppp_factor=1, source=source)
    found = price_level_for(land, year)
    assert (found.year if found else None) == expected


def test_a_region_has_no_price_level(db):
    assert price_level_for(Place.objects.get(slug="asia").country, 2026) is None


def test_an_average_of_the_unfinished_year_comes_after_a_rate_that_is_known(small_world):
    a_rate("SGD", "1.30", span="year", date="2026-01-01")
    assert RateTable().rate_for("SGD", 2026).units_per_usd == D("1.30")
    a_rate("SGD", "1.25", span="day", date="2026-10-30")
    assert RateTable().rate_for("SGD", 2026).units_per_usd == D("1.25")


def test_a_source_without_a_date_comes_after_one_with_a_date(small_world):
    Source.objects.filter(slug="two").update(published="2020-01-01")
    a_rate("SGD", "1.10")
    a_rate("SGD", "1.20", source=Source.objects.get(slug="two"))
    assert RateTable().rate_for("SGD", 2026).units_per_usd == D("1.20")


def test_rates_by_year_are_the_lowest_and_the_highest_until_today_in_one_query(small_world, django_assert_num_queries):
    for units, when in (("1.25", "2026-01-02"), ("1.5", "2026-03-02"), ("9", "2026-11-25")):
        a_rate("SGD", units, date=when)
    a_rate("SGD", "2", span="year", date="2024-01-01")
    a_rate("EUR", "0.5", date="2026-03-02")
    with django_assert_num_queries(1):
        found = rates_by_year(["SGD", "KRW"])
    assert found == {"SGD": [(2024, D(2), D(2)), (2026, D("1.25"), D("1.5"))]}
