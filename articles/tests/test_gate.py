"""What keeps a guide from its readers: every problem at once, each at its line."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.gate import problems_of
from articles.models import Article, Image
from articles.references import Reference, references
from articles.tests.test_admin import page_of
from guide_site.tests.admin_forms import errors_of, filled_form, signed_in


def guide(body: str, **changes) -> Article:
    values = {"slug": "x", "title": "X", "summary": "X", "author": "X", "status": "published"}
    values["published_at"] = timezone.now()
    return Article(body=body, **(values | changes))


def found(body: str, **changes) -> list[tuple[str, str]]:
    return [(problem.field, str(problem)) for problem in problems_of(guide(body, **changes))]


@pytest.fixture
def picture(db, settings, tmp_path) -> str:
    settings.MEDIA_ROOT = tmp_path
    return "/media/" + default_storage.save("images/2026/a.png", ContentFile(b"x"))


def test_guide_without_problems_has_none(picture):
    text = f"""## Pay

See [Seoul](/cities/seoul/), [all](/cities/?sort=ratio#table), [above](#pay), [mail](mailto:a@example.org),
[elsewhere](https://example.org/a/), [a guide](/articles/mid-level-to-senior/) and [itself](/articles/x/).

![A bridge]({picture})
"""
    assert found(text) == []


def test_every_problem_is_named_at_its_line(picture):
    text = f"""Pay is {{pay}}`nope`
and {{wrong}}`x`.

![]({picture}) [gone](/cities/atlantis/)
![A](/media/none.png)
![B](https://example.org/b.png)

:::{{note}} Aside

A [link](/nowhere/).
:::

- [a](#nothing)
- [b](/admin/)
- [c](cities/seoul/)
"""
    assert found(text, summary=" ") == [
        ("summary", "Readers need this."),
        ("body", "line 1, {pay}`nope`: there is no record with this key, and no such place and role"),
        ("body", "line 2, {wrong}`x`: there is no role 'wrong'"),
        ("body", f"line 4, picture {picture}: needs words for readers who do not see it"),
        ("body", "line 4, link to /cities/atlantis/: nothing public has this address"),
        ("body", "line 5, picture /media/none.png: there is no such file"),
        ("body", "line 6, picture https://example.org/b.png: only pictures of this site are shown"),
        ("body", "line 10, link to /nowhere/: there is no such page"),
        ("body", "line 13, link to #nothing: no heading of this guide has this anchor"),
        ("body", "line 14, link to /admin/: this page is not for readers"),
        ("body", "line 15, link to cities/seoul/: an address of this site begins with /"),
    ]


@pytest.mark.parametrize("status", ["draft", "in-review"])
def test_a_guide_that_readers_do_not_see_may_be_unfinished(db, status):
    assert found("{pay}`nope` [a](/nowhere/)", status=status) == []


def test_a_link_to_a_guide_that_is_not_public_is_refused(db):
    Article.objects.filter(slug="mid-level-to-senior").update(status="retired")
    assert found("[a](/articles/mid-level-to-senior/)") == [
        ("body", "line 1, link to /articles/mid-level-to-senior/: nothing public has this address")
    ]


def test_a_link_with_the_name_of_the_site_is_a_link_of_the_site(db, settings):
    settings.SITE_URL = "https://guides.example"
    assert found("[a](https://guides.example/nowhere/) [b](https://other.example/nowhere/)") == [
        ("body", "line 1, link to https://guides.example/nowhere/: there is no such page")
    ]


def test_the_picture_that_leads_a_guide_needs_words(db):
    assert found("Text.", image=Image(title="A", alternative_text=" ")) == [
        ("image", "This picture has no words for readers who do not see it.")
    ]


def test_a_scheduled_guide_needs_the_future_only_when_it_is_scheduled(db):
    past = guide("Text.", status="scheduled", published_at=timezone.now() - datetime.timedelta(days=1))
    assert [str(one) for one in problems_of(past)] == ["A scheduled guide needs a time in the future."]
    assert problems_of(past, before="scheduled") == []


def test_every_sample_guide_passes(db):
    assert [problem for one in Article.objects.all() for problem in problems_of(one)] == []


def test_the_form_shows_every_problem_at_its_field(db):
    editor, one = signed_in("Editors"), Article.objects.get(slug="mid-level-to-senior")
    data = filled_form(editor, page_of(one), body="{pay}`nope`\n\n[a](/nowhere/)")
    assert errors_of(editor.post(page_of(one), data)) == {
        "body": [
            "line 1, {pay}`nope`: there is no record with this key, and no such place and role",
            "line 3, link to /nowhere/: there is no such page",
        ]
    }


def test_references_carry_the_line_they_stand_in():
    text = "# A\n\n| a |\n|---|\n| [x](/a/) |\n\nb\n![c *d*](/e.png)\n"
    one = references(text)
    assert one.links == [Reference("/a/", "", 5)]
    assert one.pictures == [Reference("/e.png", "c *d*", 8)]
