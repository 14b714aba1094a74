"""The sitemap leads to every page, and only to pages; robots.txt leads to it."""

import datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from model_bakery import baker

from articles.models import Article
from guide_site import sitemaps
from salaries.models import Place, Role, SalaryRecord, Source

SITE = "http://127.0.0.1:8000"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
YESTERDAY = timezone.now() - datetime.timedelta(days=1)


def entries(client, address: str = "/sitemap.xml", name: str = "url") -> dict[str, str]:
    """{path: date of the last change, if there is one}"""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    root = ElementTree.fromstring(answer.content)
    found = {}
    for url in root.findall(f"s:{name}", NAMES):
        location = url.findtext("s:loc", "", NAMES)
        assert location.startswith(SITE)
        found[location.removeprefix(SITE)] = url.findtext("s:lastmod", "", NAMES)
    return found


def test_every_address_answers_and_has_no_query(db, client):
    found = entries(client)
    assert {path: client.get(path).status_code for path in found} == dict.fromkeys(found, 200)
    assert [path for path in found if "?" in path] == []


def test_every_kind_of_page_is_there(db, client):
    found = entries(client)
    assert len(found) == (
        11 + 3 + 1  # single pages, guides, their author
        + Place.objects.exclude(kind="region").count() + Role.objects.count() + 4 + Source.objects.count()
        + SalaryRecord.objects.published().count()
    )  # fmt: skip
    assert {"/", "/articles/seoul-ml-engineer-2026/", "/authors/guide-site-editors/", "/cities/seoul/"} <= set(found)
    assert {"/countries/japan/", "/levels/senior/", "/sources/statista/", "/check/"} <= set(found)


def test_dates_are_those_of_the_content(db, client):
    SalaryRecord.objects.update(modified=datetime.datetime(2026, 3, 4, tzinfo=datetime.UTC))
    Article.objects.update(modified=datetime.datetime(2026, 5, 6, tzinfo=datetime.UTC))
    SalaryRecord.objects.filter(key="seoul-ml-engineer-2026").update(
        modified=datetime.datetime(2026, 7, 8, tzinfo=datetime.UTC)
    )
    found = entries(client)
    assert found["/salaries/seoul-ml-engineer-2026/"] == "2026-07-08"
    assert [found[path] for path in ("/cities/seoul/", "/countries/south-korea/")] == ["2026-07-08"] * 2
    assert [found[path] for path in ("/roles/machine-learning-engineer/", "/cities/")] == ["2026-07-08"] * 2
    assert (found["/cities/singapore/"], found["/cities/tokyo/"]) == ("2026-03-04", "")
    # Changed in May, but first seen by readers in November.
    assert found["/articles/seoul-ml-engineer-2026/"] == "2026-11-09"
    assert (found["/"], found["/methodology/"]) == ("2026-11-16", "")


def test_what_is_not_public_is_not_there(db, client):
    Article.objects.filter(slug="seoul-ml-engineer-2026").update(status="retired")
    SalaryRecord.objects.filter(key="seoul-ml-engineer-2026").update(status="withdrawn")
    found = entries(client)
    assert "/articles/seoul-ml-engineer-2026/" not in found
    assert "/salaries/seoul-ml-engineer-2026/" not in found


def test_many_addresses_are_in_files_that_the_index_names(db, client, monkeypatch):
    whole = entries(client)
    monkeypatch.setattr(sitemaps, "ADDRESSES_IN_A_FILE", 10)
    monkeypatch.setattr(sitemaps.Addresses, "limit", 10)
    files = entries(client, name="sitemap")
    records = SalaryRecord.objects.published().count()
    assert f"/sitemap-records-{-(-records // 10)}.xml" in files
    assert {path: date for file in files for path, date in entries(client, file).items()} == whole
    assert client.get("/sitemap-records-99.xml").status_code == 404
    assert client.get("/sitemap-nothing-1.xml").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_depend_on_the_rows(db, client, count, django_assert_num_queries):
    for number in range(count):
        record = baker.make(
            SalaryRecord, key=f"another-{number}", year=2026, currency_code="USD", typical=1,
            place=Place.objects.get(slug="seoul"), role=Role.objects.first(), source=Source.objects.first(),
        )  # fmt: skip
    # Version and due guides; pages 2; guides, records: count, rows; authors 2; places 3; roles, levels, sources 2 each.
    with django_assert_num_queries(19):
        assert record.get_absolute_url() in entries(client)


def test_an_empty_site_has_a_sitemap(no_records, client):
    assert len(entries(client)) == 11


def test_the_sitemap_is_answered_304(db, client):
    etag = client.get("/sitemap.xml")["ETag"]
    assert client.get("/sitemap.xml", headers={"If-None-Match": etag}).status_code == 304
