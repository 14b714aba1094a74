"""The ledger in the admin: reading, accepting, reviewing, and where it shows beside guides and records."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Claim
from articles.tests.test_models import guide
from guide_site.tests.admin_forms import filled_form, signed_in
from guide_site.tests.html import tables, text
from salaries.models import CareerLevel, Fact, SalaryRecord

LIST = "/admin/articles/claim/"
RECORD = "manila-ml-engineer-chart-2026"
CHECK = "more than 3x | ml-engineer@manila / non-it@manila"


@pytest.fixture
def editor(db):
    return signed_in("Editors")


def page_of(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def change(typical: int) -> None:
    record = SalaryRecord.objects.get(key=RECORD)
    record.typical = D(typical)
    record.save()


def test_an_accepted_contradiction_shows_its_note_to_readers(editor, client):
    one = guide(body=f"Engineers earn {{check}}`{CHECK}`.")
    claim = one.claims.get()
    assert "the records say" not in text(client.get("/articles/x/"))
    data = filled_form(editor, page_of(claim), accepted_note="We think that <they> will.")
    assert editor.post(page_of(claim), data).status_code == 302
    claim.refresh_from_db()
    assert (claim.is_accepted, claim.reviewed_by.username) == (True, "editor")
    # 10,576 (both sources' typical figures, 8,951 and 12,200, have this middle) ÷ 4,500
    assert "earn more than 3x (the records say 2.35×: We think that <they> will.) ." in text(client.get("/articles/x/"))
    change(9_000)
    assert "the records say" not in text(client.get("/articles/x/"))


def test_a_note_goes_only_where_words_are_checked_and_the_text_has_none(editor):
    one = guide(body=f"{{pay}}`{RECORD}` {{check}}`{CHECK} | In the text.` 77")
    for claim in one.claims.all():
        assert list(editor.get(page_of(claim)).context["adminform"].form.fields) == []
        assert editor.post(page_of(claim), {"accepted_note": "x", "verdict": "holds", "text": "y"}).status_code == 302
    assert [(claim.kind, claim.verdict, claim.accepted_note) for claim in one.claims.all()] == [
        ("pay", "holds", ""),
        ("check", "contradicted", "In the text."),
        ("number", "unsourced", ""),
    ]


def test_the_action_reviews(editor):
    one = guide(body=f"{{pay}}`{RECORD}`")
    change(9_000)
    data = {"action": "reviewed", "_selected_action": [one.claims.get().pk]}
    answer = editor.post(LIST, data, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["Reviewed: 1."]
    claim = one.claims.get()
    assert (claim.verdict, claim.reviewed_value, claim.reviewed_by.username) == (
        "holds",
        "about $9,000 a year",
        "editor",
    )


def test_an_analyst_looks_and_cannot_review(db):
    one = guide(body=f"{{pay}}`{RECORD}`")
    change(9_000)
    analyst = signed_in("Analysts")
    assert analyst.get(LIST).status_code == 200
    analyst.post(LIST, {"action": "reviewed", "_selected_action": [one.claims.get().pk]})
    assert one.claims.get().verdict == "drifted"


@pytest.mark.parametrize(
    ("query", "verdicts"),
    [
        ("", ["drifted", "contradicted", "unsourced", "broken"]),
        ("?attention=changed", ["drifted", "contradicted", "broken"]),
        ("?attention=unsourced", ["unsourced"]),
        ("?verdict__exact=broken", ["broken"]),
        ("?kind__exact=check", ["contradicted"]),
        ("?accepted=no", ["contradicted"]),
        ("?accepted=yes", []),
        ("?q=nope", ["broken"]),
    ],
)
def test_the_list_is_filtered(editor, query, verdicts):
    Article.objects.all().delete()
    guide(body=f"{{pay}}`{RECORD}` {{check}}`{CHECK}` 77 {{pay}}`nope`")
    change(9_000)
    page = editor.get(f"{LIST}{query}")
    assert [claim.verdict for claim in page.context["cl"].result_list.order_by("position")] == verdicts


def test_figures_of_retired_guides_need_no_attention(editor):
    guide(status="retired", body="77 {pay}`nope`")
    for reason in ("changed", "unsourced"):
        assert editor.get(f"{LIST}?attention={reason}").context["cl"].result_count == 0


def test_the_list_shows_old_and_new_and_why(editor):
    Article.objects.all().delete()
    guide(body=f"It is {{pay}}`{RECORD}`. {{check}}`{CHECK} | We know.` {{check}}`{CHECK}` 77 {{pay}}`nope`")
    change(9_000)
    (table,) = [found for found in tables(editor.get(LIST)) if "Sentence" in found.head]
    # (8,951 + 9,000) ÷ 2 ÷ 4,500 is 1.99; before, (8,951 + 12,200) ÷ 2 ÷ 4,500 was 2.35.
    assert [row[-4:] for row in table.rows] == [
        ["drifted", "It is about $9,000 a year .", "about $12,200 a year → about $9,000 a year", "-"],
        ["contradicted", "more than 3x more than 3x 77 […]", "2.35× → 1.99×", "the words hold above 3"],
        ["contradicted", "more than 3x more than 3x 77 […]", "2.35× → 1.99×", "the words hold above 3"],
        [
            "unsourced",
            "more than 3x more than 3x 77 […]",
            "nothing",
            "No record stands behind this number: quote one, check it, or mark it with {plain}.",
        ],
        [
            "broken",
            "more than 3x more than 3x 77 [figure missing]",
            "-",
            "there is no record with this key, and no such place and role",
        ],
    ]


def test_a_guide_shows_its_ledger_with_old_and_new_text(editor):
    one = guide(body=f"It is {{pay}}`{RECORD}` there.")
    change(9_000)
    (table,) = [found for found in tables(editor.get(page_of(one))) if "Verdict" in found.head]
    assert table.rows == [
        ["1", "drifted", "It is about $9,000 a year there.", "about $12,200 a year", "about $9,000 a year", ""]
    ]


def test_records_facts_and_levels_say_where_they_are_quoted(db):
    Article.objects.all().delete()
    one = guide(body=f"{{pay}}`{RECORD}` {{check}}`30–50% | mlops-premium` {{level}}`senior reach`")
    client = signed_in("Superusers")
    for row, verdict in (
        (SalaryRecord.objects.get(key=RECORD), "about $12,200 a year"),
        (Fact.objects.get(key="mlops-premium"), "30–50%"),
        (CareerLevel.objects.get(slug="senior"), "3–5 years"),
    ):
        (table,) = [found for found in tables(client.get(page_of(row))) if "Guide" in found.head]
        assert [(line[0], line[2], line[5]) for line in table.rows] == [(str(one), "holds", verdict)]
    assert "No guide quotes this." in text(client.get(page_of(SalaryRecord.objects.get(key="seoul-ml-engineer-2026"))))


def test_moderators_see_a_guide_without_its_ledger(db):
    page = signed_in("Moderators").get(page_of(guide(body="77")))
    assert page.status_code == 200
    assert "Figures of this guide" not in text(page)


def test_an_editor_deletes_a_guide_with_its_claims_and_no_claim_alone(editor):
    one = guide(body="77 88")
    claim = one.claims.first()
    assert editor.post(reverse("admin:articles_claim_delete", args=[claim.pk]), {"post": "yes"}).status_code == 403
    assert editor.post(reverse("admin:articles_article_delete", args=[one.pk]), {"post": "yes"}).status_code == 302
    assert not Claim.objects.filter(pk=claim.pk).exists()


def test_a_guide_with_a_broken_check_cannot_be_published(editor):
    one = guide(status="draft", published_at=None, body="First\n\n{check}`3x | nobody@singapore`")
    data = {"action": "publish", "_selected_action": [one.pk]}
    (message,) = editor.post("/admin/articles/article/", data, follow=True).context["messages"]
    assert "line 3, {check}`3x | nobody@singapore`: expression, character 1: there is no role 'nobody'" in str(message)


@pytest.mark.parametrize("path", [LIST, "guide", "record"])
def test_pages_take_as_many_queries_for_three_claims_as_for_one(editor, path):
    Article.objects.all().delete()
    counts = []
    for number in (1, 3):
        one = guide(slug=f"g{number}", body="\n".join(f"{n}00 {{pay}}`{RECORD}`" for n in range(number)))
        address = {"guide": page_of(one), "record": page_of(SalaryRecord.objects.get(key=RECORD))}.get(path, path)
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
