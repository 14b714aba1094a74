"""Exports of WordPress into guides: every item is accounted for, nothing becomes more public, reruns change nothing."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from articles.importers import importer_for
from articles.importers.wxr.export import read_export
from articles.models import Article, ImportedItem, Topic
from articles.tests.wxr_files import category, comment, counts, export, item, load, numbered
from salaries.importers import UnreadableFile
from salaries.models import ImportRun

SAMPLE_GUIDES = 3


@pytest.fixture
def write(tmp_path):
    def write(text: str | bytes, name: str = "blog.xml"):
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


def notes(number: int = 1) -> str:
    return ImportedItem.objects.filter(number=number).latest("run").notes


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_post_becomes_a_guide_in_both_namespaces(db, write, scheme):
    result = load(write(export(item(more=category("Pay & perks") + category("New", "post_tag")), scheme=scheme)))
    assert counts(result) == (1, 0, 0, 0, 0)
    guide = Article.objects.get(slug="a-post")
    assert (guide.title, guide.author, guide.status) == ("A post", "Ada Writer", "published")
    assert guide.summary == "The first sentence says it."
    assert guide.body == "The first sentence says it. The second does not."
    assert guide.published_at == datetime.datetime(2020, 2, 3, 4, 5, 6, tzinfo=datetime.UTC)
    assert [topic.name for topic in guide.topics.all()] == ["New", "Pay & perks"]


@pytest.mark.parametrize(
    ("said", "status", "is_public"),
    [
        ({}, "published", True),
        ({"status": "future", "date_gmt": "2030-01-01 19:00:18"}, "scheduled", False),
        ({"date_gmt": "2030-01-01 19:00:18"}, "scheduled", False),
        ({"status": "draft"}, "draft", False),
        ({"status": "pending"}, "in-review", False),
        ({"status": "private"}, "draft", False),
        ({"password": "enter"}, "draft", False),
        ({"status": "future", "date_gmt": "2030-01-01 19:00:18", "password": "enter"}, "draft", False),
        ({"date_gmt": "0000-00-00 00:00:00"}, "draft", False),
        ({"status": "made-up"}, "draft", False),
        ({"status": ""}, "draft", False),
    ],
)
def test_nothing_is_more_public_than_it_was(db, client, write, said, status, is_public):
    assert counts(load(write(export(item(**said))))) == (1, 0, 0, 0, 0)
    assert Article.objects.get(slug="a-post").status == status
    assert client.get("/articles/a-post/").status_code == (200 if is_public else 404)


@pytest.mark.parametrize(
    ("said", "year", "note"),
    [
        ({"date_gmt": "0000-00-00 00:00:00", "published": "Thu, 24 Aug 2017 17:46:58 +0000"}, 2017, ""),
        ({"date_gmt": "", "date": "2008-10-17 04:33:51"}, 2008, "its time is taken as UTC"),
    ],
)
def test_the_time_comes_from_wherever_the_file_has_it(db, write, said, year, note):
    load(write(export(item(**said))))
    assert Article.objects.get(slug="a-post").published_at.year == year
    assert note in notes()


@pytest.mark.parametrize(
    ("said", "slug", "note"),
    [
        ({"slug": "%ce%b5%cf%80%ce%af%cf%80%ce%b5%ce%b4%ce%bf-2"}, "epipedo-2", "is spelt 'epipedo-2'"),
        ({"slug": ""}, "a-post", "has no address: 'a-post' is made from its title"),
        ({"slug": "", "title": "???"}, "item-1", "has no address"),
        ({"slug": "", "title": "", "post_id": "", "content": "…"}, "untitled-1", "has no title"),
        ({"slug": "x" * 130}, "x" * 120, "is spelt"),
        ({"slug": "ml-careers-asia-2026"}, "ml-careers-asia-2026-2", "another guide has the address"),
    ],
)
def test_every_guide_has_an_address_of_its_own(db, write, said, slug, note):
    load(write(export(item(**said))))
    assert Article.objects.filter(slug=slug).exists()
    assert note in notes()


def test_titles_lose_their_html_and_are_cut_where_they_are_too_long(db, write):
    titles = ["Title <em>With</em> <b>Mark<sup>up</sup></b> &amp; more", "y" * 201, ""]
    load(write(export(*(numbered(number, title=title) for number, title in enumerate(titles, start=1)))))
    found = {guide.slug: guide.title for guide in Article.objects.filter(slug__startswith="post-")}
    assert found == {
        "post-1": "Title With Markup & more",
        "post-2": "y" * 199 + "…",
        "post-3": "The first sentence says it.",
    }


def test_ids_that_repeat_are_told_apart_by_their_slugs(db, write):
    path = write(export(item(), item(slug="another"), item(slug="another", title="Third")))
    assert counts(load(path)) == (3, 0, 0, 0, 0)
    assert counts(load(path)) == (0, 0, 3, 0, 0)
    slugs = Article.objects.filter(imported_items__isnull=False).distinct().order_by("slug")
    assert [guide.slug for guide in slugs] == ["a-post", "another", "another-2"]


@pytest.mark.parametrize(
    ("creator", "author", "note"),
    [
        ("ada", "Ada Writer", ""),
        ("ada>", "ada>", "its author 'ada>' is not in the file's list of authors"),
        ("", "A blog", "has no author: the site's title stands for one"),
    ],
)
def test_authors_that_nobody_knows_are_reported(db, write, creator, author, note):
    load(write(export(item(creator=creator))))
    assert Article.objects.get(slug="a-post").author == author
    assert note in notes()


def test_every_item_is_accounted_for_with_its_reason(db, write):
    path = write(
        export(
            item(),
            numbered(2, kind="attachment", attachment="https://blog.example/b.jpg", title="b"),
            numbered(3, kind="nav_menu_item"),
            numbered(4, content=""),
            numbered(5, content='<!-- wp:latest-posts {"postsToShow":3} /-->'),
            numbered(6, status="trash"),
            numbered(7, kind="product"),
            numbered(8, content="x" * 500_001),
            numbered(9, more=category("")),
            numbered(10, kind="page", more=category("🙂🙂", "post_tag") + category("***")),
        )
    )
    result = load(path)
    assert counts(result) == (2, 0, 0, 1, 7)
    kept = {one.number: (one.outcome, one.notes) for one in ImportedItem.objects.all()}
    assert kept == {
        1: ("created", ""),
        2: (
            "left-out",
            "a file of the media library: files are not fetched, bring over by hand what guides need\n"
            "https://blog.example/b.jpg",
        ),
        3: ("left-out", "an entry of a menu"),
        4: ("left-out", "has no text"),
        5: ("left-out", "has no text of its own: WordPress draws its blocks from the rest of the site"),
        6: ("left-out", "is in the trash"),
        7: ("left-out", "this kind of item is no guide"),
        8: ("left-out", "has more than 500,000 characters"),
        9: ("created", ""),
        10: ("refused", "topics: a topic needs a name with letters"),
    }
    assert [len(result.report), result.report[3]] == [10, "item 4, post 'A post': left out: has no text"]
    run = ImportRun.objects.get(pk=result.run.pk)
    assert (run.importer, run.mapping, run.outcome, run.left_out_count) == ("articles", "wordpress", "done", 7)
    assert [(one.row_number, one.field) for one in run.rejections.all()] == [(10, "topics")]


def test_comments_shortcodes_and_the_like_are_reported(db, write):
    meta = '<wp:postmeta><wp:meta_value>a:1:{i:0;O:8:"Evil":0:{}}</wp:meta_value></wp:postmeta>'
    more = comment() + comment("pingback", "0") + meta
    result = load(write(export(item(content="[gallery]", sticky="1", more=more))))
    assert notes() == (
        "has comments, which are not imported: there is no place for comments yet\n"
        "was kept at the top of the list, which guides cannot be\n"
        "shortcodes stay as text: gallery (1)"
    )
    assert result.notes == [
        "1 items: post (1)",
        "2 comments are not imported, for there is no place for them yet: comment (1), pingback (1); "
        "1 of them not approved. Keep the file",
        "shortcodes left as text: gallery (1)",
        "1 settings of WordPress and its plugins (post meta) are not taken, "
        "1 of them serialised PHP, which is never read",
    ]
    assert next((warned["message"], warned["rows"]) for warned in result.run.warnings) == (
        "has comments, which are not imported: there is no place for comments yet",
        [1],
    )


@pytest.mark.parametrize(
    ("address", "note"),
    [
        ("http://www.blog.example/other/", "has links to the old site, which stay as they are"),
        ("https://elsewhere.example/", ""),
        ("#top", ""),
        ("http://[", ""),
    ],
)
def test_links_to_the_old_site_are_noted(db, write, address, note):
    load(write(export(item(content=f'<a href="{address}">x</a>'))))
    assert notes() == note


def test_links_between_posts_lead_to_their_guides(db, write):
    own = "http://www.blog.example/2020/second/"
    text = (
        f'<p><a href="{own}#more">a</a> <a href="https://blog.example/?p=2">b</a> <a href="https://blog.example/about/">c'
        f'</a> <a href="https://blog.example/?p=3">draft</a> <code>[x]({own})</code></p>'
    )
    second = numbered(2, link="https://blog.example/2020/second/")
    load(write(export(item(content=text), second, numbered(3, status="draft"))))
    assert Article.objects.get(slug="a-post").body == (
        "[a](/articles/post-2/#more) [b](/articles/post-2/) [c](https://blog.example/about/) "
        f"[draft](https://blog.example/?p=3) `[x]({own})`"
    )
    assert ImportedItem.objects.get(number=1).notes.splitlines() == [
        "2 links to other posts of the file lead to their guides",
        "has links to the old site, which stay as they are",
    ]


@given(noise=st.binary(max_size=40), at=st.integers(0, 3000), cut=st.integers(0, 40))
def test_a_damaged_file_is_read_or_refused_with_a_reason(tmp_path_factory, noise, at, cut):
    whole = export(item(more=category("a") + comment()), numbered(2)).encode()
    path = tmp_path_factory.getbasetemp() / "damaged.xml"
    path.write_bytes(whole[:at] + noise + whole[at + cut :])
    try:
        assert len(read_export(path).items) <= 2
    except UnreadableFile as error:
        assert "damaged.xml: " in str(error)  # noqa: PT017  either is right


def test_the_same_file_again_changes_nothing(db, write):
    path = write(export(item(more=category("New")), numbered(2)))
    load(path)
    before = list(Article.objects.order_by("pk").values())
    assert counts(load(path)) == (0, 0, 2, 0, 0)
    assert list(Article.objects.order_by("pk").values()) == before


def test_a_later_export_changes_the_guide_though_both_sides_changed_the_address(db, write):
    load(write(export(item())))
    Article.objects.filter(slug="a-post").update(slug="moved-here")
    result = load(write(export(item(slug="moved-there", content="<p>New words.</p>", more=category("Brand new")))))
    assert counts(result) == (0, 1, 0, 0, 0)
    guide = Article.objects.get(slug="moved-here")
    assert (guide.body, [topic.name for topic in guide.topics.all()]) == ("New words.", ["Brand new"])
    assert Article.objects.count() == SAMPLE_GUIDES + 1


def test_a_guide_that_was_deleted_is_made_again(db, write):
    path = write(export(item()))
    load(path)
    Article.objects.get(slug="a-post").delete()
    assert counts(load(path)) == (1, 0, 0, 0, 0)


def test_a_dry_run_reports_and_leaves_no_trace(db, write):
    before = [model.objects.count() for model in (Article, Topic, ImportRun, ImportedItem)]
    result = load(write(export(item(more=category("New")))), dry_run=True)
    assert (counts(result), len(result.report)) == ((1, 0, 0, 0, 0), 1)
    assert [model.objects.count() for model in (Article, Topic, ImportRun, ImportedItem)] == before


def test_the_command_prints_the_report(db, write):
    path = write(export(item(), numbered(2, kind="attachment", title="b")))
    out = StringIO()
    call_command("import_articles", str(path), stdout=out)
    printed = out.getvalue()
    assert "item 1, post 'A post': created at /articles/a-post/\n" in printed
    assert "item 2, attachment 'b': left out: a file of the media library" in printed
    assert "blog.xml: 1 created, 0 updated, 0 unchanged, 0 refused, 1 left out (run " in printed


def test_the_other_items_are_imported_if_one_is_refused(db, write):
    path = write(export(item(), numbered(2, more=category("***"))))
    with pytest.raises(CommandError, match="imported without the refused rows: 1 created") as failure:
        call_command("import_articles", str(path), stdout=StringIO(), stderr=StringIO())
    assert failure.value.returncode == 3
    assert Article.objects.filter(slug="a-post").exists()


def test_figures_and_directives_in_a_text_are_only_text(db, client, write):
    text = "<p>{pay}`seoul-ml-engineer-2026`</p><p>:::{records}</p><p>:::</p>"
    load(write(export(item(content=text))))
    assert b"<p>{pay}`seoul-ml-engineer-2026`</p>\n<p>:::{records}</p>" in client.get("/articles/a-post/").content


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (export(item())[:-20], "is not well-formed XML"),
        (
            '<!DOCTYPE rss [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + export().partition("?>")[2],
            "declares a document type or entities",
        ),
        (
            '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">' + export().partition("?>")[2],
            "declares a document type or entities",
        ),
        (export(item()).replace("UTF-8", "no-such-encoding"), "is not well-formed XML"),
        (export(item()).encode() + b"\xff", "is not well-formed XML"),
    ],
)
def test_a_file_that_is_no_sound_xml_is_refused_as_a_whole(db, write, text, reason):
    with pytest.raises(UnreadableFile, match=reason):
        load(write(text))
    assert Article.objects.count() == SAMPLE_GUIDES


def test_control_characters_are_dropped_and_counted(db, write):
    result = load(write(export(item(title="A\x08 post", content="<p>One\x0b\x00 two.&#1;</p>"))))
    assert Article.objects.get(slug="a-post").body == "One two."
    assert "3 control characters, which XML does not allow, were dropped" in result.notes


def test_a_file_is_an_export_by_its_content_not_by_its_name(db, write):
    assert counts(load(write(export(item()), "blog.txt"))) == (1, 0, 0, 0, 0)


def test_an_export_is_imported_by_itself(db, write):
    with pytest.raises(UnreadableFile, match="is imported by itself"):
        importer_for([write(export(item())), write("# x", "x.md")])


def test_a_file_with_too_many_items_or_bytes_is_refused(db, write, monkeypatch):
    path = write(export(item(), numbered(2)))
    monkeypatch.setattr("articles.importers.wxr.export.MOST_ITEMS", 1)
    with pytest.raises(UnreadableFile, match="has more than 1 items"):
        load(path)
    monkeypatch.setattr("articles.importers.wxr.export.MOST_BYTES", 10)
    with pytest.raises(UnreadableFile, match="is larger than"):
        load(path)


def test_editors_see_what_became_of_each_item(admin_client, write):
    load(write(export(item(), numbered(2, kind="attachment", title="A picture"))))
    page = admin_client.get("/admin/articles/importeditem/")
    assert [text in page.content.decode() for text in ("A picture", "Left out", "a file of the media library")] == [
        True
    ] * 3
    one = ImportedItem.objects.get(number=1)
    assert admin_client.get(f"/admin/articles/importeditem/{one.pk}/change/").status_code == 200
