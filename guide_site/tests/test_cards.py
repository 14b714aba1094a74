"""Cards: the pictures that other sites show beside a link to a guide, a city or a country."""

import io

import pytest
from PIL import Image, ImageChops

from articles.models import Article
from guide_site.drawing.card import Card, card_of
from guide_site.drawing.png import png_of
from guide_site.sharing.cards import card_of_guide, card_of_place
from guide_site.tests.pages import ROLE
from salaries.models import Place, SalaryRecord

CARDS = [
    "/cards/cities/singapore.png",
    "/cards/cities/tokyo.png",
    "/cards/countries/vietnam.png",
    "/cards/articles/ml-careers-asia-2026.png",
    "/cards/articles/seoul-ml-engineer-2026.png",
]


def picture_of(response) -> Image.Image:
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    return Image.open(io.BytesIO(response.content)).convert("RGB")


def inked(picture: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether anything is drawn there."""
    part = picture.crop(box)
    return ImageChops.difference(part, Image.new("RGB", part.size, part.getpixel((0, 0)))).getbbox() is not None


@pytest.mark.parametrize("path", CARDS)
def test_a_card_is_a_picture_of_the_size_that_other_sites_expect(db, client, path):
    response = client.get(path)
    picture = picture_of(response)
    assert picture.size == (1200, 630)
    assert inked(picture, (64, 100, 1136, 240))
    assert not inked(picture, (0, 20, 60, 630))
    assert len(response.content) < 150_000
    assert response.cookies == {}


@pytest.mark.parametrize(
    "path",
    ["/cards/cities/atlantis.png", "/cards/cities/vietnam.png", "/cards/countries/seoul.png", "/cards/articles/x.png"],
)
def test_a_card_of_nothing_is_not_there(db, client, path):
    assert client.get(path).status_code == 404


def test_only_public_guides_have_a_card(db, client):
    Article.objects.get(slug="mid-level-to-senior").back_to_draft(by=None)
    assert client.get("/cards/articles/mid-level-to-senior.png").status_code == 404


def test_a_card_takes_no_query_so_that_it_is_drawn_once(db, client):
    response = client.get("/cards/cities/seoul.png?again=1")
    assert (response.status_code, response["Location"]) == (301, "/cards/cities/seoul.png")


def test_a_card_says_who_when_and_in_what_unit(db):
    seoul = card_of_place(Place.objects.select_related("parent__parent").get(slug="seoul"))
    assert (seoul.kicker, seoul.foot) == (
        "Guide Site: yearly pay, US dollars",
        "South Korea, 2026: 3 sources, one vote each",
    )
    guide = card_of_guide(Article.objects.get(slug="ml-careers-asia-2026"))
    assert guide.foot == "By Guide Site editors, 2 November 2026. Drawn: yearly pay, US dollars"
    tokyo = card_of_place(Place.objects.select_related("parent__parent").get(slug="tokyo"))
    assert (tokyo.picture, tokyo.text.partition(".")[0]) == (None, "No source that we know of states pay for Tokyo")


def test_a_card_is_kept_until_a_record_changes(db, client, kept_pages, django_assert_num_queries):
    first = client.get("/cards/cities/seoul.png")
    with django_assert_num_queries(2):
        again = client.get("/cards/cities/seoul.png")
    assert again.content == first.content
    unchanged = client.get("/cards/cities/seoul.png", headers={"If-None-Match": first["ETag"]})
    assert unchanged.status_code == 304
    for record in SalaryRecord.objects.filter(place__slug="seoul", role__slug=ROLE, level=None):
        record.low, record.typical, record.high = None, 1_000_000_000, None
        record.save()
    changed = client.get("/cards/cities/seoul.png", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed.content != first.content


@pytest.mark.parametrize("title", ["", "x" * 400, "서울 " * 60, "A\x00B " * 100, "Pay in 서울: ₩60M–120M " * 20])
def test_any_title_fits(title):
    picture = Image.open(io.BytesIO(png_of(card_of(Card("Kicker", title, "Foot", text=title))))).convert("RGB")
    assert picture.size == (1200, 630)
    assert not inked(picture, (1150, 20, 1200, 630))
