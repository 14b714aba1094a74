"""Charts as files: the figures of their pages, in a file that needs nothing else."""

import io
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PIL import Image

from articles.models import Article
from guide_site.drawing.chart import chart_of
from guide_site.drawing.png import png_of
from guide_site.drawing.svg import svg_of
from guide_site.kept_pages import LARGEST_BODY
from guide_site.sharing.views import PIXELS_PER_PIXEL
from guide_site.tests.pages import GUIDE, ROLE
from salaries.filters import CityFilterSet
from salaries.pictures import MOST_ROWS, picture_of_comparison

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = {
    "/cities/chart": "Singapore",
    f"/countries/chart?role={ROLE}": "Vietnam",
    "/cities/singapore/chart": "Machine learning",
    "/countries/vietnam/chart": "Machine learning",
    f"/estimate/chart?place=vietnam&role={ROLE}": "All sources together",
    f"{GUIDE}chart-1": "Seoul",
    f"{GUIDE}chart-2": "Beginner",
}
MISSING = (
    "/cities/chart.svg?role=wizard",
    "/cities/chart.svg?role=%00&year=%FF",
    "/estimate/chart.svg?place=%00&role=%00",
    "/cities/chart.png?role=data-scientist",
    "/cities/atlantis/chart.svg",
    "/cities/tokyo/chart.svg",
    "/estimate/chart.svg",
    "/estimate/chart.svg?place=tokyo&role=ai-engineer",
    f"{GUIDE}chart-0.svg",
    f"{GUIDE}chart-3.svg",
    f"{GUIDE}chart-99999999999999999999.svg",
    "/articles/nothing/chart-1.svg",
)


def file_of(path: str, form: str) -> str:
    page, _, query = path.partition("?")
    return f"{page}.{form}" + (f"?{query}" if query else "")


@pytest.mark.parametrize("path", CHARTS)
def test_a_chart_is_an_svg_file_that_stands_alone(db, client, path):
    response = client.get(file_of(path, "svg"))
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Content-Disposition"].endswith('.svg"')
    root = ElementTree.fromstring(response.content)
    assert {element.tag for element in root} <= {
        SVG + name for name in ("title", "desc", "style", "rect", "polyline", "circle", "text")
    }
    assert not {name for element in root.iter() for name in element.attrib} & {"href", "src", "style"}
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert CHARTS[path] in words
    assert any(word.startswith("Source") for word in words)
    style = root.find(f"{SVG}style").text
    assert style.startswith("@media (prefers-color-scheme: dark)")
    assert "url(" not in style
    widths = [float(element.get("x")) for element in root.iter(f"{SVG}text")]
    assert max(widths) < int(root.get("width"))


@pytest.mark.parametrize("path", CHARTS)
def test_a_chart_is_a_png_file_of_twice_its_size(db, client, path):
    svg = ElementTree.fromstring(client.get(file_of(path, "svg")).content)
    response = client.get(file_of(path, "png"))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(response.content)).size == (2 * int(svg.get("width")), 2 * int(svg.get("height")))
    assert len(response.content) < 300_000


@pytest.mark.parametrize("path", MISSING)
def test_a_chart_of_nothing_is_not_there(db, client, path):
    assert client.get(path).status_code == 404


def test_a_chart_says_what_its_page_says(db, client):
    root = ElementTree.fromstring(client.get("/cities/chart.svg?currency=SGD&sort=place").content)
    words = [element.text for element in root.iter(f"{SVG}text")]
    places = [word for word in words if word in {"Bangalore", "Ho Chi Minh City", "Manila", "Seoul", "Singapore"}]
    assert places == ["Bangalore", "Ho Chi Minh City", "Manila", "Seoul", "Singapore"]
    assert "S$135,000" in words  # 105,602.86 US dollars at 1.27837451, the middle of S$100,000 and 170,000
    assert any("/cities/?currency=SGD&sort=place" in word for word in words)


def test_a_long_comparison_is_cut_and_says_so(db, client, monkeypatch):
    monkeypatch.setattr("salaries.pictures.MOST_ROWS", 3)
    root = ElementTree.fromstring(client.get("/cities/chart.svg").content)
    words = " ".join(element.text for element in root.iter(f"{SVG}text"))
    assert "Bangalore" not in words
    assert "2 more rows are there." in words


def test_the_longest_chart_is_small_enough_to_be_kept(db):
    found = CityFilterSet({})
    assert found.is_valid()
    picture = picture_of_comparison(found.answer().comparison, path="/cities/")
    longest = replace(picture, rows=[picture.rows[number % 5] for number in range(MOST_ROWS)])
    sheet = chart_of(longest, site_name="Guide Site", address="https://example.org/cities/")
    assert len(png_of(sheet, PIXELS_PER_PIXEL)) < LARGEST_BODY
    assert len(svg_of(sheet)) < LARGEST_BODY


def test_charts_of_drafts_are_not_there(db, client):
    Article.objects.get(slug="ml-careers-asia-2026").back_to_draft(by=None)
    assert [client.get(f"{GUIDE}chart-1.{form}").status_code for form in ("svg", "png")] == [404, 404]
    assert client.get("/embed/articles/ml-careers-asia-2026/1/").status_code == 404
