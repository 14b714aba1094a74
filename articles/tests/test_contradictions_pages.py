"""Where the figures of a guide disagree: on its page, in its preview, and in the admin."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from articles.preview import address_of
from articles.tests.test_models import guide
from guide_site.tests.admin_forms import signed_in
from guide_site.tests.html import links, tables, text
from guide_site.tests.pages import GUIDE
from salaries.models import SalaryRecord

HEADING = "Where the sources disagree"
DISAGREE = "## One\n\n{pay}`seoul-ml-engineer-2026` {pay}`seoul-ml-engineer-junior-2026`"
SENTENCE = (
    "Seoul: Junior ML engineer, ₩40M or more a year, begins below the range for all levels there, ₩60M–120M a year."
)


def section(response) -> str:
    """What stands in the section, without its tags."""
    return text(response).rpartition(HEADING)[2].partition("Sources")[0]


def test_readers_see_the_sentence_the_figures_the_arithmetic_and_what_may_be_behind_it(db, client):
    guide(body=DISAGREE)
    shown = section(client.get("/articles/x/"))
    for words in (
        "This line opens to the figures",
        f"A level outside its place’s range {SENTENCE}",
        "Seoul: Machine learning engineer (Junior ML engineer): ₩40M or more a year",
        "DigitalDefynd and Alcor 2026",
        "₩40M is 33% below the floor, ₩60M",
        "A range for a place without a level should hold all of its levels.",
    ):
        assert words in shown


def test_figures_of_the_section_lead_to_their_receipts_and_the_contents_to_the_section(db, client):
    guide(body=DISAGREE)
    response = client.get("/articles/x/")
    content = response.content.decode()
    disagreements = content.partition('class="section disagreements"')[2].partition("</section>")[0]
    for key in ("seoul-ml-engineer-2026", "seoul-ml-engineer-junior-2026"):
        assert f'href="/salaries/{key}/" data-receipt data-hx-get="/salaries/{key}/"' in disagreements
    assert ("#guide-disagreements", HEADING) in links(response)
    method = next(address for address, words in links(response) if words == "How they are found")
    assert f'id="{method.partition("#")[2]}"' in client.get(method).content.decode()


def test_a_guide_whose_figures_agree_has_no_such_section(db, client):
    guide(body="## One\n\n{pay}`seoul-ml-engineer-2026`")
    assert HEADING not in text(client.get("/articles/x/"))


def test_a_changed_record_changes_the_section_at_once(db, client, kept_pages):
    guide(body=DISAGREE)
    assert SENTENCE in section(client.get("/articles/x/"))
    record = SalaryRecord.objects.get(key="seoul-ml-engineer-2026")
    record.low = 40_000_000
    record.save()
    assert HEADING not in text(client.get("/articles/x/"))


def test_the_preview_of_a_draft_has_the_section_too(db, client):
    assert SENTENCE in section(client.get(address_of(guide(body=DISAGREE, status="draft"))))


def test_a_firm_contradiction_says_so(db, client):
    assert "without conversion. Both cannot be right." in section(client.get(GUIDE))


def test_what_a_record_says_is_never_run(db, client):
    guide(body=DISAGREE)
    record = SalaryRecord.objects.select_related("source").get(key="seoul-ml-engineer-2026")
    record.source.title = "<script>alert(1)</script>"
    record.source.save()
    content = client.get("/articles/x/").content.decode()
    assert "<script>alert" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content.partition("section disagreements")[2]


# -- the admin --------------------------------------------------------------------------------------------------------
def report_of(article: Article) -> str:
    return reverse("admin:articles_article_contradictions", args=[article.pk])


@pytest.mark.parametrize("group", ["Editors", "Writers", "Analysts", "Moderators"])
def test_whoever_may_look_at_guides_reads_the_report(db, group):
    staff = signed_in(group)
    one = guide(body=DISAGREE, status="draft")
    (table,) = (found for found in tables(staff.get(report_of(one))) if "Arithmetic" in found.head)
    assert table.head == ["Reading", "What disagrees", "Figures", "Arithmetic", "What may be behind it"]
    (row,) = table.rows
    assert row[1] == SENTENCE
    assert row[3] == "₩40M is 33% below the floor, ₩60M"
    assert row[4].endswith("They can both be right only if they are about different people or counted differently.")


def test_the_form_and_the_list_lead_to_the_report(db):
    editor, one = signed_in("Editors"), guide(body=DISAGREE)
    for page in (reverse("admin:articles_article_change", args=[one.pk]), reverse("admin:articles_article_changelist")):
        assert (report_of(one), "Compare its figures") in links(editor.get(page))
    assert "Not saved yet." in text(editor.get(reverse("admin:articles_article_add")))


def test_a_report_without_findings_says_so_and_of_no_guide_is_not_found(db):
    editor, one = signed_in("Editors"), guide(body="Nothing.")
    assert "Nothing: its figures agree, or none of them can be compared." in text(editor.get(report_of(one)))
    one.delete()
    assert editor.get(reverse("admin:articles_article_contradictions", args=[999])).status_code == 404


def test_the_report_is_not_for_readers(db, client, django_user_model):
    one = guide(body=DISAGREE)
    assert client.get(report_of(one)).status_code == 302
    client.force_login(django_user_model.objects.create_user("staff", is_staff=True))
    assert client.get(report_of(one)).status_code == 403


def test_the_list_of_guides_takes_as_many_queries_for_three_as_for_one(db):
    editor, counts = signed_in("Editors"), []
    for number in range(3):
        guide(slug=f"g{number}", body=DISAGREE)
        with CaptureQueriesContext(connection) as captured:
            editor.get(reverse("admin:articles_article_changelist"))
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]
