"""The three exports of WordPress among the reference files: every item is accounted for, every trap is seen."""

import socket

import pytest

from articles.importers.wxr.export import read_export
from articles.models import Article, ImportedItem
from articles.tests.wxr_files import counts, load
from salaries.tests.real_files import real_file

SAMPLE_GUIDES = 3
REAL = {
    "themeunittestdata.wordpress.xml": (186, 77, 109),
    "64-block-test-data.xml": (72, 61, 11),
    "theme-preview.xml": (7, 7, 0),
}


@pytest.mark.real_data
@pytest.mark.parametrize("name", REAL)
def test_a_real_file_is_imported_with_every_item_accounted_for(db, client, monkeypatch, name):
    path, (items, created, left_out) = real_file(f"wordpress/{name}"), REAL[name]

    def no_network(*arguments, **options):
        raise AssertionError("the import asked for an address")

    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    result = load(path)
    assert counts(result) == (created, 0, 0, 0, left_out)
    assert created + left_out == items == ImportedItem.objects.count() == len(result.report)
    assert not ImportedItem.objects.filter(outcome="left-out", notes="").exists()
    guides = Article.objects.filter(imported_items__isnull=False)
    assert guides.count() == created
    public = [guide for guide in guides if guide.is_public]
    for guide in public:
        page = client.get(guide.get_absolute_url())
        assert (page.status_code, b"<script>alert" in page.content) == (200, False)
    assert counts(load(path)) == (0, 0, created, 0, left_out)


@pytest.mark.real_data
def test_all_real_files_stand_beside_each_other(db):
    for name in REAL:
        load(real_file(f"wordpress/{name}"))
    assert Article.objects.count() == SAMPLE_GUIDES + 77 + 61 + 7
    for name, (_, created, left_out) in REAL.items():
        assert counts(load(real_file(f"wordpress/{name}"))) == (0, 0, created, 0, left_out)


@pytest.mark.real_data
def test_the_traps_of_the_theme_test_are_seen(db):
    result = load(real_file("wordpress/themeunittestdata.wordpress.xml"))
    unpublished = Article.objects.filter(imported_items__isnull=False).exclude(status="published")
    assert list(unpublished.order_by("slug").values_list("slug", "status")) == [
        ("draft", "draft"),
        ("scheduled", "scheduled"),
        ("template-password-protected", "draft"),
    ]
    assert Article.objects.get(slug="scheduled").published_at.year == 2030
    assert Article.objects.get(slug="markup-title-with-markup").title == "Markup: Title With Markup"
    assert Article.objects.get(slug="epipedo-2").title == "Επίπεδο 2 -Second Greek level"
    assert Article.objects.get(slug="edge-case-no-title").title
    said = {warned.message: warned.count for warned in result.warnings}
    for typo in ("themereviewteam>", ">themereviewteam"):
        unknown = f"its author {typo!r} is not in the file's list of authors: kept as it is written"
        assert said.get(unknown, 0) == read_creators().count(typo)
    assert "shortcodes left as text: gallery (12), caption (12), audio (1)" in result.notes
    comments = "new ones that wait for a moderator (28), trackbacks (2), pingbacks (2), left out with their item (1)"
    assert f"33 comments: {comments}" in result.notes
    assert any("70 of them serialised PHP" in note for note in result.notes)


def read_creators() -> list[str]:
    """Who made the posts and pages with text, by the file."""
    items = read_export(real_file("wordpress/themeunittestdata.wordpress.xml")).items
    return [one.creator for one in items if one.kind in {"post", "page"} and one.content.strip()]
