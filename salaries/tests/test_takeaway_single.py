"""The files of pages about one thing: every stored figure of it, as everywhere else, and nothing withheld."""

import csv
import io
import json
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide_site.tests.html import links
from salaries import columns
from salaries.models import Estimate, Place, PriceLevel, Source
from salaries.siblings import FORMS, SINGLE
from salaries.tests.making import a_rate, a_record

# Of the sample: {page: (its address, its query string)}.
SAMPLE = {
    "city": ("/cities/seoul", ""),
    "country": ("/countries/india", ""),
    "role": ("/roles/machine-learning-engineer", ""),
    "level": ("/levels/senior", ""),
    "source": ("/sources/digitaldefynd-alcor-2026", ""),
    "record": ("/salaries/singapore-ml-engineer-morgan-mckinley-2026", ""),
    "compare": ("/cities/compare", "?place=seoul&place=singapore"),
    "estimate": ("/estimate", "?place=seoul&role=machine-learning-engineer&year=2026"),
}
FILES = [f"{path}.{form}{query}" for path, query in SAMPLE.values() for form in FORMS]
# Of the small world.
SMALL = {
    "city": "/cities/city.csv",
    "country": "/countries/land.csv",
    "role": "/roles/coder.csv",
    "level": "/levels/top.csv",
    "source": "/sources/one.csv",
    "compare": "/cities/compare.csv?place=city&place=town",
    "estimate": "/estimate.csv?place=land&role=coder",
}


def body(response) -> str:
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def rows_of(client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client.get(address)))))


def told(client, address: str) -> dict:
    return json.loads(body(client.get(address)))


def given(row: dict[str, str], *names: str) -> list[str]:
    return [row[name] for name in names]


def test_every_such_page_is_tested_here():
    assert set(SAMPLE) == set(SINGLE) == {*SMALL, "record"}


# -- the same figures -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "address",
    [
        "/cities/seoul.csv",
        "/cities/singapore.csv",
        "/countries/india.csv",
        "/roles/machine-learning-engineer.csv",
        "/levels/senior.csv",
        "/cities/compare.csv?place=seoul&place=india",
    ],
)
def test_each_figure_is_that_of_the_comparison(db, client, address):
    rows = [row for row in rows_of(client, address) if row["country"]]
    assert rows
    for row in rows:
        kind = "countries" if row["place"] == row["country"] else "cities"
        asked = f"role={row['role']}&level={row['level'] or 'any'}&year={row['year']}"
        (same,) = [one for one in rows_of(client, f"/{kind}.csv?{asked}") if one["place"] == row["place"]]
        assert {name: same[name] for name in row} == row


@pytest.mark.parametrize("query", ["place=seoul", "role=machine-learning-engineer", "level=senior"])
def test_every_stored_estimate_is_there(db, client, query):
    name, slug = query.split("=")
    folder = {"place": "cities", "role": "roles", "level": "levels"}[name]
    rows = rows_of(client, f"/{folder}/{slug}.csv")
    found = {(row["figures_of"], row["role"], row["level"] or None, int(row["year"])) for row in rows}
    stored = Estimate.objects.filter(**{f"{name}__slug": slug})
    assert found >= set(stored.values_list("place__slug", "role__slug", "level__slug", "year"))
    assert len(rows) == len(found)


def test_a_city_shows_its_countrys_figures_where_it_has_none(small_world, client):
    a_rate("SGD", "2")
    land = Place.objects.get(slug="land")
    PriceLevel.objects.create(country=land, year=2026, ppp_factor="0.8", source=Source.objects.get(slug="one"))
    a_record("own", place="city", typical=30, level="top")
    a_record("national", place="land", source="two", low=10, high=20, level="low")
    a_record("outside", place="land", role="others", typical=5)
    a_record("earlier", place="land", typical=8, year=2025)
    rows = rows_of(client, "/cities/city.csv")
    names = "role level year figures_of national low_usd typical_usd high_usd baseline_usd ratio_typical".split()
    # Of coders at any level the city has one record of its own, so that the country's two do not count.
    # 30 ÷ 5 = 6; (10 + 20) ÷ 2 = 15, and 15 ÷ 5 = 3.
    assert [given(row, *names) for row in rows] == [
        ["coder", "", "2026", "city", "false", "30.00", "30.00", "30.00", "5.00", "6.000000"],
        ["coder", "low", "2026", "land", "true", "10.00", "15.00", "20.00", "5.00", "3.000000"],
        ["coder", "top", "2026", "city", "false", "30.00", "30.00", "30.00", "5.00", "6.000000"],
        ["coder", "", "2025", "land", "true", "8.00", "8.00", "8.00", "", ""],
        ["others", "", "2026", "land", "true", "5.00", "5.00", "5.00", "", ""],
    ]
    # 30 × 2 ÷ 0.8 = 75 in what it buys. No rate of 2025 is on record.
    assert [row["typical_ppp"] for row in rows] == ["75.00", "37.50", "75.00", "", "12.50"]
    assert {row["place"] for row in rows} == {"city"}
    # The country has no record of a level top: it takes the city's.
    assert [given(row, "level", "year", "national") for row in rows_of(client, "/countries/land.csv")[:3]] == [
        ["", "2026", "false"],
        ["low", "2026", "false"],
        ["top", "2026", "false"],
    ]


def test_side_by_side_gives_the_rows_of_the_page_in_its_order(small_world, client):
    a_record("city-top", place="city", typical=30, level="top")
    a_record("town", place="town", source="two", typical=10)
    a_record("town-top", place="town", source="three", typical=20, level="top")
    rows = rows_of(client, "/cities/compare.csv?place=town&place=city&role=coder&year=2026")
    # The town at any level: two sources, 10 and 20.
    assert [given(row, "place", "level", "low_usd", "typical_usd", "source_slugs") for row in rows] == [
        ["town", "", "10.00", "15.00", "three two"],
        ["city", "", "30.00", "30.00", "one"],
        ["town", "top", "20.00", "20.00", "three"],
        ["city", "top", "30.00", "30.00", "one"],
    ]
    asked = told(client, "/cities/compare.json?place=town&place=city&role=&page=3")["asked"]
    assert asked == {"place": ["town", "city"], "role": "coder", "year": 2026}


def test_the_bands_are_those_of_the_api(db, client):
    query = "?place=singapore&role=machine-learning-engineer"
    bands = told(client, f"/estimate.json{query}")["rows"]
    sources = client.get(f"/api/estimate/{query}").json()["sources"]
    names = set(bands[0]) & set(sources[0])
    assert {"source", "source_publisher", "observation_count", "low_usd", "typical_usd", "high_usd"} <= names
    assert [{name: one[name] for name in names} for one in bands] == [
        {name: one[name] for name in names} for one in sources
    ]
    assert [D(one["typical_usd"]) for one in bands] == [D("105602.86"), D("105000.00"), D("105602.86")]


def test_records_of_a_source_and_a_single_record_are_those_of_the_list(db, client):
    every = {row["key"]: row for row in rows_of(client, "/salaries.csv")}
    path, _ = SAMPLE["source"]
    found = rows_of(client, f"{path}.csv")
    source = path.rpartition("/")[2]
    assert {row["key"] for row in found} == {key for key, row in every.items() if row["source"] == source}
    assert len(found) == 12
    assert all(every[row["key"]] == row for row in found)
    path, _ = SAMPLE["record"]
    assert rows_of(client, f"{path}.csv") == [every[path.rpartition("/")[2]]]


@pytest.mark.parametrize("page", SAMPLE)
def test_csv_and_json_hold_the_same_rows(db, client, page):
    path, query = SAMPLE[page]
    answer, lines = told(client, f"{path}.json{query}"), rows_of(client, f"{path}.csv{query}")
    assert lines
    assert answer["page"].endswith(f"{path}/")
    assert list(lines[0]) == list(answer["columns"])
    words = {None: "", True: "true", False: "false"}
    as_text = [
        {column: words[v] if v is None or isinstance(v, bool) else str(v) for column, v in row.items()}
        for row in answer["rows"]
    ]
    assert as_text == lines


# -- what is withheld -------------------------------------------------------------------------------------------------
def test_figures_of_closed_sources_alone_are_withheld_and_counted(small_world, client):
    a_record("open", place="city", typical=10)
    a_record("closed-city", place="city", source="two", typical=30)
    a_record("closed-town", place="town", source="two", typical=40)
    Source.objects.filter(slug="two").update(redistributable=False)
    names = ("place", "record_count", "typical_usd", "withheld")
    # The land has its cities' records: source one says 10, source two 30 and 40, typically 35; (10 + 35) ÷ 2 = 22.50.
    assert [given(row, *names) for row in rows_of(client, "/roles/coder.csv")] == [
        ["city", "2", "20.00", "false"],
        ["land", "3", "22.50", "false"],
        ["town", "1", "", "true"],
        ["world", "3", "22.50", "false"],
    ]
    answer = client.get("/roles/coder.csv")
    assert (answer["X-Withheld-Records"], answer["X-Withheld-Sources"]) == ("1", "two=1")
    assert [given(row, *names) for row in rows_of(client, "/cities/town.csv")] == [["town", "1", "", "true"]]
    beside = told(client, "/cities/compare.json?place=city&place=town")
    assert (beside["withheld_records"], beside["withheld"]) == (1, {"two": 1})
    assert [row["typical_usd"] for row in beside["rows"]] == ["20.00", None]
    bands = told(client, "/estimate.json?place=city&role=coder")
    assert (bands["withheld_records"], bands["withheld"]) == (1, {"two": 1})
    assert [(row["source"], row["typical_usd"], row["withheld"]) for row in bands["rows"]] == [
        ("one", "10.00", False),
        ("two", None, True),
    ]
    for path in ("/sources/two", "/salaries/closed-town"):
        assert told(client, f"{path}.json")["rows"] == []
    assert client.get("/sources/two.csv")["X-Withheld-Records"] == "2"
    assert client.get("/salaries/closed-town.csv")["X-Withheld-Records"] == "1"
    for path, words in {
        "/cities/town/": "1 figure is left out of the files",
        "/roles/coder/": "1 figure is left out of the files",
        "/cities/compare/?place=city&place=town": "1 figure is left out of the files",
        "/estimate/?place=city&role=coder": "1 figure is left out of the files",
        "/sources/two/": "2 records are left out of the files",
        "/salaries/closed-town/": "1 record is left out of the files",
    }.items():
        assert words in client.get(path).content.decode()
    for path in ("/countries/land/", "/sources/one/", "/salaries/open/"):
        assert "left out of the files" not in client.get(path).content.decode()


def test_a_closed_baseline_is_withheld_and_its_ratio_too(small_world, client):
    a_record("open", typical=10)
    a_record("base", role="others", source="two", typical=5)
    Source.objects.filter(slug="two").update(redistributable=False)
    for address in ("/cities/city.csv", "/roles/coder.csv", "/cities/compare.csv?place=city&place=land"):
        row = rows_of(client, address)[0]
        assert given(row, "typical_usd", "baseline_usd", "ratio_typical") == ["10.00", "", ""]


# -- how it is handed over --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("page", SAMPLE)
def test_the_page_links_to_its_files(db, client, page):
    path, query = SAMPLE[page]
    found = {address for address, _ in links(client.get(f"{path}/{query}"))}
    for form in FORMS:
        assert client.get(f"{path}.{form}{query}").status_code == 200
        assert any(address.startswith(f"{path}.{form}") for address in found)
    assert [address for address in found if ".csv" in address and client.get(address).status_code != 200] == []


@pytest.mark.parametrize("address", FILES)
def test_files_are_open_described_and_sent_once(db, client, address):
    response = client.get(address)
    kinds = {"csv": "text/csv; charset=utf-8; header=present", "json": "application/json"}
    assert response["Content-Type"] == kinds["csv" if ".csv" in address else "json"]
    assert (response["Access-Control-Allow-Origin"], response.cookies) == ("*", {})
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content, again["Access-Control-Allow-Origin"]) == (304, b"", "*")
    anchor = response["Link"].split("#")[-1].partition(">")[0]
    assert f'id="{anchor}"' in client.get("/api/").content.decode()
    assert client.options(address).status_code == 204


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/cities/seoul.csv", "cities-seoul.csv"),
        ("/levels/senior.json", "levels-senior.json"),
        (
            "/cities/compare.csv?place=seoul&place=singapore",
            "cities-compare-seoul-singapore-machine-learning-engineer-2026.csv",
        ),
        (
            "/estimate.csv?place=seoul&role=machine-learning-engineer",
            "estimate-seoul-machine-learning-engineer-2026.csv",
        ),
    ],
)
def test_a_file_is_named_after_its_page(db, client, address, name):
    assert client.get(address)["Content-Disposition"].partition("filename=")[2] == f'"{name}"'


@pytest.mark.parametrize(
    "path",
    [
        "/cities/atlantis",
        "/cities/india",  # a country
        "/countries/seoul",
        "/roles/wizard",
        "/levels/god",
        "/sources/hearsay",
        "/salaries/nothing",
    ],
)
def test_what_has_no_page_has_no_files(db, client, path):
    assert client.get(f"{path}/").status_code == 404
    response = client.get(f"{path}.json")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["title"] == "Not Found"
    assert response["Access-Control-Allow-Origin"] == "*"
    response = client.get(f"{path}.csv")
    assert (response.status_code, response["Content-Type"]) == (404, "text/plain; charset=utf-8")


def test_a_record_that_is_not_published_has_no_files(small_world, client):
    a_record("draft", typical=10, status="draft")
    assert [client.get(f"/salaries/draft{end}").status_code for end in ("/", ".csv", ".json")] == [404, 404, 404]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("/cities/compare.json", {"place"}),
        ("/cities/compare.json?place=seoul&place=atlantis&role=wizard", {"place", "role"}),
        ("/estimate.json", {"place", "role"}),
        ("/estimate.json?place=seoul&role=machine-learning-engineer&year=soon&level=god", {"year", "level"}),
        ("/estimate.json?place=%00&role=machine-learning-engineer", {"place"}),
    ],
)
def test_what_the_page_cannot_read_is_refused(db, client, query, fields):
    response = client.get(query)
    assert (response.status_code, set(response.json()["errors"])) == (400, fields)
    text = client.get(query.replace(".json", ".csv"))
    assert (text.status_code, len(text.content.decode().splitlines())) == (400, 1 + len(fields))


def test_nothing_on_record_gives_a_header_and_no_rows(small_world, client):
    for page, address in SMALL.items():
        if page != "compare":  # without figures no place can be chosen
            assert len(body(client.get(address)).splitlines()) == 1
    assert told(client, "/estimate.json?place=land&role=coder&level=top")["asked"] == {
        "place": "land",
        "role": "coder",
        "level": "top",
        "year": None,
    }


def test_the_columns_of_figures_are_a_part_of_those_of_a_comparison():
    assert [name for name in columns.CITIES if name in columns.ESTIMATES] == list(columns.ESTIMATES)


@pytest.mark.parametrize("page", SMALL)
@pytest.mark.parametrize("closed", [False, True])
def test_queries_do_not_grow_with_rows(small_world, client, page, closed):
    Source.objects.filter(slug="one").update(redistributable=not closed)
    counts = []
    for n in range(3):
        for place in ("city", "town", "land"):
            source = ("one", "two", "three")[n]
            a_record(f"{place}-{n}", place=place, source=source, level=("top", "low", None)[n], typical=10 + n)
        if n != 1:
            with CaptureQueriesContext(connection) as captured:
                body(client.get(SMALL[page]))
            counts.append(len(captured))
    assert counts[0] == counts[1]
