"""Which records, places and roles a guide quotes."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.quotes import quoted_by
from articles.tests.test_models import guide
from guide_site.tests.html import links
from salaries.models import Place, Role, SalaryRecord
from salaries.tests.making import a_record

RECORD = "seoul-ml-engineer-2026"


def slugs(found) -> tuple[list[str], list[str], list[str]]:
    """Records, places and roles by name."""
    return (
        sorted(SalaryRecord.objects.filter(pk__in=found.records).values_list("key", flat=True)),
        sorted(Place.objects.filter(pk__in=found.places).values_list("slug", flat=True)),
        sorted(Role.objects.filter(pk__in=found.roles).values_list("slug", flat=True)),
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Nothing.", ([], [], [])),
        (f"{{pay}}`{RECORD} usd`", ([RECORD], ["seoul"], ["machine-learning-engineer"])),
        ("{pay}`manila machine-learning-engineer`", ([], ["manila"], ["machine-learning-engineer"])),
        ("{ratio}`manila machine-learning-engineer senior`", ([], ["manila"], ["machine-learning-engineer"])),
        ("{fact}`computer-vision-premium-vietnam`", ([], ["vietnam"], ["computer-vision-engineer"])),
        ("{level}`junior experience`", ([], [], [])),
        (
            f"{{check}}`3x | ml-engineer@manila / {RECORD} + computer-vision-premium-vietnam`",
            ([RECORD], ["manila", "seoul", "vietnam"], ["computer-vision-engineer", "machine-learning-engineer"]),
        ),
        ("{pay}`no-such-record` {pay}`manila wizard` {fact}`none` {pay}`` {wand}`x`", ([], [], [])),
        (f":::{{note}} Look\n{{pay}}`{RECORD}`\n:::", ([RECORD], ["seoul"], ["machine-learning-engineer"])),
        (":::{records}\n:place: nowhere\n:::", ([], [], [])),
        (
            ":::{records}\n:place: vietnam\n:level: beginner\n:::",
            (["vietnam-ml-engineer-beginner-2026"], ["vietnam"], ["machine-learning-engineer"]),
        ),
        (
            ":::{paired-bars}\n:region: eastern-asia\n:::",
            ([], ["seoul"], ["machine-learning-engineer"]),
        ),
        (":::{ladder}\n:place: asia\n:::", ([], ["asia"], ["machine-learning-engineer"])),
        (":::{levels-table}\n:::", ([], [], [])),
    ],
)
def test_a_guide_quotes_what_its_figures_and_blocks_show(db, body, expected):
    assert slugs(quoted_by(body)) == expected


def quoted_in(client, path: str) -> list[str]:
    """The guides that a page names, in its order."""
    named = {one.get_absolute_url(): one.slug for one in Article.objects.all()}
    return [named[address] for address, _ in links(client.get(path)) if address in named]


def test_pages_name_the_published_guides_that_quote_them(db, client):
    newest_first = ["seoul-ml-engineer-2026", "mid-level-to-senior", "ml-careers-asia-2026"]
    in_order = list(Article.objects.order_by("-published_at").values_list("slug", flat=True))
    assert sorted(newest_first) == sorted(in_order)
    assert quoted_in(client, "/cities/seoul/") == in_order
    assert quoted_in(client, "/countries/south-korea/") == in_order  # by its city
    assert quoted_in(client, "/countries/vietnam/") == ["ml-careers-asia-2026"]
    assert quoted_in(client, "/roles/computer-vision-engineer/") == ["ml-careers-asia-2026"]
    assert quoted_in(client, "/cities/tokyo/") == []
    assert "seoul-ml-engineer-2026" in quoted_in(client, f"/salaries/{RECORD}/")


def test_drafts_and_retired_guides_are_not_named(db, client):
    Article.objects.exclude(slug="ml-careers-asia-2026").update(status="retired")
    assert quoted_in(client, "/cities/seoul/") == ["ml-careers-asia-2026"]


def test_a_saved_guide_quotes_what_its_text_says_now(db, client):
    one = guide(body=f"{{pay}}`{RECORD}`")
    assert list(one.quoted_places.values_list("slug", flat=True)) == ["seoul"]
    one.body = "{pay}`manila machine-learning-engineer`"
    one.save()
    assert list(one.quoted_places.values_list("slug", flat=True)) == ["manila"]
    assert list(one.quoted_records.all()) == []


def test_a_record_that_moves_takes_its_guides_along(db):
    one = guide(body=f"{{pay}}`{RECORD}`")
    record = SalaryRecord.objects.get(key=RECORD)
    record.place, record.role = Place.objects.get(slug="tokyo"), Role.objects.get(slug="ai-engineer")
    record.save()
    assert [list(found.values_list("slug", flat=True)) for found in (one.quoted_places, one.quoted_roles)] == [
        ["tokyo"],
        ["ai-engineer"],
    ]


def test_an_import_that_changes_records_reads_the_guides_again(db, tmp_path):
    one = guide(body=f"{{pay}}`{RECORD}`")
    path, exported, before = tmp_path / "x.csv", StringIO(), f"{RECORD},ml-careers-asia-2026,"
    call_command("export_salaries", stdout=exported)
    path.write_text(exported.getvalue().replace(f"{before}seoul,", f"{before}tokyo,"))
    call_command("import_salaries", str(path), stdout=StringIO())
    assert SalaryRecord.objects.get(key=RECORD).place.slug == "tokyo"
    assert list(one.quoted_places.values_list("slug", flat=True)) == ["tokyo"]


def test_a_deleted_record_is_quoted_no_more(db):
    one = guide(body=f"{{pay}}`{RECORD}`")
    SalaryRecord.objects.get(key=RECORD).delete()
    assert list(one.quoted_records.all()) == []


def test_requote_guides_brings_new_places_into_a_chart(db, capsys):
    one = guide(body=":::{paired-bars}\n:region: eastern-asia\n:::")
    a_record("new", source="statista", place="tokyo", role="machine-learning-engineer", typical=90_000)
    assert list(one.quoted_places.values_list("slug", flat=True)) == ["seoul"]
    call_command("requote_guides")
    assert sorted(one.quoted_places.values_list("slug", flat=True)) == ["seoul", "tokyo"]
    assert capsys.readouterr().out == "The quotations of 4 guides are worked out again.\n"


@pytest.mark.parametrize("path", ["/cities/seoul/", "/roles/machine-learning-engineer/", f"/salaries/{RECORD}/"])
def test_guides_take_as_many_queries_for_three_as_for_one(db, client, path):
    counts = []
    for number in range(3):
        guide(slug=f"g{number}", body=f"{{pay}}`{RECORD}`")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]
