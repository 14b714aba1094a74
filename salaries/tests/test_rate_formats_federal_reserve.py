"""The Federal Reserve's files of months and of years: which is which, which currency, and what is left out."""

import csv
import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.importers.published import LeftOut, PublishedRate, Unusable
from salaries.importers.published.federal_reserve import FederalReserveRates

FED = FederalReserveRates()
COLUMNS = ["Date", "Country", "Exchange rate"]
OLD_MONEY = "a currency that the euro replaced; it has no ISO 4217 code today and is not the euro"
ONE_DATE = "a single date does not tell whether it means a month or a year"


def outcomes(*lines: str) -> list:
    """Every outcome of a file with these lines below the header."""
    return list(FED.read(COLUMNS, enumerate(csv.reader(lines), 2)))


def rate(number: int, code: str, span: str, year: int, month: int, units: str) -> PublishedRate:
    note = f"Average of the {span}, in local currency per US dollar."
    return PublishedRate(number, code, span, datetime.date(year, month, 1), Decimal(units), note)


def test_months_are_told_by_a_second_month():
    assert outcomes("2026-01-01,Taiwan,31.5", "2026-02-01,Taiwan,31.6195", "2026-01-01,Australia,1.4") == [
        rate(2, "TWD", "month", 2026, 1, "31.50000000"),
        rate(3, "TWD", "month", 2026, 2, "31.61950000"),
        rate(4, "AUD", "month", 2026, 1, "1.40000000"),
    ]


def test_years_are_told_by_a_second_january():
    assert outcomes("2024-01-01,Euro,0.92", "2025-01-01,Euro,0.8845") == [
        rate(2, "EUR", "year", 2024, 1, "0.92000000"),
        rate(3, "EUR", "year", 2025, 1, "0.88450000"),
    ]


def test_a_country_with_one_row_waits_for_the_next_country():
    assert outcomes("2024-01-01,Japan,151.4", "2024-01-01,Euro,0.92", "2025-01-01,Euro,0.88") == [
        rate(2, "JPY", "year", 2024, 1, "151.40000000"),
        rate(3, "EUR", "year", 2024, 1, "0.92000000"),
        rate(4, "EUR", "year", 2025, 1, "0.88000000"),
    ]


def test_single_dates_are_refused_because_they_do_not_tell_the_span():
    assert outcomes("2024-01-01,Japan,151.4", "2024-01-01,Japan,151.4", "2024-01-01,Euro,0.92") == [
        Unusable(3, "Date", "2024-01-01", "row 2 says this already"),
        Unusable(2, "Date", "2024-01-01", ONE_DATE),
        Unusable(4, "Date", "2024-01-01", ONE_DATE),
    ]


def test_daily_file_is_refused():
    reason = "a file of days; only months and years are read"
    assert outcomes("1971-01-04,Australia,0.8987", "1971-01-05,Australia,0.8983", "1971-02-01,Australia,0.89") == [
        Unusable(2, "Date", "1971-01-04", reason),
        Unusable(3, "Date", "1971-01-05", reason),
        Unusable(4, "Date", "1971-02-01", reason),
    ]


def test_date_that_does_not_fit_the_file_is_refused():
    months = outcomes("2026-01-01,Japan,150", "2026-02-01,Japan,151", "2026-03-02,Japan,152")
    assert months[2] == Unusable(4, "Date", "2026-03-02", "not the first day of a month")
    years = outcomes("2024-01-01,Japan,150", "2025-01-01,Japan,151", "2025-07-01,Japan,152")
    assert years[2] == Unusable(4, "Date", "2025-07-01", "not the first day of a year")


def test_money_before_the_euro_and_venezuela_are_left_out():
    assert outcomes(
        "1999-01-01,Austria,11.8628",
        "1999-02-01,Germany,1.7",
        "1999-01-01,Venezuela,569",
        "not a date,Greece,?",
    ) == [
        LeftOut(3, "rows", OLD_MONEY),
        LeftOut(1, "rows", "Venezuela has changed its unit several times, and the file does not say where"),
    ]


def test_year_of_which_the_release_has_a_part_only_is_left_out():
    assert outcomes("1983-01-01,Taiwan,39.2850", "1984-01-01,Taiwan,39.6") == [
        rate(3, "TWD", "year", 1984, 1, "39.60000000"),
        LeftOut(1, "rows", "Taiwan: a year before or partly before its rates in today’s currency, from 1983-10-01"),
    ]
    assert outcomes("1983-10-01,Taiwan,39.42", "1983-11-01,Taiwan,39.5")[0] == rate(
        2, "TWD", "month", 1983, 10, "39.42000000"
    )


@pytest.mark.parametrize(
    ("line", "field", "value", "reason"),
    [
        ("2026-03-01,Atlantis,1", "Country", "Atlantis", "not a country of the H.10 release as it is known here"),
        ("2026-03-01,,1", "Country", "", "not a country of the H.10 release as it is known here"),
        ("03/01/2026,Japan,150", "Date", "03/01/2026", "not a day such as 2026-10-30 or 30 October 2026"),
        (",Japan,150", "Date", "", "not a day such as 2026-10-30 or 30 October 2026"),
        ("2026-03-01,Japan,ND", "Exchange rate", "ND", "not a number such as 1.1172"),
        ("2026-03-01,Japan,-150", "Exchange rate", "-150", "not above zero"),
        ("2026-03-01,Japan,0", "Exchange rate", "0", "not above zero"),
        ("2026-03-01,Japan", "Exchange rate", "", "empty"),
        ("2026-03-01,Japan,1,350", "", "350", "stands under no column; the cells of this row seem to have shifted"),
        (
            "2026-03-01,Japan,0.0066",
            "Exchange rate",
            "0.0066",
            "at most a fifth of the value before it in the file, 151: a redenomination, a wrong unit, or a slip in one "
            "of the two",
        ),
    ],
)
def test_row_that_cannot_be_read_is_refused(line, field, value, reason):
    found = outcomes("2026-01-01,Japan,150", "2026-02-01,Japan,151", line)
    assert found == [
        rate(2, "JPY", "month", 2026, 1, "150.00000000"),
        rate(3, "JPY", "month", 2026, 2, "151.00000000"),
        Unusable(4, field, value, reason),
    ]


def test_recognises_its_header_in_any_order():
    assert FED.recognises(["Country", "Exchange rate", "Date", ""], [])
    assert not FED.recognises(["Date", "Country", "Value"], [])


def test_says_who_publishes_it():
    assert (FED.publication.slug, FED.publication.kind, FED.publication_of([]).licence) == (
        "federal-reserve-h10",
        "official",
        "PDDL-1.0",
    )


CELLS = st.text(max_size=12) | st.sampled_from(["2026-01-01", "2026-02-01", "Japan", "Euro", "150", "1e99"])


@given(st.lists(st.lists(CELLS, max_size=4)))
def test_every_row_is_accounted_for_whatever_it_says(rows):
    found = list(FED.read(COLUMNS, enumerate(rows, 2)))
    left_out = sum(outcome.count for outcome in found if isinstance(outcome, LeftOut))
    assert sum(isinstance(outcome, PublishedRate | Unusable) for outcome in found) + left_out == len(rows)
