"""Places side by side."""

from decimal import Decimal as D

import pytest
from django.template.loader import render_to_string

from salaries.comparison import Comparison
from salaries.models import CareerLevel, Place, Role, SalaryRecord, Source
from salaries.question import Question
from salaries.row import Row
from salaries.statistics import Ratio
from salaries.tests.making import a_record


def compare(*, sort="-typical", level=None, source=None, population="", role="coder", year=2026) -> Comparison:
    question = Question.of(
        Role.objects.get(slug=role),
        year,
        CareerLevel.objects.filter(slug=level).first(),
        Source.objects.filter(slug=source).first(),
        population,
    )
    return Comparison(question, Place.objects.cities().select_related("parent__parent"), sort=sort)


def row_of(place: str, comparison: Comparison) -> Row:
    return next(row for row in comparison.rows if row.place.slug == place)


def names(comparison: Comparison) -> list[str]:
    return [row.place.slug for row in comparison.rows]


def test_a_row_holds_the_estimate_the_baseline_and_the_ratio(small_world):
    a_record("r", low=30000, high=84000)
    a_record("base", role="others", typical=5000)
    row = row_of("city", compare())
    assert (row.low_usd, row.typical_usd, row.high_usd) == (D(30000), D(57000), D(84000))
    assert (row.baseline_usd, row.ratio) == (D(5000), Ratio(D(6), D("11.4"), D("16.8")))
    assert (row.national, row.sample_size, row.source_count, row.confidence) == (False, 1, 1, "single source")


def test_a_city_without_records_shows_its_country_marked_national(small_world):
    a_record("land", place="land", typical=10)
    rows = compare().rows
    assert [(row.place.slug, row.national, row.shown_place.slug) for row in rows] == [
        ("city", True, "land"),
        ("town", True, "land"),
    ]


def test_a_city_without_any_figure_is_missing(small_world):
    a_record("r", typical=10)
    Place.objects.create(slug="isle", name="Isle", kind="country", country_code="JP", currency_code="JPY")
    Place.objects.create(slug="port", name="Port", kind="city", parent=Place.objects.get(slug="isle"))
    assert [place.slug for place in compare().missing] == ["port"]


def test_of_many_places_without_figures_some_are_named_and_the_rest_counted(small_world):
    a_record("r", typical=10)
    isle = Place.objects.create(slug="isle", name="Isle", kind="country", country_code="JP", currency_code="JPY")
    for number in range(22):
        Place.objects.create(slug=f"port-{number:02}", name=f"Port {number:02}", kind="city", parent=isle)
    found = compare()
    assert ([place.slug for place in found.missing_named][-1], found.missing_unnamed) == ("port-19", 2)
    page = render_to_string("components/compare_table.html", {"comparison": found})
    assert '<a href="/cities/port-19/">Port 19</a> and 2 more.' in page


def test_the_baseline_falls_back_to_the_country(small_world):
    a_record("r", typical=100)
    a_record("base", place="land", role="others", typical=40)
    assert compare().rows[0].ratio == Ratio(None, D("2.5"), None)


def test_one_source_is_worked_out_from_its_records_with_its_own_baseline(small_world):
    a_record("one", typical=100)
    a_record("two", source="two", typical=300)
    a_record("base-one", role="others", typical=50)
    a_record("base-two", source="two", role="others", typical=60)
    row = row_of("city", compare(source="two"))
    assert (row.typical_usd, row.baseline_usd, row.ratio) == (D(300), D(60), Ratio(None, D(5), None))


def test_one_population_is_worked_out_from_its_records(small_world):
    a_record("local", population="local", typical=100)
    a_record("abroad", population="international", typical=900)
    assert {row.typical_usd for row in compare(population="local").rows} == {D(100)}


def test_a_level_has_its_own_figures(small_world):
    a_record("low", level="low", typical=100)
    a_record("top", level="top", typical=300)
    assert {row.typical_usd for row in compare(level="top").rows} == {D(300)}


def test_a_level_that_nobody_states_has_no_rows(small_world):
    a_record("low", level="low", typical=100)
    assert compare(level="top").rows == []


def test_the_baseline_itself_has_no_ratio(small_world):
    a_record("base", role="others", typical=100)
    assert compare(role="others").rows[0].ratio is None


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-typical", ["singapore", "seoul", "ho-chi-minh-city", "bangalore", "manila"]),
        ("typical", ["manila", "bangalore", "ho-chi-minh-city", "seoul", "singapore"]),
        ("place", ["bangalore", "ho-chi-minh-city", "manila", "seoul", "singapore"]),
        ("-place", ["singapore", "seoul", "manila", "ho-chi-minh-city", "bangalore"]),
        ("-high", ["singapore", "seoul", "ho-chi-minh-city", "bangalore", "manila"]),
        ("-records", ["seoul", "singapore", "bangalore", "ho-chi-minh-city", "manila"]),
    ],
)
def test_rows_are_sorted_by_any_column(db, sort, expected):
    assert names(compare(role="machine-learning-engineer", sort=sort)) == expected


@pytest.mark.parametrize("sort", ["typical", "-typical"])
def test_places_without_the_figure_go_last_in_both_directions(small_world, sort):
    a_record("open", low=10)
    a_record("known", place="town", typical=1)
    assert names(compare(sort=sort)) == ["town", "city"]


def test_shown_rows_carry_their_first_records_and_all_their_sources(db):
    comparison = compare(role="machine-learning-engineer")
    comparison.attach_records(comparison.rows)
    seoul = row_of("seoul", comparison)
    assert [record.key for record in seoul.records] == [
        "seoul-ml-engineer-2026",
        "seoul-ml-engineer-chart-2026",
        "seoul-ml-engineer-junior-2026",
    ]
    assert seoul.more_records == 2
    assert sorted(source.slug for source in seoul.sources) == [
        "digitaldefynd-alcor-2026",
        "digitaldefynd-morgan-mckinley-second-talent-2026",
        "ml-careers-asia-2026",
    ]


def test_the_finding_compares_the_ends(small_world):
    a_record("city", typical=300)
    a_record("town", place="town", typical=100)
    assert compare().finding == "Coder: City pays 3.00 times as much as Town"


def test_the_finding_does_not_invent_a_difference(small_world):
    a_record("city", typical=100)
    a_record("town", place="town", typical=100)
    assert compare().finding in {"Coder: City and Town pay the same", "Coder: Town and City pay the same"}


def test_the_finding_does_not_take_one_national_figure_for_two(small_world):
    a_record("land", place="land", typical=100)
    assert compare().finding == "Coder: City and Town share one figure, that of Land"
    Place.objects.create(slug="port", name="Port", kind="city", parent=Place.objects.get(slug="land"))
    assert compare().finding == "Coder: 3 places share one figure, that of Land"


def test_the_finding_says_where_a_figure_is_not_of_the_city_itself(small_world):
    a_record("city", typical=300)
    a_record("land", place="land", typical=100)
    assert compare().finding == "Coder: City pays 3.00 times as much as Town (national figures)"
    SalaryRecord.objects.get(key="city").delete()
    Place.objects.get(slug="city").delete()
    assert compare().finding == "Coder in Town (national figures): typically $100 a year"


def test_places_side_by_side_are_taken_from_the_shown_rows_each_once(small_world, client):
    a_record("low", level="low", typical=100)
    a_record("top", level="top", typical=200)
    address = "/cities/?role=coder&year=2026&level=low&level=top"
    assert "side by side</a>" not in client.get(f"{address}&city=city").content.decode()
    shown = client.get(address).content.decode()
    assert 'place=city&amp;place=town&amp;role=coder&amp;year=2026">Compare the first 2 side by side</a>' in shown


def test_the_finding_tells_cities_of_one_name_apart(small_world):
    far = Place.objects.create(slug="far", name="Far", kind="country", country_code="JP", currency_code="JPY")
    Place.objects.create(slug="a-city", name="City", kind="city", parent=far)
    a_record("here", typical=100)
    a_record("there", place="a-city", typical=200)
    assert compare().finding == "Coder: City (Far) pays 2.00 times as much as City (Land)"


def test_cities_of_one_name_and_pay_stand_in_the_order_of_their_addresses(small_world):
    for slug in ("z-city", "a-city"):
        Place.objects.create(slug=slug, name="City", kind="city", parent=Place.objects.get(slug="land"))
    a_record("land", place="land", typical=100)
    assert names(compare()) == ["a-city", "city", "z-city", "town"]


def test_the_finding_says_when_there_is_none(small_world):
    assert compare().finding == "Coder: no typical figure for these places"


def test_the_finding_of_one_place_is_its_figure(small_world):
    a_record("r", level="top", typical=52000)
    Place.objects.get(slug="town").delete()
    assert compare(level="top").finding == "Coder, Top in City: typically $52,000 a year"


@pytest.mark.parametrize("source", [None, "one"])
def test_a_comparison_makes_as_many_queries_for_many_cities_as_for_few(
    small_world, source, django_assert_max_num_queries
):
    land = Place.objects.get(slug="land")
    counts = []
    for round_number in range(2):
        for number in range(3 + 20 * round_number):
            city = Place.objects.create(slug=f"c{round_number}-{number}", name=f"C{number}", kind="city", parent=land)
            a_record(f"r{round_number}-{number}", place=city, typical=number + 1)
        with django_assert_max_num_queries(20) as captured:
            comparison = compare(source=source)
            comparison.attach_records(comparison.rows)
        counts.append((len(captured), len(comparison.rows)))
    assert counts[0][0] == counts[1][0]
    assert counts[1][1] > counts[0][1] >= 3


def test_a_country_does_not_take_the_baseline_of_its_region(small_world):
    a_record("pay", place="land", typical=90000)
    a_record("elsewhere", place="world", role="others", typical=30000)
    (row,) = Comparison(Question.of(Role.objects.get(slug="coder"), 2026), Place.objects.filter(slug="land")).rows
    assert (row.baseline_usd, row.ratio) == (None, None)
