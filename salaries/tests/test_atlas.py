"""The map of a comparison: dots, legend, what is listed under it, and its size."""

from decimal import Decimal as D
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from salaries.atlas import atlas_of
from salaries.catalogue import Catalogue
from salaries.comparison import Comparison
from salaries.models import Place, Role
from salaries.question import Question


def row(name, typical, latitude=None, longitude=None, national=False, low=None, high=None):
    place = Place(slug=name.lower().replace(" ", "-"), name=name, kind="city")
    if latitude is not None:
        place.latitude, place.longitude = D(latitude), D(longitude)
    amounts = (None if amount is None else D(amount) for amount in (low or typical, typical, high or typical))
    low, typical, high = amounts
    return SimpleNamespace(place=place, national=national, low=low, typical=typical, high=high)


def sample_atlas():
    question = Question.of(Role.objects.get(slug="machine-learning-engineer"), 2026)
    comparison = Comparison(question, Place.objects.cities().select_related("parent__parent"))
    return atlas_of(comparison.rows, title="Machine learning engineers, 2026")


def test_the_sample_is_mapped(db):
    atlas = sample_atlas()
    assert [(dot.place.slug, dot.step) for dot in atlas.dots] == [
        ("singapore", 4),
        ("seoul", 3),
        ("ho-chi-minh-city", 2),
        ("bangalore", 2),
        ("manila", 2),
    ]
    assert all(dot.dot.label for dot in atlas.dots)
    assert [(key.label, key.step) for key in atlas.legend] == [("to $50k", 2), ("to $100k", 3), ("to $150k", 4)]
    assert (atlas.missing, atlas.undecided, atlas.left_off) == ([], [], 0)


def test_areas_are_proportional_to_pay():
    large, small = atlas_of([row("A", 90_000, 0, 0), row("B", 10_000, 20, 20)]).dots
    assert (large.dot.radius, small.dot.radius) == ("14.0", "4.7")  # a third of the radius is a ninth of the area


def test_a_pay_on_a_bound_belongs_to_the_lower_step():
    steps = [dot.step for dot in atlas_of([row("A", 100, 0, 0), row("B", 50, 1, 1), row("C", 51, 2, 2)]).dots]
    assert steps == [4, 3, 2]  # 100 ends the axis; its steps are 25 wide


def test_a_wide_spread_takes_the_steps_of_a_log_scale():
    pay = [2_000, 3_000, 4_000, 300_000]
    atlas = atlas_of([row(f"P{index}", amount, index, index) for index, amount in enumerate(pay)])
    assert atlas.scale_note == "log scale"
    assert [key.label for key in atlas.legend] == ["to $10k", "to $100k", "to $1M"]


def test_places_without_coordinates_or_typical_pay_are_listed():
    atlas = atlas_of([row("A", 5, 0, 0), row("B", 6), row("C", None, 1, 1)])
    assert [place.name for place in atlas.missing] == ["B"]
    assert [place.name for place in atlas.undecided] == ["C"]
    assert atlas.finding == "Typical pay is highest in B ($6 a year) and lowest in A ($5)"
    html = render_to_string("charts/map.html", {"atlas": atlas})
    assert 'Not on the map, for want of coordinates: <a href="/cities/b/">B</a>.' in html
    assert 'Without a typical figure: <a href="/cities/c/">C</a>.' in html


def test_of_very_many_places_sixty_are_drawn_and_the_rest_counted():
    atlas = atlas_of([row(f"P{pay}", pay, pay % 80, pay) for pay in range(1, 63)])
    assert ([dot.place.name for dot in atlas.dots][-1], len(atlas.dots), atlas.left_off) == ("P3", 60, 2)
    assert "2 more places, with lower pay, are in the table only" in render_to_string(
        "charts/map.html", {"atlas": atlas}
    )


def test_a_country_without_coordinates_stands_in_the_middle_of_its_cities(small_world):
    land = Place.objects.get(slug="land")
    Place.objects.filter(slug="city").update(latitude=0, longitude=10)
    Place.objects.filter(slug="town").update(latitude=0, longitude=20)
    Place.objects.create(slug="unplaced", name="Unplaced", kind="city", parent=land)
    at = Catalogue().middles
    assert {pk: (round(north, 6), round(east, 6)) for pk, (north, east) in at.items()} == {land.pk: (0.0, 15.0)}
    one = row("Other", 20, 0, 40)
    in_land = SimpleNamespace(place=land, national=False, low=D(10), typical=D(10), high=D(10))
    atlas = atlas_of([one, in_land], middles=at)
    assert [(dot.place.name, dot.central) for dot in atlas.dots] == [("Other", False), ("Land", True)]
    assert atlas.missing == []
    html = render_to_string("charts/map.html", {"atlas": atlas})
    assert "Countries stand in the middle of their cities on record." in html


def test_a_country_with_coordinates_or_without_placed_cities_has_no_middle(small_world):
    land = Place.objects.get(slug="land")
    assert Catalogue().middles == {}  # no city has coordinates
    Place.objects.filter(slug="city").update(latitude=0, longitude=10)
    Place.objects.filter(pk=land.pk).update(latitude=1, longitude=1)
    assert Catalogue().middles == {}  # it has its own


def test_nothing_to_map_is_no_map():
    assert atlas_of([]) is None
    assert atlas_of([row("A", 5), row("B", None, 1, 1)]) is None
    assert render_to_string("charts/map.html", {"atlas": None}).strip() == ""


def test_each_dot_is_a_link_with_a_name():
    html = render_to_string(
        "charts/map.html", {"atlas": atlas_of([row("A", 50, 0, 0, national=True, low=40, high=60)])}
    )
    assert '<a href="/cities/a/" aria-label="A: typically $50, $40–60, national figure">' in html
    assert "A dashed edge marks a city that shows its country’s figure." in html
    assert "<title>Typical pay in A is $50 a year</title>" in html


@pytest.mark.parametrize("count", [1, 10])
def test_a_map_is_small(count):
    rows = [row(f"A city named {index}", 40_000 + index, index * 3, index * 7) for index in range(count)]
    assert len(render_to_string("charts/map.html", {"atlas": atlas_of(rows)}).encode()) < 10_000
