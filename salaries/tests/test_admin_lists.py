"""Every list of the admin: its queries do not grow with its rows, and each can be searched."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from model_bakery import baker

from articles.models import Author, BannedAddress, Image, ImportedItem, NewsletterIssue, Subscriber
from articles.tests.commenting import comment_on
from guide_site.tests.admin_forms import signed_in
from salaries.models import ImportRejection, ImportRun

OWN = sorted(
    (model for model in admin.site._registry if model._meta.app_label in {"articles", "salaries"}),
    key=lambda model: model._meta.label,
)


@pytest.fixture
def rows(db):
    """The sample, and three rows of what it has none of."""
    for number in range(3):
        Image.objects.create(title=f"Picture {number}", file="a.png", width=1, height=1, alternative_text="A city")
        Author.objects.create(name=f"Author {number}", slug=f"author-{number}")
        ImportRejection.objects.create(run=ImportRun.objects.first(), row_number=number, reason="is empty")
        baker.make(ImportedItem, run=ImportRun.objects.first(), number=number)
        baker.make(BannedAddress, digest=f"{number}" * 64)
        comment_on(email=f"reader{number}@example.org", status="pending")
        NewsletterIssue.objects.create(subject=f"Issue {number}", body="Text.")
        Subscriber.objects.create(email=f"reader{number}@example.org")


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.model_name)
def test_list_asks_as_many_queries_for_three_rows_as_for_one(rows, model):
    client = signed_in("Superusers")
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    pks = [str(pk) for pk in model._default_manager.order_by("pk").values_list("pk", flat=True)[:3]]
    assert len(pks) == 3
    client.get(address)  # content types are read once for each process
    assert queries_of(client, f"{address}?id__in={pks[0]}") == queries_of(client, f"{address}?id__in={','.join(pks)}")


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.model_name)
def test_list_can_be_searched(rows, model):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    page = signed_in("Superusers").get(f"{address}?q=nothing-is-called-this")
    assert page.context["cl"].result_count == 0
