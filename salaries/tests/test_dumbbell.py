"""The dumbbells: marks, labels and title."""

from salaries.charts import axis_share
from salaries.comparison import Comparison
from salaries.dumbbell import dumbbells
from salaries.models import Place, Role
from salaries.question import Question
from salaries.tests.making import a_rate, a_record
from salaries.unit import Unit


def the_chart(role="coder", unit=None):
    question, cities = Question.of(Role.objects.get(slug=role), 2026), Place.objects.cities()
    return dumbbells(Comparison(question, cities.select_related("parent__parent"), unit=unit))


def test_marks_lie_at_their_pay_and_the_title_names_both_ends(small_world):
    # 90 / 30 = 3; 100 / 80 = 1.25. The axis ends at 100.
    for key, place, role, typical in (
        ("a", "city", "coder", 90),
        ("b", "city", "others", 30),
        ("c", "town", "coder", 100),
        ("d", "town", "others", 80),
    ):
        a_record(key, place=place, role=role, typical=typical)
    chart = the_chart()
    assert chart.title == "Coder: typically from 1.25 times the average outside IT in Town to 3.00 in City"
    assert [(row.place.slug, row.baseline, row.role, row.ratio_text) for row in chart.rows] == [
        ("town", "80.00", "100.00", "1.25×"),
        ("city", "30.00", "90.00", "3.00×"),
    ]


def test_a_baseline_that_pays_more_is_on_the_right(small_world):
    a_record("a", typical=20)
    a_record("b", role="others", typical=40)
    chart = the_chart()
    # Town shows the figures of its country, which are those of the city.
    assert chart.title == "Coder: typically 0.50 times the average outside IT in each of 2 places"
    assert [row.role_is_right for row in chart.rows] == [False, False]


def test_rows_without_a_typical_figure_are_left_out(small_world):
    a_record("a", typical=20)
    a_record("b", place="town", low=40)
    assert [row.place.slug for row in the_chart().rows] == ["city"]
    assert the_chart().title == "Coder in City: typically $20 a year"


def test_nothing_to_draw_is_no_chart(small_world):
    assert the_chart() is None
    a_record("b", place="town", low=40)
    assert the_chart() is None


def test_a_wide_spread_asks_for_a_log_scale(small_world):
    for place, pay in (("city", 4000), ("town", 300000)):
        a_record(f"{place}-a", place=place, typical=pay)
        a_record(f"{place}-b", place=place, role="others", typical=pay // 2 if place == "city" else 20000)
    # 2,000, 4,000 and 20,000 lie in the first tenth of 300,000.
    assert the_chart().unit == "Typical pay, US dollars a year, 2026, log scale"


def test_marks_are_in_the_unit_that_the_reader_chose(small_world):
    a_rate("KRW", "1000")
    a_record("a", typical=90)
    a_record("b", role="others", typical=30)
    Place.objects.get(slug="town").delete()
    chart = the_chart(unit=Unit("KRW"))
    assert chart.unit == "Typical pay, South Korean won a year, 2026"
    assert [(row.role_label, row.baseline_label, row.ratio_text) for row in chart.rows] == [
        ("₩90,000", "₩30,000", "3.00×")
    ]
    assert the_chart(unit=Unit("JPY")) is None


def test_the_axis_leaves_room_for_the_label_of_the_mark_on_the_right(small_world):
    a_record("a", typical=20_000)
    a_record("b", role="others", typical=100_000)
    chart = the_chart()
    assert {(row.baseline, row.baseline_label, row.role_is_right) for row in chart.rows} == {
        ("100.00", "$100,000", False)
    }
    assert chart.axis_share == axis_share([(100.0, "$100,000")]) < axis_share([])
