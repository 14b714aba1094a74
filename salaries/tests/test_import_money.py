"""Importers of exchange rates and price levels."""

from decimal import Decimal as D

import pytest

from salaries.importers import PppImporter, RateImporter
from salaries.models import Estimate, ExchangeRate, PriceLevel, SalaryRecord
from salaries.tests.making import write_csv

RATE = {
    "currency_code": "SGD",
    "span": "day",
    "date": "2026-11-20",
    "units_per_usd": "1.25",
    "source": "ecb-reference-rates",
}
PPP = {"country_code": "SG", "year": "2025", "ppp_factor": "0.8", "source": "world-bank-ppp"}


@pytest.fixture
def run(db, tmp_path):
    """Imports rows and returns the result."""
    return lambda importer, *rows, **options: importer().run(write_csv(tmp_path / "rows.csv", list(rows)), **options)


def refusals(result) -> list[tuple[int, str]]:
    return [(refusal.row_number, refusal.field) for refusal in result.refusals]


def test_a_new_rate_converts_the_running_year_again(run):
    run(RateImporter, RATE)
    record = SalaryRecord.objects.get(key="singapore-ml-engineer-morgan-mckinley-2026")
    assert (record.annual_low_usd, record.exchange_rate.date.isoformat()) == (D(80000), "2026-11-20")
    found = Estimate.objects.get(place__slug="singapore", role__slug="machine-learning-engineer", level=None)
    assert found.typical_usd == D(108000)  # 135,000 ÷ 1.25, twice, and 105,000


def test_a_corrected_rate_replaces_the_old_one(run):
    result = run(RateImporter, RATE | {"date": "2026-10-30", "units_per_usd": "2"})
    assert [result.created_count, result.updated_count] == [0, 1]
    record = SalaryRecord.objects.get(key="singapore-ml-engineer-morgan-mckinley-2026")
    assert record.annual_low_usd == D(50000)


def test_a_year_s_rate_stands_for_the_whole_year(run):
    run(RateImporter, RATE | {"span": "year", "date": "2019-07-15"})
    rate = ExchangeRate.objects.get(date__year=2019)
    assert (str(rate.date), str(rate.end)) == ("2019-01-01", "2019-12-31")


def test_a_month_s_rate_stands_for_the_whole_month(run):
    run(RateImporter, RATE | {"span": "month", "date": "2024-02-10"})
    rate = ExchangeRate.objects.get(span="month")
    assert (str(rate.date), str(rate.end), rate.when) == ("2024-02-01", "2024-02-29", "average of February 2024")


def test_two_rows_for_the_same_month_are_refused(run):
    month = RATE | {"span": "month", "date": "2024-02-10"}
    assert refusals(run(RateImporter, month, month | {"date": "2024-02-11"})) == [(3, "currency_code")]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"units_per_usd": "0"}, "units_per_usd"),
        ({"units_per_usd": "-1"}, "units_per_usd"),
        ({"units_per_usd": ""}, "units_per_usd"),
        ({"units_per_usd": "1,25"}, "units_per_usd"),
        ({"currency_code": "EURO"}, "currency_code"),
        ({"span": "decade"}, "span"),
        ({"date": ""}, "date"),
        ({"date": "2026-02-30"}, "date"),
        ({"source": "rumour"}, "source"),
        ({"note": "n" * 251}, "note"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(run, change, field):
    assert refusals(run(RateImporter, RATE | change)) == [(2, field)]
    assert ExchangeRate.objects.count() == 53


def test_a_price_level_is_made_and_changed(run):
    run(PppImporter, PPP)
    assert run(PppImporter, PPP | {"ppp_factor": "0.9"}).updated_count == 1
    level = PriceLevel.objects.get(year=2025)
    assert (level.country.slug, level.ppp_factor) == ("singapore-country", D("0.9"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"country_code": "FR"}, "country_code"),
        ({"country_code": "XX"}, "country_code"),
        ({"ppp_factor": "0"}, "ppp_factor"),
        ({"year": "25"}, "year"),
        ({"source": ""}, "source"),
    ],
)
def test_a_price_level_that_cannot_be_is_refused(run, change, field):
    assert refusals(run(PppImporter, PPP | change)) == [(2, field)]
    assert PriceLevel.objects.count() == 35
