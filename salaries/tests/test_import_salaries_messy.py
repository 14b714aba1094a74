"""Files as they are found: words in many languages, old encodings, preambles. An exact amount, or a true reason."""

from decimal import Decimal as D

import pytest

from salaries.models import SalaryRecord
from salaries.tests.foreign_files import import_foreign, reasons, stated
from salaries.tests.real_files import counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    return tmp_path / "found.csv"


def test_ranges_of_dollars_with_estimates_keep_the_words(path):
    mapping = """
    constants = {year = 2026, country = "US", period = "year", role = "data-scientist"}
    columns = {pay = "Salary Estimate"}
    """
    content = (
        "Company,Salary Estimate\nAcme,$120K-$150K (Glassdoor est.)\nBeta,$98K (Employer est.)\n"
        "Core,$45-$60 Per Hour (Glassdoor est.)\nDelta,-1\n"
    )
    result = import_foreign(path, mapping, content)
    assert counts(result) == {"created": 2, "refused": 2}
    assert reasons(result) == {
        4: "row 4, period: 'hour': the amount says hour, the row says year",
        5: "row 5, Salary Estimate: '-1': negative: pay is above zero",
    }
    assert stated() == [
        ("united-states", D(120_000), None, D(150_000), "USD", "year"),
        ("united-states", None, D(98_000), None, "USD", "year"),
    ]
    first = SalaryRecord.objects.filter(source__slug="board").order_by("pk").first()
    assert (first.quote, first.note, first.qualifier) == ("$120K-$150K (Glassdoor est.)", "Glassdoor est.", "about")


def test_lakh_and_crore_of_indian_rupees(path):
    mapping = """
    constants = {year = 2026, period = "year", role = "data-scientist", currency_code = "INR"}
    columns = {city = "City", pay = "CTC"}
    """
    content = (
        'City,CTC\nBengaluru,₹30–45 lakh\nBangalore,"12,50,000"\nBangalore,1.2 Cr\nBangalore,15 LPA\nBangalore,8L\n'
    )
    content += "Pune,10 lakh\nBangalore,15-20\n"
    result = import_foreign(path, mapping, content)
    assert stated() == [
        ("bangalore", D(3_000_000), None, D(4_500_000), "INR", "year"),
        ("bangalore", None, D(1_250_000), None, "INR", "year"),
        ("bangalore", None, D(12_000_000), None, "INR", "year"),
        ("bangalore", None, D(1_500_000), None, "INR", "year"),
        ("bangalore", None, D(800_000), None, "INR", "year"),
        ("bangalore", D(15), None, D(20), "INR", "year"),
    ]
    assert reasons(result) == {7: "row 7, City: 'Pune': there is no such city; add it, or its name here as an alias"}
    assert "the amount is far from all others of its role and country: India" in {
        warned.message for warned in result.warnings if 8 in warned.rows
    }


def test_vietnamese_millions_a_month_with_full_accents(path):
    mapping = """
    constants = {year = 2026, role = "ai-engineer", currency_code = "VND"}
    columns = {city = "Thành phố", pay = "Mức lương"}
    """
    content = (
        "Thành phố,Mức lương\nThành phố Hồ Chí Minh,25 - 40 triệu/tháng\nSaigon,Trên 30 triệu/tháng\n"
        "Hồ Chí Minh,Tới 50 triệu/tháng\nThanh pho Ho Chi Minh,Tới 50 triệu/tháng\n"
        "HCMC,15tr/tháng\nHCMC,Thỏa thuận\nHCMC,20 triệu\n"
    )
    result = import_foreign(path, mapping, content)
    assert stated() == [
        ("ho-chi-minh-city", D(25_000_000), None, D(40_000_000), "VND", "month"),
        ("ho-chi-minh-city", D(30_000_000), None, None, "VND", "month"),
        ("ho-chi-minh-city", None, None, D(50_000_000), "VND", "month"),
        ("ho-chi-minh-city", None, D(15_000_000), None, "VND", "month"),
    ]
    assert reasons(result) == {
        4: "row 4, Thành phố: 'Hồ Chí Minh': there is no such city; add it, or its name here as an alias",
        7: "row 7, Mức lương: 'Thỏa thuận': negotiable: no amount is stated",
        8: "row 8, period: no period is given (hour, day, week, month, year)",
    }


def test_chinese_ten_thousands_a_month(path):
    mapping = """
    constants = {year = 2026, country = "CN", role = "nlp-engineer"}
    columns = {pay = "薪资"}
    encoding = "gb18030"
    """
    content = "职位,薪资\n算法,1.5-2.5万/月\n算法,￥2万/月\n算法,面议\n算法,30万/年\n"
    result = import_foreign(path, mapping, content, encoding="gb18030")
    assert reasons(result)[4] == "row 4, 薪资: '面议': negotiable: no amount is stated"
    # A bare number is in no currency, whatever the place.
    assert reasons(result)[2] == "row 2, currency_code: no currency is given, by a column, a constant or the amount"
    assert stated() == [("china", None, D(20_000), None, "CNY", "month")]


def test_russian_export_in_windows_1251_with_semicolons(path):
    mapping = """
    constants = {year = 2026, currency_code = "RUB", period = "month", role = "machine-learning-engineer"}
    columns = {country = "Страна", pay = "Зарплата"}
    """
    content = (
        "Страна;Должность;Зарплата\nРоссия;Инженер;от 100 000 до 150 000 руб. на руки\nРоссия;Инженер;250 000,50 ₽\n"
        "Казахстан;Инженер;500 000 ₸\nРоссия;Инженер;по договорённости\n"
    )
    result = import_foreign(path, mapping, content.replace("₽", "руб.").replace("₸", "тенге"), encoding="cp1251")
    assert result.format == "CSV, semicolons, Windows-1251"
    assert stated() == [
        ("russia", D(100_000), None, D(150_000), "RUB", "month"),
        ("russia", None, D("250000.50"), None, "RUB", "month"),
    ]
    assert reasons(result)[4].endswith("the amount says KZT, the row says RUB")
    assert reasons(result)[5] == "row 5, Зарплата: 'по договорённости': negotiable: no amount is stated"
    assert SalaryRecord.objects.filter(source__slug="board").order_by("pk").first().basis == "net"


def test_polish_export_in_windows_1250_with_decimal_commas(path):
    mapping = """
    constants = {year = 2026, country = "PL", period = "month", basis = "gross", role = "data-scientist"}
    columns = {low = "Płaca od", high = "Płaca do", currency_code = "Waluta", employment_type = "Etat"}
    values.employment_type = {"pełny etat" = "full-time", "część etatu" = "part-time"}
    values.currency_code = {"zł" = "PLN"}
    written = {decimal = ","}
    """
    content = (
        "Stanowisko;Płaca od;Płaca do;Waluta;Etat\nAnalityk;12 500,50;18 000,00;zł;pełny etat\n"
        "Analityk;9.500,00;;zł;część etatu\nAnalityk;1,234;2,345;zł;pełny etat\nAnalityk;20000;10000;zł;pełny etat\n"
        "Analityk;7000;8000;zł;zlecenie\n"
    )
    result = import_foreign(path, mapping, content, encoding="cp1250")
    assert result.format == "CSV, semicolons, Windows-1250"
    assert stated() == [
        ("poland", D("12500.50"), None, D(18_000), "PLN", "month"),
        ("poland", D(9_500), None, None, "PLN", "month"),
    ]
    # With a decimal comma, 1,234 has three minor digits: not an amount, and not one thousand either.
    assert list(reasons(result)) == [4, 5, 6]
    assert reasons(result)[6].startswith("row 6, Etat: 'zlecenie': ")


def test_czech_export_with_words_beside_the_amount(path):
    mapping = """
    constants = {year = 2026, country = "CZ", role = "data-scientist"}
    columns = {pay = "Mzda", period = "Období"}
    values = {period = {"měsíčně" = "month", "ročně" = "year"}}
    """
    content = (
        "Mzda;Období\n45 000 Kč;měsíčně\nod 45 000 Kč;měsíčně\n"
        "1 200 000,00 Kč;ročně\ndohodou;měsíčně\n50 tis. Kč;týdně\n"
    )
    result = import_foreign(path, mapping, content, encoding="cp1250")
    assert stated() == [
        ("czechia", None, D(45_000), None, "CZK", "month"),
        ("czechia", D(45_000), None, None, "CZK", "month"),
        ("czechia", None, D(1_200_000), None, "CZK", "year"),
    ]
    assert reasons(result) == {
        5: "row 5, Mzda: 'dohodou': negotiable: no amount is stated",
        6: "row 6, Období: 'týdně': Input should be 'hour', 'day', 'week', 'month' or 'year'",
    }


def test_what_a_column_leaves_empty_the_amount_may_say(path):
    mapping = """
    constants = {year = 2026, country = "DE", role = "data-scientist"}
    columns = {pay = "Gehalt", period = "Zeitraum", currency_code = "Währung"}
    """
    result = import_foreign(path, mapping, "Gehalt;Zeitraum;Währung\n5.000 €/Monat;;\n60.000;year;EUR\n")
    assert reasons(result) == {}
    assert stated() == [
        ("germany", None, D(5_000), None, "EUR", "month"),
        ("germany", None, D(60_000), None, "EUR", "year"),
    ]


def test_nine_lines_of_preamble_are_skipped_and_rows_keep_their_numbers(path):
    mapping = """
    constants = {year = 2025, period = "year", currency_code = "EUR", role = "data-scientist"}
    columns = {country = "Land", low = "P25", typical = "Median", high = "P75", sample_size = "n"}
    """
    preamble = (
        "Salary report;;;;\nPublisher: Example;;;;\n\nNotes:;;;;\n1) gross;;;;\n2) full time;;;;\n\nTable 4;;;;\n;;;;\n"
    )
    content = preamble + "Land;P25;Median;P75;n\nDeutschland;55.000;65.000;78.000;120\nÖsterreich;50.000;60.000;;\n"
    content += "Schweiz;k. A.;;;\n"
    result = import_foreign(path, mapping, content)
    assert stated() == [
        ("germany", D(55_000), D(65_000), D(78_000), "EUR", "year"),
        ("austria", D(50_000), D(60_000), None, "EUR", "year"),
    ]
    assert list(reasons(result)) == [13]
    assert SalaryRecord.objects.get(source__slug="board", place__slug="germany").sample_size == 120


def test_a_bare_dollar_is_the_rows_the_places_or_the_mappings_and_never_a_guess(path):
    content = 'Place,Pay\nSingapore,"$96,000"\nIndia,"$96,000"\nUnited States,"$96,000"\nSingapore,"US$96,000"\n'
    columns = (
        'constants = {year = 2026, period = "year", role = "ai-engineer"}\ncolumns = {place = "Place", pay = "Pay"}\n'
    )
    result = import_foreign(path, columns, content)
    assert [(place, code) for place, *_, code, _ in stated()] == [
        ("singapore", "SGD"),
        ("united-states", "USD"),
        ("singapore", "USD"),
    ]
    assert reasons(result) == {
        3: "row 3, Pay: '$96,000': $ could be USD, SGD, HKD, …: name the currency in the mapping"
    }
    SalaryRecord.objects.filter(source__slug="board").delete()
    result = import_foreign(path, columns + 'written = {symbols = {"$" = "USD"}}')
    assert counts(result) == {"created": 4}
    assert {code for *_, code, _ in stated()} == {"USD"}


@pytest.mark.parametrize(
    "words",
    [
        "Negotiable",
        "competitive",
        "DOE",
        "nach Vereinbarung",
        "à négocier",
        "a convenir",
        "da concordare",
        "応相談",
        "협의",
    ],
)
def test_negotiable_in_any_language_is_refused_with_that_reason(path, words):
    mapping = 'constants = {year = 2026, country = "JP", role = "ai-engineer"}\ncolumns = {pay = "Pay"}\n'
    result = import_foreign(path, mapping, f"Pay\n{words}\n")
    assert reasons(result) == {2: f"row 2, Pay: {words!r}: negotiable: no amount is stated"}
    assert stated() == []
