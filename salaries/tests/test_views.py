"""The pages of the records, through their addresses."""

import re
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide_site.tests.html import links, tables, text
from guide_site.tests.pages import CHART_SOURCE, ROLE
from salaries import estimates
from salaries.models import Fact, Place, SalaryRecord, Skill, Source
from salaries.tests.making import a_record

CITIES = ["Singapore", "Seoul", "Ho Chi Minh City", "Bangalore", "Manila"]


def compared(client, query: str = "") -> list[list[str]]:
    """Rows of the comparison: city, as quoted, what it buys, against pay outside IT, how sure."""
    found = tables(client.get(f"/cities/?{query}"))
    return [[row[0], *row[2:]] for row in found[0].rows] if found else []


def city_names(client, query: str = "") -> list[str]:
    rows = compared(client, query)
    return [next(name for name in CITIES if row[0].startswith(name)) for row in rows]


def test_cities_lists_the_five_cities_of_the_role(db, client):
    assert city_names(client, f"role={ROLE}") == CITIES


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("level=junior", ["Singapore", "Seoul"]),
        ("country=india", ["Bangalore"]),
        ("country=vietnam", ["Ho Chi Minh City"]),
        ("source=morgan-mckinley-singapore-2026", ["Singapore"]),
        ("region=eastern-asia", ["Seoul"]),
        ("city=manila", ["Manila"]),
        ("population=international", ["Ho Chi Minh City"]),
        ("year=2026", CITIES),
        ("level=senior&source=digitaldefynd-alcor-2026&country=singapore-country", ["Singapore"]),
        ("level=beginner", ["Ho Chi Minh City", "Bangalore", "Manila"]),
        ("country=japan", []),
    ],
)
def test_filters_narrow_the_comparison(db, client, query, expected):
    assert sorted(city_names(client, f"role={ROLE}&{query}")) == sorted(expected)


def test_cities_of_one_source_are_the_figures_of_its_chart(db, client):
    # Local money at the latest rates of the sample, rounded to four digits; PPP factors of 2024, by hand for Singapore:
    # $105,000 × 1.27837451 SGD = S$134,229.3; ÷ 0.80405 = int$ 166,942.
    sure = "single source 1 record source undated"
    assert compared(client, f"source={CHART_SOURCE}") == [
        [
            "Singapore Singapore",
            "$105,000 a year typically $105,000 S$134,200",
            "int$ 166,942 prices of 2024",
            "3.09× $34,000 outside IT",
            sure,
        ],
        [
            "Seoul South Korea",
            "$72,000 a year typically $72,000 ₩96.14M",
            "int$ 118,798 prices of 2024",
            "3.13× $23,000 outside IT",
            sure,
        ],
        [
            "Ho Chi Minh City Vietnam",
            "$30,000–84,000 a year typically $57,000 ₫1,356M",
            "int$ 194,896 prices of 2024",
            "6.0–16.8× $5,000 outside IT",
            sure,
        ],
        [
            "Bangalore India",
            "$27,600 a year typically $27,600 ₹26.21 lakh",
            "int$ 128,331 prices of 2024",
            "3.29× $8,400 outside IT",
            sure,
        ],
        [
            "Manila Philippines",
            "about $12,200 a year typically $12,200 ₱776,900",
            "int$ 40,136 prices of 2024",
            "2.71× $4,500 outside IT",
            sure,
        ],
    ]


def test_cities_without_filters_shows_the_estimates_over_all_sources(db, client):
    # Worked out in test_estimates.py; ratios are over the chart's figures outside IT: 105,602.86 ÷ 34,000 = 3.11.
    shown = [
        (row[0], re.findall(r"typically (\S+)", row[1]), re.findall(r"\S+×", row[3]), row[4])
        for row in compared(client)
    ]
    assert shown == [
        ("Singapore Singapore", ["$105,603"], ["3.11×", "1.50–3.91×"], "fair 3 sources, 4 records sources undated"),
        ("Seoul South Korea", ["$69,701"], ["3.03×", "1.30–3.91×"], "fair 3 sources, 5 records newest source 2026"),
        (
            "Ho Chi Minh City Vietnam",
            ["$46,156"],
            ["9.2×", "2.02–16.8×"],
            "fair 2 sources, 2 records newest source 2026",
        ),
        ("Bangalore India", ["$33,546"], ["3.99×", "3.29–5.6×"], "fair 2 sources, 2 records sources undated"),
        ("Manila Philippines", ["$10,576"], ["2.35×", "1.59–2.71×"], "fair 2 sources, 2 records newest source 2026"),
    ]


def test_cities_in_another_currency_keep_what_was_quoted(db, client):
    rows = compared(client, f"source={CHART_SOURCE}&city=seoul&currency=SGD")
    # 72,000 × 1.27837451 = 92,042.96, rounded to four digits.
    assert rows[0][1].startswith("$72,000 a year typically S$92,040 ₩")
    assert "$72,000" in rows[0][1]


def test_cities_by_what_the_pay_buys(db, client):
    response = client.get("/cities/?currency=PPP")
    assert "buys" in text(response)
    assert city_names(client, "currency=PPP") == city_names(client, "sort=-ppp")


def test_several_roles_and_levels_are_rows_of_their_own(db, client):
    rows = compared(client, "city=seoul&level=any&level=junior&level=senior")
    assert sorted(row[0] for row in rows) == [
        "Seoul South Korea, Junior ML engineer",
        "Seoul South Korea, Senior or lead ML engineer",
        "Seoul South Korea, any level",
    ]


def test_countries_are_compared_like_cities(db, client):
    rows = tables(client.get(f"/countries/?role={ROLE}&level=beginner"))[0].rows
    assert sorted(row[0] for row in rows) == ["India", "Philippines", "Vietnam"]


def test_cities_are_sorted_as_asked(db, client):
    assert city_names(client, "sort=typical") == CITIES[::-1]
    assert city_names(client, "sort=place") == sorted(CITIES)


@pytest.mark.parametrize(
    "query",
    ["role=wizard", "level=godlike", "country=atlantis", "source=rumour", "year=1066", "sort=random", "city=%00"],
)
def test_a_wrong_value_is_an_error_on_the_page_and_no_rows(db, client, query):
    response = client.get(f"/cities/?{query}")
    assert (tables(response), 'class="error-summary"' in response.content.decode()) == ([], True)


@pytest.mark.parametrize("path", ["/cities/", "/salaries/"])
def test_applied_filters_can_be_taken_away_one_by_one_and_together(db, client, path):
    found = links(client.get(f"{path}?role={ROLE}&level=senior"))
    assert ("?role=machine-learning-engineer", "Remove Level: Senior or lead ML engineer") in found
    assert ("?level=senior", "Remove Role: Machine learning engineer") in found
    assert (path, "Clear all") in found


def test_an_empty_site_says_so_everywhere(no_records, client):
    for path in ("/cities/", "/levels/", "/skills/", "/salaries/", "/sources/", "/methodology/", "/"):
        assert tables(client.get(path)) == []


def test_cities_for_htmx_is_the_part_that_changes(db, client):
    response = client.get("/cities/", {"level": "junior"}, headers={"HX-Request": "true"})
    content = response.content.decode()
    assert (response.status_code, "<html" in content, 'id="results"' in content) == (200, False, True)
    assert len(tables(response)[0].rows) == 2


def many_cities(count: int) -> None:
    land, source = Place.objects.get(slug="japan"), Source.objects.get(slug="statista")
    places = Place.objects.bulk_create(
        Place(slug=f"c{number}", name=f"City {number:03}", kind="city", parent=land) for number in range(count)
    )
    role = SalaryRecord.objects.get(key="seoul-ml-engineer-2026").role
    SalaryRecord.objects.bulk_create(
        SalaryRecord(
            key=f"c{number}",
            place=place,
            role=role,
            source=source,
            year=2026,
            currency_code="USD",
            typical=D(1000 + number),
            annual_typical_usd=D(1000 + number),
        )
        for number, place in enumerate(places)
    )
    estimates.rebuild()


@pytest.mark.parametrize("query", ["", f"role={ROLE}&level=senior", "source=statista", "sort=-place", "country=japan"])
def test_cities_makes_as_many_queries_for_five_hundred_cities_as_for_five(db, client, query):
    # With and without records the page asks different things; here each count has rows to show.
    counts = []
    for more in (5, 495):
        SalaryRecord.objects.filter(place__parent__slug="japan").delete()
        Place.objects.filter(parent__slug="japan").exclude(slug="tokyo").delete()
        many_cities(more)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/cities/?{query}")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_cities_are_shown_sixty_at_a_time(db, client):
    many_cities(70)
    assert len(compared(client, "source=statista")) == 60
    assert len(compared(client, "source=statista&page=2")) == 11  # Tokyo shows the country's figure
    assert len(compared(client, "source=statista&page=999")) == 11


def test_a_change_of_a_record_is_on_every_page_at_once(db, client):
    pages = {
        "/articles/ml-careers-asia-2026/": ("$105,000 $34,000 3.09×", "$68,000 $34,000 2.00×"),
        "/cities/singapore/": ("$105,000 DigitalDefynd", "$68,000 DigitalDefynd"),
        f"/cities/?source={CHART_SOURCE}": ("$105,000 a year", "$68,000 a year"),
        "/salaries/singapore-ml-engineer-chart-2026/": ("$105,000 a year", "$68,000 a year"),
    }
    for path, (before, after) in pages.items():
        shown = text(client.get(path))
        assert (before in shown, after in shown) == (True, False), path
    record = SalaryRecord.objects.get(key="singapore-ml-engineer-chart-2026")
    record.typical = D(68000)
    record.save()
    for path, (before, after) in pages.items():
        shown = text(client.get(path))
        assert (before in shown, after in shown) == (False, True), path


def test_a_change_of_a_record_changes_the_estimate_on_the_page(db, client):
    # S$200,000–270,000 is 235,000 midway, USD 183,827.20; median with 105,000 and 105,602.86 stays 105,602.86,
    # unless the ladder's senior range moves too.
    for key in ("singapore-ml-engineer-morgan-mckinley-2026", "singapore-ml-engineer-senior-2026"):
        record = SalaryRecord.objects.get(key=key)
        record.low, record.high = D(200000), D(270000)
        record.save()
    assert "typically $183,827" in compared(client, "city=singapore")[0][1]
    assert "typically $183,827" in text(client.get("/cities/singapore/"))


def test_a_withdrawn_record_leaves_every_public_page(db, client):
    SalaryRecord.objects.filter(key="singapore-ml-engineer-morgan-mckinley-2026").update(status="withdrawn")
    assert client.get("/salaries/singapore-ml-engineer-morgan-mckinley-2026/").status_code == 404
    for path in ("/salaries/?place=singapore", "/cities/singapore/", "/sources/morgan-mckinley-singapore-2026/"):
        addresses = [address for address, _ in links(client.get(path))]
        assert "/salaries/singapore-ml-engineer-morgan-mckinley-2026/" not in addresses, path


@pytest.mark.parametrize(
    "path", ["/cities/india/", "/cities/x/", "/levels/x/", "/roles/x/", "/salaries/x/", "/sources/x/"]
)
def test_what_does_not_exist_is_not_found(db, client, path):
    response = client.get(path)
    assert (response.status_code, b"There is no such page" in response.content) == (404, True)


def test_every_record_is_listed_and_leads_to_its_receipt(db, client):
    addresses = {address for address, _ in links(client.get("/salaries/"))}
    assert {f"/salaries/{key}/" for key in SalaryRecord.objects.values_list("key", flat=True)} <= addresses


def test_records_are_shown_fifty_at_a_time(db, client):
    many_cities(40)
    assert [len(tables(client.get(f"/salaries/?page={page}"))[0].rows) for page in (1, 2)] == [50, 20]


def number_of_records(client) -> list[str]:
    """What the home page and the list of records say."""
    home, listed = (client.get(path).content.decode() for path in ("/", "/salaries/"))
    return [
        re.search(r'<a href="/salaries/">([\d,]+)</a>', home)[1],  # type: ignore[index]
        re.search(r"([\d,]+) records?</p>", listed)[1],  # type: ignore[index]
    ]


def test_records_are_counted_whenever_they_change(small_world, client, kept_pages):
    one = a_record("one", typical=50_000)
    assert number_of_records(client) == ["1", "1"]
    a_record("draft", typical=50_000, status="draft")
    a_record("without-a-rate", currency_code="KRW", typical=50_000_000)
    assert number_of_records(client) == ["2", "2"]
    one.status = "withdrawn"
    one.save()
    assert number_of_records(client) == ["1", "1"]
    one.status = "published"
    one.save()
    with estimates.deferred():
        for number in range(30):
            a_record(f"more-{number}", typical=50_000)
    assert number_of_records(client) == ["32", "32"]
    SalaryRecord.objects.filter(key__startswith="more-").delete()
    assert number_of_records(client) == ["2", "2"]
    SalaryRecord.objects.filter(key="one").update(status="draft")  # as nobody should: no signal is sent
    estimates.rebuild()
    assert number_of_records(client) == ["1", "1"]


def test_a_filtered_list_counts_what_it_lists(db, client):
    listed = client.get("/salaries/?place=seoul").context
    assert listed["record_count"] == len(listed["page_obj"].object_list) > 1


def test_records_make_as_many_queries_for_three_rows_as_for_one(db, client):
    counts = []
    for count in (3, 1):
        keys = list(SalaryRecord.objects.published().filter(currency_code="KRW").values_list("pk", flat=True)[:count])
        SalaryRecord.objects.exclude(pk__in=keys).update(status="draft")
        client.get("/salaries/?currency=KRW")  # the catalogue is read with the first
        with CaptureQueriesContext(connection) as captured:
            response = client.get("/salaries/?currency=KRW")
        assert len(tables(response)[0].rows) == count
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_receipt_shows_the_words_the_source_and_the_history(db, client):
    shown = text(client.get("/salaries/singapore-ml-engineer-morgan-mckinley-2026/"))
    for words in (
        "S$100,000–170,000 a year",
        "“AI/ML engineer: average SGD 100,000–170,000 a year”",
        "Morgan McKinley: Singapore Salary Guide 2026",
        "÷ 1.27837451 SGD per USD, 30 October 2026",
        "÷ 0.80404965 SGD per international dollar, 2024",
        "24 November 2026 : Import run",
    ):
        assert words in shown


def test_a_receipt_without_a_rate_shows_no_dollars(db, client):
    SalaryRecord.objects.filter(key="seoul-ml-engineer-2026").update(currency_code="CHF")
    SalaryRecord.objects.get(key="seoul-ml-engineer-2026").save()
    assert "no rate for CHF in 2026 " in text(client.get("/salaries/seoul-ml-engineer-2026/"))


def test_the_ladder_shows_published_multiples_beside_the_records(db, client):
    table = next(one for one in tables(client.get("/levels/")) if one.head[-1] == "In the records")
    assert [(row[0], row[1], row[2], row[-2], row[-1]) for row in table.rows] == [
        ("1. Beginner", "0–12 months", "3–6 months", "1×", "1.00×"),
        ("2. Junior ML engineer", "1–2 years", "6–12 months", "1.8×", "3.00×"),
        ("3. Mid-level ML engineer", "2–4 years", "1–2 years", "2.8×", "7.3×"),
        ("4. Senior or lead ML engineer", "4 years or more", "3–5 years", "4–6×", "20.5×"),
    ]


def test_a_source_shows_all_that_was_taken_from_it(db, client):
    shown = text(client.get("/sources/statista/"))
    assert "$113.10 billion" in shown
    assert "$503.40 billion" in shown


def test_facts_stand_where_links_to_them_lead(db, client):
    for fact in Fact.objects.select_related("source"):
        path, _, anchor = fact.get_absolute_url().partition("#")
        assert f'id="{anchor}"' in client.get(path).content.decode()


def test_a_skill_is_asked_for_by_every_level_that_names_it(db):
    asked = {skill.slug: [level.slug for level in skill.asking_levels] for skill in Skill.objects.all()}
    assert asked["numpy"] == ["beginner"]
    assert asked["mlops"] == ["mid-level"]
    assert asked["pytorch"] == ["junior"]


def test_countries_are_mapped_in_the_middle_of_their_cities(db, client):
    page = client.get("/countries/?view=map").content.decode()
    dots = re.findall(r'aria-label="([^:"]+): typically', page)
    assert dots == ["Singapore", "South Korea", "Vietnam", "India", "Philippines"]
    assert "Countries stand in the middle of their cities on record." in page
    # A city shows where it is itself.
    assert "in the middle of their cities" not in client.get("/cities/?view=map").content.decode()


def test_the_gap_is_not_drawn_where_nobody_states_pay_outside_it(db, client):
    page = client.get("/countries/?view=gap&role=average-outside-it").content.decode()
    assert ("Nothing to draw: this chart needs" in page, 'class="chart dumbbells"' in page) == (True, False)
    assert "pay-baseline" not in page
