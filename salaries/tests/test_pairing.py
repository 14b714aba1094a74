"""The paired bars: what is drawn and what the title says."""

import pytest

from salaries.comparison import Comparison
from salaries.models import Place, Role, Source
from salaries.pairing import paired_bars
from salaries.question import Question
from salaries.tests.making import a_record


@pytest.fixture
def chart(db):
    source = Source.objects.get(slug="digitaldefynd-morgan-mckinley-second-talent-2026")
    question = Question.of(Role.objects.get(slug="machine-learning-engineer"), 2026, source=source)
    comparison = Comparison(question, Place.objects.cities().select_related("parent__parent"))
    comparison.attach_records(comparison.rows)
    return paired_bars(comparison)


def test_the_chart_of_the_one_source_shows_its_figures_and_ratios(chart):
    assert [(row.place.slug, row.role_label, row.baseline_label, row.ratio_text) for row in chart.rows] == [
        ("singapore", "$105,000", "$34,000", "3.09×"),
        ("seoul", "$72,000", "$23,000", "3.13×"),
        ("ho-chi-minh-city", "$30,000–84,000", "$5,000", "6.0–16.8×"),
        ("bangalore", "$27,600", "$8,400", "3.29×"),
        ("manila", "$12,200", "$4,500", "2.71×"),
    ]


def test_bars_are_as_long_as_their_amounts(chart):
    # The axis ends at 150,000: 105,000 is 70 %, 34,000 is 22.67 %.
    singapore = chart.rows[0]
    assert (singapore.role_low, singapore.role_width, singapore.baseline_width) == ("0", "70.00", "22.67")


def test_a_range_is_drawn_as_a_range(chart):
    # 30,000 is 20 %, 84,000 is 56 %, midway 57,000 is 38 %.
    row = chart.rows[2]
    assert (row.role_low, row.role_width, row.role_typical) == ("20.00", "36.00", "38.00")


def test_the_title_names_the_lowest_and_the_highest_ratio(chart):
    assert chart.title == "Machine learning engineer: 2.71 to 16.8 times the average outside IT"
    assert [source.slug for source in chart.sources] == ["digitaldefynd-morgan-mckinley-second-talent-2026"]


def test_a_chart_without_a_baseline_says_what_it_can(small_world):
    a_record("r", typical=100)
    question = Question.of(Role.objects.get(slug="coder"), 2026)
    found = paired_bars(Comparison(question, Place.objects.filter(slug="city")))
    assert found.title == "Coder in City: typically $100 a year"
    assert [(row.ratio_text, row.baseline_label) for row in found.rows] == [("", "")]
