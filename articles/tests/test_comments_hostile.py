"""A hundred and more hostile comments: nothing is active, nothing is lost, and moderators see each as it was typed."""

import json
import time

import pytest
from bs4 import BeautifulSoup

from articles.comments.text import MOST_CHARACTERS, to_html
from articles.models import Comment
from articles.tests.commenting import GUIDE, comment_on, send
from articles.tests.test_markup_hostile import ADDRESSES, HANDLERS, SCRIPTS, SHAPES, dangers
from guide_site.tests.admin_forms import signed_in
from salaries.tests.real_files import real_file

pytestmark = pytest.mark.django_db
SNEAKY = [
    "\u202egnp.exe\u202c",
    "\u2066\u2067\u2068",
    "zero\u200bwidth\u200d\u2060\ufeff",
    "'; DROP TABLE articles_comment; --",
    "1 OR 1=1",
    "{{ 7|add:7 }} {% load static %} ${7*7}",
    '<a data-hx-get="/admin/" hx-trigger="load">x</a>',
    "![tracked](https://evil.example/pixel.gif)",
    "[x]: javascript:alert(1)\n\n[x]",
    "# Heading\n\n| a |\n|---|\n| b |",
    "</textarea><script>alert(1)</script>",
    "</pre></div></body></html>",
    "{pay}`seoul-ml-engineer-2026` :::{trend}\n:::",
]
HOSTILE = [text for text in [*SCRIPTS, *HANDLERS, *ADDRESSES, *SHAPES, *SNEAKY] if text.strip() and "\0" not in text]


def in_small(text: str) -> str:
    return text[:MOST_CHARACTERS]


def test_there_are_more_than_a_hundred_of_them():
    assert len(set(HOSTILE)) > 100


def typed_by_a_browser(text: str) -> str:
    """Line ends as forms send them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def test_hostile_comments_are_neither_active_nor_lost_and_moderators_see_them_as_typed(client):
    texts = [in_small(text) for text in HOSTILE if in_small(text).strip()]
    for number, text in enumerate(texts):
        ip = f"10.0.{number // 250}.{number % 250}"
        answer = send(client, text=typed_by_a_browser(text), name=f"n{number}", ip=ip)
        assert answer.status_code == 200, text[:60]
    stored = dict(Comment.objects.values_list("name", "text"))
    expected = {f"n{number}": typed_by_a_browser(text).replace("\r\n", "\n") for number, text in enumerate(texts)}
    assert stored == expected
    moderator = signed_in("Moderators")
    for comment in Comment.objects.all():
        page = BeautifulSoup(moderator.get(f"/admin/articles/comment/{comment.pk}/change/").content, "html.parser")
        assert page.select_one(".field-as_typed .as-typed").get_text() == comment.text, comment.text[:60]
    for comment in Comment.objects.all():
        comment.status = "approved"
        comment.save()
    page = BeautifulSoup(client.get(f"{GUIDE}comments/").content, "html.parser")
    assert len(page.select("article.comment")) == 50
    for body in page.select(".comment-text"):
        assert dangers(body.decode_contents()) == []


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:30]))
def test_a_hostile_comment_makes_no_active_html(text):
    html = to_html(text)
    assert dangers(html) == []
    tags = {tag.name for tag in BeautifulSoup(html, "html.parser").find_all(True)}
    assert tags <= {"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"}


def test_links_are_not_followed_for_their_author():
    link = BeautifulSoup(to_html("[x](https://a.example 'title')"), "html.parser").a
    assert link.attrs == {"href": "https://a.example", "rel": "nofollow ugc noopener".split()}


def test_the_longest_comments_take_a_moment(client):
    for text in SHAPES:
        begun = time.process_time()
        to_html(in_small(text))
        assert time.process_time() - begun < 1, text[:30]


@pytest.mark.real_data
def test_naughty_strings_are_kept_as_typed_and_not_active(client):
    strings = json.loads(real_file("text/blns.json").read_text(encoding="utf-8"))
    kept = [text for text in strings if text.strip() and "\0" not in text]
    for text in kept:
        comment_on(text=text, days_ago=len(kept))
    assert list(Comment.objects.order_by("pk").values_list("text", flat=True)) == kept
    for text in kept:
        assert dangers(to_html(text)) == []
    assert client.get(GUIDE).status_code == 200
