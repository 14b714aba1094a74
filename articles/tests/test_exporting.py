"""Guides into files and back: nothing is lost, nothing changes twice."""

import datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import front_matter
from articles.claims import ledger
from articles.exporting import as_file, fields_of, problem_of
from articles.importers import ArticleImporter, ArticleRow, importer_for
from articles.models import Article, Topic
from salaries.tests.real_files import real_file

PUBLISHED = datetime.datetime(2026, 11, 9, 9, 0, 0, 123456, tzinfo=datetime.UTC)


def guide(**fields) -> Article:
    values = {"slug": "a", "title": "A", "summary": "B", "author": "C", "body": "Text."} | fields
    return Article.objects.create(**values)


def export(folder, *arguments: str) -> str:
    out = StringIO()
    call_command("export_articles", str(folder), *arguments, stdout=out)
    return out.getvalue()


def counts(folder) -> tuple[int, ...]:
    result = ArticleImporter().run([folder])
    return result.created_count, result.updated_count, result.unchanged_count, result.refused_count


def stated() -> list[tuple]:
    """All that guides say."""
    return [
        (one.slug, one.title, one.summary, one.author, one.status, one.published_at, one.body, sorted(map(str, topics)))
        for one in Article.objects.order_by("slug")
        for topics in [one.topics.all()]
    ]


WRONG = "10x | ml-job-market-2030 / ml-job-market-2026"


def full_guide(**fields) -> Article:
    """A guide with something in every field, and beside it."""
    body = f"Now {{check}}`{WRONG}`."
    one = guide(
        title="yes", summary="1.0", published_at=PUBLISHED, body=body, status="retired", retired_reason="Old.", **fields
    )
    one.topics.set([Topic.objects.create(slug="x", name="# x: y")])
    one.replaced_by = guide(slug="b")
    one.save()
    for kind, words in (("update", "New.\n\nTwice. "), ("correction", "Wrong: 1")):
        one.changes.create(kind=kind, date=datetime.date(2026, 11, 20), text=words)
    claim = one.claims.get()
    claim.accepted_note = "We know: it is."
    ledger.review([claim])
    return one


def test_a_guide_is_written_with_all_that_the_import_reads(db):
    one = full_guide()
    assert as_file(one) == (
        "---\nslug: a\ntitle: 'yes'\nsummary: '1.0'\ntopics:\n- '# x: y'\nauthor: C\nstatus: retired\n"
        "published: 2026-11-09 09:00:00.123456+00:00\nretired_reason: Old.\nreplaced_by: b\nchanges:\n"
        "- date: 2026-11-20\n  kind: correction\n  text: 'Wrong: 1'\n"
        '- date: 2026-11-20\n  kind: update\n  text: "New.\\n\\nTwice. "\n'
        f"accepted:\n- figure: {WRONG}\n  note: 'We know: it is.'\n---\nNow {{check}}`{WRONG}`.\n"
    )
    assert set(fields_of(one)) == set(ArticleRow.model_fields) - {"body", "pictures"}


def test_what_was_exported_is_imported_unchanged(db, tmp_path):
    guide(status="draft", body="  indented\n\n\ttab \r\nCRLF\r\n\r\n---\ntitle: no\n---\n ")
    guide(slug="b", status="retired", title="On: off", body="\n\nlate")
    before = stated()
    assert export(tmp_path) == f"{tmp_path}: 5 written, 0 right already\n"
    assert counts(tmp_path) == (0, 0, 5, 0)
    Article.objects.all().delete()
    Topic.objects.all().delete()
    assert counts(tmp_path) == (5, 0, 0, 0)
    assert stated() == before


def test_a_second_export_touches_no_file(db, tmp_path):
    export(tmp_path)
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    assert export(tmp_path) == f"{tmp_path}: 0 written, 3 right already\n"
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()} == before


def test_one_guide_can_be_exported(db, tmp_path):
    export(tmp_path / "new" / "folder", "--guide", "seoul-ml-engineer-2026")
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["seoul-ml-engineer-2026.md"]
    with pytest.raises(CommandError, match=r"There is no guide nope\."):
        export(tmp_path, "--guide", "nope")


def test_addresses_that_differ_in_capitals_have_two_files(no_records, tmp_path):
    guide(slug="A")
    guide(slug="a")
    export(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["A.md", "a-2.md"]
    assert counts(tmp_path) == (0, 0, 2, 0)


def test_files_of_others_stay_and_are_mentioned(db, tmp_path):
    (tmp_path / "notes.md").write_text("mine")
    assert "1 other Markdown files in it are no guides of this site; they stay" in export(tmp_path)
    assert (tmp_path / "notes.md").read_text() == "mine"


def test_a_guide_that_the_import_would_refuse_is_named(no_records, tmp_path):
    guide(body="bell \x07")
    with pytest.raises(CommandError, match=r"a\.md: body: holds control characters"):
        export(tmp_path)
    assert (tmp_path / "a.md").exists()


def test_a_folder_that_cannot_be_made_is_an_error(db, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="file"):
        export(tmp_path / "file")


@pytest.mark.parametrize("status", ["draft", "in-review", "retired"])
def test_a_guide_that_nobody_reads_is_taken_with_a_figure_that_cannot_be_shown(no_records, tmp_path, status):
    guide(status=status, body="{fact}`moon`")
    export(tmp_path)
    Article.objects.all().delete()
    result = ArticleImporter().run([tmp_path])
    assert (result.created_count, result.refused_count) == (1, 0)
    assert result.notes == [
        "taken with a figure that cannot be shown, {fact}`moon`: a.md, line 1: there is no fact with this key"
    ]


def test_a_public_guide_whose_record_went_away_is_imported_unchanged_and_not_anew(no_records, tmp_path):
    guide(status="published", published_at=PUBLISHED, body="{fact}`moon`")
    export(tmp_path)
    assert counts(tmp_path) == (0, 0, 1, 0)
    Article.objects.all().delete()
    assert counts(tmp_path) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    "text",
    [
        "---\na: &x [1]\nb: *x\n---\n",
        "---\n" + "a: [" * 3000 + "\n---\n",
        "---\na: " + "x" * 70_000 + "\n---\n",
        "---\n- a\n---\n",
        "---\na: !!python/object/apply:os.system [ls]\n---\n",
        "---\na: 2026-99-99\n---\n",
        "---\na: b: c\n---\n",
        "---\na: \x07\n---\n",
    ],
)
def test_front_matter_that_is_none_is_an_error_with_a_reason(text):
    with pytest.raises(ValueError, match=r"\w+"):
        front_matter.split(text)


@pytest.mark.parametrize(
    ("text", "fields", "body"),
    [
        ("---\r\ntitle: a\r\n---\r\nText\r\n", {"title": "a"}, "Text"),
        ("---\ntitle: a\n---", {"title": "a"}, ""),
        ("---\n---\nText", {}, "Text"),
        ("Text\n---\na: b\n---\n", {}, "Text\n---\na: b\n---"),
        ("---\ntitle: a\n---\n---\nb: c\n---\n\n", {"title": "a"}, "---\nb: c\n---\n"),
    ],
)
def test_front_matter_ends_at_the_first_line_of_hyphens(text, fields, body):
    assert front_matter.split(text) == (fields, body)


LINE = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)
TRAPS = st.sampled_from(
    ["yes", "no", "~", "null", "1.0", "0x1", "1e3", "2026-01-01", "a: b", "# a", "- a", "'", '"', "---", "...", "&a",
     "*a", "!a", "%a", "@a", "`a`", "{a}", "[a]", "|", ">", "?", ":", "=", "<<", "a #b", "🙂", "a\u2028b", "\ufeffa",
     "\x85", "a\nb", "a\n\n b", "x" * 200]
)  # fmt: skip
WORDS = TRAPS | LINE | st.lists(TRAPS | LINE, max_size=4).map("\n".join)
BODY = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=300) | st.lists(
    st.sampled_from(
        ["---", "\n", "\r\n", "\r", " ", "\t", "a", "title: b", "```", ":::", "{pay}`x`", "x" * 5000, "é🙂"]
    )
).map("".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=WORDS, summary=WORDS, author=WORDS, body=BODY)
def test_any_fields_and_text_are_read_back_as_they_were_written(title, summary, author, body):
    fields = {"title": title, "summary": summary, "author": author, "published": PUBLISHED, "topics": [title, author]}
    assert front_matter.split(front_matter.join(fields, body)) == (fields, body)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=WORDS, summary=WORDS, topic=WORDS, body=BODY)
def test_import_export_and_import_again_is_stable_for_any_text(no_records, title, summary, topic, body):
    """Whatever the first import takes is exported and imported again as the same, here and on an empty site."""
    fields = {"title": title, "summary": summary, "author": "C", "topics": [topic]}
    Article.objects.all().delete()
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        (Path(first) / "a.md").write_bytes(front_matter.join(fields, body).encode())
        if counts(first) != (1, 0, 0, 0):
            return
        before = stated()
        export(second)
        assert counts(second) == (0, 0, 1, 0)
        Article.objects.all().delete()
        assert counts(second) == (1, 0, 0, 0)
        assert stated() == before


@given(title=WORDS, body=BODY)
def test_a_problem_is_named_or_the_guide_is_read_back(title, body):
    one = Article(pk=1, slug="a", title=title, summary="B", author="C", body=body)
    one._prefetched_objects_cache = {"topics": [], "changes": [], "claims": []}
    text = as_file(one)
    fields, read = front_matter.split(text)
    is_same = (fields["title"], read) == (title.strip(), body) and fields["title"] == title
    assert problem_of(one, text) or is_same


@pytest.mark.real_data
def test_guides_from_wordpress_are_exported_and_imported_unchanged(db, tmp_path):
    for name in ("themeunittestdata.wordpress.xml", "64-block-test-data.xml", "theme-preview.xml"):
        path = real_file(f"wordpress/{name}")
        importer_for([path]).run([path])
    export(tmp_path)
    assert counts(tmp_path) == (0, 0, 3 + 77 + 61 + 7, 0)
