"""Addresses of guides outlive the guides: a changed slug leads on, a retired guide says why and what replaces it."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.gate import problems_of
from articles.models import Article, FormerSlug
from articles.tests.test_admin import LIST, page_of
from articles.tests.test_importers import FRONT, call
from guide_site.tests.admin_forms import errors_of, filled_form, signed_in
from guide_site.tests.html import Reader, text

OLD, NEW = "/articles/mid-level-to-senior/", "/articles/the-last-rung/"


@pytest.fixture
def guide(db) -> Article:
    return Article.objects.get(slug="mid-level-to-senior")


@pytest.fixture
def moved(guide) -> Article:
    guide.slug = "the-last-rung"
    guide.save()
    return guide


def test_a_changed_slug_leads_to_the_new_one_for_good(moved, client):
    answer = client.get(f"{OLD}?currency=KRW")
    assert (answer.status_code, answer["Location"]) == (301, f"{NEW}?currency=KRW")
    moved.slug = "third"
    moved.save()
    for address in (OLD, NEW):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, "/articles/third/")


def test_a_slug_that_comes_back_is_the_guide_s_own_again(moved, client):
    moved.slug = "mid-level-to-senior"
    moved.save()
    assert client.get(OLD).status_code == 200
    assert client.get(NEW)["Location"] == OLD
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["the-last-rung"]


def test_a_slug_that_nobody_saw_is_free_again(db, client):
    draft = Article.objects.create(slug="first", title="A", summary="S", author="A", body="B")
    draft.slug = "second"
    draft.save()
    assert client.get("/articles/first/").status_code == 404
    assert not FormerSlug.objects.exists()


def test_no_other_guide_gets_a_former_slug(moved, tmp_path):
    reason = f"This was the address of “{moved}”, and leads there for good: choose another."
    with pytest.raises(ValidationError, match="leads there for good"):
        Article.objects.create(slug="mid-level-to-senior", title="A", summary="S", author="A", body="B")
    editor = signed_in("Editors")
    typed = {"title": "A", "slug": "mid-level-to-senior", "summary": "S", "author": "A", "body": "B"}
    answer = editor.post(f"{LIST}add/", filled_form(editor, f"{LIST}add/", **typed))
    assert errors_of(answer) == {"slug": [reason]}
    file = tmp_path / "mid-level-to-senior.md"
    file.write_text(FRONT + "Text.\n", encoding="utf-8")
    _, refused = call(file)
    assert reason in refused
    assert not Article.objects.filter(slug="mid-level-to-senior").exists()


def test_a_link_to_a_former_address_is_named_with_the_new_one(moved):
    other = Article(slug="x", title="X", summary="X", author="X", status="published", body=f"[a]({OLD})")
    assert [str(one) for one in problems_of(other)] == [f"line 1, link to {OLD}: this guide has moved to {NEW}"]


def test_a_moved_draft_is_not_given_away(moved, client):
    Article.objects.filter(pk=moved.pk).update(status="draft")
    assert client.get(OLD).status_code == 404


def test_a_retired_guide_says_why_and_what_replaces_it(guide, client):
    other = Article.objects.get(slug="seoul-ml-engineer-2026")
    guide.retire("Its figures are of 2024.", replaced_by=other, by=None)
    page = client.get(OLD)
    assert page.status_code == 410
    reader = Reader()
    reader.feed(page.content.decode())
    assert "Its figures are of 2024. Read instead:" in " ".join(reader.words)
    assert (other.get_absolute_url(), other.title) in reader.links


def test_a_replacement_that_is_not_public_is_not_named(guide, client):
    other = Article.objects.create(slug="secret", title="Secret plans", summary="S", author="A", body="B")
    guide.retire("Gone.", replaced_by=other, by=None)
    assert "Secret plans" not in client.get(OLD).content.decode()


def test_a_retired_guide_without_a_reason_still_answers(guide, client):
    Article.objects.filter(pk=guide.pk).update(status="retired")
    page = client.get(OLD)
    assert page.status_code == 410
    assert "This guide is no longer on the site." in page.content.decode()


def test_a_guide_that_was_never_public_is_not_found(db, client):
    draft = Article.objects.create(slug="secret", title="A", summary="S", author="A", body="B")
    draft.retire("Never finished.", by=None)
    assert client.get("/articles/secret/").status_code == 404
    later = timezone.now() + datetime.timedelta(days=1)
    Article.objects.filter(pk=draft.pk).update(published_at=later)
    assert client.get("/articles/secret/").status_code == 404


def test_a_guide_taken_back_to_draft_and_retired_was_public(guide, client):
    guide.back_to_draft(by=None)
    assert client.get(OLD).status_code == 404
    guide.published_at = None
    guide.retire("Gone.", by=None)
    assert client.get(OLD).status_code == 410


def test_a_retired_guide_keeps_no_page_in_the_cache(guide, client, kept_pages):
    etag = client.get(OLD)["ETag"]
    guide.retire("Gone.", by=None)
    assert client.get(OLD, headers={"If-None-Match": etag}).status_code == 410
    guide.publish(by=None)
    assert client.get(OLD).status_code == 200


def test_a_guide_does_not_replace_itself(guide):
    editor = signed_in("Editors")
    typed = {"status": "retired", "retired_reason": "Gone.", "replaced_by": guide.pk}
    errors = errors_of(editor.post(page_of(guide), filled_form(editor, page_of(guide), **typed)))
    assert errors == {"replaced_by": ["A guide cannot replace itself."]}


def test_form_shows_where_the_guide_was_before(moved):
    assert f"Former addresses: {OLD}" in text(signed_in("Editors").get(page_of(moved)))
