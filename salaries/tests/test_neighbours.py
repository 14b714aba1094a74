"""Places around a place, and places that pay like it."""

from decimal import Decimal as D

from guide_site.tests.html import links, text
from salaries.models import Place, Role
from salaries.portraits.neighbours import Candidate, candidates, most_similar, nearest
from salaries.tests.making import a_record


def candidate(name: str, typical: int | None = None, at: tuple[int, int] | None = None) -> Candidate:
    latitude, longitude = (D(at[0]), D(at[1])) if at else (None, None)
    return Candidate(0, 0, name, None, None if typical is None else D(typical), latitude, longitude)


def names(found) -> list[str]:
    return [one.name for one in found]


def test_the_nearest_come_first_and_those_without_coordinates_not_at_all():
    place = Place(latitude=D(0), longitude=D(179))
    among = [candidate("Far", at=(0, 100)), candidate("Over the line", at=(0, -179)), candidate("Nowhere")]
    among += [candidate("Near", at=(0, 178))]
    found = nearest(place, among)
    # One, two and 79 degrees of 111.195 km.
    assert [(one.name, round(km)) for one, km in found] == [("Near", 111), ("Over the line", 222), ("Far", 8784)]
    assert names(one for one, _ in nearest(place, among, 1)) == ["Near"]
    assert nearest(Place(), among) == []


def test_similar_are_those_with_the_smallest_difference_ties_by_name():
    among = [candidate("D", 130), candidate("C", 90), candidate("B", 110), candidate("A", None), candidate("E", 100)]
    assert names(most_similar(D(100), among)) == ["E", "B", "C", "D"]
    assert names(most_similar(D(100), among, 2)) == ["E", "B"]


def test_candidates_are_of_the_same_kind_and_never_the_place_itself(small_world):
    for place in ("land", "city", "town"):
        a_record(place, place=place, typical=100)
    city, coder = Place.objects.get(slug="city"), Role.objects.get(slug="coder")
    assert names(candidates(city, coder, 2026)) == ["Town"]
    assert names(candidates(city, coder, 2025)) == []


def test_a_page_leads_to_its_neighbours_and_sets_them_side_by_side(db, client):
    page = client.get("/cities/seoul/")
    # By the law of cosines: Manila 2,621 km, Ho Chi Minh City 3,601, Singapore 4,672, Bangalore 5,585, Tokyo 1,149.
    assert "The nearest place with figures is Manila, 2,621 km away" in text(page)
    slugs = ["seoul", "manila", "ho-chi-minh-city", "singapore", "bangalore"]
    query = "&".join(f"place={slug}" for slug in slugs)
    beside = [address for address, _ in links(page) if address.startswith("/cities/compare/?") and "role=" in address]
    assert beside == [f"/cities/compare/?{query}&role=machine-learning-engineer&year=2026"]


def test_a_country_is_set_among_the_countries_of_its_region(db, client):
    shown = text(client.get("/countries/vietnam/"))
    assert "Other countries in South-eastern Asia" in shown
    assert "South Korea comes closest in typical pay" in shown  # 69,701 against 57,000; then India, 16,550


def test_a_place_without_figures_shows_the_nearest_with_some(db, client):
    shown = text(client.get("/cities/tokyo/"))
    assert "No figures for Tokyo yet" in shown
    assert "The nearest place with figures is Seoul, 1,149 km away" in shown
