"""The trend: what is joined, what is broken, and what the sentence claims."""

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from salaries.models import CareerLevel, Place, Role, Source
from salaries.tests.making import a_record
from salaries.trend import trend_of

pytestmark = pytest.mark.usefixtures("small_world")


def the_trend(place="city", level=None):
    return trend_of(
        place=Place.objects.select_related("parent").get(slug=place),
        role=Role.objects.get(slug="coder"),
        level=CareerLevel.objects.get(slug=level) if level else None,
    )


def stated(**typicals):
    """stated(one={2022: 100}) makes a record of source one."""
    for source, years in typicals.items():
        for year, typical in years.items():
            a_record(f"{source}-{year}", source=source, year=year, typical=typical)


def test_no_figures_no_trend():
    assert the_trend() is None


def test_one_year_is_said_and_not_drawn():
    stated(one={2022: 100})
    trend = the_trend()
    assert (trend.is_drawn, trend.finding) == (False, "Coder in City: figures for 2022 only, so no trend is drawn")


def test_years_of_the_same_sources_are_joined():
    stated(one={2022: 100, 2023: 104, 2024: 112})
    trend = the_trend()
    assert trend.finding == "Coder in City: typical pay rose 12% from 2022 to 2024, same sources"
    assert (len(trend.plot.lines), trend.breaks) == (2, [])
    assert [str(source) for source in trend.sources] == ["One: Survey one"]


def test_a_source_that_joins_breaks_the_trend():
    stated(one={2022: 100, 2023: 200}, two={2023: 300})
    trend = the_trend()
    assert trend.finding == "Coder in City: 2022 and 2023 cannot be compared, because the sources change"
    assert trend.plot.lines == []
    assert [(one.mark, one.year_before, one.year, one.sentence) for one in trend.breaks] == [
        ("a", 2022, 2023, "2023: Two joins")
    ]


def test_the_longest_run_is_told_and_the_breaks_with_it():
    # 2021 has source one, 2022 to 2024 one and two: medians (100 + 300) / 2 = 200, 210, 190.
    stated(one={2021: 50, 2022: 100, 2023: 110, 2024: 90}, two={2022: 300, 2023: 310, 2024: 290})
    assert the_trend().finding == (
        "Coder in City: typical pay fell 5% from 2022 to 2024, same sources; the sources change in 2022"
    )


def test_two_sources_of_one_publisher_are_told_by_their_titles():
    Source.objects.filter(slug="two").update(publisher="One")
    stated(one={2022: 100}, two={2023: 100})
    assert [one.sentence for one in the_trend().breaks] == ["2023: One: Survey two joins, One: Survey one leaves"]


def test_a_year_without_figures_is_passed_over_by_a_broken_line():
    stated(one={2021: 100, 2023: 100})
    trend = the_trend()
    assert [line.is_gap for line in trend.plot.lines] == [True]
    assert trend.finding == "Coder in City: typical pay stayed the same from 2021 to 2023, same sources"


def test_a_year_without_a_typical_figure_is_not_joined():
    stated(one={2021: 100})
    a_record("open", year=2022, low=100)
    trend = the_trend()
    assert (trend.plot.lines, trend.breaks) == ([], [])
    assert trend.finding == "Coder in City: no two years in a row have typical figures from the same sources"


def test_a_city_without_figures_shows_its_countrys():
    a_record("a", place="land", year=2022, typical=100)
    a_record("b", place="land", year=2023, typical=150)
    trend = the_trend()
    assert trend.national
    assert trend.finding == "Coder in City, national figures: typical pay rose 50% from 2022 to 2023, same sources"


def test_a_city_with_own_figures_does_not_mix_in_its_countrys():
    stated(one={2022: 100})
    a_record("land", place="land", year=2023, typical=150)
    assert [one.year for one in the_trend().years] == [2022]


def test_one_level_asks_for_the_sources_of_that_level():
    a_record("a", level="top", year=2022, typical=100)
    a_record("b", level="top", year=2023, typical=90)
    a_record("c", level="low", year=2023, typical=10, source="two")
    assert the_trend(level="top").finding == (
        "Coder, Top, in City: typical pay fell 10% from 2022 to 2023, same sources"
    )


@pytest.mark.parametrize("years", [range(2022, 2024), range(2010, 2024)])
def test_queries_do_not_grow_with_years(years, django_assert_num_queries):
    stated(one=dict.fromkeys(years, 100), two=dict.fromkeys(years, 200))
    place, role = Place.objects.select_related("parent").get(slug="city"), Role.objects.get(slug="coder")
    with django_assert_num_queries(2):
        assert trend_of(place=place, role=role).plot


def rendered():
    return render_to_string("charts/trend.html", {"trend": the_trend()})


def test_the_template_draws_breaks_and_says_them_again_as_a_table():
    stated(one={2020: 100, 2021: 110, 2022: 120}, two={2022: 130})
    html = rendered()
    assert html.count('class="trend-line"') == 2  # one in the key, one from 2020 to 2021
    assert html.count('class="trend-break"') == 2  # one in the key, one before 2022
    assert "<b>a</b> 2022: Two joins" in html
    words = " ".join(strip_tags(html.split("<tbody>")[1]).split())
    assert words.startswith("2020$100$100$1001One: Survey one2021$110")
    assert "the sources change (a)" in words
    assert 2_000 < len(html.encode()) < 10_000


def test_ten_years_of_two_sources_are_a_small_chart():
    stated(one=dict.fromkeys(range(2015, 2025), 100), two=dict.fromkeys(range(2015, 2025, 2), 200))
    assert len(rendered().encode()) < 10_000


def test_the_template_says_it_of_one_year_and_nothing_without_figures():
    assert rendered().strip() == ""
    stated(one={2022: 100})
    assert strip_tags(rendered()).strip() == "Coder in City: figures for 2022 only, so no trend is drawn."
    assert "<svg" not in rendered()


def test_a_trend_on_a_log_scale_says_so():
    stated(one={2019: 10, 2020: 11, 2021: 12, 2022: 1000})
    assert "log scale" in strip_tags(rendered())
