"""What Babel writes in a locale is read back as the same amount and currency, in every locale shipped."""

from decimal import ROUND_DOWN, Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from salaries.importers.countries import currency_of
from salaries.importers.notation import LOCALES, Notation, parse_number, parse_pay

EXAMPLES = settings(max_examples=25, deadline=None)
AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("9999999999999.99"), places=2)
NUMBERINGS = {"ar_EG": "arab", "bn_BD": "beng", "hi_IN": "deva", "th_TH": "thai"}
OF_LOCALES = [(locale, numbering) for locale in LOCALES for numbering in {"latn", NUMBERINGS.get(locale, "latn")}]
each_locale = pytest.mark.parametrize(("locale", "numbering"), sorted(OF_LOCALES))


def own_currency(locale: str) -> str:
    return currency_of(locale[-2:])


def as_whole_as_written(amount: Decimal, code: str) -> Decimal:
    """Yen, won and dong are written without decimals."""
    return amount if code not in {"JPY", "KRW", "VND"} else max(amount.to_integral_value(ROUND_DOWN), Decimal(1))


@each_locale
@EXAMPLES
@given(amount=AMOUNTS)
def test_number_is_read_back(locale, numbering, amount):
    text = format_decimal(amount, locale=locale, numbering_system=numbering)
    assert parse_number(text) == amount
    assert parse_pay(text).typical == amount


@each_locale
@EXAMPLES
@given(amount=AMOUNTS)
def test_number_is_read_back_with_the_decimal_separator_of_the_locale(locale, numbering, amount):
    text = format_decimal(amount, locale=locale, numbering_system=numbering)
    decimal = {".": ".", ",": ",", "٫": ""}[
        format_decimal(Decimal("0.5"), locale=locale, numbering_system=numbering)[1]
    ]
    assert parse_pay(text, Notation(decimal=decimal)).typical == amount


@each_locale
@EXAMPLES
@given(amount=AMOUNTS)
def test_amount_with_the_symbol_of_the_locale_is_read_back(locale, numbering, amount):
    code = own_currency(locale)
    amount = as_whole_as_written(amount, code)
    text = format_currency(amount, code, locale=locale, numbering_system=numbering)
    pay = parse_pay(text, currency_hint=code)
    assert (pay.typical, pay.currency_code) == (amount, code)


@each_locale
@EXAMPLES
@given(amount=AMOUNTS, before=st.booleans())
def test_amount_with_a_code_is_read_back(locale, numbering, amount, before):
    code = own_currency(locale)
    amount = as_whole_as_written(amount, code)
    number = format_decimal(amount, locale=locale, numbering_system=numbering)
    pay = parse_pay(f"{code} {number}" if before else f"{number}\u00a0{code}")
    assert (pay.typical, pay.currency_code) == (amount, code)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", ["USD", "EUR", "GBP", "JPY", "INR", "CNY", "KRW", "VND", "SGD", "HKD", "TWD", "BRL"])
def test_foreign_symbol_is_read(locale, code):
    text = format_currency(Decimal(50000), code, locale=locale, currency_digits=False, format="¤ 0")
    assert parse_pay(text, currency_hint=code).currency_code == code
