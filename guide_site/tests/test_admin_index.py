"""The admin's index page: what needs attention, for those who may see it."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from articles.models import Article
from guide_site.tests.admin_forms import signed_in
from guide_site.tests.html import read, tables
from salaries.models import ExchangeRate, SalaryRecord

RECORDS = "/admin/salaries/salaryrecord/?attention="
GUIDES = "/admin/articles/article/?attention="


@pytest.fixture
def needy(db):
    """One stale record, one draft, one guide in review, and no rate for the Vietnamese dong."""
    SalaryRecord.objects.filter(key="manila-ml-engineer-chart-2026").update(year=2024)
    SalaryRecord.objects.filter(key="asia-ml-engineer-junior-2026").update(status="draft")
    Article.objects.filter(slug="mid-level-to-senior").update(status="in-review")
    for rate in ExchangeRate.objects.filter(currency_code="VND"):
        rate.delete()


def lines(client) -> list[tuple[str, int, str]]:
    return [(line["label"], line["count"], line["url"]) for line in client.get("/admin/").context["attention"]]


def test_index_counts_what_needs_attention(needy):
    figures = "/admin/articles/claim/?attention="
    assert lines(signed_in("Analysts")) == [
        ("Records without a named source", 7, f"{RECORDS}unsourced"),
        ("Records without a figure in US dollars", 1, f"{RECORDS}no-usd"),
        ("Stale records", 1, f"{RECORDS}stale"),
        ("Draft records", 1, f"{RECORDS}drafts"),
        ("Guides in review", 1, f"{GUIDES}in-review"),
        ("Draft guides", 0, f"{GUIDES}drafts"),
        # Typical pay in Ho Chi Minh City, which loses its range in dong.
        ("Figures in guides that changed, or are contradicted or broken", 1, f"{figures}changed"),
        ("Numbers in guides without a record", 0, f"{figures}unsourced"),
    ]


def test_index_shows_only_models_the_user_may_view(needy):
    assert lines(signed_in("Moderators")) == [
        ("Guides in review", 1, f"{GUIDES}in-review"),
        ("Draft guides", 0, f"{GUIDES}drafts"),
        ("Comments that wait for a moderator", 0, "/admin/articles/comment/?attention=pending"),
    ]


def test_index_line_leads_to_exactly_the_rows_it_counts(needy):
    client = signed_in("Superusers")
    for _, count, address in lines(client):
        assert client.get(address).context["cl"].result_count == count


def test_index_says_what_each_line_means(needy):
    table = tables(signed_in("Analysts").get("/admin/"))[0]
    assert table.head == ["What", "Count", "What it means"]
    assert table.rows[1] == [
        "Records without a figure in US dollars",
        "1",
        "No exchange rate covers their currency and year: they are in no comparison until one is added.",
    ]


def test_attention_filter_lists_the_record_without_a_rate(needy):
    found = signed_in("Analysts").get(f"{RECORDS}no-usd").context["cl"].result_list
    assert [record.key for record in found] == ["ho-chi-minh-city-ml-engineer-2026"]


def test_attention_filter_refuses_an_unknown_reason(db):
    answer = signed_in("Analysts").get(f"{RECORDS}boredom")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/salaries/salaryrecord/?e=1")


def test_admin_links_to_the_site(db):
    assert ("/", "View site") in read(signed_in("Moderators").get("/admin/")).links


@pytest.mark.parametrize("label", sorted(model._meta.label_lower for model in admin.site._registry))
def test_admin_page_needs_no_inline_script_or_style(db, label):
    """The site's policy (script-src 'self', style-src 'self') would drop them without a word."""
    client, name = signed_in("Superusers"), f"admin:{label.replace('.', '_')}"
    model = next(model for model in admin.site._registry if model._meta.label_lower == label)
    addresses = [reverse(f"{name}_changelist")]
    if (row := model._default_manager.first()) is not None:
        addresses += [reverse(f"{name}_change", args=[row.pk]), reverse(f"{name}_history", args=[row.pk])]
        if history := getattr(row, "history", None):
            row.save()
            addresses.append(reverse(f"{name}_simple_history", args=[row.pk, history.latest().pk]))
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert {"script-src 'self'", "style-src 'self'"} <= set(page["Content-Security-Policy"].split("; "))
        inline = re.findall(r"<style|<script(?![^>]*\b(?:src|type=\"application/json\"))|\s(?:style|on\w+)=", page.text)
        assert inline == [], address
