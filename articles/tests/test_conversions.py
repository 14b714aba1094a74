"""A guide in the unit that its reader chose: sentences, charts, tables, and what cannot be converted.

The rates of the sample for 2026: 1,335.26673827 KRW, 1.27837451 SGD, 94.95524526 INR and (of 2023) 23,787.31917 VND per
US dollar. PPP factors, of 2024: 809.26722 KRW, 0.80404965 SGD, 6,956.92750425 VND.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from articles.figures import render
from articles.preview import address_of
from articles.tests.test_models import guide
from guide_site.tests.html import links, tables, text
from guide_site.tests.pages import CHART_SOURCE, GUIDE, ROLE
from salaries.models import ExchangeRate, PriceLevel, SalaryRecord
from salaries.tests.making import a_record
from salaries.unit import Unit
from salaries.unit_choice import UnitForm

SAMPLE = {"source": "ml-careers-asia-2026", "role": ROLE}


def in_unit(source: str, code: str):
    return render(source, unit=Unit(code))


def words(html: str) -> str:
    return " ".join(strip_tags(html).split())


def page_words(client, address: str) -> str:
    """What the main part of a page says, joined as a reader sees it."""
    response = client.get(address)
    assert response.status_code == 200
    return words(response.content.decode().split("<main")[1])


def shown(source: str, code: str) -> str:
    rendered = in_unit(source, code)
    assert rendered.problems == []
    return words(rendered.body)


@pytest.mark.parametrize(
    ("figure", "code", "expected"),
    [
        # 100,000 ÷ 1.27837451 = 78,224.34 and 170,000 ÷ 1.27837451 = 132,981.37 dollars, × 1,335.26673827.
        ("singapore-ml-engineer-morgan-mckinley-2026", "KRW", "S$100,000–170,000 [₩104.50M–177.60M] a year"),
        ("singapore-ml-engineer-morgan-mckinley-2026 amount", "KRW", "S$100,000–170,000 [₩104.50M–177.60M]"),
        ("singapore-ml-engineer-morgan-mckinley-2026 usd", "KRW", "$78,224–132,981 [₩104.50M–177.60M] a year"),
        ("singapore-ml-engineer-morgan-mckinley-2026", "USD", "S$100,000–170,000 [$78,224–132,981] a year"),
        # ÷ 0.80404965
        ("singapore-ml-engineer-morgan-mckinley-2026", "PPP", "S$100,000–170,000 [int$ 124,370–211,430] a year"),
        # Quoted in the unit: not converted, and the dollars lead back to exactly what was quoted.
        ("singapore-ml-engineer-morgan-mckinley-2026", "SGD", "S$100,000–170,000 a year"),
        ("singapore-ml-engineer-morgan-mckinley-2026 usd", "SGD", "$78,224–132,981 [S$100,000–170,000] a year"),
        ("singapore-ml-engineer-morgan-mckinley-2026 usd", "USD", "$78,224–132,981 a year"),
        # 240M ÷ 23,787.31917 × 1,335.26673827 ÷ 12 = 1,122,671; six times that is 6,736,024.
        ("ho-chi-minh-city-ml-engineer-2026", "KRW", "₫20M–120M [₩1,123,000–6,736,000] a month"),
        ("ho-chi-minh-city-ml-engineer-2026 usd", "KRW", "$10,089–60,536 [₩13.47M–80.83M] a year"),
        # 20M ÷ 6,956.92750425 = 2,874.83
        ("ho-chi-minh-city-ml-engineer-2026", "PPP", "₫20M–120M [int$ 2,875–17,249] a month"),
        # 2,300 × 1,335.26673827 = 3,071,113
        ("bangalore-lead-ai-developer-2026", "KRW", "about $2,300 [₩3,071,000] a month"),
        # 40M ÷ 1,335.26673827 = 29,956.56 dollars, × 94.95524526 = 2,844,532.
        ("seoul-ml-engineer-junior-2026", "USD", "₩40M or more [$29,957 or more] a year"),
        ("seoul-ml-engineer-junior-2026", "INR", "₩40M or more [₹28.45 lakh or more] a year"),
        ("seoul-ml-engineer-junior-2026", "PPP", "₩40M or more [int$ 49,427 or more] a year"),
        # The estimate of 105,602.86 dollars: × 1,335.26673827 = 141,007,986.
        (f"singapore {ROLE}", "KRW", "$105,603 [₩141M]"),
        (f"singapore {ROLE}", "USD", "$105,603"),
        (f"singapore {ROLE} {CHART_SOURCE}", "PPP", "$105,000 [int$ 166,942]"),
    ],
)
def test_pay_stays_as_quoted_and_is_followed_by_what_it_is_in_the_unit(db, figure, code, expected):
    assert shown(f"{{pay}}`{figure}`", code) == expected


@pytest.mark.parametrize(
    ("figure", "code", "expected"),
    [
        # 113.1 × 10⁹ × 1,335.26673827 = 151.02 × 10¹²; 20 × 1,335.26673827 = 26,705.33.
        ("{fact}`ml-job-market-2026`", "KRW", "$113.10 billion [₩151 trillion]"),
        ("{fact}`ml-job-market-2026`", "SGD", "$113.10 billion [S$144.6 billion]"),
        ("{fact}`online-course-price`", "KRW", "under $20 [under ₩26,710]"),
        ("{fact}`online-course-price`", "USD", "under $20"),
        ("{fact}`mlops-premium`", "KRW", "30–50%"),
        ("{level}`senior multiplier`", "KRW", "4–6×"),
        (f"{{ratio}}`singapore {ROLE} {CHART_SOURCE}`", "PPP", "3.09×"),
        ("{check}`$105,000 | singapore-ml-engineer-chart-2026`", "KRW", "$105,000"),
        ("{plain}`12`", "KRW", "12"),
    ],
)
def test_facts_in_dollars_convert_and_what_is_no_amount_stays(db, figure, code, expected):
    assert shown(figure, code) == expected


def test_a_converted_figure_is_one_link_that_goes_on_to_the_unit(db):
    body = in_unit("{pay}`singapore-ml-engineer-chart-2026`", "KRW").body
    url = "/salaries/singapore-ml-engineer-chart-2026/?currency=KRW"
    assert body.strip() == (
        f'<p><a class="figure" href="{url}" data-receipt data-hx-get="{url}" data-hx-target="#receipt">'
        '$105,000 <span class="converted">[₩140.20M]</span> a year</a></p>'
    )
    assert f'href="{url}"' in in_unit("{check}`$105,000 | singapore-ml-engineer-chart-2026`", "KRW").body


@pytest.mark.parametrize(
    ("changes", "code", "why_not"),
    [
        ({"place": "seoul", "currency_code": "USD", "year": 2024}, "VND", "no rate for VND in 2024"),
        ({"place": "seoul", "currency_code": "THB"}, "KRW", "no rate for THB in 2026"),
        ({"place": "asia", "currency_code": "USD"}, "PPP", "no PPP factor for Asia, which is no single country"),
        ({"place": "seoul", "currency_code": "USD", "year": 2019}, "PPP", "no PPP factor for South Korea up to 2019"),
    ],
)
def test_what_no_rate_or_factor_covers_stays_as_quoted_and_says_why(db, changes, code, why_not):
    a_record("one-more", typical=50_000, **(SAMPLE | changes))
    before = render("{pay}`one-more`").body
    rendered = in_unit("{pay}`one-more` {pay}`one-more amount`", code)
    assert rendered.conversions.unconverted == {why_not: 2}
    assert f'title="Stays as quoted: {why_not}"' in rendered.body
    assert strip_tags(before).strip() in strip_tags(rendered.body)
    assert "[" not in strip_tags(rendered.body)


def test_local_pay_has_its_purchasing_power_without_any_exchange_rate(db):
    ExchangeRate.objects.filter(currency_code="KRW").delete()
    assert shown("{pay}`seoul-ml-engineer-2026`", "PPP") == "₩60M–120M [int$ 74,141–148,282] a year"
    assert shown(f"{{pay}}`seoul {ROLE} {CHART_SOURCE}`", "PPP") == "$72,000"


def test_pay_by_the_hour_keeps_its_cents(db):
    a_record("hourly", typical=20_000, currency_code="KRW", period="hour", place="seoul", **SAMPLE)
    # 20,000 ÷ 1,335.26673827 = 14.98
    assert shown("{pay}`hourly`", "USD") == "₩20,000 [$14.98] an hour"


def test_a_quoted_median_is_converted_with_its_range(db):
    a_record("median", low=10_000, typical=20_000, high=40_000, place="seoul", **SAMPLE)
    expected = "$10,000–40,000, typically $20,000 [S$12,780–51,130, typically S$25,570] a year"
    assert shown("{pay}`median`", "SGD") == expected


@pytest.mark.parametrize("code", ["KRW", "PPP"])
def test_many_converted_figures_cost_as_many_queries_as_few(db, code):
    keys = list(SalaryRecord.objects.values_list("key", flat=True))
    facts = "{fact}`ml-job-market-2026` {fact}`online-course-price`"
    counts = []
    for some in (keys[:1], keys * 8):
        source = "\n".join([f"{{pay}}`{key}` {{pay}}`{key} usd`" for key in some] + [facts])
        in_unit(source, code)
        with CaptureQueriesContext(connection) as captured:
            assert in_unit(source, code).problems == []
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert len(keys) * 8 >= 200


def test_figures_of_many_years_cost_as_many_queries_as_those_of_one(db):
    counts = []
    for years in ([2026], range(2017, 2027)):
        keys = [f"in-{year}-of-{len(years)}" for year in years]
        for year, key in zip(years, keys, strict=True):
            a_record(key, typical=50_000, year=year, place="seoul", **SAMPLE)
        source = " ".join(f"{{pay}}`{key}`" for key in keys)
        in_unit(source, "KRW")
        with CaptureQueriesContext(connection) as captured:
            in_unit(source, "KRW")
        counts.append(len(captured))
    assert counts[0] == counts[1]


# -- charts and tables ------------------------------------------------------------------------------------------------
BARS = f":::{{paired-bars}}\n:source: {CHART_SOURCE}\n:::\n"


def test_paired_bars_are_drawn_in_the_unit_with_what_was_quoted(db, client):
    guide(slug="bars", body=BARS)
    response = client.get("/articles/bars/?currency=SGD")
    assert tables(response)[0].rows == [
        ["Singapore", "S$134,200 $105,000 a year", "S$43,460", "3.09×"],
        ["Seoul", "S$92,040 $72,000 a year", "S$29,400", "3.13×"],
        ["Ho Chi Minh City", "S$38,350–107,400 $30,000–84,000 a year", "S$6,392", "6.0–16.8×"],
        ["Bangalore", "S$35,280 $27,600 a year", "S$10,740", "3.29×"],
        ["Manila", "S$15,600 about $12,200 a year", "S$5,753", "2.71×"],
    ]
    assert "Singapore dollars a year, 2026" in text(response)
    assert ">S$150k</text>" in response.content.decode()


def test_a_bar_that_the_unit_does_not_cover_keeps_its_dollars(db):
    PriceLevel.objects.filter(country__slug="south-korea").delete()
    body = in_unit(BARS, "PPP").body
    assert "$72,000, no PPP factor for South Korea up to 2026" in body
    assert "int$\u00a0166,942" in body


def test_the_map_is_drawn_in_the_unit(db):
    body = in_unit(f":::{{map}}\n:source: {CHART_SOURCE}\n:::\n", "SGD").body
    assert "Typical pay is highest in Singapore (S$134,200 a year) and lowest in Manila (S$15,600)" in body
    assert "Area and colour of a dot: typical pay, Singapore dollars a year" in body


def test_the_ladder_is_written_in_the_unit_and_as_high_as_before(db):
    directive = ":::{ladder}\n:source: digitaldefynd-alcor-2026\n:place: asia\n:::\n"
    body = in_unit(directive, "SGD").body
    # 3,000 and 8,000 × 1.27837451
    assert "S$3,835–10,230" in body
    assert "typical yearly pay of their level in Singapore dollars, Asia, 2026" in body
    asia = in_unit(directive, "PPP").body
    assert "$3,000–8,000" in asia
    assert "in US dollars (no PPP factor for Asia, which is no single country), Asia" in asia
    assert [part.split("%")[0] for part in body.split('height="')[1:]] == [
        part.split("%")[0] for part in render(directive).body.split('height="')[1:]
    ]


TREND = f":::{{trend}}\n:place: seoul\n:role: {ROLE}\n:::\n"


@pytest.mark.parametrize(
    ("code", "caption", "row"),
    [
        # 70,000 × 1,421.52249255, the average of 2025, = 99,506,574
        ("KRW", "South Korean won a year, 2025 to 2026, each year at its own exchange rate", "₩99.51M"),
        ("VND", "Vietnamese dong a year, 2025 to 2026, each year at its own exchange rate, none for 2025", "–"),
        # The factor of 2024, the last one: 70,000 × 1,421.52249255 ÷ 809.26722 = 122,958.86
        (
            "PPP",
            "International dollars (what the pay buys) a year, 2025 to 2026, each year at its own PPP factor",
            "int$ 122,959",
        ),
    ],
)
def test_a_trend_converts_each_year_at_its_own_rate(db, client, code, caption, row):
    a_record("seoul-2025", typical=70_000, year=2025, place="seoul", **(SAMPLE | {"source": CHART_SOURCE}))
    guide(slug="trend", body=TREND)
    response = client.get(f"/articles/trend/?currency={code}")
    assert caption in text(response)
    assert tables(response)[0].rows[0][:5] == ["2025", row, row, row, "1"]


def test_a_trend_that_the_unit_covers_nowhere_is_in_dollars_and_says_why(db):
    PriceLevel.objects.all().delete()
    body = in_unit(TREND, "PPP").body
    assert "only, so no trend is drawn" in body
    a_record("seoul-2025", typical=70_000, year=2025, place="seoul", **(SAMPLE | {"source": CHART_SOURCE}))
    body = in_unit(TREND, "PPP").body
    assert "US dollars a year, 2025 to 2026" in body
    assert "no PPP factor for South Korea up to 2026" in body


def test_a_table_of_records_follows_and_its_receipts_too(db, client):
    guide(slug="table", body=":::{records}\n:place: seoul\n:source: digitaldefynd-alcor-2026\n:::\n")
    response = client.get("/articles/table/?currency=SGD")
    quoted = [row[3] for row in tables(response)[0].rows]
    # 40M, 80M and 120M ÷ 1,335.26673827 × 1.27837451
    assert quoted == [
        "₩40M or more a year S$38,300 or more a year",
        "₩80M or more a year S$76,590 or more a year",
        "₩120M or more a year S$114,900 or more a year",
    ]
    assert "/salaries/seoul-ml-engineer-junior-2026/?currency=SGD" in [url for url, _ in links(response)]
    own = tables(client.get("/articles/table/?currency=KRW"))[0]
    assert [row[3] for row in own.rows] == ["₩40M or more a year", "₩80M or more a year", "₩120M or more a year"]


# -- the page ---------------------------------------------------------------------------------------------------------
def test_the_page_says_in_what_amounts_are_shown_and_by_which_rates(db, client):
    said = page_words(client, f"{GUIDE}?currency=KRW")
    assert (
        "Amounts stand as quoted, then in square brackets in South Korean won (KRW). Charts and tables follow. "
        "Back to as quoted 1335.26673827 KRW per US dollar, 30 October 2026, European Central Bank"
    ) in said
    assert "S$100,000–170,000 [₩104.50M–177.60M] a year, or $78,224–132,981 [₩104.50M–177.60M] a year." in said
    assert "Not converted:" not in said


def test_the_page_in_ppp_names_its_factors_and_what_has_none(db, client):
    said = page_words(client, f"{GUIDE}?currency=PPP")
    assert "in international dollars (int$), which buy what a US dollar buys in the United States" in said
    assert "PPP factors: World Bank: PPP conversion factor, GDP (PA.NUS.PPP)." in said
    assert "3 figures (no PPP factor for Asia, which is no single country)" in said


def test_as_quoted_nothing_is_added(db, client):
    plain = client.get(GUIDE)
    assert "[" not in text(plain).replace("[guide", "")
    assert "Amounts stand" not in text(plain)
    assert text(client.get(f"{GUIDE}?currency=")) == text(plain)


@pytest.mark.parametrize("value", ["XXQ", "gold", "krw", "%00", "KRW%0A", "<script>", "9" * 500, "THB"])
def test_a_currency_that_cannot_be_read_is_a_sentence_and_the_page_as_quoted(db, client, value):
    said = page_words(client, f"{GUIDE}?currency={value}")
    assert "There is no rate for this currency here, so amounts stay as quoted. Choose one of the list." in said
    assert "S$100,000–170,000 a year, or $78,224–132,981 a year." in said
    assert "script" not in said


def test_every_unit_that_the_page_offers_is_shown(db, client):
    offered = [code for code, _ in UnitForm().fields["currency"].choices]
    assert offered == ["USD", "PPP", "EUR", "IDR", "INR", "JPY", "KRW", "PHP", "SGD", "VND"]
    for code in offered:
        response = client.get(f"{GUIDE}?currency={code}")
        assert "Amounts stand as quoted, then" in text(response)
        assert f'<option value="{code}" selected>' in response.content.decode()


def test_a_page_in_another_unit_is_kept_apart(db, client, kept_pages):
    for _ in range(2):
        assert "[₩104.50M–177.60M]" in text(client.get(f"{GUIDE}?currency=KRW"))
        assert "[int$ 124,370–211,430]" in text(client.get(f"{GUIDE}?currency=PPP"))
        assert "S$100,000–170,000 a year" in text(client.get(GUIDE))
    answer = client.get(f"{GUIDE}?currency=KRW")
    assert client.get(f"{GUIDE}?currency=KRW", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_without_any_rates_dollars_and_ppp_are_still_offered(no_records, client):
    guide(slug="empty", body="Nothing yet.")
    for code in ("USD", "PPP"):
        assert client.get(f"/articles/empty/?currency={code}").status_code == 200


def test_a_guide_without_amounts_offers_no_unit(db, client):
    guide(slug="words", body="Words.")
    assert "unit-choice" not in client.get("/articles/words/").content.decode().split("<main")[1]


def test_a_preview_takes_the_unit_too(db, client):
    article = guide(slug="coming", body="{pay}`seoul-ml-engineer-2026`", status="draft", published_at=None)
    assert "₩60M–120M [S$57,440–114,900] a year" in page_words(client, f"{address_of(article)}?currency=SGD")


def test_claims_keep_what_is_quoted(db):
    article = guide(slug="claimed", body="{pay}`seoul-ml-engineer-2026`")
    in_unit(article.body, "SGD")
    assert article.claims.get().value == "₩60M–120M a year"
