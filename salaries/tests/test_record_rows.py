"""Records for files: what a plain query gives, every digit, however they are read."""

from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salaries import record_rows
from salaries.cell_text import cell, plain
from salaries.columns import RECORD_LOOKUPS
from salaries.models import SalaryRecord, Source
from salaries.record_rows import record_cells
from salaries.tests.making import a_rate, a_record

AMOUNTS = [RECORD_LOOKUPS.index(name) for name in ("low", "typical", "high")]


def plainly(records) -> list[tuple]:
    return [tuple(map(plain, row)) for row in records.values_list(*RECORD_LOOKUPS)]


def test_rows_are_those_of_a_plain_query(db):
    records = SalaryRecord.objects.published()
    assert list(record_rows.record_rows(records)) == plainly(records)
    assert len(plainly(records)) == records.count() > 20


def test_rows_read_in_pieces_are_the_same(db, monkeypatch):
    records = SalaryRecord.objects.order_by("-key")
    monkeypatch.setattr(record_rows, "ROWS_AT_A_TIME", 3)
    assert list(record_rows.record_rows(records)) == plainly(records)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("0.01", "0.01"),
        ("100000", "100000.00"),
        ("9999999999999.99", "9999999999999.99"),  # fifteen digits: the most that fit
        ("9999999999999.01", "9999999999999.01"),
        ("1234567890123.45", "1234567890123.45"),
        ("0.07", "0.07"),
        ("1e12", "1000000000000.00"),
    ],
)
def test_an_amount_has_every_digit_on_every_database(small_world, given, written):
    record = a_record("one", typical=given, currency_code="SGD")
    assert [next(record_cells(SalaryRecord.objects.all()))[at] for at in AMOUNTS] == [None, written, None]
    record.refresh_from_db()
    assert record.typical == D(given)


def test_cells_are_those_of_the_rows_made_harmless(small_world):
    a_rate("SGD", "1.25")
    Source.objects.filter(slug="one").update(title="=1+1", url="https://one.example/?a=1", licence="+CC")
    a_record("plain", low=10, high=30, currency_code="SGD", note="'tis so", quote="-5")
    a_record("-evil", typical=10, level="top", quote="@a\nb", note='plain, "quoted"')
    records = SalaryRecord.objects.order_by("pk")
    assert list(record_cells(records)) == [tuple(map(cell, row)) for row in plainly(records)]
    first, second = (dict(zip(RECORD_LOOKUPS, row, strict=True)) for row in record_cells(records))
    names = "key quote note source__title source__url source__licence exchange_rate__units_per_usd".split()
    assert [first[name] for name in names] == [
        "plain", "-5", "'tis so", "'=1+1", "https://one.example/?a=1", "'+CC", "1.25000000",
    ]  # fmt: skip
    assert [second[name] for name in names] == [
        "'-evil", "'@a\nb", 'plain, "quoted"', "'=1+1", "https://one.example/?a=1", "'+CC", None,
    ]  # fmt: skip


def test_what_records_refer_to_is_read_once(small_world, monkeypatch):
    monkeypatch.setattr(record_rows, "ROWS_AT_A_TIME", 2)
    counts = []
    for n in range(9):
        a_record(f"r{n}", typical=10 + n)
        with CaptureQueriesContext(connection) as captured:
            list(record_cells(SalaryRecord.objects.all()))
        counts.append(len([query for query in captured if "FETCH" not in query["sql"]]))
    assert set(counts) == {4}  # the records; their place, role and source
