"""The query string: which values there are, which are refused, and how they are taken away again."""

import pytest
from django.http import QueryDict

from salaries.filters import CityFilterSet, CountryFilterSet, RecordFilterSet, most_quoted_role
from salaries.models import Role, SalaryRecord
from salaries.tests.making import a_record


def cities(query: str = "") -> CityFilterSet:
    found = CityFilterSet(QueryDict(query))
    found.is_valid()
    return found


def records(query: str = "") -> RecordFilterSet:
    found = RecordFilterSet(QueryDict(query), queryset=SalaryRecord.objects.published())
    found.is_valid()
    return found


def offered(found, name: str) -> list[str]:
    return [str(value) for value, _ in found.form.fields[name].choices if value]


def test_the_list_of_records_offers_only_what_published_records_name(db):
    found = records()
    assert sorted(offered(found, "role")) == ["ai-engineer", "average-outside-it", "machine-learning-engineer"]
    assert offered(found, "level") == ["beginner", "junior", "mid-level", "senior"]
    assert "statista" not in offered(found, "source")
    assert offered(found, "year") == ["2026"]
    assert offered(found, "currency") == ["INR", "KRW", "PHP", "SGD", "USD", "VND"]


def test_a_withdrawn_record_takes_its_values_out_of_the_filters(db):
    SalaryRecord.objects.filter(source__slug="morgan-mckinley-singapore-2026").update(status="withdrawn")
    assert "morgan-mckinley-singapore-2026" not in offered(records(), "source")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("country=india", {"bangalore"}),
        ("region=south-eastern-asia", {"singapore", "ho-chi-minh-city", "manila", "jakarta"}),
        ("city=seoul", {"seoul"}),
        ("region=south-eastern-asia&country=vietnam", {"ho-chi-minh-city"}),
        ("country=india&city=seoul", set()),
        ("country=india&country=vietnam", {"bangalore", "ho-chi-minh-city"}),
        ("region=eastern-asia&region=south-eastern-asia&city=seoul&city=manila&city=bangalore", {"seoul", "manila"}),
    ],
)
def test_places_narrow_one_another(db, query, expected):
    candidates = cities(query).candidates()
    assert {candidates.places[pk].slug for pk in candidates.left()} == expected


@pytest.mark.parametrize(
    "query",
    [
        "role=nobody",
        "level=godlike",
        "country=singapore",
        "region=singapore",
        "city=tokyo%00",
        "role=machine-learning-engineer&role=nobody",
        "employment_type=slave",
        "work_mode=on-the-moon",
        "currency=XXQ",
        "currency=gold",
        "year=" + "&year=".join(str(year) for year in range(1990, 2011)),
        "year=20x6",
        "year=1066",
        "source=rumour",
        "population=everyone",
        "sort=random",
    ],
)
def test_a_wrong_value_is_an_error_of_its_field(db, query):
    found = cities(query)
    assert list(found.form.errors) == [query.partition("=")[0]]
    assert found.applied == []


def test_a_currency_without_a_rate_is_named(db):
    assert cities("currency=XOF").form.errors == {"currency": ["There is no rate for XOF here."]}


def test_the_question_without_filters_is_the_most_quoted_role_in_its_latest_year(small_world):
    a_record("old", year=2024, typical=1)
    a_record("new", year=2025, typical=1)
    a_record("others", role="others", typical=1)
    question = cities().question()
    assert (question.role.slug, question.years, question.levels, question.is_stored) == (
        "coder",
        (2025,),
        (None,),
        True,
    )


def test_there_is_no_question_without_records(no_records):
    assert cities().question() is None
    assert most_quoted_role() is None


def test_a_role_without_figures_is_never_the_most_quoted(small_world):
    assert most_quoted_role() is None
    Role.objects.create(slug="abbot", name="Abbot")
    a_record("one", role="coder", typical=1)
    assert most_quoted_role().slug == "coder"


def test_a_source_or_a_population_asks_the_records(db):
    assert cities("source=digitaldefynd-alcor-2026").question().is_stored is False
    assert cities("population=international").question().is_stored is False
    assert cities("work_mode=remote").question().is_stored is False
    assert cities("employment_type=contract").question().is_stored is False


def test_several_values_of_one_filter_are_all_asked(db):
    question = cities("level=any&level=senior&role=ai-engineer&role=machine-learning-engineer&year=2026").question()
    assert [str(level) for level in question.levels] == ["None", "Senior or lead ML engineer"]
    assert sorted(role.slug for role in question.roles) == ["ai-engineer", "machine-learning-engineer"]


def test_more_combinations_than_a_page_can_show_are_an_error(db):
    for number in range(8):
        Role.objects.create(slug=f"r{number}", name=f"R{number}")
    roles = "&".join(f"role=r{number}" for number in range(8))
    found = cities(f"{roles}&level=senior&level=junior&year=2024&year=2025&year=2026&year=2023")
    assert list(found.form.errors.items()) == [
        ("role", ["Choose fewer roles, levels or years: 64 combinations, at most 60 are shown."])
    ]


def test_countries_cannot_be_narrowed_to_cities(db):
    found = CountryFilterSet(QueryDict("city=seoul&country=india"))
    assert found.is_valid()
    candidates = found.candidates()
    assert [candidates.places[pk].slug for pk in candidates.left()] == ["india"]


def test_applied_filters_say_what_they_are_and_how_to_take_them_away(db):
    found = cities(
        "role=machine-learning-engineer&country=india&country=vietnam&sort=place&page=3&population=international"
    )
    role, people = "role=machine-learning-engineer", "population=international"
    assert found.applied == [
        {"label": "Country", "value": "India", "remove_url": f"?{role}&sort=place&{people}&country=vietnam"},
        {"label": "Country", "value": "Vietnam", "remove_url": f"?{role}&sort=place&{people}&country=india"},
        {
            "label": "Role",
            "value": "Machine learning engineer",
            "remove_url": f"?country=india&country=vietnam&sort=place&{people}",
        },
        {
            "label": "Employers",
            "value": "International employers",
            "remove_url": f"?{role}&country=india&country=vietnam&sort=place",
        },
    ]
    assert found.address(country=None) == f"?{role}&sort=place&{people}"


def test_an_address_leaves_out_empty_values_and_the_page():
    found = CityFilterSet(QueryDict("role=&level=senior&page=2"))
    assert found.address(sort="place") == "?level=senior&sort=place"


@pytest.mark.parametrize(
    ("query", "key", "url", "direction"),
    [
        ("", "typical", "?sort=typical", "descending"),
        ("", "place", "?sort=place", ""),
        ("sort=place", "place", "?sort=-place", "ascending"),
        ("sort=-place&level=senior", "place", "?level=senior&sort=place", "descending"),
        ("sort=place", "high", "?sort=-high", ""),
    ],
)
def test_headings_sort_and_turn_round(db, query, key, url, direction):
    found = cities(query)
    columns = found.columns(found.labels, numeric=set(found.labels) - {"place"})
    column = next(one for one in columns if one["key"] == key)
    assert (column["url"], column["sorted"]) == (url, direction)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 30),
        ("place=asia", 30),
        ("place=india", 7),
        ("place=bangalore", 4),
        ("role=ai-engineer", 3),
        ("level=junior", 3),
        ("source=digitaldefynd-alcor-2026", 12),
        ("currency=KRW", 4),
        ("population=international", 1),
        ("level=junior&currency=SGD", 1),
        ("level=junior&currency=INR", 0),
    ],
)
def test_records_are_narrowed(db, query, count):
    assert records(query).qs.count() == count


@pytest.mark.parametrize("query", ["currency=EUR", "place=tokyo", "year=x", "sort=key"])
def test_values_without_records_are_refused(db, query):
    assert list(records(query).form.errors) == [query.partition("=")[0]]


def test_records_are_sorted_by_pay(db):
    found = list(records("sort=-pay&currency=USD&role=machine-learning-engineer&place=singapore").qs)
    assert [record.key for record in found] == ["singapore-ml-engineer-chart-2026"]
    amounts = [record.annual_typical_usd for record in records("sort=pay&role=average-outside-it").qs]
    assert amounts == sorted(amounts)
    assert len(amounts) == 5
