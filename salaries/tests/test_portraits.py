"""The pages of one city, country, role and level."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide_site.tests.html import links, tables, text
from guide_site.tests.pages import PAGES
from salaries.derivation import Asked, derive
from salaries.models import Estimate, Fact, Place, Role, Skill, Source
from salaries.models.place import PlaceTree
from salaries.portraits import PlacePortrait, records
from salaries.portraits import place as place_module
from salaries.portraits import role as role_module
from salaries.portraits.sources import bands_of_cells
from salaries.tests.making import a_record


def portrait(slug: str) -> PlacePortrait:
    return PlacePortrait(Place.objects.select_related("parent__parent").get(slug=slug))


def headings(response) -> list[str]:
    content = response.content.decode()
    return [part.split("</h2>")[0].split(">", 1)[1] for part in content.split("<h2")[1:]]


def a_role(number: int) -> Role:
    return Role.objects.create(slug=f"role-{number:02}", name=f"Role {number:02}")


# -- a place ----------------------------------------------------------------------------------------------------------
def test_a_country_has_the_same_portrait_as_a_city(db, client):
    page = client.get("/countries/vietnam/")
    # The country's own sources: 5,500 and 57,000; the chart's city figure: 57,000. Outside IT 5,000 in the city.
    assert "Machine learning engineer across Vietnam: typically $57,000 a year, 11.4× the average outside IT" in text(
        page
    )
    found = headings(page)
    expected = {"Pay by role", "Cities of Vietnam", "What a skill adds to pay, as sources state it: 10% to 50%"}
    assert expected - set(found) == set()
    assert [table.caption for table in tables(page)][-2:] == ["Records for the whole country", "Records for its cities"]


def test_a_place_leads_to_its_page_and_a_region_to_the_comparison(db):
    addresses = [Place.objects.get(slug=slug).get_absolute_url() for slug in ("seoul", "south-korea", "asia")]
    assert addresses == ["/cities/seoul/", "/countries/south-korea/", "/cities/?region=asia"]


@pytest.mark.parametrize("path", ["/countries/seoul/", "/countries/asia/", "/countries/x/", "/cities/asia/"])
def test_a_page_of_another_kind_of_place_is_not_found(db, client, path):
    assert client.get(path).status_code == 404


def test_every_figure_of_a_portrait_leads_to_its_cell(small_world, client):
    a_record("a", typical=100, level="low")
    a_record("b", typical=300, level="top")
    a_record("c", role="others", typical=50)
    a_record("d", place="town", typical=90)
    cell = "/estimate/?place=city&role=coder"
    leading = {address: words for address, words in links(client.get("/cities/city/")) if "/estimate/" in address}
    assert leading == {
        f"{cell}&year=2026": "$200",  # last in the table of places: its typical pay, midway of 100 and 300
        "/estimate/?place=city&role=others&year=2026": "$50",
        f"{cell}&level=low&year=2026": "$100",
        f"{cell}&level=top&year=2026": "$300",
        "/estimate/?place=town&role=coder&year=2026": "$90",
    }


def test_the_most_quoted_roles_come_first_and_pay_outside_it_after_them(small_world, monkeypatch):
    monkeypatch.setattr(place_module, "ROLES_SHOWN", 3)
    for number in range(4):
        role = a_role(number)
        for record in range(number + 1):
            a_record(f"{role.slug}-{record}", role=role, typical=100 + record)
    a_record("others", role="others", typical=50)
    found = portrait("city")
    assert [line.label for line in found.cells] == ["Role 03", "Role 02", "Others"]
    assert [line.label for line in found.rest] == ["Role 00", "Role 01"]
    assert found.main.label == "Role 03"


def test_other_roles_are_listed_fifty_at_a_time(small_world, client):
    for number in range(75):
        a_record(f"r{number}", role=Role.objects.create(slug=f"r{number:03}", name=f"R {number:03}"), typical=100)
    first, second = (tables(client.get(f"/cities/city/?page={page}"))[0] for page in (1, 2))
    assert (len(first.rows), len(second.rows)) == (50, 5)  # twenty of 75 stand above


def test_only_few_records_are_read_for_the_sources(small_world, monkeypatch):
    for number in range(6):
        a_record(f"a{number}", source="one", typical=100 + number)
    a_record("b", source="two", role=a_role(1), typical=100)
    city, tree = Place.objects.get(slug="city"), PlaceTree()
    cells = [(Role.objects.get(slug=slug).pk, city.pk) for slug in ("coder", "role-01")]
    assert [len(bands_of_cells(cells, 2026, tree, most=most)) for most in (7, 6, 5)] == [2, 1, 0]


def test_records_of_levels_and_of_cities_count_as_read(small_world):
    # The country's estimate is of one record, but its city has three more of the same source.
    a_record("national", place="land", typical=100)
    for number in range(3):
        a_record(f"a{number}", place="city", typical=100 + number)
    land = Place.objects.get(slug="land")
    cell = (Role.objects.get(slug="coder").pk, land.pk)
    assert Estimate.objects.get(place=land).sample_size == 1
    assert [len(bands_of_cells([cell], 2026, PlaceTree(), most=most)) for most in (4, 3)] == [1, 0]


def test_bands_of_a_portrait_are_those_that_made_its_estimates(db):
    for place in Place.objects.exclude(kind="region"):
        for line in portrait(place.slug).cells[: place_module.ROLES_WITH_BANDS]:
            bands = derive(Asked(line.place, line.role, line.year)).bands
            assert {
                band["source"]: (band["low_usd"], band["typical_usd"], band["high_usd"]) for band in line.bands
            } == {
                one.source: (one.band.low_annual_usd, one.band.typical_annual_usd, one.band.high_annual_usd)
                for one in bands
            }
            assert line.sources == sorted((one.source for one in bands), key=str)


def test_the_ladder_of_a_place_is_its_own_or_else_its_countrys(small_world):
    a_record("a", place="land", level="low", typical=100)
    a_record("b", place="land", level="top", typical=250)
    found = portrait("city")
    assert [(line.label, line.typical_usd, line.national) for line in found.ladder.lines] == [
        ("Low", 100, True),
        ("Top", 250, True),
    ]
    assert found.ladder_finding == "In City, national figures: Top pays 2.50 times as much as Low"
    assert found.ladder.caption == "Coder in City, 2026: level by level"
    assert portrait("land").ladder_finding == "Across Land: Top pays 2.50 times as much as Low"
    a_record("c", place="city", level="top", typical=300)
    assert [(line.label, line.national) for line in portrait("city").ladder.lines] == [("Top", False)]


def test_premiums_are_those_of_the_place_what_it_lies_in_and_of_no_place(small_world, client):
    source = Source.objects.get(slug="one")
    skill = Skill.objects.create(slug="maths", name="Maths", kind="skill")
    elsewhere = Place.objects.create(slug="else", name="Else", kind="city", parent=Place.objects.get(slug="land"))
    for number, slug in enumerate(("city", "land", "world", None, "town", "else")):
        place = Place.objects.get(slug=slug) if slug else None
        Fact.objects.create(
            key=f"f{number}", statement=f"Premium at {slug}", low=number, high=number + 1, unit="percent", year=2026,
            source=source, skill=skill, place=place,
        )  # fmt: skip
    Fact.objects.create(
        key="ratio", statement="A ratio", low=3, unit="ratio", year=2026, source=source, skill=skill, place=elsewhere
    )
    found = [fact.statement for fact in portrait("city").premiums]
    assert found == ["Premium at None", "Premium at world", "Premium at land", "Premium at city"]
    shown = text(client.get("/cities/city/"))
    assert "3–4% Maths : Premium at None no place named · 2026 · One: Survey one" in shown
    assert "at town" not in shown


def test_a_trend_is_shown_from_two_years_on(small_world, client):
    a_record("a", typical=100, year=2025)
    assert "Over the years" not in headings(client.get("/cities/city/"))
    a_record("b", typical=110, year=2026)
    for path in ("/cities/city/", "/countries/land/", "/roles/coder/"):
        page = client.get(path)
        assert "Over the years" in headings(page)
        assert "from 2025 to 2026, same sources" in text(page)


def test_records_are_the_first_fifty_of_those_that_were_read(small_world, monkeypatch):
    for key in ("c", "b", "a"):
        a_record(key, typical=100)
    a_record("0", typical=100, status="draft")
    a_record("1", place="town", typical=100)
    assert [record.key for record in portrait("city").records] == ["a", "b", "c"]
    assert [record.key for record in records.first_records(Role.objects.get(slug="coder").records.all(), 1)] == ["a"]
    monkeypatch.setattr(records, "MOST_READ", 1)
    assert len(portrait("city").records) <= 1  # it may be the draft that comes to hand first


def test_titles_and_descriptions_are_unique(db, client):
    paths = [path for path in PAGES if re.match("/(cities|countries|roles|levels|estimate)/[^?]*$", path)]
    paths += ["/countries/singapore-country/", "/countries/south-korea/", "/cities/seoul/", "/roles/ai-engineer/"]
    for name, end in (("<title>", "</title>"), ('name="description" content="', '"')):
        found = [client.get(path).content.decode().split(name)[1].split(end)[0] for path in paths]
        assert sorted(set(found)) == sorted(found)


# -- query counts -----------------------------------------------------------------------------------------------------
def queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", ["/cities/city/", "/countries/land/", "/roles/coder/", "/levels/low/"])
def test_a_portrait_makes_as_many_queries_for_three_as_for_one(small_world, client, path):
    land = Place.objects.get(slug="land")
    counts = []
    for number in range(3):
        at = {"slug": f"c{number}", "latitude": 1, "longitude": number}
        other = Place.objects.create(name=f"C {number}", kind="city", parent=land, **at)
        role = a_role(number)
        for place in (other, "city"):
            at = place if isinstance(place, str) else place.slug
            a_record(f"{at}-{number}-a", place=place, source=("one", "two", "three")[number], level="low", typical=100)
            a_record(f"{at}-{number}-b", place=place, role=role, typical=200)
            a_record(f"{at}-{number}-c", place=place, role="others", typical=50)
        for more in range(3):  # so that coder is the most quoted role at every turn
            a_record(f"land-{number}-{more}", place="land", typical=120 + number)
        counts.append(queries(client, path))
    assert counts[0] == counts[1] == counts[2]


# -- a role and a level -----------------------------------------------------------------------------------------------
def test_a_role_is_told_by_city_by_country_and_by_level(db, client):
    page = client.get("/roles/machine-learning-engineer/")
    cities, countries, levels = tables(page)[:3]
    assert [row[0].split()[0] for row in cities.rows] == ["Singapore", "Seoul", "Ho", "Bangalore", "Manila"]
    assert [row[0] for row in countries.rows] == ["Singapore", "South Korea", "Vietnam", "India", "Philippines"]
    # Midpoints of Asia's ranges.
    assert [row[2].split()[0] for row in levels.rows] == ["$5,500", "$16,500", "$40,000", "$112,500"]
    # 105,602.86 ÷ 10,576 = 9.985; 112,500 ÷ 5,500 = 20.45.
    shown = text(page)
    assert "Machine learning engineer: Singapore pays 10.0 times as much as Manila" in shown
    assert "Asia: Senior or lead ML engineer pays 20.5 times as much as Beginner" in shown


def test_a_heading_is_true_of_all_places_though_some_are_shown(small_world, monkeypatch, client):
    land = Place.objects.get(slug="land")
    for number in range(1, 5):
        place = Place.objects.create(slug=f"c{number}", name=f"C{number}", kind="city", parent=land)
        a_record(f"r{number}", place=place, typical=100 * number)
    a_record("open", place="town", low=900)  # no typical figure: last, and in no heading
    monkeypatch.setattr(role_module, "PLACES_SHOWN", 2)
    monkeypatch.setattr(place_module, "CITIES_SHOWN", 2)
    for path, heading in (("/roles/coder/", "Coder: C4"), ("/countries/land/", "Coder: C4")):
        page = client.get(path)
        assert f"{heading} pays 4.00 times as much as C1" in text(page)
        rows = next(one for one in tables(page) if one.head[0] == "City").rows
        assert [row[0].split()[0] for row in rows] == ["C4", "C3"]
    monkeypatch.setattr(role_module, "PLACES_SHOWN", 9)
    rows = tables(client.get("/roles/coder/"))[0].rows
    assert [row[0].split()[0] for row in rows] == ["C4", "C3", "C2", "C1", "Town"]


def test_a_role_without_figures_still_has_a_page(small_world, client):
    assert tables(client.get("/roles/coder/")) == []


def test_a_level_is_told_by_city_and_by_country(db, client):
    shown = tables(client.get("/levels/beginner/"))
    assert shown[0].caption == "Machine learning engineer, Beginner, 2026: pay by country"
    assert [row[0] for row in shown[0].rows] == ["India", "Philippines", "Vietnam"]
    assert len(shown[1].rows) == 3  # its records
