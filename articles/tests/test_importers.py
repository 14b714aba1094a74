"""Guides from Markdown files."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Topic
from guide_site.management.commands.load_sample import SAMPLE
from salaries.models import ImportRun

FRONT = """---
title: A guide
summary: What it says.
author: Someone
status: published
published: 2026-11-01T09:00:00+00:00
topics: [Salaries, New things]
---
"""


@pytest.fixture
def write(tmp_path):
    def write(name: str, text: str):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def call(*paths, **options) -> tuple[str, str]:
    """(printed, the reasons and the message it failed with)."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_articles", *map(str, paths), stdout=out, stderr=err, **options)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}"
    return out.getvalue(), ""


def test_a_file_becomes_a_guide_at_its_name(db, write):
    call(write("my-guide.md", FRONT + "Pay is {pay}`seoul-ml-engineer-2026`.\n"))
    guide = Article.objects.get(slug="my-guide")
    assert (guide.title, guide.status, guide.author) == ("A guide", "published", "Someone")
    assert guide.body.strip() == "Pay is {pay}`seoul-ml-engineer-2026`."
    assert [topic.name for topic in guide.topics.all()] == ["New things", "Salaries"]
    assert guide.published_at.isoformat() == "2026-11-01T09:00:00+00:00"


def test_a_topic_that_there_is_gets_used_again(db, write):
    before = Topic.objects.count()
    call(write("a.md", FRONT + "Text.\n"), write("b.md", FRONT + "Text.\n"))
    assert Topic.objects.count() == before + 1


def test_a_guide_is_a_draft_unless_it_says_otherwise(db, write):
    call(write("a.md", "---\ntitle: A\nsummary: B\nauthor: C\n---\nText.\n"))
    assert Article.objects.get(slug="a").status == "draft"


def test_the_sample_s_guides_are_unchanged(db):
    printed, failure = call(SAMPLE / "articles")
    assert failure == ""
    assert ": 0 created, 0 updated, 3 unchanged, 0 refused" in printed


def test_a_changed_file_changes_its_guide_and_keeps_what_it_was(db, write):
    path = write("a.md", FRONT + "Old.\n")
    call(path)
    write("a.md", FRONT + "New.\n")
    printed, _ = call(path)
    assert ": 0 created, 1 updated," in printed
    bodies = Article.objects.get(slug="a").history.values_list("body", flat=True)
    assert list(dict.fromkeys(body.strip() for body in bodies)) == ["New.", "Old."]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (FRONT + "One\n\n{fact}`moon`\n", "x.md, line 3: there is no fact with this key"),
        (FRONT.replace("title: A guide\n", "") + "Text", "row 1, title: Field required"),
        (
            FRONT.replace("published: 2026-11-01T09:00:00+00:00\n", "") + "Text",
            "needs the time from which it is public",
        ),
        (FRONT.replace("+00:00", "") + "Text", "row 1, published"),
        (FRONT.replace("status: published", "status: perfect") + "Text", "row 1, status"),
        (FRONT.replace("author: Someone", "colour: red") + "Text", "row 1, colour"),
        (FRONT + "\n", "row 1, body"),
        (FRONT.replace("[Salaries, New things]", "[2026]") + "Text", "row 1, topics"),
        (FRONT.replace("[Salaries, New things]", '["???"]') + "Text", "a topic needs a name with letters"),
        ("---\ntitle: [unclosed\n---\nText", "x.md"),
        ("---\n- a list\n---\nText", "x.md"),
        (FRONT.replace("title: A guide", "title: 5") + "Text", "row 1, title: '5': not text; put it in quotes"),
    ],
)
def test_a_file_that_cannot_be_a_guide_is_refused_with_the_reason(db, write, text, reason):
    _, failure = call(write("x.md", text))
    assert reason in failure
    assert Article.objects.count() == 3


def test_one_bad_file_keeps_the_others_out(db, write):
    topics = Topic.objects.count()
    call(write("a.md", FRONT + "Text.\n"), write("b.md", FRONT + "{fact}`moon`\n"))
    assert (Article.objects.count(), Topic.objects.count()) == (3, topics)
    run = ImportRun.objects.first()
    assert (run.importer, run.outcome, run.rejections.get().row_number) == ("articles", "refused", 2)


def test_a_dry_run_makes_neither_guides_nor_topics(db, write):
    before = [Article.objects.count(), Topic.objects.count(), ImportRun.objects.count()]
    printed, failure = call(write("a.md", FRONT + "Text.\n"), dry_run=True)
    assert ("1 created" in printed, failure) == (True, "")
    assert [Article.objects.count(), Topic.objects.count(), ImportRun.objects.count()] == before


@pytest.mark.parametrize("name", ["nowhere.md", "."])
def test_a_path_without_guides_is_an_error(db, tmp_path, name):
    _, failure = call(tmp_path / name)
    assert "here are no Markdown files" in failure or "there is no such file" in failure
