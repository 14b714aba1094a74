"""Feeds: valid XML with the full text, and ids and dates that feed readers can rely on."""

import datetime
from xml.etree import ElementTree

import feedparser
import pytest
import time_machine
from bs4 import BeautifulSoup

from articles.feed_text import for_feeds
from articles.models import Article, Topic
from conftest import NOW
from salaries.models import SalaryRecord

GUIDES = ("/feeds/guides.atom", "/feeds/guides.rss")
FEEDS = (*GUIDES, "/feeds/topics/seoul.atom", "/feeds/topics/seoul.rss")
HERE = "http://127.0.0.1:8000"
GUIDE = f"{HERE}/articles/ml-careers-asia-2026/"


def read(client, address: str):
    found = feedparser.parse(client.get(address).content)
    assert (found.bozo, found.get("bozo_exception")) == (False, None)
    return found


def content(client, address: str, guide: str) -> BeautifulSoup:
    entry = next(entry for entry in read(client, address).entries if entry.link == guide)
    return BeautifulSoup(entry.content[0].value, "html.parser")


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_valid_and_names_itself(db, client, address):
    answer = client.get(address)
    kind = "atom" if address.endswith("atom") else "rss"
    assert answer["Content-Type"] == f"application/{kind}+xml; charset=utf-8"
    ElementTree.fromstring(answer.content)
    found = read(client, address)
    assert {link.href for link in found.feed.links if link.rel == "self"} == {HERE + address}
    assert [entry.link for entry in found.entries][-1] in {GUIDE, f"{HERE}/articles/seoul-ml-engineer-2026/"}


@pytest.mark.parametrize("address", GUIDES)
def test_an_entry_says_who_wrote_what_and_when(db, client, address):
    guide = Article.objects.get(slug="seoul-ml-engineer-2026")
    entry = next(entry for entry in read(client, address).entries if entry.link == HERE + guide.get_absolute_url())
    assert (entry.title, entry.summary) == (guide.title, guide.summary)
    assert (entry.id, entry.author) == (f"tag:127.0.0.1,2026:guides/{guide.pk}", "Guide Site editors")
    assert {tag.term for tag in entry.tags} == {topic.name for topic in guide.topics.all()}
    assert datetime.datetime(*entry.published_parsed[:6], tzinfo=datetime.UTC) == guide.published_at
    if address.endswith("atom"):
        assert datetime.datetime.fromisoformat(entry.updated) == guide.updated
        assert entry.author_detail.href == f"{HERE}/authors/guide-site-editors/"


@pytest.mark.parametrize("address", GUIDES)
def test_the_text_is_whole_with_figures_and_tables_and_absolute_addresses(db, client, address):
    text = content(client, address, GUIDE)
    figure = text.find("a", href=f"{HERE}/salaries/singapore-outside-it-chart-2026/")
    assert figure.text == "$34,000 a year"
    table = text.find("figure").find("table")
    assert [cell.text for cell in table.find_all("tr")[1]] == ["Singapore", "$105,000", "$34,000", "3.09×"]
    assert text.find("figure").find_all("a")[-1]["href"] == GUIDE
    assert {element.name for element in text.find_all(True)} & {
        "svg",
        "form",
        "script",
        "style",
        "span",
        "details",
    } == set()
    assert {name for element in text.find_all(True) for name in element.attrs} <= {"href", "start", "src", "alt"}
    assert all(link["href"].startswith(("http://", "https://", "mailto:")) for link in text.find_all("a"))


def test_a_changed_record_changes_the_feed_at_once(db, client, kept_pages):
    before = client.get(GUIDES[0])
    assert client.get(GUIDES[0], headers={"If-None-Match": before["ETag"]}).status_code == 304
    record = SalaryRecord.objects.get(key="singapore-outside-it-chart-2026")
    record.typical = 35_000
    record.save()
    assert "$35,000 a year" in content(client, GUIDES[0], GUIDE).text
    assert before.cookies == {}


def test_what_xml_does_not_allow_is_left_out(db, client):
    guide = Article.objects.get(slug="seoul-ml-engineer-2026")
    odd = "\x01\x0b\x1b\ufffe ]]> <b> & \U0001f600"
    guide.title, guide.summary, guide.author = f"T{odd}", f"S{odd}", f"A{odd}"
    guide.body = f"B{odd}"
    guide.save()
    topic = Topic.objects.get(slug="seoul")
    topic.name, topic.description = f"N{odd}", f"D{odd}"
    topic.save()
    for address in FEEDS:
        ElementTree.fromstring(client.get(address).content)
        entry = next(one for one in read(client, address).entries if "seoul" in one.link)
        assert entry.title.startswith("T")


def test_a_changed_address_leaves_the_id_alone(db, client):
    before = {entry.id for entry in read(client, GUIDES[0]).entries}
    guide = Article.objects.get(slug="seoul-ml-engineer-2026")
    guide.slug = "another"
    guide.save()
    assert {entry.id for entry in read(client, GUIDES[0]).entries} == before


def test_only_what_is_public_is_in_a_feed(db, client):
    guide = Article.objects.get(slug="seoul-ml-engineer-2026")
    Article.objects.filter(pk=guide.pk).update(status="scheduled", published_at=NOW + datetime.timedelta(hours=1))
    assert len(read(client, GUIDES[0]).entries) == 2
    assert client.get("/feeds/topics/seoul.atom").status_code == 404
    with time_machine.travel(NOW + datetime.timedelta(hours=2)):
        entry = read(client, GUIDES[0]).entries[0]
        assert entry.title == guide.title
        assert entry.updated == "2026-11-24T13:00:00+00:00"


def test_a_feed_without_guides_is_valid(no_records, client):
    assert [len(read(client, address).entries) for address in GUIDES] == [0, 0]


def test_no_topic_no_feed(db, client):
    assert client.get("/feeds/topics/atlantis.rss").status_code == 404


def test_a_feed_is_found_from_each_page(db, client):
    link = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">'
    assert link.format("Guide Site: guides", "/feeds/guides.atom") in client.get("/cities/").text
    assert link.format("Guide Site: Seoul", "/feeds/topics/seoul.atom") in client.get("/articles/?topic=seoul").text


SAFE = {
    '<p>a <script>x</script><svg role="img"><title>t</title></svg>b</p>': "<p>a b</p>",
    '<aside><p>Weekly tips</p><form><input name="mail"></form></aside><p>on</p>': "<p>on</p>",
    '<form>x</form><p><a href="#part" onclick="x">on</a></p>': '<p><a href="http://x.y/g/#part">on</a></p>',
    '<a href="javascript:x">on</a><img src="/a.png" srcset="b">': '<a>on</a><img src="http://x.y/a.png">',
    '<figcaption>A<span class="sub">b</span></figcaption>': "<figcaption>A. b </figcaption>",
}


@pytest.mark.parametrize("html", SAFE)
def test_feed_readers_get_plain_safe_html(html):
    assert for_feeds(html, "http://x.y/g/") == SAFE[html]
