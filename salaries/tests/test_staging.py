"""What the staging table leaves behind in the database; what it compares and writes is tested through the importers."""

import pytest
from django.db import connection, transaction

from salaries.importers import SalaryImporter, staging
from salaries.models import SalaryRecord
from salaries.tests.making import SALARY_ROW, write_csv

ROWS = [SALARY_ROW | {"key": f"row-{number}"} for number in range(40)]
KNOWN = "SELECT relpages, relallvisible FROM pg_class WHERE oid = %s::regclass"


def pages() -> tuple[int, int]:
    """(pages of the records' table, those that an index may answer for) as PostgreSQL knows them."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [SalaryRecord._meta.db_table])
        return cursor.fetchone()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's visibility map")
@pytest.mark.parametrize(("many", "is_known"), [(40, True), (41, False)])
def test_after_a_large_import_an_index_alone_answers_on_postgresql(
    transactional_db, tmp_path, monkeypatch, many, is_known
):
    monkeypatch.setattr(staging, "MANY", many)
    SalaryRecord.objects.update(note="not known to be visible to all")
    SalaryImporter().run(write_csv(tmp_path / "rows.csv", ROWS))
    all_pages, known_pages = pages()
    assert (known_pages == all_pages > 0) == is_known


def test_a_large_import_within_another_transaction_is_no_error(db, tmp_path, monkeypatch):
    monkeypatch.setattr(staging, "MANY", 1)
    with transaction.atomic():
        assert SalaryImporter().run(write_csv(tmp_path / "rows.csv", ROWS)).created_count == 40
