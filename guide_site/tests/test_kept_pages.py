"""Rendered pages are kept, and never stale: whatever a page depends on makes it a page of its own."""

import datetime
import gzip
import logging
from decimal import Decimal as D

import pytest
import time_machine
from django.core.cache import caches
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils import timezone
from environ import Env

from articles.models import Article
from conftest import NOW
from guide_site.environment import read_caches
from guide_site.kept_pages import LARGEST_BODY, LONGEST_QUERY, PAUSE_SECONDS
from guide_site.tests.pages import GUIDE, MISSING, PAGES, RECORD
from salaries.models import ExchangeRate, PublishedVersion, SalaryRecord, Source

FILES = ("/cities.json", "/cities.csv", "/salaries.json", "/levels.csv")
FROM_CACHE = 2  # queries: the published version, and how many guides are due
made: list[str] = []


def view(name: str, **headers: str):
    def answer(request):
        made.append(name)
        return HttpResponse(name, headers=headers)

    return answer


def with_a_cookie(request):
    made.append("cookie")
    response = HttpResponse("cookie")
    response.set_cookie("who", "a reader")
    return response


def streamed(size: int):
    def answer(request):
        made.append("streamed")
        return StreamingHttpResponse(b"x" * 1_000 for _ in range(size // 1_000))

    return answer


urlpatterns = [
    path("page/", view("page")),
    path("api/page/", view("api")),
    path("own/", view("own", **{"Cache-Control": "no-store"})),
    path("private/", view("private", **{"Cache-Control": "private"})),
    path("by-cookie/", view("by-cookie", Vary="Cookie")),
    path("cookie/", with_a_cookie),
    path("small/", streamed(LARGEST_BODY)),
    path("host/", lambda request: HttpResponse(request.build_absolute_uri())),
    path("large/", streamed(LARGEST_BODY + 1_000)),
]


@pytest.fixture
def own_views(settings, db, kept_pages):
    settings.ROOT_URLCONF = __name__
    made.clear()


def answer_of(response):
    return response.status_code, dict(response.items()), response.getvalue()


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_a_kept_page_is_the_page_as_it_was_made(db, client, kept_pages, django_assert_num_queries, address):
    first = answer_of(client.get(address))
    with django_assert_num_queries(FROM_CACHE):
        again = client.get(address)
    assert answer_of(again) == first
    assert again.cookies == {}


def test_the_site_keeps_pages_with_the_settings_that_it_has(db, client, settings, django_assert_num_queries):
    settings.CACHES = read_caches(Env())
    caches["pages"].clear()
    client.get("/cities/")
    with django_assert_num_queries(FROM_CACHE):
        client.get("/cities/")
    caches["pages"].clear()


def test_a_kept_page_is_still_answered_304(db, client, kept_pages):
    client.get("/cities/")
    etag = client.get("/cities/")["ETag"]
    again = client.get("/cities/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_the_head_of_a_kept_page_has_its_length(db, client, kept_pages, django_assert_num_queries):
    page = client.get("/cities.json")
    with django_assert_num_queries(FROM_CACHE):
        head = client.head("/cities.json")
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(page.getvalue())))


def test_a_head_alone_keeps_nothing(db, client, kept_pages):
    client.head("/cities.json")
    assert client.get("/cities.json").getvalue().startswith(b'{"page"')


def test_a_changed_record_changes_the_page_at_once(db, client, kept_pages):
    assert "₩60M–120M a year" in client.get("/cities/seoul/").text
    record = SalaryRecord.objects.get(key="seoul-ml-engineer-2026")
    record.low = D(61_000_000)
    record.save()
    assert "₩61M–120M a year" in client.get("/cities/seoul/").text


def test_a_change_in_the_admin_changes_the_page_at_once(admin_client, kept_pages):
    source = Source.objects.get(slug="statista")
    address = source.get_absolute_url()
    admin_client.get(address)
    data = {"slug": "statista", "publisher": "Statista", "title": "A new title", "kind": source.kind}
    saved = admin_client.post(f"/admin/salaries/source/{source.pk}/change/", data)
    assert saved.status_code == 302
    assert "A new title" in admin_client.get(address).text


def test_a_change_that_is_taken_back_leaves_nothing_behind(db, client, kept_pages):
    before = client.get("/cities/seoul/").content
    record = SalaryRecord.objects.get(key="seoul-ml-engineer-2026")
    number = PublishedVersion.objects.get().number
    with transaction.atomic():
        record.low = D(61_000_000)
        record.save()
        assert "₩61M–120M" in client.get("/cities/seoul/").text
        transaction.set_rollback(True)
    assert client.get("/cities/seoul/").content == before
    # Another change, with the number of the one that was taken back.
    record.refresh_from_db()
    record.low = D(62_000_000)
    record.save()
    assert PublishedVersion.objects.get().number == number + 1
    assert "₩62M–120M" in client.get("/cities/seoul/").text


def test_a_scheduled_guide_is_there_when_its_time_comes(db, client, kept_pages):
    guide = Article.objects.get(slug="mid-level-to-senior")
    due = timezone.now() + datetime.timedelta(hours=1)
    Article.objects.filter(pk=guide.pk).update(status="scheduled", published_at=due)
    assert guide.title not in client.get("/articles/").text
    with time_machine.travel(due + datetime.timedelta(seconds=1)):
        assert guide.title in client.get("/articles/").text


def test_a_rate_counts_from_its_day_on(db, client, kept_pages):
    """Nothing is published on that day: the calendar alone changes what pay is worth."""
    address = "/cities/compare/?place=seoul&place=singapore"
    bank = ExchangeRate.objects.get(currency_code="SGD", span="day").source
    tomorrow = NOW.date() + datetime.timedelta(days=1)
    ExchangeRate.objects.create(source=bank, currency_code="SGD", span="day", date=tomorrow, units_per_usd=D(2))
    today = client.get(address).text
    with time_machine.travel(NOW + datetime.timedelta(days=1)):
        kept = client.get(address).text
        kept_pages.clear()
        assert client.get(address).text == kept != today


def test_each_query_string_is_a_page_of_its_own(db, client, kept_pages):
    pages = [client.get(f"/cities/{query}").content for query in ("", "?sort=place", "?sort=-place")]
    assert len(set(pages)) == 3
    assert [client.get(f"/cities/{query}").content for query in ("", "?sort=place", "?sort=-place")] == pages


def test_the_order_of_a_repeated_parameter_matters(db, client, kept_pages):
    one_way = client.get("/cities/compare/?place=seoul&place=singapore").content
    assert client.get("/cities/compare/?place=singapore&place=seoul").content != one_way


HTMX = {"HX-Request": "true"}
ENCODED = {"HX-Request": "tru%65", "HX-Request-URI-AutoEncoded": "true"}


@pytest.mark.parametrize("headers", [HTMX, ENCODED, HTMX | {"HX-Boosted": "true"}])
@pytest.mark.parametrize("address", ["/cities/", RECORD])
def test_a_part_of_a_page_is_kept_apart_from_the_page(db, client, settings, kept_pages, address, headers):
    unkept = settings.CACHES | {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    kept = settings.CACHES
    settings.CACHES = unkept
    whole, part = client.get(address), client.get(address, headers=headers)
    settings.CACHES = kept
    for _ in range(2):
        assert answer_of(client.get(address, headers=headers)) == answer_of(part)
        assert answer_of(client.get(address)) == answer_of(whole)


def test_staff_see_what_everybody_sees(admin_client, client, kept_pages):
    for address in PAGES:
        with time_machine.travel(NOW, tick=False):  # the form for the newsletter holds the second when it was made
            caches["pages"].clear()
            of_staff = answer_of(admin_client.get(address))
            caches["pages"].clear()
            assert answer_of(client.get(address)) == of_staff


def test_a_host_that_is_not_ours_is_refused_as_ever(db, client, kept_pages):
    client.get("/cities/")
    assert client.get("/cities/", headers={"Host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize("address", [MISSING, "/check/?pay=100000&place=singapore", "/salaries.json?level=none"])
def test_what_is_not_public_or_not_found_is_made_each_time(db, client, kept_pages, address):
    client.get(address)
    assert list(kept_pages._cache) == []


def test_pages_behind_the_sign_in_are_not_kept(admin_client, kept_pages):
    for address in ("/admin/", "/styleguide/"):
        assert admin_client.get(address).status_code == 200
    assert list(kept_pages._cache) == []


@pytest.mark.parametrize("address", ["/page/", "/small/"])
def test_an_answer_for_everybody_is_made_once(own_views, client, address):
    first = client.get(address).getvalue()
    assert (client.get(address).getvalue(), len(made)) == (first, 1)


@pytest.mark.parametrize(
    "address", ["/own/", "/private/", "/by-cookie/", "/cookie/", "/large/", "/api/page/", f"/page/?{'x' * 1_001}"]
)
def test_any_other_answer_is_made_each_time(own_views, client, address):
    first = client.get(address).getvalue()
    assert (client.get(address).getvalue(), len(made)) == (first, 2)


def test_a_page_that_names_its_host_is_kept_for_that_host(own_views, client, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for host in settings.ALLOWED_HOSTS * 2:
        assert client.get("/host/", headers={"Host": host}).text == f"http://{host}/host/"


def test_an_answer_of_one_reader_is_not_called_public(own_views, client):
    assert client.get("/private/")["Cache-Control"] == "private"
    assert "ETag" not in client.get("/own/")


def test_a_query_string_may_be_long_but_not_without_end(own_views, client):
    for _ in range(2):
        client.get(f"/page/?{'x' * LONGEST_QUERY}")
    assert len(made) == 1


def test_while_the_site_is_written_pages_are_made_each_time(own_views, client, settings):
    settings.DEBUG = True
    for _ in range(2):
        client.get("/page/")
    assert len(made) == 2


def test_a_large_stream_is_passed_on_whole(own_views, client):
    assert client.get("/large/").getvalue() == b"x" * (LARGEST_BODY + 1_000)


def test_a_cache_that_is_down_does_not_take_the_site_down(db, client, settings, caplog):
    settings.CACHES = settings.CACHES | {
        # Port 1 is reserved: nothing listens there.
        "pages": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    with caplog.at_level(logging.WARNING, logger="guide_site.kept_pages"):
        assert [client.get("/cities/").status_code for _ in range(3)] == [200, 200, 200]
    # Asked once, and then left alone for a while.
    assert [record.getMessage() for record in caplog.records] == [
        f"The cache of pages failed; going on without it for {PAUSE_SECONDS} s"
    ]


def test_what_the_cache_holds_is_bounded(db, client, settings, kept_pages):
    settings.CACHES = settings.CACHES | {
        "pages": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "kept-pages",
            "OPTIONS": {"MAX_ENTRIES": 5},
        }
    }
    for number in range(12):
        client.get(f"/levels/?nonsense={number}")
    assert len(caches["pages"]._cache) <= 5
    assert client.get(GUIDE).status_code == 200


@pytest.mark.parametrize("address", ["/cities/", "/cities.json"])
def test_whoever_asks_first_gets_it_compressed_too(db, client, kept_pages, address):
    first = answer_of(client.get(address, headers={"Accept-Encoding": "gzip"}))
    assert first[1]["Content-Encoding"] == "gzip"
    assert answer_of(client.get(address, headers={"Accept-Encoding": "gzip"})) == first
    assert client.get(address).getvalue() == gzip.decompress(first[2])


def test_a_kept_page_is_sent_compressed_to_whoever_takes_that(db, client, kept_pages):
    plain = client.get("/cities/")
    again = client.get("/cities/", headers={"Accept-Encoding": "br, gzip"})
    assert again["Content-Encoding"] == "gzip"
    assert gzip.decompress(again.content) == plain.content
    assert len(again.content) * 3 < len(plain.content)
    assert "Accept-Encoding" in again["Vary"]
    for refused in ("", "br", "gzip;q=0"):
        assert client.get("/cities/", headers={"Accept-Encoding": refused}).content == plain.content
