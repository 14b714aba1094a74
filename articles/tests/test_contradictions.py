"""What a guide quotes, and what is found among it: the sample's contradictions, and none in a guide that agrees."""

from __future__ import annotations

import datetime
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.contradictions import contradictions_in, material_of
from articles.models import Article
from articles.tests.test_models import guide
from salaries.models import CareerLevel, ExchangeRate, Fact, Role, SalaryRecord, Source
from salaries.tests.making import a_rate, a_record, a_small_world

CHART = "digitaldefynd-morgan-mckinley-second-talent-2026"


@pytest.fixture
def sample(db) -> dict[tuple[str, tuple[str, ...]], tuple[str, ...]]:
    """{(kind, what is compared): the arithmetic} of the sample's main guide."""
    found = contradictions_in(Article.objects.get(slug="ml-careers-asia-2026").body)
    return {(one.kind, one.keys): one.steps for one in found}


def compared(sample, kind: str, *keys: str) -> tuple[str, ...]:
    return sample[kind, keys]


# -- the eleven contradictions of the sample --------------------------------------------------------------------------
def test_1_three_times_in_each_city(sample):
    cities = ("bangalore", "ho-chi-minh-city", "manila", "seoul", "singapore")
    keys = [key for city in cities for key in (f"{city}-ml-engineer-chart-2026", f"{city}-outside-it-chart-2026")]
    assert compared(sample, "multiple", "ml-engineers-asia-pay-multiple", *keys) == (
        "Bangalore: $27,600 ÷ $8,400 = 3.29, as said",
        "Ho Chi Minh City: $30,000–84,000 ÷ $5,000 = 6.0–16.8, far more",
        "Manila: $12,200 ÷ $4,500 = 2.71, less",
        "Seoul: $72,000 ÷ $23,000 = 3.13, as said",
        "Singapore: $105,000 ÷ $34,000 = 3.09, as said",
    )


def test_2_a_leads_pay_under_a_wider_title(sample):
    assert compared(sample, "same-pay", "bangalore-lead-ai-developer-2026", "bangalore-ml-engineer-chart-2026") == (
        "about $2,300 a month × 12 = $27,600 a year",
        "$27,600 for AI engineer (Senior or lead ML engineer) = $27,600 for Machine learning engineer (no level)",
    )


def test_3_a_lead_below_a_mid_level_engineer(sample):
    assert compared(
        sample, "level-order", "bangalore-lead-ai-developer-2026", "bangalore-ml-engineer-mid-level-2026"
    ) == (
        "about $2,300 a month × 12 = $27,600 a year",
        "At the market rate, $27,600 × 94.96 = at most ₹26.21\xa0lakh",
        "At the rate that the guide’s own figures imply, 82.35 (₹56\xa0lakh ÷ $68,000): ₹22.73\xa0lakh",
        "The lower level has at least ₹30\xa0lakh",
    )


def test_4_two_populations_in_one_city(sample):
    assert compared(
        sample,
        "rate",
        "ho-chi-minh-city-ml-engineer-2026",
        "vietnam-ml-engineer-international-2026",
        "ho-chi-minh-city-ml-engineer-chart-2026",
    ) == (
        "₫20M–120M a month × 12 = ₫240M–1,440M a year",
        "₫240M ÷ $30,000 = 8,000 VND per USD",
        "₫1,440M ÷ $84,000 = 17,143 VND per USD",
        "The market: 23,787 VND per USD, of 2023, the last year with a known rate",
        "$30,000–84,000 a year is stated for Ho Chi Minh City as well",
    )


def test_5_one_range_as_an_average_and_as_a_level(sample):
    keys = "singapore-ml-engineer-morgan-mckinley-2026", "singapore-ml-engineer-senior-2026"
    assert compared(sample, "same-pay", *keys) == (
        "S$100,000–170,000 for Machine learning engineer (no level) = "
        "S$100,000–170,000 for Machine learning engineer (Senior or lead ML engineer)",
    )


def test_6_a_top_that_was_not_converted(sample):
    assert compared(sample, "unconverted", "singapore-ml-engineer-senior-2026", "asia-ml-engineer-senior-2026") == (
        "S$170,000 ÷ 1.2784 SGD per USD = $132,981, not $170,000",
        "At the rate that the guide’s own figures imply, 1.2857 (S$135,000 (midway) ÷ $105,000): S$170,000 is $132,222",
    )


def test_7_cities_above_asias_ranges(sample):
    junior = compared(
        sample, "place-outside-region", "singapore-ml-engineer-junior-2026", "asia-ml-engineer-junior-2026"
    )
    assert junior == (
        "S$65,000 or more ÷ 1.2784 SGD per USD = $50,846 or more a year",
        "$50,846 ÷ $25,000 = 2.03 times the top",
    )
    middle = compared(
        sample, "place-outside-region", "seoul-ml-engineer-mid-level-2026", "asia-ml-engineer-mid-level-2026"
    )
    assert middle == (
        "₩80M or more ÷ 1,335 KRW per USD = $59,913 or more a year",
        "$59,913 ÷ $55,000 = 1.09 times the top",
    )


def test_8_a_junior_below_the_citys_floor(sample):
    assert compared(sample, "level-outside-place", "seoul-ml-engineer-junior-2026", "seoul-ml-engineer-2026") == (
        "₩40M is 33% below the floor, ₩60M",
    )


def test_9_multipliers_against_midpoints(sample):
    beginners = [f"{country}-ml-engineer-beginner-2026" for country in ("india", "philippines", "vietnam")]
    others = [f"asia-ml-engineer-{level}-2026" for level in ("junior", "mid-level", "senior")]
    keys = (*beginners, *others, "beginner", "junior", "mid-level", "senior")
    assert compared(sample, "multipliers", *keys) == (
        "Beginner: typically $5,500, midway of $3,000–8,000",
        "Junior ML engineer: typically $16,500, midway of $8,000–25,000, 3.00× that of the first level; "
        "published: 1.8×",
        "Mid-level ML engineer: typically $40,000, midway of $25,000–55,000, 7.3× that of the first level; "
        "published: 2.8×",
        "Senior or lead ML engineer: typically $112,500, midway of $55,000–170,000, 20.5× that of the first level; "
        "published: 4–6×",
    )


def test_10_time_to_reach_against_experience(sample):
    assert compared(sample, "time-to-reach", "junior", "mid-level", "senior") == (
        "Junior ML engineer: reached in 6–12 months, with 1–2 years of experience; 6 months < 12 months",
        "Mid-level ML engineer: reached in 1–2 years, with 2–4 years of experience; 12 months < 24 months",
        "Senior or lead ML engineer: reached in 3–5 years, with 4 years or more of experience; 36 months < 48 months",
    )


def test_11_beginners_below_the_average_outside_it(sample):
    assert compared(
        sample, "below-outside-it", "india-ml-engineer-beginner-2026", "bangalore-outside-it-chart-2026"
    ) == ("$8,000 is 5% below $8,400",)


def test_what_else_the_sample_yields_is_true(sample):
    """The rate of 7 and 8 is that of 2023; Manila's pesos never reach the chart's dollars; Seoul's juniors as in 7."""
    assert len(sample) == 15
    assert compared(sample, "rate", "india-top-ai-engineer-inr-2026", "india-top-ai-engineer-usd-2026") == (
        "₹56\xa0lakh ÷ $68,000 = 82.35 INR per USD",
        "The market: 94.96 INR per USD, of 2026",
    )
    assert compared(sample, "rate", "manila-ml-engineer-2026", "manila-ml-engineer-chart-2026") == (
        "₱455,000 ÷ $12,200 = 37.30 PHP per USD",
        "₱685,000 ÷ $12,200 = 56.15 PHP per USD",
        "The market: 63.68 PHP per USD, of 2026",
    )
    assert compared(
        sample, "place-outside-region", "seoul-ml-engineer-junior-2026", "asia-ml-engineer-junior-2026"
    ) == (
        "₩40M or more ÷ 1,335 KRW per USD = $29,957 or more a year",
        "$29,957 ÷ $25,000 = 1.20 times the top",
    )


def test_the_other_sample_guides_yield_what_they_quote(db):
    found = {one.slug: [(each.kind, each.keys[0]) for each in contradictions_in(one.body)] for one in guides()}
    assert found == {
        "mid-level-to-senior": [
            ("unconverted", "singapore-ml-engineer-senior-2026"),
            ("place-outside-region", "seoul-ml-engineer-mid-level-2026"),
            ("multipliers", "india-ml-engineer-beginner-2026"),
            ("time-to-reach", "junior"),
        ],
        "seoul-ml-engineer-2026": [
            ("multiple", "ml-engineers-asia-pay-multiple"),
            ("level-outside-place", "seoul-ml-engineer-junior-2026"),
            ("place-outside-region", "seoul-ml-engineer-mid-level-2026"),
            ("time-to-reach", "junior"),
        ],
    }


def guides():
    return Article.objects.exclude(slug="ml-careers-asia-2026").order_by("slug")


def test_every_receipt_that_a_contradiction_leads_to_opens(db, client):
    found = contradictions_in(Article.objects.get(slug="ml-careers-asia-2026").body)
    addresses = {item.url.partition("#")[0] for one in found for item in one.items}
    assert {client.get(address).status_code for address in addresses} == {200}


# -- a guide that agrees with itself ----------------------------------------------------------------------------------
CONSISTENT = """
Land pays {pay}`land-2026`, which is {pay}`land-usd-2026`; City {pay}`city-2026` or {pay}`city-usd-2026` by another
source, for international employers {pay}`city-abroad-2026`; Town pays {pay}`town-2026`.

From {pay}`city-low-2026` to {pay}`city-top-2026`, {fact}`twice` of {pay}`others-2026` and {pay}`others-town-2026`. A
tester at the top has {pay}`tester-2026`.

:::{paired-bars}
:role: coder
:source: one
:::

:::{ladder}
:role: coder
:source: one
:place: city
:::

:::{levels-table}
:::

:::{records}
:place: world
:::
"""


@pytest.fixture
def agreeing_world(no_records) -> None:
    """2 Singapore dollars to the dollar; coders 40,000 to 80,000 dollars, twice of what others have."""
    a_small_world()
    a_rate("SGD", "2.05")
    a_rate("SGD", "1.95", date="2026-06-30")
    CareerLevel.objects.filter(slug="low").update(
        multiplier_low=1, multiplier_high=1, experience_low_months=0, reach_low_months=6, reach_high_months=12
    )
    CareerLevel.objects.filter(slug="top").update(
        multiplier_low=D("1.5"), experience_low_months=24, reach_low_months=24, reach_high_months=48
    )
    Role.objects.create(slug="tester", name="Tester")
    a_record("land-2026", place="land", currency_code="SGD", low=80_000, high=160_000)
    a_record("land-usd-2026", place="land", low=40_000, high=80_000)
    a_record("city-2026", currency_code="SGD", period="month", low=7_000, high=14_000)
    a_record("city-usd-2026", source="two", typical=60_000, qualifier="average")
    a_record("city-abroad-2026", source="two", low=90_000, high=120_000, population="international")
    a_record("town-2026", place="town", typical=50_000, qualifier="about")
    a_record("city-low-2026", level="low", low=42_000, high=58_000)
    a_record("city-top-2026", level="top", low=60_000, high=81_000)
    a_record("tester-2026", role="tester", level="top", low=30_000, high=35_000)
    a_record("others-2026", role="others", typical=29_000, qualifier="average")
    a_record("others-town-2026", place="town", role="others", typical=25_000, qualifier="average")
    Fact.objects.create(
        key="twice",
        statement="What coders earn, as a multiple",
        low=2,
        high=2,
        unit="ratio",
        place_id=SalaryRecord.objects.get(key="land-2026").place_id,
        role=Role.objects.get(slug="coder"),
        year=2026,
        source=Source.objects.get(slug="one"),
    )


def test_a_guide_that_agrees_has_no_contradiction(agreeing_world):
    material = material_of(CONSISTENT)
    assert (len(material.statements), len(material.multiples), len(material.rungs)) == (11, 1, 2)
    assert contradictions_in(CONSISTENT) == []


def test_one_record_that_changes_makes_one(agreeing_world):
    SalaryRecord.objects.get(key="others-town-2026").delete()
    a_record("others-town-2026", place="town", role="others", typical=27_000, qualifier="average")
    (one,) = contradictions_in(CONSISTENT)
    # 50,000 ÷ 27,000 is 1.85, more than a twentieth below 2; City has 42,000 to 84,000 over 29,000 by one source.
    assert (one.kind, one.sentence) == (
        "multiple",
        "“2×”, said of Land, against pay outside IT: as said in City (1.41–2.83); less in Town (1.85).",
    )


# -- what counts as quoted --------------------------------------------------------------------------------------------
def keys_of(body: str) -> list[str]:
    return [one.key for one in material_of(body).statements]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{pay}`seoul-ml-engineer-2026 usd`", ["seoul-ml-engineer-2026"]),
        ("{check}`₩60M | seoul-ml-engineer-2026.local`", ["seoul-ml-engineer-2026"]),
        ("{pay}`seoul machine-learning-engineer`", []),  # an estimate
        (f"{{pay}}`seoul machine-learning-engineer {CHART}`", ["seoul-ml-engineer-chart-2026"]),
        (
            f"{{ratio}}`seoul machine-learning-engineer {CHART}`",
            ["seoul-ml-engineer-chart-2026", "seoul-outside-it-chart-2026"],
        ),
        (f"{{check}}`3x | ml-engineer@seoul[{CHART}] / 23000`", ["seoul-ml-engineer-chart-2026"]),
        (
            f":::{{paired-bars}}\n:source: {CHART}\n:region: eastern-asia\n:::",
            ["seoul-ml-engineer-chart-2026", "seoul-outside-it-chart-2026"],
        ),
        (f":::{{map}}\n:source: {CHART}\n:region: eastern-asia\n:::", ["seoul-ml-engineer-chart-2026"]),
        (":::{paired-bars}\n:region: eastern-asia\n:::", []),
        (
            ":::{ladder}\n:source: digitaldefynd-alcor-2026\n:place: asia\n:::",
            [
                "asia-ml-engineer-junior-2026",
                "asia-ml-engineer-mid-level-2026",
                "asia-ml-engineer-senior-2026",
                "india-ml-engineer-beginner-2026",
                "philippines-ml-engineer-beginner-2026",
                "vietnam-ml-engineer-beginner-2026",
            ],
        ),
        (":::{records}\n:place: manila\n:role: average-outside-it\n:::", ["manila-outside-it-chart-2026"]),
        (":::{note} N\n{pay}`seoul-ml-engineer-2026`\n:::", ["seoul-ml-engineer-2026"]),
        ("{pay}`nope` {fact}`nope` {level}`nope reach` {wand}`x`", []),
    ],
)
def test_statements_are_what_figures_and_charts_of_one_source_show(db, body, expected):
    assert keys_of(body) == expected


def test_levels_and_multiples_of_pay_are_read_where_they_are_quoted(db):
    material = material_of("{level}`junior reach` {check}`6 | level:senior.multiplier` {fact}`mlops-premium`")
    assert sorted(one.slug for one in material.rungs) == ["junior", "senior"]
    assert material.multiples == ()
    certificates = "{fact}`project-against-certificates-manila` {fact}`ml-engineers-asia-pay-multiple`"
    assert [one.key for one in material_of(certificates).multiples] == ["ml-engineers-asia-pay-multiple"]
    Fact.objects.filter(key="ml-engineers-asia-pay-multiple").update(statement="Job offers for each engineer", quote="")
    assert material_of(certificates).multiples == ()


def test_single_persons_pay_is_no_statement(no_records):
    a_small_world()
    for number in range(3):
        a_record(f"person-{number}", typical=50_000 + number, level="low")
        a_record(f"lead-{number}", typical=50_000 + number, level="top")
    a_record("average", typical=50_000, qualifier="average", level="low")
    for number in range(13):  # more than a dozen advertisements of one source
        a_record(f"ad-{number}", source="two", low=40_000, high=60_000 + number, level="low")
    assert keys_of(":::{records}\n:place: world\n:::") == ["average"]


def test_drafts_are_not_compared(db):
    SalaryRecord.objects.filter(key="seoul-ml-engineer-2026").update(status="draft")
    assert keys_of("{pay}`seoul-ml-engineer-2026`") == []


def test_rates_of_tomorrow_do_not_count(db):
    body = "{pay}`india-top-ai-engineer-usd-2026` {pay}`india-top-ai-engineer-inr-2026`"
    rate = ExchangeRate.objects.filter(currency_code="INR", date__year=2026).get()
    for when, expected in (("2026-11-25", 1), ("2026-11-20", 0)):
        ExchangeRate.objects.filter(date__gt="2026-10-31").delete()
        ExchangeRate.objects.create(
            currency_code="INR",
            span="day",
            date=datetime.date.fromisoformat(when),
            units_per_usd=D("82.4"),
            source=rate.source,
        )
        assert len(contradictions_in(body)) == expected


def test_queries_depend_neither_on_figures_nor_on_guides(db):
    counts = []
    keys = ["seoul-ml-engineer-2026", "manila-ml-engineer-2026", "ho-chi-minh-city-ml-engineer-2026"]
    for number in (1, 3):
        body = " ".join(
            f"{{pay}}`{key}` {{ratio}}`{key.partition('-ml')[0]} machine-learning-engineer {CHART}`"
            for key in keys[:number]
        )
        contradictions_in(body)
        with CaptureQueriesContext(connection) as captured:
            contradictions_in(body)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 20


def test_the_page_of_a_guide_takes_as_many_queries_for_three_figures_as_for_one(db, client):
    counts = []
    for number in (1, 3):
        one = guide(
            slug=f"g{number}", body="{pay}`seoul-ml-engineer-2026` {pay}`seoul-ml-engineer-junior-2026`\n" * number
        )
        client.get(one.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            client.get(one.get_absolute_url())
        counts.append(len(captured))
    assert counts[0] == counts[1]
