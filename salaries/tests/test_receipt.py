"""The receipt: every step from the quote to a figure, with its arithmetic."""

from decimal import Decimal as D

from django.contrib.auth.models import User

from salaries.models import ExchangeRate, PriceLevel, SalaryRecord
from salaries.receipt import receipt_of, versions_of
from salaries.unit import Unit


def steps(key: str) -> list[tuple[str, str, str]]:
    receipt = receipt_of(SalaryRecord.objects.get(key=key))
    return [(one.label, one.calculation, one.result.replace("\u00a0", " ")) for one in receipt.steps]


ECB = "30 October 2026, European Central Bank: Euro foreign exchange reference rates"
PPP = "2024, World Bank: PPP conversion factor, GDP (PA.NUS.PPP)"


def test_a_receipt_in_local_currency_shows_every_step(db):
    # 100,000 ÷ 0.80404965 = 124,370.43; 170,000 ÷ 0.80404965 = 211,429.73.
    assert steps("singapore-ml-engineer-morgan-mckinley-2026") == [
        ("As quoted", "Average", "S$100,000–170,000 a year"),
        ("Typical", "midway of low and high", "S$135,000 a year"),
        ("In US dollars", f"÷ 1.27837451 SGD per USD, {ECB}", "$78,224–132,981 a year"),
        (
            "What it buys",
            f"÷ 0.80404965 SGD per international dollar, {PPP}",
            "as much as $124,370–211,430 a year in the United States",
        ),
    ]


def test_a_monthly_quote_is_made_into_a_year(db):
    found = steps("ho-chi-minh-city-ml-engineer-2026")
    assert found[:3] == [
        ("As quoted", "As stated", "₫20M–120M a month"),
        ("For a year", "× 12 months a year", "₫240M–1,440M"),
        ("Typical", "midway of low and high", "₫840M a year"),
    ]
    assert found[3][1].startswith("÷ 23,787.31917 VND per USD, average of 2023, World Bank: ")


def test_a_quote_in_dollars_buys_by_way_of_the_local_currency(db):
    # 105,000 × 1.27837451 ÷ 0.80404965 = 166,942.15 international dollars.
    found = steps("singapore-ml-engineer-chart-2026")
    assert found[1] == ("In US dollars", "quoted in US dollars", "$105,000 a year")
    assert found[-1] == (
        "What it buys",
        f"× 1.27837451 SGD per USD, {ECB.partition(',')[0]}, ÷ 0.80404965 SGD per international dollar, {PPP}",
        "as much as $166,942 a year in the United States",
    )


def test_an_open_range_stays_open_to_the_end(db):
    found = steps("seoul-ml-engineer-junior-2026")
    assert [result for _, _, result in found] == [
        "₩40M or more a year",
        "$29,957 or more a year",
        "as much as $49,427 or more a year in the United States",  # 40,000,000 ÷ 809.26722
    ]


def test_a_receipt_without_a_rate_says_so_and_invents_none(db):
    ExchangeRate.objects.filter(currency_code="KRW").delete()
    found = steps("seoul-ml-engineer-2026")
    assert ("In US dollars", "no rate for KRW in 2026", "no figure") in found


def test_a_region_has_no_purchasing_power(db):
    assert [label for label, _, _ in steps("asia-ml-engineer-senior-2026")] == ["As quoted", "Typical", "In US dollars"]


def test_a_receipt_without_price_levels_ends_with_dollars(db):
    PriceLevel.objects.all().delete()
    receipt = receipt_of(SalaryRecord.objects.get(key="seoul-ml-engineer-2026"))
    assert (receipt.price_level, receipt.steps[-1].label) == (None, "In US dollars")


def test_an_imported_record_has_its_run_as_history(db):
    record = SalaryRecord.objects.get(key="seoul-ml-engineer-2026")
    (version,) = versions_of(record)
    assert (version["reason"], version["what"], version["first"]) == (f"Import run {record.import_run_id}", [], True)


def test_a_change_is_shown_with_what_it_was_before_without_a_name(db):
    record = SalaryRecord.objects.get(key="seoul-ml-engineer-2026")
    record.low, record._history_user = D(61000000), User.objects.create(username="somebody")
    record._change_reason = "Typing error"
    record.save()
    newest, first = versions_of(record)
    assert (newest["who"], newest["reason"], newest["first"]) == ("an editor", "Typing error", False)
    assert newest["what"] == [{"field": "low", "old": D("60000000.00"), "new": D("61000000")}]
    assert (first["reason"], first["first"]) == (f"Import run {record.import_run_id}", True)


def test_a_save_that_changes_nothing_is_no_version(db):
    record = SalaryRecord.objects.get(key="seoul-ml-engineer-2026")
    record.save()
    assert len(versions_of(record)) == 1


def into(key: str, code: str) -> list[tuple[str, str, str]]:
    """The last steps, those that lead to a chosen unit."""
    record = SalaryRecord.objects.get(key=key)
    plain, whole = receipt_of(record).steps, receipt_of(record, Unit(code)).steps
    assert whole[: len(plain)] == plain
    return [(one.label, one.calculation, one.result.replace("\u00a0", " ")) for one in whole[len(plain) :]]


def test_a_receipt_goes_on_to_the_chosen_currency(db):
    # 132,981.37 × 1,335.26673827 = 177,565,600
    calculation = f"the US dollars × 1,335.26673827 KRW per USD, {ECB}"
    expected = ("In South Korean won", calculation, "₩104.50M–177.60M a year")
    assert into("singapore-ml-engineer-morgan-mckinley-2026", "KRW") == [expected]
    assert receipt_of(SalaryRecord.objects.first(), Unit("KRW")).unit_rate.currency_code == "KRW"


def test_a_monthly_quote_goes_back_to_the_month(db):
    # 2,300 × 12 × 1,335.26673827 = 36,853,362; a twelfth of it is 3,071,113.
    assert into("bangalore-lead-ai-developer-2026", "KRW") == [
        ("In South Korean won", f"the US dollars × 1,335.26673827 KRW per USD, {ECB}", "₩36.85M a year"),
        ("For a month", "÷ 12 months a year", "₩3,071,000 a month"),
    ]
    assert into("ho-chi-minh-city-ml-engineer-2026", "USD") == [
        ("For a month", "÷ 12 months a year", "$841–5,045 a month")
    ]
    assert into("ho-chi-minh-city-ml-engineer-2026", "PPP") == [
        (
            "In international dollars",
            "one buys what a US dollar buys in the United States",
            "int$ 34,498–206,988 a year",
        ),
        ("For a month", "÷ 12 months a year", "int$ 2,875–17,249 a month"),
    ]


def test_a_receipt_adds_no_step_to_pay_quoted_in_the_chosen_unit(db):
    assert into("seoul-ml-engineer-2026", "KRW") == into("bangalore-lead-ai-developer-2026", "USD") == []
    assert into("seoul-ml-engineer-2026", "USD") == []


def test_a_receipt_says_why_there_is_no_figure_in_the_chosen_unit(db):
    reason = "no PPP factor for Asia, which is no single country"
    assert into("asia-ml-engineer-senior-2026", "PPP") == [("What it buys", reason, "no figure, so it stays as quoted")]
    ExchangeRate.objects.filter(currency_code="VND").delete()
    assert into("seoul-ml-engineer-2026", "VND") == [
        ("In Vietnamese dong", "no rate for VND in 2026", "no figure, so it stays as quoted")
    ]


def test_the_page_of_a_record_takes_the_unit_from_its_address(db, client):
    url = "/salaries/seoul-ml-engineer-2026/"
    whole, part = client.get(f"{url}?currency=SGD"), client.get(f"{url}?currency=SGD", headers={"hx-request": "true"})
    for response in (whole, part):
        assert "S$57,440–114,900 a year" in response.content.decode()
    assert "1.27837451 SGD per US dollar" in whole.content.decode()
    assert f'href="{url}?currency=SGD">The full record' in part.content.decode()
    wrong = client.get(f"{url}?currency=gold")
    assert (wrong.status_code, "There is no rate for this currency here" in wrong.content.decode()) == (200, True)
