"""Which guides are public, and what the database refuses."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Topic
from salaries.models import Place, Role


def guide(**changes) -> Article:
    values = {"slug": "x", "title": "X", "summary": "X", "body": "X", "author": "X", "status": "published"}
    values["published_at"] = timezone.now() - datetime.timedelta(hours=1)
    return Article.objects.create(**(values | changes))


@pytest.mark.parametrize("status", ["published", "scheduled"])
def test_a_public_guide_needs_a_date(db, status):
    with pytest.raises(IntegrityError, match="article_public_has_date"), transaction.atomic():
        guide(status=status, published_at=None)


def test_an_unknown_status_is_refused(db):
    with pytest.raises(IntegrityError, match="article_status_known"), transaction.atomic():
        guide(status="odd")


@pytest.mark.parametrize(
    ("status", "public"),
    [("published", True), ("scheduled", True), ("draft", False), ("in-review", False), ("retired", False)],
)
def test_readers_see_published_guides_and_scheduled_ones_that_are_due(db, status, public):
    one = guide(status=status)
    assert (Article.objects.published().filter(pk=one.pk).exists(), one.is_public) == (public, public)


@pytest.mark.parametrize("status", ["published", "scheduled"])
def test_a_guide_of_tomorrow_is_public_tomorrow(db, status):
    one = guide(status=status, published_at=timezone.now() + datetime.timedelta(days=1))
    assert (Article.objects.published().filter(pk=one.pk).exists(), one.is_public) == (False, False)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        assert (Article.objects.published().filter(pk=one.pk).exists(), one.is_public) == (True, True)


def test_related_guides_are_those_that_share_most_topics(db):
    topics = [Topic.objects.create(slug=f"t{number}", name=f"T{number}") for number in range(3)]
    one, near, far, none = (guide(slug=slug) for slug in ("one", "near", "far", "none"))
    one.topics.set(topics)
    near.topics.set(topics[:2])
    far.topics.set(topics[:1])
    guide(slug="draft", status="draft").topics.set(topics)
    assert [other.slug for other in Article.objects.related_to(one)] == ["near", "far"]
    assert none not in Article.objects.related_to(one)


def test_related_guides_share_topics_places_or_roles(db):
    """one: 1 topic, 2 places, 1 role. all: 1 + 2 + 1 = 4; places: 2; role: 1; topic: 1, and older than role."""
    topic = Topic.objects.create(slug="t", name="T")
    places = Place.objects.filter(slug__in=["seoul", "manila"])
    roles = Role.objects.filter(slug="data-scientist")
    hours = iter(range(1, 9))
    one, every, by_places, by_role, by_topic, none = (
        guide(slug=slug, published_at=timezone.now() - datetime.timedelta(hours=next(hours)))
        for slug in ("one", "every", "places", "role", "topic", "none")
    )
    for other in (one, every, by_topic):
        other.topics.set([topic])
    for other in (one, every, by_places):
        other.quoted_places.set(places)
    for other in (one, every, by_role):
        other.quoted_roles.set(roles)
    ours = Article.objects.exclude(author="Guide Site editors")
    found = ours.related_to(one)
    assert [(other.slug, other.shared) for other in found] == [("every", 4), ("places", 2), ("role", 1), ("topic", 1)]
    assert none not in found


def test_topics_in_use_count_public_guides_only(db):
    topic = Topic.objects.create(slug="t", name="T")
    guide(status="draft").topics.add(topic)
    assert topic not in Topic.objects.in_use()
    guide(slug="public").topics.add(topic)
    assert Topic.objects.in_use().get(slug="t").guide_count == 1


def test_a_changed_guide_keeps_what_it_was(db):
    one = guide()
    one.body = "Y"
    one.save()
    assert list(one.history.values_list("body", flat=True)) == ["Y", "X"]
