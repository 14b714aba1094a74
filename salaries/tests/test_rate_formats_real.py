"""The real files, against the counts and values of their description; each row or cell is accounted for.

Skipped, and listed as skipped, where the reference files do not lie beside the project.
"""

import csv
import datetime
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from salaries.importers.published import (
    FACTOR_FORMATS,
    RATE_FORMATS,
    LeftOut,
    PublishedFactor,
    PublishedRate,
    Unusable,
)

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
SAMPLE = Path(settings.BASE_DIR) / "guide_site" / "sample"
HISTORY, ONE_DAY = "rates/ecb_eurofxref-hist.csv", "rates/ecb_eurofxref_2026-10-30.csv"
MONTHLY, ANNUAL = "rates/fred_exchange-rates_monthly.csv", "rates/fred_exchange-rates_annual.csv"
IMPLIED = "derived/worldbank_implied_exchange_rates.csv"
LONG, WIDE = "rates/ppp-gdp.csv", "rates/API_PA.NUS.PPP_DS2_en_csv_v2_2788598.csv"
PRICE_LEVEL = "rates/API_PA.NUS.PPPC.RF_DS2_en_csv_v2_1665754.csv"

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA.exists(), reason="the reference files do not lie beside the project"),
]


@cache
def outcomes(name: str) -> list:
    """Every outcome of a file, read by the one format that recognises it."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as stream:
        lines = list(enumerate(csv.reader(stream), 1))
    above = 4 if name in {WIDE, PRICE_LEVEL} else 0
    preamble, columns = [cells for _, cells in lines[:above]], [cell.strip() for cell in lines[above][1]]
    (found,) = [each for each in (*RATE_FORMATS, *FACTOR_FORMATS) if each.recognises(columns, preamble)]
    return list(found.read(columns, iter(lines[above + 1 :]), preamble))


def rates(name: str, span: str) -> dict[tuple[str, datetime.date], Decimal]:
    found = [each for each in outcomes(name) if isinstance(each, PublishedRate) and each.span == span]
    by_key = {(each.currency_code, each.date): each.units_per_usd for each in found}
    assert len(by_key) == len(found)
    return by_key


def factors(name: str) -> dict[tuple[str, int], Decimal]:
    return {(each.country_code, each.year): each.ppp_factor for each in outcomes(name) if type(each) is PublishedFactor}


def left_out(name: str, what: str) -> int:
    return sum(each.count for each in outcomes(name) if isinstance(each, LeftOut) and each.what == what)


def refused(name: str) -> list[Unusable]:
    return [each for each in outcomes(name) if isinstance(each, Unusable)]


def sample(name: str) -> list[dict[str, str]]:
    lines = (SAMPLE / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def january(year: int) -> datetime.date:
    return datetime.date(year, 1, 1)


def test_ecb_history_is_accounted_for_cell_by_cell():
    assert refused(HISTORY) == []
    assert LeftOut(70464, "cells", "N/A: no rate of that currency on that day") in outcomes(HISTORY)
    assert len(rates(HISTORY, "day")) + left_out(HISTORY, "cells") == 7126 * 41


def test_ecb_history_gives_what_the_sample_says():
    found = {each[1:] for each in outcomes(HISTORY) if isinstance(each, PublishedRate)}
    expected = [
        (
            row["currency_code"],
            row["span"],
            datetime.date.fromisoformat(row["date"]),
            Decimal(row["units_per_usd"]),
            row["note"],
        )
        for row in sample("rates.csv")
        if row["source"] == "ecb-reference-rates"
    ]
    assert len(expected) == 49
    assert [row for row in expected if row not in found] == []


def test_ecb_history_has_averages_of_whole_years_only():
    averages = rates(HISTORY, "year")
    partial = [(code, 2005) for code in ("CNY", "IDR", "MYR", "PHP", "RON", "RUB", "THB")]
    partial += [("RUB", 2022), ("ISK", 2008), ("ISK", 2018)]
    assert [(code, year) for code, year in partial if (code, january(year)) in averages] == []
    assert left_out(HISTORY, "averages") == len(partial) + 29  # 29 currencies in 2026, which is not over
    years_of = Counter(code for code, _ in averages)
    assert (years_of["EUR"], years_of["JPY"], years_of["RUB"], years_of["INR"]) == (27, 27, 16, 17)
    assert {each.note for each in outcomes(HISTORY) if isinstance(each, PublishedRate) and "," in each.note} == set()


def test_ecb_one_day_file_equals_that_day_of_the_history():
    day = datetime.date(2026, 10, 30)
    assert rates(ONE_DAY, "day") == {key: rate for key, rate in rates(HISTORY, "day").items() if key[1] == day}
    assert len(rates(ONE_DAY, "day")) == 29
    assert refused(ONE_DAY) == []


def test_federal_reserve_files_are_accounted_for_row_by_row():
    assert (refused(MONTHLY), refused(ANNUAL)) == ([], [])
    assert len(rates(MONTHLY, "month")) + left_out(MONTHLY, "rows") == 17237
    assert len(rates(ANNUAL, "year")) + left_out(ANNUAL, "rows") == 993
    # Venezuela; eight countries to 2001, Portugal and Spain with a later start, Greece to 2000.
    assert left_out(MONTHLY, "rows") == 378 + 8 * 372 + 2 * 348 + 237
    # Venezuela, and the first years of Mexico, South Korea and Taiwan.
    assert left_out(ANNUAL, "rows") == 31 + 3


def test_federal_reserve_has_taiwan():
    assert rates(MONTHLY, "month")["TWD", datetime.date(2026, 6, 1)] == Decimal("31.61950000")
    assert rates(ANNUAL, "year")["TWD", january(2025)] == Decimal("31.16630000")
    assert min(date for code, date in rates(ANNUAL, "year") if code == "TWD") == january(1984)


def test_federal_reserve_agrees_with_the_ecb_on_which_way_round_rates_are():
    ecb = rates(HISTORY, "year")
    both = {key: rate / ecb[key] for key, rate in rates(ANNUAL, "year").items() if key in ecb}
    assert len({code for code, _ in both}) == 19
    assert [key for key, ratio in both.items() if not Decimal("0.97") < ratio < Decimal("1.03")] == []


def test_implied_rates_are_accounted_for_row_by_row():
    assert [(each.row_number, each.value) for each in refused(IMPLIED)] == [
        (91, "75.0325"),  # Albania 1992
        (1249, "69"),  # Congo 2000
        (2784, "1665"),  # Iran 1993, with two years missing before it
        (4056, "296.3"),  # Mongolia 1993
    ]
    assert len(rates(IMPLIED, "year")) + left_out(IMPLIED, "rows") + 4 == 6598


def test_implied_rates_have_the_dong_of_the_sample():
    found = {code_and_date: rate for code_and_date, rate in rates(IMPLIED, "year").items() if code_and_date[0] == "VND"}
    expected = [row for row in sample("rates.csv") if row["currency_code"] == "VND"]
    assert [found["VND", datetime.date.fromisoformat(row["date"])] for row in expected] == [
        Decimal(row["units_per_usd"]) for row in expected
    ]
    assert found["VND", january(2023)] == Decimal("23787.31917000")


def test_implied_rates_agree_with_the_ecb_but_for_fiscal_years():
    ecb = rates(HISTORY, "year")
    both = {key: rate / ecb[key] for key, rate in rates(IMPLIED, "year").items() if key in ecb}
    assert len(both) == 617
    apart = {key[0] for key, ratio in both.items() if not Decimal("0.98") < ratio < Decimal("1.02")}
    assert apart == {"AUD", "NZD", "INR", "THB"}
    assert [key for key, ratio in both.items() if not Decimal("0.88") < ratio < Decimal("1.12")] == []


def test_long_ppp_table_is_accounted_for_row_by_row():
    # Hyperinflation restated in today's money: Venezuela's 22 years, and Angola, Belarus, the Congo and others to 1993.
    assert Counter((each.field, each.reason) for each in refused(LONG)) == {
        ("PPP", "too small; it rounds to 0 at 8 decimals"): 22 + 1,
        ("PPP", "too small; rounding to 8 decimals would change it by more than a thousandth"): 13,
    }
    assert len(factors(LONG)) + 36 + left_out(LONG, "rows") == 6856
    assert outcomes(LONG)[-1] == LeftOut(17, "rows", "Kosovo has no ISO 3166-1 code")
    assert factors(LONG)["VN", 2024] == Decimal("6956.92750425")
    assert factors(LONG)["NA", 2024] == Decimal("6.92131935")


def test_long_ppp_table_gives_what_the_sample_says():
    found = factors(LONG)
    expected = {(row["country_code"], int(row["year"])): Decimal(row["ppp_factor"]) for row in sample("ppp.csv")}
    assert {key: found[key] for key in expected} == expected


def test_wide_ppp_table_is_accounted_for_cell_by_cell():
    found = factors(WIDE)
    assert len(refused(WIDE)) == 14
    assert len(found) + 14 + left_out(WIDE, "cells") == 266 * 64
    assert found["VN", 2023].quantize(Decimal("0.01")) == Decimal("6805.03")
    assert ("NA", 2023) in found
    assert ("TW", 2023) not in found


def test_price_level_ratio_is_refused_row_by_row():
    reasons = Counter(each.reason for each in outcomes(PRICE_LEVEL))
    assert reasons == {"the price level ratio, which is not a PPP factor; look for PA.NUS.PPP": 266}
