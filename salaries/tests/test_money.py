"""How money is written."""

from decimal import Decimal as D

import pytest

from salaries.models import SalaryRecord
from salaries.money import annual_usd, format_amounts, grouped, quoted, ratio_number, symbol_of, times, usd, usd_span
from salaries.statistics import Ratio
from salaries.tests.making import a_record

NBSP = "\u00a0"


def dec(*amounts):
    return [None if amount is None else D(amount) for amount in amounts]


@pytest.mark.parametrize(
    ("amounts", "currency", "expected"),
    [
        ((100000, None, 170000), "SGD", "S$100,000–170,000"),
        ((60000000, None, 120000000), "KRW", "₩60M–120M"),
        ((3000000, None, 4500000), "INR", f"₹30–45{NBSP}lakh"),
        ((20000000, None, 120000000), "VND", "₫20M–120M"),
        ((455000, None, 685000), "PHP", "₱455,000–685,000"),
        ((40000000, None, None), "KRW", "₩40M or more"),
        ((5600000, None, None), "INR", f"₹56{NBSP}lakh or more"),
        ((None, None, 20), "USD", "up to $20"),
        ((None, 2300, None), "USD", "$2,300"),
        ((30000, 50000, 84000), "USD", "$30,000–84,000, typically $50,000"),
        ((30000, 50000, None), "USD", "$50,000, from $30,000"),
        ((None, 50000, 84000), "USD", "$50,000, up to $84,000"),
        ((50000, None, 50000), "USD", "$50,000"),
        ((1000, None, 2000), "CHF", f"CHF{NBSP}1,000–2,000"),
        (("1234567.89", None, None), "KRW", "₩1,234,567.89 or more"),
        (("1500000", None, None), "KRW", "₩1.50M or more"),
        (("99999", None, "150000"), "INR", "₹99,999–150,000"),
    ],
)
def test_amounts_are_written_by_the_convention_of_their_currency(amounts, currency, expected):
    assert format_amounts(*dec(*amounts), currency) == expected


def test_short_forms_never_lose_a_digit():
    assert format_amounts(*dec(60123456, None, 120000000), "KRW") == "₩60,123,456–120,000,000"
    assert format_amounts(*dec(3012345, None, 4500000), "INR") == "₹3,012,345–4,500,000"


@pytest.mark.parametrize(("code", "symbol"), [("SGD", "S$"), ("IDR", f"Rp{NBSP}"), ("JPY", "¥"), ("CHF", f"CHF{NBSP}")])
def test_symbols_that_end_in_a_letter_keep_a_space(code, symbol):
    assert symbol_of(code) == symbol


@pytest.mark.parametrize(("amount", "expected"), [("1234567.50", "1,234,567.50"), ("1000", "1,000"), ("0.5", "0.50")])
def test_numbers_are_grouped_in_thousands(amount, expected):
    assert grouped(D(amount)) == expected


@pytest.mark.parametrize(("amount", "expected"), [("104999.50", "$105,000"), ("0.49", "$0"), (None, "")])
def test_dollars_are_whole(amount, expected):
    assert usd(None if amount is None else D(amount)) == expected


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((30000, 57000, 84000), "$30,000–84,000"),
        ((105000, 105000, 105000), "$105,000"),
        (("105000.10", None, "105000.40"), "$105,000"),
        ((68000, None, None), "$68,000 or more"),
        ((None, None, 20), "up to $20"),
        ((None, 105000, None), "$105,000"),
        ((68000, 70000, None), "$70,000"),
        ((None, None, None), ""),
    ],
)
def test_spans_of_dollars(amounts, expected):
    assert usd_span(*dec(*amounts)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("3.0882352", "3.09"), ("3.1304347", "3.13"), ("4.994", "4.99"), ("5", "5.0"), ("6", "6.0"), ("16.84", "16.8")],
)
def test_ratios_have_two_decimals_below_five_and_one_from_there(value, expected):
    assert ratio_number(D(value)) == expected


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        (Ratio(None, D("3.0882"), None), "3.09×"),
        (Ratio(D(6), D("11.4"), D("16.8")), "6.0–16.8×"),
        (Ratio(D("1.5"), None, None), "1.50× or more"),
        (Ratio(None, None, D(2)), "up to 2.00×"),
        (None, ""),
    ],
)
def test_times_shows_a_range_as_a_range(ratio, expected):
    assert times(ratio) == expected


@pytest.mark.parametrize(
    ("key", "as_quoted", "a_year"),
    [
        ("bangalore-lead-ai-developer-2026", "about $2,300 a month", "$27,600"),
        ("india-top-ai-engineer-inr-2026", f"about ₹56{NBSP}lakh or more a year", "$58,975 or more"),
        ("india-top-ai-engineer-usd-2026", "$68,000 or more a year", "$68,000 or more"),
        ("ho-chi-minh-city-ml-engineer-2026", "₫20M–120M a month", "$10,089–60,536"),
        ("seoul-ml-engineer-junior-2026", "₩40M or more a year", "$29,957 or more"),
        ("manila-ml-engineer-chart-2026", "about $12,200 a year", "$12,200"),
    ],
)
def test_a_record_is_written_as_quoted_and_in_dollars(db, key, as_quoted, a_year):
    record = SalaryRecord.objects.get(key=key)
    assert (quoted(record), annual_usd(record)) == (as_quoted, a_year)


@pytest.mark.parametrize(("ends", "a_year"), [({"high": 20}, "$120, up to $240"), ({"low": 5}, "$120, from $60")])
def test_a_record_with_one_end_beside_its_typical_pay_keeps_both_in_dollars(small_world, ends, a_year):
    record = a_record("r", typical=10, period="month", **ends)
    assert annual_usd(record) == a_year
