"""JSON-LD: every type has what schema.org's users require of it, and no number that is not on the page."""

import datetime
import json
import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from articles.models import Article, ArticleChange, Author
from articles.preview import address_of
from guide_site.tests.html import text
from guide_site.tests.pages import GUIDE, ROLE
from salaries.models import Source
from salaries.tests.making import a_record

SITE = settings.SITE_URL
# What Google's and schema.org's validators ask for.
REQUIRED = {
    "Article": {
        "headline", "description", "image", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage",
    },
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Dataset": {"name", "description", "url", "license", "creator", "distribution"},
    "DataDownload": {"encodingFormat", "contentUrl"},
    "Occupation": {"name", "occupationLocation", "estimatedSalary"},
    "MonetaryAmount": {"name", "currency", "value"},
    "MonetaryAmountDistribution": {"name", "currency", "duration", "median"},
    "QuantitativeValue": {"unitText"},
    "Person": {"name", "url"},
    "Organization": {"name"},
    "WebSite": {"name", "url", "potentialAction"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "CreativeWork": {"name", "publisher"},
    "CorrectionComment": {"text", "datePublished"},
    "City": {"name", "containedInPlace"},
    "Country": {"name"},
    "Place": {"name"},
}  # fmt: skip
HAVE = {
    "/": ["Organization", "WebSite"],
    GUIDE: ["BreadcrumbList", "Article"],
    "/authors/guide-site-editors/": ["BreadcrumbList", "Person"],
    "/cities/": ["Dataset"],
    "/countries/": ["Dataset"],
    "/levels/": ["Dataset"],
    "/skills/": ["Dataset"],
    "/salaries/": ["Dataset"],
    "/sources/": ["Dataset"],
    "/levels/senior/": ["BreadcrumbList", "Dataset"],
    "/sources/digitaldefynd-alcor-2026/": ["BreadcrumbList", "Dataset"],
    "/sources/ecb-reference-rates/": ["BreadcrumbList"],
    "/cities/singapore/": ["BreadcrumbList", "Dataset", "Occupation"],
    "/cities/tokyo/": ["BreadcrumbList"],
    "/countries/vietnam/": ["BreadcrumbList", "Dataset", "Occupation"],
    f"/roles/{ROLE}/": ["BreadcrumbList", "Dataset", "Occupation"],
    f"/estimate/?place=vietnam&role={ROLE}": ["BreadcrumbList", "Dataset", "Occupation"],
    "/salaries/seoul-ml-engineer-2026/": ["BreadcrumbList"],
    "/estimate/": [],
    "/cities/?country=nowhere": [],
    "/methodology/": [],
}


def things(response) -> list[dict]:
    element = BeautifulSoup(response.content, "html.parser").find("script", type="application/ld+json")
    if element is None:
        return []
    said = json.loads(element.string)
    assert said.pop("@context") == "https://schema.org"
    return said.get("@graph") or [said]


def inside(value) -> list[dict]:
    """A thing and all things in it."""
    if isinstance(value, list):
        return [one for each in value for one in inside(each)]
    if not isinstance(value, dict):
        return []
    return [value, *(one for each in value.values() for one in inside(each))]


def of_type(response, kind: str) -> list[dict]:
    return [one for one in inside(things(response)) if one.get("@type") == kind]


@pytest.mark.parametrize("path", HAVE)
def test_a_page_has_its_things_with_all_that_is_required(db, client, path):
    response = client.get(path)
    found = things(response)
    assert list(dict.fromkeys(one["@type"] for one in found)) == HAVE[path]
    for one in inside(found):
        if set(one) != {"@id"}:
            assert REQUIRED[one["@type"]] - one.keys() == set(), one
    shown = set(re.findall(r"\d[\d,]*", text(response)))
    amounts = [
        value
        for one in inside(found)
        if one.get("@type") in {"QuantitativeValue", "MonetaryAmountDistribution"}
        for value in one.values()
        if isinstance(value, int)
    ]
    assert [amount for amount in amounts if f"{amount:,}" not in shown] == []
    assert len(amounts) > 0 or "Occupation" not in HAVE[path]


def test_the_files_of_a_dataset_are_there(db, client):
    for path in ("/cities/?level=senior", f"/estimate/?place=vietnam&role={ROLE}", "/cities/singapore/", "/skills/"):
        files = of_type(client.get(path), "DataDownload")
        assert [one["encodingFormat"] for one in files] == ["text/csv", "application/json"]
        for one in files:
            address = urlsplit(one["contentUrl"])
            response = client.get(f"{address.path}?{address.query}")
            assert (response.status_code, response["Content-Type"].partition(";")[0]) == (200, one["encodingFormat"])


def test_an_estimate_is_a_range_with_the_median_of_its_sources(db, client):
    salaries = of_type(client.get(f"/estimate/?place=vietnam&role={ROLE}"), "Occupation")[0]["estimatedSalary"]
    year = {"@type": "QuantitativeValue", "unitText": "YEAR"}
    assert salaries[:2] == [
        {
            "@type": "MonetaryAmount",
            "name": "All sources",
            "currency": "USD",
            "value": year | {"minValue": 3000, "maxValue": 84000, "value": 57000},
        },
        {
            "@type": "MonetaryAmountDistribution",
            "name": "Median of the sources’ typical figures",
            "currency": "USD",
            "duration": "P1Y",
            "median": 57000,
        },
    ]
    assert [one["@type"] for one in salaries[2:]] == ["MonetaryAmount"] * 3


def test_single_salaries_are_quartiles(db, client):
    """Of 10, 20, 30, 40 and 50 thousand the quartiles are the second, third and fourth; four would have none."""
    source = Source.objects.create(slug="panel", publisher="Panel", title="Panel of salaries", kind="survey")
    page = "/estimate/?place=tokyo&role=data-scientist"
    for number in range(1, 6):
        quartiles = of_type(client.get(page), "MonetaryAmountDistribution")
        assert quartiles == [], number
        a_record(
            f"panel-{number}", source=source, place="tokyo", role="data-scientist", typical=number * 10_000,
            sample_size=1, period="year", qualifier="exact",
        )  # fmt: skip
    found = of_type(client.get(page), "MonetaryAmountDistribution")
    assert [{name: one.get(name) for name in ("percentile25", "median", "percentile75")} for one in found] == [
        {"percentile25": 20000, "median": 30000, "percentile75": 40000}
    ]
    assert "$20,000–40,000" in text(client.get(page))


def test_breadcrumbs_are_those_that_the_page_shows(db, client):
    response = client.get("/cities/singapore/")
    (trail,) = of_type(response, "BreadcrumbList")
    said = [(one["name"], one["item"].removeprefix(SITE)) for one in trail["itemListElement"]]
    shown = BeautifulSoup(response.content, "html.parser").find("nav", {"aria-label": "Breadcrumb"}).find_all("a")
    assert [(link.text, link["href"]) for link in shown] == said[:-1]
    assert said == [
        ("Cities", "/cities/"),
        ("Singapore, the country", "/countries/singapore-country/"),
        ("Singapore", "/cities/singapore/"),
    ]


def test_an_article_names_author_dates_sources_and_corrections(db, client):
    guide = Article.objects.get(slug="ml-careers-asia-2026")
    Author.objects.filter(name=guide.author).update(about="They count.")
    ArticleChange.objects.create(
        article=guide, kind="correction", text="It said 3, and it is 4.", date=datetime.date(2026, 11, 20)
    )
    ArticleChange.objects.create(article=guide, kind="update", text="One more city.", date=datetime.date(2026, 11, 21))
    (article,) = of_type(client.get(GUIDE), "Article")
    assert article["author"] == {
        "@type": "Person",
        "name": "Guide Site editors",
        "url": f"{SITE}/authors/guide-site-editors/",
        "description": "They count.",
    }
    assert (article["datePublished"], article["dateModified"][:10]) == ("2026-11-02T09:00:00+00:00", "2026-11-24")
    assert article["correction"] == [
        {"@type": "CorrectionComment", "text": "It said 3, and it is 4.", "datePublished": "2026-11-20"}
    ]
    assert "Singapore Salary Guide 2026" in [one["name"] for one in article["citation"]]


def test_the_site_offers_its_search(db, client):
    (action,) = of_type(client.get("/"), "SearchAction")
    assert action["target"]["urlTemplate"] == f"{SITE}/search/?q={{search_term_string}}"
    assert action["query-input"] == "required name=search_term_string"


def test_no_text_ends_the_element(db, client):
    words = "</script><script>alert(1)</script><!-- & é"
    Article.objects.filter(slug="ml-careers-asia-2026").update(title=words)
    response = client.get(GUIDE)
    assert b"<script>alert" not in response.content
    (article,) = of_type(response, "Article")
    assert article["headline"] == words


def test_a_preview_says_nothing_to_machines(db, client):
    article = Article.objects.get(slug="ml-careers-asia-2026")
    article.back_to_draft(by=None)
    response = client.get(address_of(article))
    assert response.status_code == 200
    assert things(response) == []
    assert b"canonical" not in response.content
    assert b"Share and cite" not in response.content


def test_an_empty_site_says_who_it_is_and_gives_nothing_away(no_records, client):
    paths = ("/cities/", "/levels/", "/skills/", "/salaries/", "/sources/")
    assert [one["@type"] for one in things(client.get("/"))] == ["Organization", "WebSite"]
    assert [things(client.get(path)) for path in paths] == [[]] * 5
