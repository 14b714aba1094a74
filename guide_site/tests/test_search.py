"""Search, through its page: what is found, in which order, and what never is."""

import datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from model_bakery import baker

from articles.models import Article, Topic
from conftest import NOW
from guide_site.search.asking import ask, suggest
from guide_site.search.engines import NAMES, Has
from guide_site.search.models import SearchEntry
from guide_site.search.words import Question, words_of
from salaries.models import CareerLevel, Place, Role, SalaryRecord, Skill

HOUR = datetime.timedelta(hours=1)


def titles(question: str, kind: str = "") -> list[str]:
    return [str(hit.title).replace("<mark>", "").replace("</mark>", "") for hit in ask(question, kind).results[:]]


def guide(**values) -> Article:
    common = {
        "title": "A zebra guide",
        "summary": "Short.",
        "body": "Text.",
        "author": "Editors",
        "status": "published",
    }
    common |= {"slug": "zebra", "published_at": NOW - HOUR}
    return Article.objects.create(**common | values)


SHIPPED = {
    "singapore": ("city", "Singapore"),
    "Vietnam": ("country", "Vietnam"),
    "saigon": ("city", "Ho Chi Minh City"),
    "서울": ("city", "Seoul"),
    "ML engineer": ("role", "Machine learning engineer"),
    "machine learning engineers": ("role", "Machine learning engineer"),
    "senior": ("level", "Senior or lead ML engineer"),
    "pytorch": ("skill", "PyTorch"),
    "careers in asia": ("guide", "Machine learning careers in Asia, 2026: salaries, skills and how to start"),
    "morgan mckinley guide": ("source", "Morgan McKinley: Singapore Salary Guide 2026"),
    "seoul-ml-engineer-2026": ("record", "seoul-ml-engineer-2026"),
    "seoul ml engineer 2026": ("record", "seoul-ml-engineer-2026"),
}


@pytest.mark.parametrize("question", SHIPPED)
def test_what_is_asked_for_comes_first(db, question):
    first = ask(question).results[0]
    assert (first.kind.lower(), titles(question)[0]) == SHIPPED[question]


def test_the_order_is_the_same_on_every_database(db):
    """Written down once: whichever database runs this test, it gives this list."""
    assert titles("machine learning") == [
        "Machine learning engineer",
        "Machine learning engineers in Seoul, 2026: reading three sources at once",
        "Machine learning careers in Asia, 2026: salaries, skills and how to start",
        "AI research scientist",
        "Guide Site: Machine learning careers in Asia, 2026",
        "Statista: Machine learning market figures (title of the publication not given)",
        "Python",
        "From mid-level to senior: the step that changes the job",
    ]
    assert ask("machine learning").counts == {"role": 2, "guide": 3, "skill": 1, "source": 2}


def test_words_in_a_name_count_more_than_in_the_summary_than_in_the_text(no_records):
    guide(slug="text", title="One", body="About a zebra.", published_at=NOW - HOUR)
    guide(slug="summary", title="Two", summary="About a zebra.", published_at=NOW - 2 * HOUR)
    guide(slug="begun", title="Zebracorn", published_at=NOW - 3 * HOUR)
    guide(slug="title", title="A zebra here", published_at=NOW - 4 * HOUR)
    guide(slug="same", title="Zebra", published_at=NOW - 5 * HOUR)
    assert titles("zebras") == ["Zebra", "A zebra here", "Zebracorn", "Two", "One"]


def test_every_word_must_be_there(db):
    assert titles("singapore pytorch zebra") == []


def test_a_part_of_a_key_with_a_hyphen_finds_records_in_order(db):
    assert titles("ml-engineer-chart", "record") == [
        "bangalore-ml-engineer-chart-2026",
        "ho-chi-minh-city-ml-engineer-chart-2026",
        "manila-ml-engineer-chart-2026",
        "seoul-ml-engineer-chart-2026",
        "singapore-ml-engineer-chart-2026",
    ]
    assert titles("engineer chart", "record") == []


@pytest.mark.parametrize("status", ["draft", "in-review", "retired"])
def test_a_guide_that_is_not_public_is_not_found(db, status):
    guide(status=status)
    assert (titles("zebra"), suggest("zeb"), suggest("zebar")) == ([], [], [])


def test_a_status_that_changes_behind_the_index_counts_all_the_same(db):
    guide()
    assert titles("zebra") == ["A zebra guide"]
    Article.objects.filter(slug="zebra").update(status="draft")
    assert titles("zebra") == []


def test_a_scheduled_guide_is_found_from_its_time_on(db, client, kept_pages):
    guide(status="scheduled", published_at=NOW + HOUR)
    assert "A <mark>zebra</mark> guide" not in client.get("/search/?q=zebra").text
    with time_machine.travel(NOW + 2 * HOUR):
        assert "A <mark>zebra</mark> guide" in client.get("/search/?q=zebra").text


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_a_record_that_is_not_public_is_not_found(db, status):
    SalaryRecord.objects.filter(key="seoul-ml-engineer-2026").update(status=status)
    assert titles("seoul-ml-engineer-2026", "record") == []
    assert "seoul-ml-engineer-2026" not in titles("seoul-ml-eng", "record")
    assert len(titles("seoul-ml-eng", "record")) == 4


# -- in step ---------------------------------------------------------------------------------------------------------


def test_changes_are_found_at_once_and_what_is_gone_is_not(db):
    found = guide()
    found.title, found.body = "An okapi guide", "With {pay}`seoul-ml-engineer-2026` of a quagga."
    found.save()
    assert (titles("zebra"), titles("okapi quagga")) == ([], ["An okapi guide"])
    found.delete()
    assert titles("okapi") == []


def test_a_change_that_is_taken_back_is_not_found(db):
    with transaction.atomic():
        guide()
        transaction.set_rollback(True)
    assert titles("zebra") == []


def test_a_topic_is_found_by_its_guides_under_each_of_its_names(db):
    found, topic = guide(title="One"), Topic.objects.create(slug="zebras", name="Zebras")
    found.topics.add(topic)
    assert titles("zebra") == ["One"]
    topic.name = "Okapis"
    topic.save()
    assert (titles("zebra"), titles("okapi")) == ([], ["One"])
    topic.delete()
    assert titles("okapi") == []


def test_what_an_entry_names_is_in_step_too(db):
    country = Place.objects.get(slug="vietnam")
    country.name = "Zebraland"
    country.save()
    assert titles("zebraland", "city") == ["Ho Chi Minh City"]
    skill = Skill.objects.get(slug="pytorch")
    skill.name = "ZebraTorch"
    skill.save()
    assert titles("zebratorch", "level") == ["Junior ML engineer"]
    CareerLevel.objects.get(slug="senior").skills.add(skill)
    assert titles("zebratorch", "level") == ["Junior ML engineer", "Senior or lead ML engineer"]


def test_an_import_is_found_when_it_is_done(db, tmp_path):
    file = tmp_path / "roles.csv"
    file.write_text("slug,name,description,aliases\nzookeeper,Zookeeper,Feeds zebras.,Zebra warden\n")
    call_command("import_roles", str(file), stdout=StringIO())
    assert titles("zebra warden") == ["Zookeeper"]


def test_a_place_that_becomes_a_region_has_no_page_any_more(db):
    place = Place.objects.create(
        slug="zebraland", name="Zebraland", kind="country", country_code="AQ", currency_code="USD"
    )
    assert titles("zebraland") == ["Zebraland"]
    place.kind, place.country_code, place.currency_code = "region", None, None
    place.save()
    assert titles("zebraland") == []


def test_rebuild_index_makes_the_same_index(db):
    def rows():
        return list(
            SearchEntry.objects.order_by("thing", "object_id").values_list("thing", "object_id", "names", "url")
        )

    before, order = rows(), titles("machine learning")
    SearchEntry.objects.filter(thing="role").delete()
    SearchEntry.objects.create(thing="article", object_id=999_999, kind="guide", order=5, names="|ghost|")
    out = StringIO()
    call_command("rebuild_index", stdout=out)
    assert (rows(), titles("machine learning")) == (before, order)
    assert f"{Role.objects.count():>7} roles" in out.getvalue()


@pytest.mark.parametrize("letters", ["1e5 0x1f 12abc abc12 007 1234567890123456789012345", "a b a"])
def test_both_databases_take_words_as_they_are(db, letters):
    """PostgreSQL would read some of these as numbers; the index has them as they are written."""
    baker.make(Role, name=letters, slug="odd")
    for word in words_of(letters):
        assert SearchEntry.objects.filter(Has(Question.of(word).whole, NAMES), thing="role").count() == 1


# -- the page ----------------------------------------------------------------------------------------------------------


def test_the_page_says_how_many_there_are_of_each_type(db, client):
    page = client.get("/search/", {"q": "singapore", "type": "guide"})
    assert page.context["answer"].counts == {"city": 1, "country": 1, "guide": 2, "source": 2}
    assert (page.context["page_obj"].paginator.count, page["X-Robots-Tag"]) == (2, "noindex")


def test_a_misspelt_word_finds_what_was_meant(db, client):
    page = client.get("/search/?q=sinagpore")
    assert "Nothing found for “sinagpore”. These have <strong>singapore</strong>." in page.text
    assert page.context["page_obj"].paginator.count == 6
    assert [titles(word)[0] for word in ("bangalroe", "pytroch", "mcckinley salary")] == [
        "Bangalore",
        "PyTorch",
        "Morgan McKinley: Singapore Salary Guide 2026",
    ]


def test_the_words_of_drafts_are_no_suggestions_for_a_misspelt_word(db):
    guide(title="Zebraland", status="draft")
    assert ask("zebralnad").asked == ""
    Article.objects.get(slug="zebra").publish(by=None)
    assert ask("zebralnad").asked == "zebralnad"


def test_nothing_found_helps_on(db, client):
    page = client.get("/search/?q=quantum+wizard&type=city").text
    assert "Nothing found for “quantum wizard”" in page
    assert '<a href="?q=quantum">quantum</a>' in page
    assert "/skills/" in page


def test_results_come_in_pages_and_each_is_on_one_of_them(db, client):
    for number in range(45):
        guide(slug=f"zebra-{number}", title=f"Zebra {number}", published_at=NOW - number * HOUR)
    seen = []
    for number in (1, 2, 3):
        page = client.get(f"/search/?q=zebra&page={number}")
        seen += [hit.url for hit in page.context["page_obj"]]
    assert seen == [f"/articles/zebra-{number}/" for number in range(45)]
    assert [hit.url for hit in client.get("/search/?q=zebra&page=99").context["page_obj"]] == seen[40:]


def test_a_page_of_records_and_entries_goes_from_one_to_the_other(db, client):
    whole = titles("ml-engineer")
    results = ask("ml-engineer").results
    assert len(results) == len(whole)
    pieces = [hit.url for start in range(0, len(whole), 4) for hit in results[start : start + 4]]
    assert pieces == [hit.url for hit in results[:]]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_depend_on_the_results(db, client, count, django_assert_num_queries):
    for number in range(count):
        guide(slug=f"zebra-{number}", title=f"zebra-fish {number}")
        record = SalaryRecord.objects.order_by("pk")[number]
        baker.make(
            SalaryRecord, key=f"zebra-fish-{number}", source=record.source, place=record.place, role=record.role,
            year=2026, currency_code="USD", typical=1,
        )  # fmt: skip
    # Version, due guides; exact key, keys, counts; keys of entries, entries; records.
    with django_assert_num_queries(8):
        page = client.get("/search/?q=zebra-fish")
    assert page.context["page_obj"].paginator.count == 2 * count


HOSTILE = (
    *("\" ' * ( ) \\ % _ - -- ^a a*b a:* &|! <-> NEAR( title:x 'a':1A c++ c# .net а-б ﬃ İ ☃ ${7*7}".split()),
    *("a AND", "OR", "NOT x", "{names} : x", "\x00", "a\x00b", "\u202e"),
    *("x" * 10_000, "x " * 5_000, "a-" * 5_000),
    *("<script>alert(1)</script>", "'; DROP TABLE guide_site_searchentry; --"),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_question_breaks_the_page(db, client, text):
    for address in ("/search/", "/search/suggestions/"):
        for extra in ({}, {"type": text}, {"page": text}):
            page = client.get(address, {"q": text} | extra, headers={"HX-Request": "true"})
            assert page.status_code == 200
            assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ff%fe", "q=%ed%a0%80", "q=a&q=b", "q", "q=&type=", "type=zebra", "page=-1"]
)
def test_no_query_string_breaks_the_page(db, client, query):
    assert client.get(f"/search/?{query}").status_code == 200


@pytest.mark.parametrize("text", ["", "  ", "\x00"])
def test_a_question_without_a_sign_is_none(db, client, text):
    page = client.get("/search/", {"q": text}).text
    assert ("What can be found" in page, "Nothing found" in page) == (True, False)


def test_an_unknown_type_is_said_to_be_one(db, client):
    assert "There is no such type of result." in client.get("/search/?q=seoul&type=zebra").text


def test_the_page_is_answered_304_until_something_is_published(db, client):
    first = client.get("/search/?q=seoul")
    assert first.cookies == {}
    assert client.get("/search/?q=seoul", headers={"If-None-Match": first["ETag"]}).status_code == 304
    guide()
    assert client.get("/search/?q=seoul", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_suggestions_are_links_to_the_best_titles(db, client):
    found = client.get("/search/suggestions/?q=sing", headers={"HX-Request": "true"})
    assert [hit.url for hit in found.context["suggestions"]][:2] == [
        "/cities/singapore/",
        "/countries/singapore-country/",
    ]
    assert "6 suggestions, with the arrow keys" in found.text
    assert "<html" not in found.text
    assert [str(hit.title) for hit in suggest("pyt")][:2] == ["<mark>Python</mark>", "<mark>PyTorch</mark>"]
    assert next(hit.url for hit in suggest("sinagpore")) == "/cities/singapore/"
    assert suggest("   ") == []


def test_suggestions_without_htmx_lead_to_the_page(db, client):
    assert client.get("/search/suggestions/?q=a%26b").headers["Location"] == "/search/?q=a%26b"


def test_every_page_has_a_field_that_needs_no_script(db, client):
    assert '<form class="masthead-search" method="get" action="/search/"' in client.get("/levels/").text
    assert "masthead-search" not in client.get("/search/").text


# -- work --------------------------------------------------------------------------------------------------------------


def steps_of(work) -> int:
    """How many steps SQLite's machine takes, in hundreds."""
    count = 0

    def counted() -> int:
        nonlocal count
        count += 1
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(counted, 100)
    try:
        work()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return count


@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts the steps of SQLite's machine")
def test_work_grows_with_the_results_and_not_with_their_square(no_records):
    def all_match(many: int) -> int:
        start = Article.objects.count()
        common = {"summary": "s", "body": "b", "author": "a", "status": "published", "published_at": NOW - HOUR}
        guides = [Article(slug=f"g-{n}", title=f"Pay {n}", **common) for n in range(start, many)]
        Article.objects.bulk_create(guides)
        call_command("rebuild_index", stdout=StringIO())
        return steps_of(lambda: ask("pay").results[:20])

    few, many = all_match(100), all_match(800)
    assert many < 8 * few * 1.5
