"""The pages of the guides, through their addresses."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Topic
from guide_site.tests.html import links, tables, text
from guide_site.tests.pages import GUIDE


def test_the_paired_chart_shows_the_figures_of_its_one_source(db, client):
    chart = next(table for table in tables(client.get(GUIDE)) if table.head[-1] == "Ratio")
    assert chart.rows == [
        ["Singapore", "$105,000", "$34,000", "3.09×"],
        ["Seoul", "$72,000", "$23,000", "3.13×"],
        ["Ho Chi Minh City", "$30,000–84,000", "$5,000", "6.0–16.8×"],
        ["Bangalore", "$27,600", "$8,400", "3.29×"],
        ["Manila", "$12,200", "$4,500", "2.71×"],
    ]


def test_the_guide_shows_the_ladder_and_the_table_of_levels(db, client):
    response = client.get(GUIDE)
    shown = text(response)
    for words in ("7.3× in the records, 2.8× published", "20.5× in the records, 4–6× published"):
        assert words in shown
    table = next(table for table in tables(response) if "Tools" in table.head)
    assert [row[0] for row in table.rows] == [
        "1. Beginner",
        "2. Junior ML engineer",
        "3. Mid-level ML engineer",
        "4. Senior or lead ML engineer",
    ]


def test_no_figure_of_the_sample_guides_is_missing(db, client):
    for guide in Article.objects.all():
        assert "figure missing" not in text(client.get(guide.get_absolute_url()))


def test_the_guide_has_the_length_and_the_sections_it_should(db):
    body = Article.objects.get(slug="ml-careers-asia-2026").body
    assert 1200 <= len(body.split()) <= 2200
    for heading in ("Singapore", "Seoul", "Bangalore", "Ho Chi Minh City", "Manila"):
        assert f"### {heading}" in body


def test_the_guide_names_its_sources(db, client):
    addresses = {address for address, _ in links(client.get(GUIDE))}
    assert {
        "/sources/digitaldefynd-morgan-mckinley-second-talent-2026/",
        "/sources/digitaldefynd-alcor-2026/",
        "/sources/morgan-mckinley-singapore-2026/",
        "/sources/statista/",
    } <= addresses


def test_the_guide_leads_to_related_guides(db, client):
    addresses = {address for address, _ in links(client.get(GUIDE))}
    assert {"/articles/seoul-ml-engineer-2026/", "/articles/mid-level-to-senior/"} <= addresses


def test_guides_are_listed_newest_first(db, client):
    listed = [
        address
        for address, _ in links(client.get("/articles/"))
        if address.startswith("/articles/") and address > "/articles/"
    ]
    newest_first = [guide.get_absolute_url() for guide in Article.objects.order_by("-published_at")]
    assert [address for address in listed if "?" not in address] == newest_first


def test_a_topic_narrows_the_list(db, client):
    addresses = {address for address, _ in links(client.get("/articles/?topic=seoul"))}
    assert "/articles/seoul-ml-engineer-2026/" in addresses
    assert "/articles/ml-careers-asia-2026/" not in addresses


@pytest.mark.parametrize("topic", ["nothing", "%00", "a%20b"])
def test_a_topic_that_does_not_exist_is_said_so_and_lists_nothing(db, client, topic):
    response = client.get(f"/articles/?topic={topic}")
    assert "There is no such topic." in text(response)
    assert 'class="teaser"' not in response.content.decode()


@pytest.mark.parametrize("status", ["draft", "in-review", "retired"])
def test_a_guide_that_is_not_public_is_neither_shown_nor_listed(db, client, status):
    Article.objects.filter(slug="ml-careers-asia-2026").update(status=status)
    assert client.get(GUIDE).status_code == (410 if status == "retired" else 404)
    for path in ("/", "/articles/", "/articles/?topic=salaries", "/articles/seoul-ml-engineer-2026/"):
        main = client.get(path).content.decode().partition('<div class="prose">')[0]
        assert f'<h3><a href="{GUIDE}"' not in main


def test_a_scheduled_guide_appears_by_itself(db, client):
    due = timezone.now() + datetime.timedelta(hours=1)
    Article.objects.filter(slug="ml-careers-asia-2026").update(status="scheduled", published_at=due)
    assert client.get(GUIDE).status_code == 404
    with time_machine.travel(due + datetime.timedelta(seconds=1)):
        assert client.get(GUIDE).status_code == 200


def test_guides_are_shown_twenty_at_a_time(db, client):
    Article.objects.bulk_create(
        Article(
            slug=f"g{n}",
            title=f"G{n}",
            summary="S",
            body="B",
            author="A",
            status="published",
            published_at=timezone.now(),
        )
        for n in range(30)
    )
    counts = [client.get(f"/articles/?page={page}").content.decode().count('class="teaser"') for page in (1, 2, 99)]
    assert counts == [20, 13, 13]


def test_lists_make_as_many_queries_for_many_guides_as_for_few(db, client):
    counts = []
    for round_number in range(2):
        topic = Topic.objects.create(slug=f"t{round_number}", name=f"T{round_number}")
        for n in range(1 + 8 * round_number):
            guide = Article.objects.create(
                slug=f"g{round_number}-{n}",
                title="G",
                summary="S",
                body="B",
                author="A",
                status="published",
                published_at=timezone.now(),
            )
            guide.topics.add(topic)
        with CaptureQueriesContext(connection) as captured:
            client.get("/articles/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_guide_s_text_is_never_run(db, client):
    Article.objects.filter(slug="ml-careers-asia-2026").update(
        title="<script>alert(1)</script>",
        summary="<img src=x onerror=alert(1)>",
        body="<script>alert(2)</script>\n\n[a](javascript:alert(3))",
    )
    content = client.get(GUIDE).content.decode()
    for danger in ("<script>alert", "<img src=x", 'href="javascript'):
        assert danger not in content
