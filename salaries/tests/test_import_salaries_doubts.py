"""Rows that look wrong: warned of with their numbers, never mended; refused by --strict, drafts by a mapping's wish."""

from decimal import Decimal as D

import pytest

from salaries.importers import Result
from salaries.models import ImportRun, SalaryRecord
from salaries.tests.foreign_files import SOURCE, import_foreign, reasons
from salaries.tests.making import SALARY_ROW, write_csv
from salaries.tests.real_files import counts
from salaries.tests.test_import_commands import call, whole_database

pytestmark = pytest.mark.django_db
MAPPING = """
constants = {year = 2026, period = "year"}
columns = {role = "Title", country = "Country", typical = "Salary", currency_code = "Currency", published_usd = "USD"}
"""
# Twelve ordinary salaries of Japan, around 6,000,000 yen; a dollar is 150 yen or so.
ORDINARY = [["Data scientist", "Japan", str(amount), "JPY", ""] for amount in range(5_000_000, 8_000_000, 250_000)]


@pytest.fixture
def found(tmp_path):
    """Imports rows after the ordinary ones, which are rows 2 to 13."""

    def run(*rows: list[str], mapping: str = "", base: str = MAPPING, **choices) -> Result:
        lines = [",".join(row) for row in [["Title", "Country", "Salary", "Currency", "USD"], *ORDINARY, *rows]]
        return import_foreign(tmp_path / "found.csv", base + mapping, "\n".join(lines), **choices)

    return run


def warned(result: Result) -> dict[str, tuple[int, list[int]]]:
    """{message: (how often, row numbers)}."""
    return {one.message: (one.count, one.rows) for one in result.warnings}


def test_ordinary_rows_are_not_warned_of(found):
    result = found()
    assert (warned(result), counts(result)) == ({}, {"created": 12})


def test_monthly_pay_in_a_yearly_column_is_warned_of_and_kept_as_it_is(found):
    result = found(["Data scientist", "Japan", "500000", "JPY", ""], ["Data scientist", "Japan", "450000", "JPY", ""])
    assert warned(result) == {"the amount would be usual as pay for a month: Japan": (2, [14, 15])}
    assert counts(result) == {"created": 14}
    record = SalaryRecord.objects.get(source__slug="board", typical=500_000)
    assert (record.period, record.status, record.note) == ("year", "published", "")


def test_pay_for_a_month_is_never_called_monthly_by_mistake(found):
    monthly = MAPPING.replace('period = "year"', 'period = "month"')
    result = found(["Data scientist", "Japan", "500000", "JPY", ""], base=monthly)
    assert warned(result) == {"the amount is far from all others of its role and country: Japan": (1, [14])}


def test_an_amount_far_above_all_others_is_warned_of(found):
    result = found(["Data scientist", "Japan", "600000000", "JPY", ""])
    assert warned(result) == {"the amount is far from all others of its role and country: Japan": (1, [14])}


def test_other_countries_and_roles_are_not_compared(found):
    result = found(
        ["Data scientist", "India", "700000", "INR", ""],
        ["Data scientist", "India", "900000", "INR", ""],
        ["AI engineer", "Japan", "15000000", "JPY", ""],
    )
    assert warned(result) == {}


def test_amounts_are_judged_in_one_currency_not_by_their_digits(found):
    # 600,000,000 dong are about 23,000 dollars: no outlier, though a hundred times the number of the yen.
    result = found(
        ["Data scientist", "Vietnam", "600000000", "VND", ""],
        ["Data scientist", "Vietnam", "24000", "USD", ""],
    )
    assert warned(result) == {"paid in USD in Vietnam, where VND is the currency": (1, [15])}


def test_a_currency_unlike_the_places_is_warned_of_unless_it_is_the_same_for_all(found):
    result = found(["Data scientist", "Japan", "40000", "USD", ""], ["Data scientist", "Japan", "35000", "EUR", ""])
    assert warned(result) == {
        "paid in USD in Japan, where JPY is the currency": (1, [14]),
        "paid in EUR in Japan, where JPY is the currency": (1, [15]),
    }
    SalaryRecord.objects.filter(source__slug="board").delete()
    assert warned(found(["Data scientist", "Japan", "40000", "USD", ""], mapping="doubt = {currencies = false}")) == {}


def test_published_dollars_are_compared_with_the_market_rate_not_stored(found):
    found()
    usd = SalaryRecord.objects.get(source__slug="board", typical=6_000_000).annual_typical_usd
    rows = [
        ["Data scientist", "Japan", "6000000", "JPY", str(round(usd * D(factor)))] for factor in ("1.04", "1.06", "0.5")
    ]
    result = found(*rows, ["Data scientist", "Japan", "6000000", "JPY", "n/a"])
    assert warned(result) == {
        "the published US dollars differ by more than 5% from JPY at the market rate of 2026": (2, [15, 16])
    }
    ours = SalaryRecord.objects.filter(source__slug="board", typical=6_000_000)
    assert set(ours.values_list("annual_typical_usd", flat=True)) == {usd}


def test_estimated_years_are_read_warned_of_and_noted(tmp_path):
    mapping = MAPPING.replace("year = 2026, ", "").replace("published_usd", "year")
    result = import_foreign(
        tmp_path / "years.csv",
        mapping,
        "Title,Country,Salary,Currency,USD\nData scientist,Japan,5000000,JPY,2021e\n"
        "Data scientist,Japan,5000000,JPY,2021\n"
        "Data scientist,Japan,5000000,JPY,e2021\n",
    )
    assert warned(result) == {"the source marks the year as estimated": (1, [2])}
    assert reasons(result) == {4: "row 4, USD: 'e2021': not a year within 1950 and 2100"}
    records = SalaryRecord.objects.filter(source__slug="board").order_by("pk")
    assert list(records.values_list("year", "note")) == [
        (2021, "The source marks the year as estimated."),
        (2021, ""),
    ]


def test_strict_refuses_what_looks_wrong_with_the_same_reasons(found):
    result = found(
        ["Data scientist", "Japan", "500000", "JPY", ""],
        ["Data scientist", "Japan", "40000", "USD", ""],
        ["Data scientist", "Japan", "6000000", "JPY", "90000"],
        is_strict=True,
    )
    assert counts(result) == {"created": 12, "refused": 3}
    found_reasons = reasons(result)
    assert found_reasons.pop(14).endswith(" dollars a year': the amount would be usual as pay for a month: Japan")
    assert found_reasons == {
        15: "row 15, Currency: 'USD': paid in USD in Japan, where JPY is the currency",
        16: "row 16, USD: '90000': the published US dollars differ by more than 5% from JPY at the market rate of 2026",
    }
    assert warned(result) == {}


def test_a_mapping_may_keep_doubtful_rows_as_drafts_with_the_reason(found):
    rows = [["Data scientist", "Japan", "500000", "JPY", ""], ["Data scientist", "Japan", "40000", "USD", ""]]
    assert counts(found(*rows, mapping='doubt = {rows = "draft"}')) == {"created": 14}
    assert counts(found(*rows, mapping='doubt = {rows = "draft"}')) == {"unchanged": 14}
    drafts = SalaryRecord.objects.filter(source__slug="board", status="draft").order_by("pk")
    assert list(drafts.values_list("typical", "note")) == [
        (D(500_000), "Check: the amount would be usual as pay for a month: Japan."),
        (D(40_000), "Check: paid in USD in Japan, where JPY is the currency."),
    ]


def test_our_own_format_is_judged_only_if_asked(tmp_path):
    path = write_csv(tmp_path / "own.csv", [SALARY_ROW | {"place": "singapore", "currency_code": "USD"}])
    before = whole_database()
    _, reasons_given, failure = call("import_salaries", path, "--strict", dry_run=True)
    assert (whole_database(), "Traceback" in reasons_given + failure) == (before, False)
    assert call("import_salaries", path)[2] == ""


def test_the_most_telling_warnings_come_first_and_the_run_keeps_them(found, tmp_path):
    countries = (
        "India Vietnam Philippines Indonesia Germany France Spain Italy Poland Sweden Norway Denmark Brazil Chile"
    )
    countries += " Peru Mexico Canada Kenya Egypt Nigeria Ghana Turkey"
    # Twice each, so that they outnumber the one row that looks monthly.
    foreign = [["Data scientist", name, "40000", "USD", ""] for name in countries.split() for _ in range(2)]
    rows = [*foreign, ["Data scientist", "Japan", "500000", "JPY", ""]]
    found(*rows)
    SalaryRecord.objects.filter(source__slug="board").delete()
    (tmp_path / "found.toml").write_text(SOURCE + MAPPING, "utf-8")
    printed, _, _ = call("import_salaries", tmp_path / "found.csv", "--mapping", tmp_path / "found.toml")
    lines = printed.splitlines()
    assert lines[0] == "warning: the amount would be usual as pay for a month: Japan (1 row: 58)"
    assert lines[20] == "and 3 more kinds of warning, for 6 rows"
    monthly = [one["rows"] for one in ImportRun.objects.first().warnings if one["kind"] == "monthly"]
    assert monthly == [[58]]
