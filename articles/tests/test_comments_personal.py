"""What is known of one address: exported whole, erased whole, and the thread stays readable."""

import pytest

from articles.comments import personal
from articles.exporting import export_articles
from articles.importers import ArticleImporter
from articles.models import Article, BannedAddress, Comment, Commenter
from articles.tests.commenting import GUIDE, SLUG, comment_on, guide
from guide_site.tests.html import text

pytestmark = pytest.mark.django_db


def test_everything_under_an_address_is_exported():
    comment = comment_on(email="ada@example.org", text=" *As* typed", name="Ada", status="spam", wants_replies=False)
    comment_on(email="bea@example.org")
    assert personal.export_of(" Ada@Example.ORG ")[0] == {
        "email": "ada@example.org",
        "confirmed": Commenter.objects.get(email="ada@example.org").confirmed.isoformat(),
        "banned": False,
        "comments": [
            {
                "guide": GUIDE,
                "sent": comment.created.isoformat(),
                "status": "spam",
                "name": "Ada",
                "text": " *As* typed",
                "mail_about_replies": False,
            }
        ],
    }


@pytest.mark.parametrize("email", ["nobody@example.org", "no address", ""])
def test_of_an_unknown_address_nothing_is_exported_or_erased(email):
    comment_on()
    assert (personal.export_of(email), personal.erase(email), Comment.objects.count()) == ([], 0, 1)


def test_erasing_keeps_the_thread_and_nothing_of_its_author(client):
    asked = comment_on(text="Eve-asks", name="Eve-Name", email="eve@example.org")
    answer = comment_on(text="Ada answers", answers=asked)
    back = comment_on(text="Eve-again", name="Eve-Name", email="eve@example.org", answers=answer)
    comment_on(text="Ada closes", answers=back)
    comment_on(text="Eve-last", name="Eve-Name", email="eve@example.org", answers=answer)
    comment_on(text="Eve-waits", name="Eve-Name", email="eve@example.org", status="pending")
    before = client.get(GUIDE)["ETag"]
    assert personal.erase("Eve@example.org") == 4
    page = client.get(GUIDE)
    assert page["ETag"] != before
    words = text(page)
    assert words.count("Removed by its author.") == 2
    assert "Ada to a removed comment" in words
    assert ("Ada answers" in words, "Ada closes" in words, "Eve" in words) == (True, True, False)
    assert not Commenter.objects.filter(email="eve@example.org").exists()
    assert not Comment.objects.filter(text__contains="Eve").exists()
    assert not Comment.objects.filter(name__contains="Eve").exists()


def test_a_thread_of_one_address_alone_is_gone():
    asked = comment_on(email="eve@example.org")
    comment_on(email="eve@example.org", answers=comment_on(email="eve@example.org", answers=asked))
    assert personal.erase("eve@example.org") == 3
    assert Comment.objects.count() == 0


def test_files_of_guides_carry_why_comments_are_closed(tmp_path):
    Article.objects.filter(slug=SLUG).update(comments_closed="The survey is over.")
    list(export_articles(tmp_path, Article.objects.filter(slug=SLUG)))
    file = tmp_path / f"{SLUG}.md"
    Article.objects.filter(slug=SLUG).update(comments_closed="")
    assert ArticleImporter().run([file]).updated_count == 1
    assert guide().comments_closed == "The survey is over."
    file.write_text(file.read_text().replace("comments_closed: The survey is over.\n", ""))
    assert "comments_closed" not in file.read_text()
    assert ArticleImporter().run([file]).unchanged_count == 1


def test_a_ban_outlives_erasing():
    comment_on(email="eve@example.org")
    BannedAddress.objects.ban("eve@example.org")
    assert personal.export_of("eve@example.org")[0]["banned"]
    personal.erase("eve@example.org")
    assert BannedAddress.objects.holds("Eve@Example.org")
