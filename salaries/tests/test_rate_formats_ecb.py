"""The ECB's files: cross rates, averages of years, and what has neither. Numbers worked out by hand."""

import csv
import datetime
import zipfile
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from salaries.importers.published import LeftOut, PublishedRate, Unusable, bundled_ecb_file
from salaries.importers.published.ecb import EcbReferenceRates

ECB = EcbReferenceRates()
FRIDAY = datetime.date(2026, 10, 30)


def outcomes(text: str) -> list:
    """Every outcome of a file without preamble."""
    (_, header), *rows = ((number, cells) for number, cells in enumerate(csv.reader(text.splitlines()), 1))
    return list(ECB.read([cell.strip() for cell in header], iter(rows)))


def of_kind(kind: type, found: list) -> list:
    return [outcome for outcome in found if isinstance(outcome, kind)]


def day_of(number: int, code: str, rate: str) -> PublishedRate:
    dividend = "1" if code == "EUR" else f"{code} per euro"
    note = f"Cross rate: {dividend} divided by USD per euro."
    return PublishedRate(number, code, "day", FRIDAY, Decimal(rate), note)


def weekdays(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    days = (first + datetime.timedelta(passed) for passed in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


def constant_year(year: int, *, last: tuple[int, int] = (12, 31), missing: int = 0) -> str:
    """A history of one year with dollars at 1.25 and yen alternately at 150 and 100, N/A on the first days."""
    days = weekdays(datetime.date(year, 1, 1), datetime.date(year, *last))
    lines = [f"{day},1.25,{'N/A' if index < missing else 150 if index % 2 else 100}," for index, day in enumerate(days)]
    return "\n".join(["Date,USD,JPY,", *lines])


def test_history_gives_cross_rates_of_the_day():
    # 150 yen per euro ÷ 1.2 dollars per euro = 125; the euro: 1 ÷ 1.2 = 0.83333333…
    found = outcomes("Date,USD,JPY,HRK,ISK,\n2026-10-30,1.2,150,7.5,N/A,\n")
    assert found == [
        day_of(2, "EUR", "0.83333333"),
        day_of(2, "JPY", "125.00000000"),
        LeftOut(1, "cells", "HRK is not an ISO 4217 currency in use today"),
        LeftOut(1, "cells", "N/A: no rate of that currency on that day"),
        LeftOut(2, "averages", "2026 is not over: its last day in the file is 2026-10-30"),
    ]


def test_one_day_file_with_blanks_and_a_date_in_words_gives_the_same():
    found = outcomes("Date, USD, JPY, \n30 October 2026, 1.2000, 150.00, \n")
    assert of_kind(PublishedRate, found) == [day_of(2, "EUR", "0.83333333"), day_of(2, "JPY", "125.00000000")]
    assert of_kind(Unusable, found) == []


def test_average_of_a_whole_year():
    # 2024 has 262 weekdays: 131 at 150 ÷ 1.25 = 120 and 131 at 100 ÷ 1.25 = 80, so 100 on average.
    averages = [rate for rate in of_kind(PublishedRate, outcomes(constant_year(2024))) if rate.span == "year"]
    january, note = datetime.date(2024, 1, 1), "Mean of the daily cross rates of 262 working days."
    assert averages == [
        PublishedRate(263, "EUR", "year", january, Decimal("0.80000000"), note),
        PublishedRate(263, "JPY", "year", january, Decimal("100.00000000"), note),
    ]


def test_average_is_the_same_newest_day_first():
    header, *lines = constant_year(2024).splitlines()
    turned = outcomes("\n".join([header, *reversed(lines)]))
    averages = [rate for rate in of_kind(PublishedRate, turned) if rate.span == "year"]
    assert [(rate.row_number, rate.units_per_usd) for rate in averages] == [(2, Decimal("0.8")), (2, Decimal(100))]


def test_average_of_a_year_with_a_few_days_missing_names_the_days():
    # 12 of 262 weekdays missing leave 250, more than 19 in 20 (248.9). 125 at 120 and 125 at 80.
    found = outcomes(constant_year(2024, missing=12))
    averages = [rate for rate in of_kind(PublishedRate, found) if rate.span == "year" and rate.currency_code == "JPY"]
    note = "Mean of the daily cross rates of 250 working days, 17 January to 31 December 2024."
    assert averages == [PublishedRate(263, "JPY", "year", datetime.date(2024, 1, 1), Decimal("100.00000000"), note)]


def test_average_is_not_made_of_a_part_of_a_year():
    # 14 missing leave 248, fewer than 19 in 20.
    found = outcomes(constant_year(2024, missing=14))
    assert [rate.currency_code for rate in of_kind(PublishedRate, found) if rate.span == "year"] == ["EUR"]
    assert of_kind(LeftOut, found) == [
        LeftOut(14, "cells", "N/A: no rate of that currency on that day"),
        LeftOut(1, "averages", "no average of JPY for 2024: rates on 248 days only, 19 January to 31 December 2024"),
    ]


def test_average_waits_for_the_end_of_the_year():
    assert of_kind(LeftOut, outcomes(constant_year(2024, last=(12, 28)))) == [
        LeftOut(2, "averages", "2024 is not over: its last day in the file is 2024-12-27")
    ]
    ended = outcomes(constant_year(2024, last=(12, 28)) + "\n2025-01-02,1.25,150,")
    assert [rate.date.year for rate in of_kind(PublishedRate, ended) if rate.span == "year"] == [2024, 2024]
    assert of_kind(LeftOut, ended) == [
        LeftOut(2, "averages", "2025 is not over: its last day in the file is 2025-01-02")
    ]


def test_unusable_cells_are_refused_with_row_and_reason():
    not_a_number = "not a number such as 1.1172"
    found = outcomes(
        "Date,USD,JPY,SGD,\n"
        "30/10/2026,1.2,150,1.4,\n"
        "2026-02-30,1.2,150,1.4,\n"
        "1826-10-30,1.2,150,1.4,\n"
        "2026-10-30,1.2,,-1.4,\n"
        "2026-10-30,1.2,150,1.4,\n"
        "2026-10-29,zero,150,1.4,\n"
        "2026-10-28,1,2,150,1.4,\n"
        "2026-10-27,1.2,NaN,1e9999999999999999999,\n"
        "2026-10-26,1.2\n"
    )
    assert of_kind(Unusable, found) == [
        Unusable(2, "Date", "30/10/2026", "not a day such as 2026-10-30 or 30 October 2026"),
        Unusable(3, "Date", "2026-02-30", "not a day of the calendar"),
        Unusable(4, "Date", "1826-10-30", "not a day within 1950 and 2100"),
        Unusable(5, "JPY", "", "empty"),
        Unusable(5, "SGD", "-1.4", "not above zero"),
        Unusable(6, "Date", "2026-10-30", "row 5 holds this day already"),
        Unusable(7, "USD", "zero", not_a_number),
        Unusable(8, "", "1.4", "stands under no column; the cells of this row seem to have shifted"),
        Unusable(9, "JPY", "NaN", not_a_number),
        Unusable(9, "SGD", "1e9999999999999999999", not_a_number),
        Unusable(10, "JPY", "", "empty"),
        Unusable(10, "SGD", "", "empty"),
    ]
    assert LeftOut(2, "cells", "no dollars per euro on that day, so no cross rate") in found


def test_numbers_that_eight_decimals_cannot_hold_are_refused():
    found = outcomes("Date,USD,JPY,\n2026-10-30,0.000000001,1,\n")
    assert of_kind(PublishedRate, found) == [day_of(2, "EUR", "1000000000.00000000"), day_of(2, "JPY", "1000000000")]
    found = outcomes("Date,USD,JPY,\n2026-10-30,0.00000000001,1,\n")
    too_large = "too large; up to 10 digits before the point"
    assert of_kind(Unusable, found) == [
        Unusable(2, "USD", "0.00000000001", too_large),
        Unusable(2, "JPY", "1", too_large),
    ]


def test_slipped_decimal_point_is_refused_with_the_value_after_it():
    found = outcomes("Date,USD,JPY,\n2026-10-28,1.2,150,\n2026-10-29,1.2,1500,\n2026-10-30,1.2,150,\n")
    assert of_kind(Unusable, found) == [
        Unusable(
            3,
            "JPY",
            "1500",
            "at least five times the value before it in the file, 150: a redenomination, a wrong unit, or a slip in "
            "one of the two",
        ),
        Unusable(
            4,
            "JPY",
            "150",
            "at most a fifth of the value before it in the file, 1500: a redenomination, a wrong unit, or a slip in "
            "one of the two",
        ),
    ]


def test_recognises_tables_of_rates_against_the_euro_only():
    assert ECB.recognises(["Date", "USD", "JPY", ""], [])
    assert not ECB.recognises(["Date", "USD", "EUR"], [])
    assert not ECB.recognises(["Date", "USD", "USD"], [])
    assert not ECB.recognises(["Date", "JPY"], [])
    assert not ECB.recognises(["Date", "USD", "Note"], [])
    assert not ECB.recognises(["currency_code", "span", "date", "units_per_usd", "source", "note"], [])


def test_empty_table_gives_nothing():
    assert outcomes("Date,USD,JPY,\n") == []


def test_reads_row_by_row():
    rows = iter([(2, ["2026-10-30", "1.2", "150"]), (3, ["2026-10-29", "1.2", "150"])])
    found = ECB.read(["Date", "USD", "JPY"], rows)
    assert [next(found), next(found)] == [day_of(2, "EUR", "0.83333333"), day_of(2, "JPY", "125.00000000")]
    assert next(rows)[0] == 3


@given(st.lists(st.lists(st.text(max_size=12) | st.sampled_from(["2026-10-30", "1.2", "N/A", "1e-999"]), max_size=5)))
def test_no_cell_makes_the_reader_fail(rows):
    found = list(ECB.read(["Date", "USD", "JPY", "XXX"], enumerate(rows, 2)))
    assert all(isinstance(outcome, PublishedRate | Unusable | LeftOut) for outcome in found)


def test_bundled_file_is_read_as_it_is():
    with zipfile.ZipFile(bundled_ecb_file()) as archive, archive.open("eurofxref-hist.csv") as stream:
        header, *lines = stream.read().decode("ascii").splitlines()[:3]
    columns = header.split(",")
    assert ECB.recognises(columns, [])
    found = of_kind(PublishedRate, list(ECB.read(columns, enumerate(csv.reader(lines), 2))))
    assert [rate for rate in found if rate[:3] == (2, "SGD", "day")] == [day_of(2, "SGD", "1.27837451")]
