"""What the bench runs in a process of its own, so that its memory is its own: python -m bench.tasks TASK [ARGUMENT …]

prepare               migrate, load the sample, add what generated rows name
import FILE …         import_salaries with these arguments
bulk-create FILE N    Django's bulk_create of the first N rows of a survey's file
guides N              N published guides, indexed for search

DATABASE_URL names the database. Out: the last line is JSON: seconds (without the start of Python and Django), peak_mb,
records (how many were added). Exit code 1 and the reason if the task failed.
"""

from __future__ import annotations

import csv
import itertools
import json
import resource
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from bench.generate import EMPLOYMENT, WORK_MODES, Row

if TYPE_CHECKING:  # models can be imported when Django is set up, not before
    from salaries.models import SalaryRecord

WITHOUT_THE_REFUSED = 3  # the exit code of an import that left rows out


def main(task: str, *arguments: str) -> None:
    """Run a task and print its measurements."""
    django.setup()
    if task == "prepare":
        prepare()
        return
    from salaries.models import SalaryRecord

    before = SalaryRecord.objects.count()
    start = time.perf_counter()
    if task == "import":
        import_file(*arguments)
    elif task == "guides":
        write_guides(int(*arguments))
    else:
        bulk_create(Path(arguments[0]), int(arguments[1]))
    # SQLite moves what it wrote into the database when the last connection closes. That is a part of the work.
    connection.close()
    seconds = time.perf_counter() - start
    records = SalaryRecord.objects.count() - before
    print()
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb(), "records": records}))


def prepare() -> None:
    from bench.content import add_survey

    call_command("migrate", verbosity=0)
    call_command("load_sample")
    add_survey()


def import_file(*arguments: str) -> None:
    try:
        call_command("import_salaries", *arguments)
    except CommandError as error:
        if error.returncode != WITHOUT_THE_REFUSED:
            sys.exit(str(error))
        print(error)
    except SystemExit as error:
        if error.code != WITHOUT_THE_REFUSED:
            raise


def write_guides(count: int) -> None:
    """Without the signals of each, then as an operator would index them."""
    from articles.models import Article
    from bench.search import guides

    common = {"author": "Bench", "status": "published", "published_at": timezone.now()}
    made = (Article(slug=f"bench-{number}", **common, **guide) for number, guide in enumerate(guides(count)))
    while batch := list(itertools.islice(made, 500)):
        Article.objects.bulk_create(batch)
    call_command("rebuild_index")


def bulk_create(file: Path, count: int) -> None:
    """Rows that need no checking, in batches of 500, in one transaction."""
    from salaries.models import SalaryRecord

    with transaction.atomic(), file.open(newline="", encoding="utf-8") as lines:
        rows = (Row(*cells) for cells in itertools.islice(csv.reader(lines), 1, count + 1))
        records = _records(rows)
        while batch := list(itertools.islice(records, 500)):
            SalaryRecord.objects.bulk_create(batch, batch_size=500)


def _records(rows: Iterator[Row]) -> Iterator[SalaryRecord]:
    from salaries.models import SalaryRecord

    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, name, id FROM bench_name")
        ids = {(kind, name): pk for kind, name, pk in cursor.fetchall()}
        cursor.execute("SELECT currency, year, units, id FROM bench_rate")
        rates = {(currency, year): (Decimal(str(units)), pk) for currency, year, units, pk in cursor.fetchall()}
    for number, row in enumerate(rows):
        units, rate = rates[row.currency, row.year]
        salary = Decimal(row.salary)
        yield SalaryRecord(
            key=f"bench-{number}",
            source_id=ids["source", "bench"],
            place_id=ids["city", row.city],
            role_id=ids["title", row.title],
            level_id=ids["level", row.level],
            year=int(row.year),
            currency_code=row.currency,
            typical=salary,
            employment_type=EMPLOYMENT[row.employment],
            work_mode=WORK_MODES[row.remote],
            annual_typical_usd=round(salary / units, 2),
            exchange_rate_id=rate,
        )


def peak_mb() -> float:
    """The most memory that this process held. Linux counts it anew after exec only in /proc, so that comes first."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main(*sys.argv[1:])
