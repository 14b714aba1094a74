"""Export: what import_salaries reads, without loss, from the command, the admin's action and the admin's link."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.http.response import StreamingHttpResponse
from django.test.utils import CaptureQueriesContext

from guide_site.tests.admin_forms import signed_in
from guide_site.tests.html import links
from salaries.exporting import COLUMNS, export_salaries
from salaries.importers import SalaryImporter
from salaries.models import SalaryRecord

RECORDS = "/admin/salaries/salaryrecord/"
HOSTILE = [
    "=1+1",
    "'=1+1",
    "''=1+1",
    "+1 (555) 010",
    "-5",
    "-5+A1",
    "@SUM(A1)",
    'She said "90,000", and left',
    "one\ntwo",
    "one\r\ntwo",
    "one\ttwo",
    "'tis",
    "a;b|c",
    "₩120M–150M",
    "NULL",
    "NA",
    "true",
    "007",
]


def saved(answer: StreamingHttpResponse) -> str:
    assert isinstance(answer, StreamingHttpResponse)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="salaries.csv"'
    return b"".join(answer.streaming_content).decode()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def imported(text: str):
    """(created, updated, unchanged, refused) of importing it."""
    result = SalaryImporter().run(io.BytesIO(text.encode()))
    return result.created_count, result.updated_count, result.unchanged_count, result.refused_count


@pytest.fixture
def hostile(db) -> None:
    """A record for each text that a spreadsheet or a CSV reader could take for something else."""
    record = SalaryRecord.objects.get(key="seoul-ml-engineer-senior-2026")
    for number, text in enumerate(HOSTILE):
        record.pk, record.key, record.quote, record.note, record._state.adding = None, f"-k{number}", text, text, True
        record.save()


def test_export_imports_again_unchanged(hostile):
    everything = list(SalaryRecord.objects.order_by("key").values())
    text = "".join(export_salaries(SalaryRecord.objects.all()))
    assert imported(text) == (0, 0, SalaryRecord.objects.count(), 0)
    assert list(SalaryRecord.objects.order_by("key").values()) == everything


def test_export_restores_deleted_records(hostile):
    stated = [name for name in COLUMNS if name not in {"source", "place", "role", "level"}]
    stated += [
        "source_id",
        "place_id",
        "role_id",
        "level_id",
        "annual_low_usd",
        "annual_typical_usd",
        "annual_high_usd",
    ]
    before = list(SalaryRecord.objects.order_by("key").values(*stated))
    text = "".join(export_salaries(SalaryRecord.objects.all()))
    SalaryRecord.objects.all().delete()
    assert imported(text) == (len(before), 0, 0, 0)
    assert list(SalaryRecord.objects.order_by("key").values(*stated)) == before


def test_no_exported_cell_starts_a_formula(hostile):
    rows = list(csv.reader(io.StringIO("".join(export_salaries(SalaryRecord.objects.all())), newline="")))
    risky = {cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}}
    assert risky == {"-5"}


def test_export_has_a_header_without_records(no_records):
    assert list(export_salaries(SalaryRecord.objects.all())) == [",".join(COLUMNS) + "\r\n"]


def test_export_reads_records_in_one_query(db):
    with CaptureQueriesContext(connection) as queries:
        assert len(list(export_salaries(SalaryRecord.objects.all()))) == SalaryRecord.objects.count() + 1
    assert len(queries) == 2  # the second is the count of this test


def test_action_exports_the_records_that_are_ticked(db):
    keys = ["seoul-ml-engineer-mid-level-2026", "seoul-ml-engineer-senior-2026"]
    pks = list(SalaryRecord.objects.filter(key__in=keys).values_list("pk", flat=True))
    answer = signed_in("Editors").post(RECORDS, {"action": "export_selected", "_selected_action": pks})
    assert [row["key"] for row in rows_of(saved(answer))] == keys


def test_link_exports_all_and_they_import_unchanged(hostile):
    client = signed_in("Analysts")
    address = next(address for address, words in links(client.get(RECORDS)) if words == "Export all as CSV")
    text = saved(client.get(address))
    assert len(rows_of(text)) == SalaryRecord.objects.count()
    assert imported(text) == (0, 0, SalaryRecord.objects.count(), 0)


@pytest.mark.parametrize("query", ["?place__id__exact={place}&year=2026", "?q=seoul", "?o=1&q=seoul"])
def test_link_respects_filters_and_search(db, query):
    client = signed_in("Editors")
    query = query.format(place=SalaryRecord.objects.get(key="seoul-ml-engineer-senior-2026").place_id)
    expected = sorted(SalaryRecord.objects.filter(place__slug="seoul").values_list("key", flat=True))
    page = client.get(RECORDS + query)
    address = next(address for address, words in links(page) if words == "Export these as CSV")
    assert address == "/admin/salaries/salaryrecord/export.csv" + query
    exported = [row["key"] for row in rows_of(saved(client.get(address)))]
    assert sorted(exported) == expected != []


def test_link_with_an_unknown_filter_leads_back_to_the_list(db):
    answer = signed_in("Editors").get(f"{RECORDS}export.csv?attention=boredom")
    assert (answer.status_code, answer["Location"]) == (302, f"{RECORDS}?e=1")


def test_export_is_for_those_who_may_look(client, db):
    assert signed_in("Moderators").get(f"{RECORDS}export.csv").status_code == 403
    assert client.get(f"{RECORDS}export.csv").status_code == 302
