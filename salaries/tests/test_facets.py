"""A count beside a choice is the number of rows that the page has if it is chosen; checked by choosing it."""

import random

import pytest
from django.http import QueryDict

from salaries.filters import CityFilterSet, CountryFilterSet
from salaries.models import CareerLevel, Place, Role
from salaries.tests.making import a_record

CHANCE = 20260101
CHOICES = {
    "population": ("unspecified", "local", "international"),
    "employment_type": ("full-time", "contract"),
    "work_mode": ("remote", "on-site"),
}


@pytest.fixture
def varied_world(small_world):
    """Cities with and without records of their own, three sources, every kind of record."""
    pick = random.Random(CHANCE)
    far = Place.objects.create(slug="far", name="Far", kind="country", country_code="JP", currency_code="JPY")
    for name in ("port", "dale"):
        Place.objects.create(slug=name, name=name.title(), kind="city", parent=far)
    Place.objects.create(slug="hamlet", name="Hamlet", kind="city", parent=Place.objects.get(slug="land"))
    Role.objects.create(slug="tester", name="Tester")
    levels = [None, *CareerLevel.objects.values_list("slug", flat=True)]
    for number in range(70):
        a_record(
            f"r{number}",
            place=pick.choice(["city", "town", "land", "port", "far", "world"]),
            role=pick.choice(["coder", "tester", "others"]),
            level=pick.choice(levels),
            year=pick.choice([2024, 2025, 2026]),
            source=pick.choice(["one", "two", "three"]),
            typical=pick.randrange(10, 90) * 1000,
            **{name: pick.choice(values) for name, values in CHOICES.items()},
        )


def random_query(pick: random.Random) -> dict[str, list[str]]:
    offered = {
        "role": ["coder", "tester"],
        "level": ["any", "low", "top"],
        "year": ["2024", "2025", "2026"],
        "region": ["world"],
        "country": ["land", "far"],
        "city": ["city", "port", "hamlet"],
        "source": ["one", "two", "three"],
        **{name: list(values) for name, values in CHOICES.items()},
    }
    return {
        name: pick.sample(values, pick.randint(1, min(2, len(values))))
        for name, values in offered.items()
        if pick.random() < 0.3
    }


def answer(kind: type, query: dict[str, list[str]]):
    data = QueryDict(mutable=True)
    for name, values in query.items():
        data.setlist(name, values)
    found = kind(data)
    assert found.is_valid()
    return found.answer()


@pytest.mark.parametrize("kind", [CityFilterSet, CountryFilterSet])
def test_a_count_is_the_number_of_rows_that_the_choice_gives(varied_world, kind):
    pick = random.Random(CHANCE)
    checked = 0
    for _ in range(6):
        query = random_query(pick)
        if kind is CountryFilterSet:
            query.pop("city", None)
        for facet in answer(kind, query).facets.every():
            for value in facet.values:
                rows = len(answer(kind, query | {facet.name: [value.value]}).comparison.rows)
                assert value.count == rows, (query, facet.name, value)
                checked += 1
    assert checked > 80


def test_what_is_chosen_is_ticked_and_summed_up(db):
    facets = {one.name: one for one in answer(CityFilterSet, {"country": ["india", "vietnam"]}).facets.every()}
    assert [value.value for value in facets["country"].chosen] == ["india", "vietnam"]
    assert (facets["country"].summary, facets["role"].summary) == ("2 chosen", "Machine learning engineer")
    assert (facets["level"].summary, facets["year"].summary, facets["city"].summary) == ("Any level", "2026", "")


def test_a_choice_without_rows_can_still_be_taken_back(db):
    facets = {one.name: one for one in answer(CityFilterSet, {"country": ["japan"]}).facets.every()}
    assert [(value.value, value.count) for value in facets["country"].chosen] == [("japan", 0)]


def test_facets_cost_the_same_number_of_queries_for_many_places(small_world, client, django_assert_max_num_queries):
    land = Place.objects.get(slug="land")
    counts = []
    for round_number in range(2):
        for number in range(2 + 10 * round_number):
            city = Place.objects.create(slug=f"c{round_number}-{number}", name=f"C{number}", kind="city", parent=land)
            a_record(f"r{round_number}-{number}", place=city, typical=number + 1)
        with django_assert_max_num_queries(30) as captured:
            client.get("/cities/?work_mode=unspecified")
        counts.append(len(captured))
    assert counts[0] == counts[1]
