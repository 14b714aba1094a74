"""How facts, durations and multipliers are written."""

from decimal import Decimal as D

import pytest

from salaries.models import CareerLevel, Fact
from salaries.words import experience, fact_value, months, multiplier, reach

FACTS = {
    "ml-engineers-asia-pay-multiple": "3×",
    "ai-talent-demand-to-supply": "3.2×",
    "ml-job-market-2026": "$113.10 billion",
    "ml-job-market-2030": "$503.40 billion",
    "india-top-ai-engineer-it-average-multiple": "more than 3×",
    "pytorch-in-ml-job-ads": "42%",
    "mlops-premium": "30–50%",
    "certification-uplift": "10–20%",
    "computer-vision-premium-vietnam": "25–35%",
    "online-course-price": "under $20",
    "project-against-certificates-bangalore": "10×",
}


@pytest.mark.parametrize("key", FACTS)
def test_facts_of_the_sample_are_written_with_their_unit(db, key):
    assert fact_value(Fact.objects.get(key=key)) == FACTS[key]


@pytest.mark.parametrize(
    ("low", "high", "unit", "expected"),
    [
        ("1500", "1500", "count", "1,500"),
        ("0.5", "2.25", "percent", "0.5–2.25%"),
        (None, "18", "months", "under 18 months"),
    ],
)
def test_numbers_keep_their_digits(low, high, unit, expected):
    numbers = {"low": low and D(low), "high": high and D(high)}
    assert fact_value(Fact(unit=unit, **numbers)) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 12, "0–12 months"),
        (12, 24, "1–2 years"),
        (6, 12, "6–12 months"),
        (18, 24, "18–24 months"),
        (48, None, "4 years or more"),
        (6, None, "6 months or more"),
        (None, 24, "up to 2 years"),
        (None, None, "not stated"),
    ],
)
def test_durations_are_in_years_where_they_are_whole(low, high, expected):
    assert months(low, high) == expected


def test_levels_of_the_sample_are_written_as_published(db):
    assert [(experience(level), reach(level), multiplier(level)) for level in CareerLevel.objects.all()] == [
        ("0–12 months", "3–6 months", "1×"),
        ("1–2 years", "6–12 months", "1.8×"),
        ("2–4 years", "1–2 years", "2.8×"),
        ("4 years or more", "3–5 years", "4–6×"),
    ]


def test_a_level_without_a_multiplier_says_so():
    assert multiplier(CareerLevel()) == "not stated"
