"""The draft of the week's letter: what is new, what was corrected, which figures are others than before."""

import datetime
from decimal import Decimal as D
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, ArticleChange, NewsletterIssue
from articles.newsletter.digest import compose
from articles.newsletter.mail import letter_of
from guide_site.tests.admin_forms import member_of
from salaries.models import Fact, SalaryRecord

pytestmark = pytest.mark.django_db
WEEK = datetime.timedelta(days=7)


@pytest.fixture
def later():
    """Two weeks after the sample was made; nothing of it is news any more."""
    with time_machine.travel(timezone.now() + 2 * WEEK, tick=False) as clock:
        yield clock


def new_guide(**values) -> Article:
    fields = {
        "slug": "pay-in-seoul",
        "title": "Pay in Seoul",
        "summary": "What it is.",
        "author": "Ada",
        "body": "Text.",
    }
    guide = Article.objects.create(**fields | values)
    guide.publish(by=None)
    return guide


def compose_digest(**options) -> str:
    out = StringIO()
    call_command("compose_digest", stdout=out, **options)
    return out.getvalue()


def test_a_week_without_news_makes_no_draft(later):
    assert compose_digest() == "Nothing happened: no draft.\n"
    assert NewsletterIssue.objects.count() == 0


def test_a_new_guide_makes_a_letter_and_one_for_those_who_want_only_guides(later):
    guide = new_guide(title="Pay *in* Seoul {pay}`x`", body="See {pay}`seoul-ml-engineer-2026`.")
    compose_digest()
    weekly, guides = NewsletterIssue.objects.order_by("-audience")
    assert (weekly.audience, guides.audience, weekly.status) == ("weekly", "guides", "draft")
    assert weekly.subject == guides.subject == "Pay *in* Seoul {pay}`x`"
    assert weekly.preheader == "What it is."
    letter = letter_of(weekly)
    assert letter.problems == ()
    assert "Pay *in* Seoul {pay}`x` (http://127.0.0.1:8000/articles/pay-in-seoul/)\n" in letter.text
    assert [place.slug for place in guides.places.all()] == ["seoul"]
    assert guide.is_public


def test_corrections_are_told_and_those_of_new_guides_are_not(later):
    known, new = Article.objects.get(slug="seoul-ml-engineer-2026"), new_guide()
    for guide, words in ((known, "It said 3,\nit is 4."), (new, "Before it was public.")):
        ArticleChange.objects.create(article=guide, kind="correction", text=words, date=timezone.localdate())
    ArticleChange.objects.create(article=known, text="Long ago.", date=timezone.localdate() - 2 * WEEK)
    compose()
    body = NewsletterIssue.objects.get(audience="weekly").body
    assert "/articles/seoul-ml-engineer-2026/): correction. It said 3, it is 4.\n" in body
    assert ("Before it was public" in body, "Long ago" in body) == (False, False)


def test_records_and_facts_that_changed_stand_with_what_they_were(later):
    record = SalaryRecord.objects.get(key="seoul-ml-engineer-2026")
    record.high = D(130_000_000)
    record.save()
    same = SalaryRecord.objects.get(key="singapore-ml-engineer-morgan-mckinley-2026")
    same.note = "Only a note."
    same.save()
    fact = Fact.objects.get(key="mlops-premium")
    fact.high = D(60)
    fact.save()
    compose()
    issue = NewsletterIssue.objects.get()
    assert "{pay}`seoul-ml-engineer-2026`, before {plain}`₩60M–120M a year`\n" in issue.body
    assert "{fact}`mlops-premium`, before {plain}`30–50%`\n" in issue.body
    assert "singapore-ml-engineer-morgan-mckinley-2026" not in issue.body
    letter = letter_of(issue)
    assert letter.problems == ()
    assert "₩60M–130M a year, before ₩60M–120M a year" in letter.text


def test_sentences_that_read_otherwise_are_told_until_somebody_reviews_them(later):
    record = SalaryRecord.objects.get(key="seoul-ml-engineer-2026")
    record.high = D(130_000_000)
    record.save()
    compose()
    told = "now {pay}`seoul-ml-engineer-2026`, before {plain}`₩60M–120M a year`"
    assert told in NewsletterIssue.objects.get().body.split("## Sentences in guides")[1]


def test_a_digest_begins_where_the_last_one_ended(later):
    new_guide()
    assert len(compose()) == 2
    later.shift(datetime.timedelta(hours=1))
    assert compose() == []
    new_guide(slug="another", title="Another")
    weekly, _ = compose()
    assert ("Another" in weekly.body, "Pay in Seoul" in weekly.body) == (True, False)


def test_the_number_of_days_can_be_given(later):
    new_guide()
    later.shift(datetime.timedelta(days=10))
    assert compose_digest() == "Nothing happened: no draft.\n"
    assert compose_digest(days=11).startswith("Draft ")


def test_who_changed_a_record_is_no_news(later):
    record = SalaryRecord.objects.get(key="seoul-ml-engineer-2026")
    record._history_user = member_of("Analysts")
    record.high = D(130_000_000)
    record.save()
    compose()
    assert "analyst" not in NewsletterIssue.objects.get().body
