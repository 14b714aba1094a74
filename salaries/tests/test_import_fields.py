"""Cells of files: what is read, and that what cannot be read is refused in words."""

import datetime
from decimal import Decimal as D

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salaries.importers import fields

CELLS = st.text() | st.text(alphabet="0123456789.,eE+-_ ∞٣NaIinfsq", max_size=40) | st.decimals().map(str)


def reading(parse, text):
    """The value, or None where the cell is refused in the agreed way; any other exception fails the test."""
    try:
        return parse(text)
    except ValueError:
        return None


@given(text=CELLS)
@example(text="NaN")
@example(text="sNaN123")
@example(text="-Infinity")
@example(text="1e999999999999999999999")
@example(text="0e-999999999999999999999")
@example(text="9" * 5000)
@example(text="0." + "0" * 5000 + "1")
@example(text="1_000")
@example(text="٣")
def test_decimals_are_read_or_refused_with_a_value_error(text):
    number = reading(lambda cell: fields.parse_decimal(cell, digits=15, places=2), text)
    assert number is None or (abs(number) < 10**13 and number == round(number, 2))


@given(number=st.decimals(min_value=-(10**13) + 1, max_value=10**13 - 1, places=2))
def test_decimals_that_fit_are_read_exactly(number):
    assert fields.parse_decimal(str(number), digits=15, places=2) == number


@pytest.mark.parametrize("parse", [fields.parse_integer, fields.parse_year, fields.parse_date, fields.parse_boolean])
@given(text=CELLS)
def test_other_cells_are_read_or_refused_with_a_value_error(parse, text):
    reading(parse, text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,000", "not a number"),
        ("50k", "not a number"),
        ("1.000.000", "not a number"),
        ("12345678901234", "too large"),
        ("1e13", "too large"),
        ("10.005", "too fine"),
        ("1e-3", "too fine"),
    ],
)
def test_amounts_that_cannot_be_kept_are_refused_with_the_reason(text, reason):
    with pytest.raises(ValueError, match=reason):
        fields.parse_decimal(text, digits=15, places=2)


@pytest.mark.parametrize(("text", "expected"), [("", None), ("5", D(5)), ("5.10", D("5.1")), ("1e3", D(1000))])
def test_amounts_are_read(text, expected):
    assert fields.parse_decimal(text, digits=15, places=2) == expected


@pytest.mark.parametrize("text", ["-1", "1.5", "²", "٣", "1" * 10, " 1"])
def test_integers_are_whole_plain_and_short(text):
    with pytest.raises(ValueError, match="not a whole number"):
        fields.parse_integer(text)


@pytest.mark.parametrize(("text", "expected"), [("1950", 1950), ("2100", 2100)])
def test_years_are_read(text, expected):
    assert fields.parse_year(text) == expected


@pytest.mark.parametrize("text", ["1949", "2101", "", "26", "two"])
def test_years_out_of_range_are_refused(text):
    with pytest.raises(ValueError, match="not a year within 1950 and 2100"):
        fields.parse_year(text)


@pytest.mark.parametrize(("text", "expected"), [("true", True), ("YES", True), ("0", False), ("", False)])
def test_booleans_are_read(text, expected):
    assert fields.parse_boolean(text) is expected


@pytest.mark.parametrize("text", ["maybe", "2", "t"])
def test_unknown_booleans_are_refused(text):
    with pytest.raises(ValueError, match="neither true nor false"):
        fields.parse_boolean(text)


def test_dates_are_iso_dates():
    assert fields.parse_date("2026-10-30") == datetime.date(2026, 10, 30)
    with pytest.raises(ValueError, match="not a date"):
        fields.parse_date("30/10/2026")


@pytest.mark.parametrize("text", ["javascript:alert(1)", "example.org", "ftp://example.org", "https://"])
def test_addresses_are_of_the_web(text):
    with pytest.raises(ValueError, match="not a web address"):
        fields.parse_address(text)


@pytest.mark.parametrize(
    ("parse", "good", "bad"),
    [
        (fields.parse_currency, "SGD", "sgd"),
        (fields.parse_currency, "VND", "XXX"),
        (fields.parse_country, "SG", "UK"),
        (fields.parse_slug, "ho-chi-minh-city", "Hồ Chí Minh"),
    ],
)
def test_codes_are_those_that_exist(parse, good, bad):
    assert parse(good) == good
    with pytest.raises(ValueError, match="not a"):
        parse(bad)


def test_names_are_separated_by_semicolons():
    assert fields.parse_names(" Saigon ;HCMC;; ") == ["Saigon", "HCMC"]


def test_control_characters_are_refused():
    with pytest.raises(ValueError, match="control"):
        fields.parse_text("a\x07b")
