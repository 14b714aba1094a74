"""Authors: made from the names under guides, with a page once one of their guides is public."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Author
from articles.tests.test_importers import FRONT, call
from guide_site.tests.admin_forms import filled_form, signed_in
from guide_site.tests.html import links, text
from guide_site.tests.pages import GUIDE

PAGE = "/authors/guide-site-editors/"


def guide(author: str, slug: str = "x", status: str = "published") -> Article:
    return Article.objects.create(
        slug=slug,
        title=f"Guide {slug}",
        summary="S",
        body="B",
        author=author,
        status=status,
        published_at=timezone.now(),
    )


def test_author_page_lists_public_guides_newest_first(db, client):
    guide("Guide Site editors", "hidden", "draft")
    guide("Someone else", "other")
    Author.objects.filter(slug="guide-site-editors").update(about="We read the sources.\n\nAll of them.")
    page = client.get(PAGE)
    listed = [address for address, _ in links(page) if address.startswith("/articles/") and len(address) > 10]
    assert listed == [
        "/articles/mid-level-to-senior/",
        "/articles/seoul-ml-engineer-2026/",
        "/articles/ml-careers-asia-2026/",
    ]
    assert "Guide Site editors We read the sources. All of them. Guides by Guide Site editors" in text(page)


def test_the_name_under_a_guide_leads_to_its_author(db, client):
    assert (PAGE, "Guide Site editors") in links(client.get(GUIDE))


def test_author_without_a_public_guide_has_no_page(db, client):
    guide("Quiet One", "quiet", "draft")
    assert Author.objects.get(name="Quiet One").slug == "quiet-one"
    assert client.get("/authors/quiet-one/").status_code == 404
    Article.objects.filter(slug="quiet").update(status="published")
    assert client.get("/authors/quiet-one/").status_code == 200


def test_authors_of_one_name_share_a_page_and_of_one_slug_do_not(db):
    for number, name in enumerate(["Ana Díaz", "Ana Díaz", "Ana Diaz", "김민수", "이영희"]):
        guide(name, f"g{number}")
    made = Author.objects.exclude(name="Guide Site editors").order_by("pk")
    assert list(made.values_list("name", "slug")) == [
        ("Ana Díaz", "ana-diaz"),
        ("Ana Diaz", "ana-diaz-2"),
        ("김민수", "author"),
        ("이영희", "author-2"),
    ]


def test_an_imported_guide_brings_its_author(db, tmp_path):
    file = tmp_path / "a.md"
    file.write_text(FRONT + "Text.\n", encoding="utf-8")
    call(file)
    assert Author.objects.get(name="Someone").slug == "someone"


def test_a_renamed_author_is_renamed_in_all_guides(db):
    editor, author = signed_in("Editors"), Author.objects.get(slug="guide-site-editors")
    address = f"/admin/articles/author/{author.pk}/change/"
    assert editor.post(address, filled_form(editor, address, name="The editors")).status_code == 302
    assert set(Article.objects.values_list("author", flat=True)) == {"The editors"}
    assert list(Author.objects.values_list("name", flat=True)) == ["The editors"]
    reason = Article.objects.first().history.latest().history_change_reason
    assert reason == "Guide Site editors is called The editors now"


def test_a_changed_author_is_seen_at_once(db, client, kept_pages):
    etag = client.get(PAGE)["ETag"]
    author = Author.objects.get(slug="guide-site-editors")
    author.about = "New words."
    author.save()
    assert "New words." in text(client.get(PAGE, headers={"If-None-Match": etag}))


def test_many_guides_take_as_many_queries_as_one(db, client):
    counts = []
    for number in (1, 3):
        for one in range(number):
            guide("Someone", f"g{number}-{one}")
        with CaptureQueriesContext(connection) as captured:
            client.get("/authors/someone/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
