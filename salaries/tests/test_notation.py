"""Pay as people write it, worked out by hand, and what is refused with which reason."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salaries.importers.notation import Notation, NotationError, Pay, parse_number, parse_pay
from salaries.importers.notation.tokens import KNOWN

COULD_BE = "could be USD, SGD, HKD, …: name the currency in the mapping"
TWO_AMOUNTS = "more than one amount, and no range: give each its own row"
NO_AMOUNT = "no amount is stated"
NEGOTIABLE = "negotiable: no amount is stated"
BADLY_GROUPED = "has badly grouped digits"
SAY_DECIMAL = "say in the mapping which is the decimal separator"


def point(amount: str, code: str = "", period: str = "", basis: str = "", qualifier: str = "exact", note: str = ""):
    return Pay(None, Decimal(amount), None, code, period, qualifier, basis, note)


def between(
    low: str, high: str, code: str = "", period: str = "", basis: str = "", said: str = "exact", note: str = ""
):
    return Pay(Decimal(low), None, Decimal(high), code, period, said, basis, note)


def least(low: str, code: str = "", period: str = "", basis: str = "", note: str = ""):
    return Pay(Decimal(low), None, None, code, period, "from", basis, note)


def most(high: str, code: str = "", period: str = "", basis: str = "", note: str = ""):
    return Pay(None, None, Decimal(high), code, period, "up-to", basis, note)


READ = [
    # plain numbers and separators
    ("95000", point("95000")),
    ("95000.50", point("95000.50")),
    ("95000.0000", point("95000")),
    (" 95 000 ", point("95000")),
    ("1,234,567.89", point("1234567.89")),
    ("1.234.567,89", point("1234567.89")),
    ("1\u00a0234\u00a0567,89", point("1234567.89")),
    ("1\u202f234\u202f567,89", point("1234567.89")),
    ("1\u2009234\u2009567", point("1234567")),
    ("1'234'567.89", point("1234567.89")),
    ("1’234’567", point("1234567")),
    ("12,34,567", point("1234567")),
    ("50.000", point("50000")),
    ("50,000", point("50000")),
    ("1234,5", point("1234.5")),
    ("१२,३४,५६७", point("1234567")),
    ("๒๕,๐๐๐ บาท", point("25000", "THB")),
    ("١٬٢٣٤٬٥٦٧٫٨٩", point("1234567.89")),
    ("５００，０００円", point("500000", "JPY")),
    ("5'000.– CHF", point("5000", "CHF")),
    # ranges
    ("20-25", between("20", "25")),
    ("100K-150K", between("100000", "150000")),
    ("100–150k", between("100000", "150000")),
    ("100k — 150k", between("100000", "150000")),
    ("100,000–150k", between("100000", "150000")),
    ("1.5 - 2.750M", between("1500000", "2750000")),
    ("30 to 45 lakh", between("3000000", "4500000")),
    ("between 5 and 8", between("5", "8")),
    ("min 50k, max 60k", between("50000", "60000")),
    ("50k min / 60k max", between("50000", "60000")),
    ("€45k-€50k", between("45000", "50000", "EUR")),
    ("2024-2025 EUR", between("2024", "2025", "EUR")),
    ("up to 5k", most("5000")),
    ("from 60k", least("60000")),
    ("120M+", least("120000000")),
    ("> 120k", least("120000")),
    ("at least £30,000", least("30000", "GBP")),
    # English
    ("US$ 1.5 million", point("1500000", "USD")),
    ("S$5,000 pm", point("5000", "SGD", "month")),
    ("A$120k p.a.", point("120000", "AUD", "year")),
    ("HK$30,000/month", point("30000", "HKD", "month")),
    ("£45,000 to £55,000 per annum plus bonus", between("45000", "55000", "GBP", "year", note="plus bonus")),
    ("£500 per day", point("500", "GBP", "day")),
    ("usd 50k gross/year", point("50000", "USD", "year", "gross")),
    ("ALL 90,000 net", point("90000", "ALL", "", "net")),
    ("25.50 EUR/hr", point("25.50", "EUR", "hour")),
    ("€900 weekly after tax", point("900", "EUR", "week", "net")),
    ("avg. £40,000", point("40000", "GBP", qualifier="average")),
    ("median: €55.000 p.a.", point("55000", "EUR", "year", qualifier="average", note="median")),
    ("~120k", point("120000", qualifier="about")),
    ("about 120k", point("120000", qualifier="about")),
    ("45k (Glassdoor est.)", point("45000", qualifier="about", note="Glassdoor est.")),
    ("45k (Somesite est.) + bonus", point("45000", qualifier="about", note="Somesite est.; + bonus")),
    ("50k-60k DOE", between("50000", "60000", note="DOE")),
    ("25k, 13th month pay", point("25000", note="13th month pay")),
    ("$50,000 CAD", point("50000", "CAD")),
    ("$1.2bn", point("1200000000", "USD"), "USD"),
    ("$5,000", point("5000", "SGD"), "SGD"),
    # India and its neighbours
    ("₹30-45 LPA", between("3000000", "4500000", "INR", "year")),
    ("8.5LPA", point("850000", "", "year")),
    ("15+ LPA", least("1500000", "", "year")),
    ("12 lakhs p.a. CTC", point("1200000", "", "year", "gross", note="CTC")),
    ("₹30L-45L", between("3000000", "4500000", "INR")),
    ("Rs. 3,00,000 - 4,50,000 P.A.", between("300000", "450000", "INR", "year"), "INR"),
    ("Rs 50,000/- per month", point("50000", "PKR", "month"), "PKR"),
    ("1 crore 20 lakh", point("12000000")),
    ("1.2 Cr", point("12000000")),
    ("₹5 लाख प्रति वर्ष", point("500000", "INR", "year")),
    ("৳ 50 হাজার", point("50000", "BDT")),
    # Southeast Asia
    ("5-8 triệu", between("5000000", "8000000")),
    ("20 - 30 tr", between("20000000", "30000000")),
    ("15-20 triệu VND/tháng", between("15000000", "20000000", "VND", "month")),
    ("từ 15 đến 20 triệu", between("15000000", "20000000")),
    ("lên đến 30 triệu đồng", most("30000000", "VND")),
    ("khoảng 1,5 tỷ/năm", point("1500000000", "", "year", qualifier="about")),
    ("10.000.000 ₫", point("10000000", "VND")),
    ("Rp5jt s/d Rp8jt per bulan", between("5000000", "8000000", "IDR", "month")),
    ("Rp. 5.000.000,-", point("5000000", "IDR")),
    ("IDR 4,5 juta", point("4500000", "IDR")),
    ("RM 3k–5k sebulan", between("3000", "5000", "MYR", "month")),
    ("25,000 - 35,000 บาทต่อเดือน", between("25000", "35000", "THB", "month")),
    ("฿3 หมื่น 5 พัน", point("35000", "THB")),
    ("₱30,000 – ₱40,000 a month", between("30000", "40000", "PHP", "month")),
    # East Asia
    ("300万〜500万", between("3000000", "5000000")),
    ("30万-50万/月", between("300000", "500000", "", "month")),
    ("年収500万円以上", least("5000000", "JPY", "year")),
    ("～500万円", most("5000000", "JPY")),
    ("300万円以上500万円以下", between("3000000", "5000000", "JPY")),
    ("300万円から500万円まで", between("3000000", "5000000", "JPY")),
    ("時給1,200円", point("1200", "JPY", "hour")),
    ("日給1万円～1万5000円", between("10000", "15000", "JPY", "day")),
    ("月30万円（手取り）", point("300000", "JPY", "month", "net")),
    ("1億2,000万円", point("120000000", "JPY")),
    ("3천만", point("30000000")),
    ("3천5백만원", point("35000000", "KRW")),
    ("연봉 1,200~1,500만원", between("12000000", "15000000", "KRW", "year")),
    ("월급 ₩3,000,000 이상", least("3000000", "KRW", "month")),
    ("최대 5,000만원", most("50000000", "KRW")),
    ("月薪 20-30K·15薪", between("20000", "30000", "", "month", note="15薪")),
    ("200-300元/天", between("200", "300", "CNY", "day"), "CNY"),
    ("年薪 NT$100萬起 税前", least("1000000", "TWD", "year", "gross")),
    ("¥5M", point("5000000", "JPY"), "JPY"),
    # Europe and the Americas
    ("ab 60.000 € brutto im Jahr", least("60000", "EUR", "year", "gross")),
    ("3.500 bis 4.000 € / Monat", between("3500", "4000", "EUR", "month")),
    ("CHF 120’000 pro Jahr", point("120000", "CHF", "year")),
    ("de 30 à 45 k€ par an", between("30000", "45000", "EUR", "year")),
    ("jusqu’à 2 500 € net par mois", most("2500", "EUR", "month", "net")),
    ("desde 30.000 € brutos al año", least("30000", "EUR", "year", "gross")),
    ("R$ 5 mil por mês", point("5000", "BRL", "month")),
    ("até R$ 7.500,00", most("7500", "BRL")),
    ("da 30.000 a 40.000 euro lordi annui", between("30000", "40000", "EUR", "year", "gross")),
    ("€ 3.500 bruto p/m", point("3500", "EUR", "month", "gross")),
    ("15 000 - 20 000 PLN/mies. brutto", between("15000", "20000", "PLN", "month", "gross")),
    ("od 8 000 do 10 000 zł netto", between("8000", "10000", "PLN", "", "net")),
    ("25 000,- až 30 000,- Kč měsíčně", between("25000", "30000", "CZK", "month")),
    ("bruttó 600.000-800.000 Ft/hó", between("600000", "800000", "HUF", "month", "gross")),
    ("450 000 kr/år", point("450000", "SEK", "year"), "SEK"),
    ("от 100 000 до 150 000 руб. на руки", between("100000", "150000", "RUB", "", "net")),
    ("60-70 тыс. руб./мес.", between("60000", "70000", "RUB", "month")),
    ("25 000–40 000 грн в месяц", between("25000", "40000", "UAH", "month")),
    ("aylık 30.000 - 40.000 TL", between("30000", "40000", "TRY", "month")),
    ("٥٠٠٠ د.إ شهريا", point("5000", "AED", "month")),
]

REFUSED = [
    ("", NO_AMOUNT),
    (" - ", NO_AMOUNT),
    ("not disclosed", NO_AMOUNT),
    ("13th month", NO_AMOUNT),
    *((word, NEGOTIABLE) for word in "Negotiable; competitive; DOE; thỏa thuận; thoả thuận; cạnh tranh".split("; ")),
    *((word, NEGOTIABLE) for word in "面議; 面议; 応相談; 협의; 회사내규; kompetitif; VB; à négocier".split("; ")),
    *((word, NEGOTIABLE) for word in "a convenir; договорная; po dohodě; do uzgodnienia; ตามตกลง".split("; ")),
    ("Lương: thỏa thuận", NEGOTIABLE),
    ("$5,000", f"$ {COULD_BE}"),
    ("5000 dollars", f"dollars {COULD_BE}"),
    ("¥5M", "¥ could be JPY, CNY: name the currency in the mapping"),
    ("Rs. 5,000", "Rs. could be INR, PKR, LKR, …: name the currency in the mapping"),
    ("500 kr", "kr could be SEK, NOK, DKK, …: name the currency in the mapping"),
    ("€50k-£60k", "two currencies: EUR and GBP"),
    ("50k per month / per year", "two periods: month and year"),
    ("gross 50k net", "both gross and net"),
    ("1.500k", f"'1.500' could be 1500 or 1.500: {SAY_DECIMAL}"),
    ("1,250 triệu", f"'1,250' could be 1250 or 1.250: {SAY_DECIMAL}"),
    ("KWD 1.500", f"'1.500' could be 1500 or 1.500: {SAY_DECIMAL}"),
    ("1,0000", f"'1,0000' could be 10000 or 1.0000: {SAY_DECIMAL}"),
    ("1,5 - 2.5M", f"both . and , are decimal separators here: {SAY_DECIMAL}"),
    ("1,23,4", f"'1,23,4' {BADLY_GROUPED}"),
    ("12.34.5,6", f"'12.34.5,6' {BADLY_GROUPED}"),
    ("1 234,567,890.5", f"'1 234,567,890.5' {BADLY_GROUPED}"),
    (".5M", "'.5M' is not a number"),
    ("100 150k", "'100 150' before a multiplier could be two numbers"),
    ("0901234567", "'0901234567' begins with 0, as telephone numbers and identifiers do"),
    ("555-123-4567", TWO_AMOUNTS),
    ("+84 90 123 45 67", TWO_AMOUNTS),
    ("50k / 60k", TWO_AMOUNTS),
    ("50000 or 60000", TWO_AMOUNTS),
    ("100k, 200k", TWO_AMOUNTS),
    ("5/8 triệu", TWO_AMOUNTS),
    ("1e5", TWO_AMOUNTS),
    ("1万5", TWO_AMOUNTS),
    ("100k 200k", TWO_AMOUNTS),
    ("5k million", "'5' is not clear: one multiplier after each number"),
    ("50k-", "neither an amount, a range, nor an open range"),
    ("+50k", "neither an amount, a range, nor an open range"),
    ("150k-100k", "the first amount of the range is above the second"),
    ("100k-150", "the first amount of the range is above the second"),
    ("500-1.5M", "the range is not clear: write the multiplier after both numbers"),
    ("~5000만원", "a ~ before the amount could mean about or up to"),
    ("2024-2025", "could be two years: name the currency or the period"),
    ("2024-05", "a date, not an amount"),
    ("31/12/2024", "a date, not an amount"),
    ("50k + 10%", "a percentage, not an amount"),
    ("1-2 years", "'years' is not understood"),
    ("3 year", "'year' is a length of time: write 'per year'"),
    ("5月", "'月' is a length of time: write 'per month'"),
    ("50k foo", "'foo' is not understood"),
    ("try 50k", "'try' is not understood"),
    ("5²", "'²' is not understood"),
    ("50k\x00", "'U+0000' is not understood"),
    ("30L", "'L' means lakh only beside rupees"),
    ("2 mil. Kč", "'mil.' could be a thousand or a million"),
    ("2 mil Kč", "'mil' could be a thousand or a million"),
    ("15 triệu/th", "'th' is not understood"),
    ("lakh 5", "'lakh' stands without a number"),
    ("-5000", "negative: pay is above zero"),
    ("−5000", "negative: pay is above zero"),
    ("(5,000)", "'5,000' stands in brackets: give an amount its own row"),
    ("5000 (gross", "brackets do not match"),
    ("0", "zero: pay is above zero"),
    ("0.00", "zero: pay is above zero"),
    ("0k", "zero: pay is above zero"),
    ("10000000000000", "too large: pay is below 10,000,000,000,000"),
    ("20,000 billion", "'20,000' could be 20000 or 20.000: say in the mapping which is the decimal separator"),
    ("20000 billion", "too large: pay is below 10,000,000,000,000"),
    ("12.345678", "too fine: up to 2 digits after the decimal separator"),
    ("1.234567k", "too fine: up to 2 digits after the decimal separator"),
    ("5" * 201, "longer than 200 characters"),
    ("N/A 50k", "an amount beside a word that says there is none"),
]


@pytest.mark.parametrize("row", READ, ids=[row[0] for row in READ])
def test_pay_is_read_as_written(row):
    text, expected, hint = row if len(row) == 3 else (*row, "")
    assert parse_pay(text, currency_hint=hint) == expected


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[row[0][:30] for row in REFUSED])
def test_pay_that_could_be_misread_is_refused_with_its_reason(text, reason):
    with pytest.raises(NotationError) as refused:
        parse_pay(text)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("1.500k", ".", "1500"),
        ("1.500k", ",", "1500000"),
        ("1,250 triệu", ",", "1250000"),
        ("1.234", ",", "1234"),
        ("1,50", ",", "1.50"),
        ("KWD 1.500", ".", "1.5"),
    ],
)
def test_decimal_separator_of_the_mapping_decides(text, decimal, expected):
    assert parse_pay(text, Notation(decimal=decimal)).typical == Decimal(expected)


@pytest.mark.parametrize(("text", "decimal"), [("95000.50", ","), ("1,50", "."), ("1.5,2", ".")])
def test_decimal_separator_of_the_mapping_is_not_overruled(text, decimal):
    with pytest.raises(NotationError) as refused:
        parse_pay(text, Notation(decimal=decimal))
    assert str(refused.value) == f"'{text}' {BADLY_GROUPED}"


@pytest.mark.parametrize(
    ("text", "symbols", "hint", "expected"),
    [
        ("$5", {"$": "SGD"}, "USD", "SGD"),  # the mapping before the place
        ("$5 CAD", {}, "SGD", "CAD"),  # the text before the place
        ("$5", {}, "TWD", "TWD"),
        ("¥5", {"¥": "CNY"}, "", "CNY"),
        ("￥5", {}, "JPY", "JPY"),
        ("5 Kr.", {"kr": "DKK"}, "", "DKK"),
        ("5 元", {}, "TWD", "TWD"),
        ("£5", {}, "EGP", "EGP"),
        ("£5", {}, "SGD", "GBP"),
        ("R5 000", {}, "ZAR", "ZAR"),
        ("Z$5", {"Z$": "ZWG"}, "", "ZWG"),  # a mark that we have not heard of
        ("€5", {}, "USD", "EUR"),  # the place never replaces what is named
        ("5", {}, "USD", ""),
    ],
)
def test_currency_mark_is_resolved_by_mapping_text_and_place(text, symbols, hint, expected):
    assert parse_pay(text, Notation(symbols=symbols), currency_hint=hint).currency_code == expected


def test_currency_mark_stays_refused_where_the_place_writes_it_differently():
    with pytest.raises(NotationError) as refused:
        parse_pay("$5", currency_hint="VND")
    assert str(refused.value) == f"$ {COULD_BE}"


def test_plain_number_of_a_currency_with_three_places_is_read_with_care():
    assert parse_pay("1500.5", currency_hint="KWD").typical == Decimal("1500.5")
    with pytest.raises(NotationError):
        parse_pay("1.500", currency_hint="KWD")


def test_notation_refuses_unknown_codes_and_separators():
    with pytest.raises(NotationError) as refused:
        Notation(symbols={"$": "DOLLAR"})
    assert str(refused.value) == "'$' stands for 'DOLLAR', which is not an ISO 4217 currency code"
    with pytest.raises(NotationError) as refused:
        Notation(decimal=";")  # type: ignore[arg-type]
    assert str(refused.value) == "the decimal separator is . or , and not ';'"


@pytest.mark.parametrize("text", ["", "abc", "1 2", "1,23,4", "-5", "²", "1.5k", "9" * 201])
def test_number_refuses_what_is_no_number(text):
    with pytest.raises(NotationError):
        parse_number(text)


FRAGMENTS = [*sorted(KNOWN), *"1 5 20 150 1,500 2.000,50 12,34,567 0 ( ) . , ' - ~ + % ² ½ ٣ Foo \x00".split(), " "]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=210), st.sampled_from(["", "INR", "SGD", "KWD"]))
def test_any_text_is_read_or_refused(text, hint):
    check(text, hint)


@settings(max_examples=700, deadline=None)
@given(
    st.lists(st.sampled_from(FRAGMENTS), max_size=8), st.sampled_from(["", " "]), st.sampled_from(["", "INR", "KWD"])
)
def test_any_words_of_pay_are_read_or_refused(fragments, joint, hint):
    check(joint.join(fragments), hint)


def check(text: str, hint: str) -> None:
    """Either a sentence, or amounts that the database takes."""
    try:
        pay = parse_pay(text, currency_hint=hint)
    except NotationError:
        return
    stated = [amount for amount in (pay.low, pay.typical, pay.high) if amount is not None]
    assert stated
    assert all(0 < amount < 10**13 and amount == round(amount, 2) for amount in stated)
    assert stated == sorted(stated)
