"""What goes with a guide in its file beside its own fields: change log, accepted contradictions, successor."""

import datetime

import pytest

from articles import front_matter
from articles.exporting import fields_of
from articles.importers import ArticleImporter
from articles.models import Article
from articles.tests.test_exporting import WRONG, counts, export, full_guide


def test_what_is_beside_a_guide_comes_back_on_an_empty_site(db, tmp_path):
    full_guide()
    before = [fields_of(one) for one in Article.objects.order_by("slug")]
    export(tmp_path)
    assert counts(tmp_path) == (0, 0, 5, 0)
    Article.objects.all().delete()
    assert counts(tmp_path) == (5, 0, 0, 0)
    assert [fields_of(one) for one in Article.objects.order_by("slug")] == before
    assert Article.objects.get(slug="a").claims.get().is_accepted
    assert counts(tmp_path) == (0, 0, 5, 0)


def test_a_file_that_says_nothing_of_changes_leaves_them_alone(db, tmp_path):
    one = full_guide()
    path = tmp_path / "a.md"
    kept = {name: value for name, value in fields_of(one).items() if name not in {"changes", "accepted", "replaced_by"}}
    path.write_text(front_matter.join(kept, one.body))
    assert counts(tmp_path) == (0, 0, 1, 0)
    path.write_text(front_matter.join(kept | {"changes": [], "title": "T"}, one.body))
    assert counts(tmp_path) == (0, 1, 0, 0)
    one = Article.objects.get(slug="a")
    assert (one.title, one.replaced_by.slug, one.changes.count()) == ("T", "b", 0)
    assert one.claims.get().is_accepted


def test_a_changed_log_is_shown_before_it_is_imported(db, tmp_path):
    one = full_guide()
    fields = fields_of(one) | {"changes": [{"date": datetime.date(2026, 11, 21), "text": "Newer."}]}
    (tmp_path / "a.md").write_text(front_matter.join(fields, one.body))
    result = ArticleImporter().run([tmp_path], dry_run=True)
    assert [change.fields for change in result.changes] == [
        {"changes": ("2026-11-20, correction, Wrong: 1; 2026-11-20, update, New.\n\nTwice. ",
                     "2026-11-21, update, Newer.")}
    ]  # fmt: skip
    assert one.changes.count() == 2


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"replaced_by": "nope"}, "there is no guide with this slug, here or among these files"),
        ({"accepted": [{"figure": "1 | 2", "note": "x"}]}, "the text has no {check} that is written so"),
        ({"accepted": [{"figure": WRONG, "note": " "}]}, "there is no text"),
        ({"changes": [{"date": "soon", "text": "x"}]}, "Input should be a valid date or datetime, input is too short"),
        ({"changes": [{"date": "2026-11-20", "kind": "rumour", "text": "x"}]},
         "Input should be 'correction' or 'update'"),
        ({"changes": "none"}, "Input should be a valid list"),
    ],
)  # fmt: skip
def test_front_matter_that_names_what_is_not_there_is_refused(db, tmp_path, fields, reason):
    front = {"title": "A", "summary": "B", "author": "C"} | fields
    (tmp_path / "a.md").write_text(front_matter.join(front, f"Now {{check}}`{WRONG}`."))
    result = ArticleImporter().run([tmp_path])
    assert [one.reason for one in result.refusals] == [reason]
