"""The import pages of the admin as a browser sees them, for the tests of the door.

In: a signed-in client and a file. Out: the pages that it is answered with, what they say, and what they offer to save.
"""

from __future__ import annotations

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.models import model_to_dict
from django.test import Client

from guide_site.tests.html import Table, tables
from salaries.models import Estimate, ImportRun, Place, PublishedVersion, Role, SalaryRecord, Source

DOOR = "/admin/salaries/importrun/import/"
RUNS = "/admin/salaries/importrun/"
RECORDS = "/admin/salaries/salaryrecord/"
# As somebody else's survey writes it: no key, other names, pay in words.
SURVEY = """Job title,Country,Salary,Year
Data scientist,Singapore,"S$90,000 a year",2025
Data scientist,Singapore,negotiable,2025
Data scientist,Atlantis,"S$80,000 a year",2025
Wizard,Singapore,"S$70,000 a year",2025
Wizard,Singapore,"S$71,000 a year",2025
"""
SURVEY_CONSTANTS = "source=morgan-mckinley-singapore-2026"


def as_csv(*rows: dict[str, str]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(dict.fromkeys(name for row in rows for name in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def uploaded(client: Client, content: str | bytes, name: str = "new.csv", **choices):
    """The answer to the upload form, after the redirect if there is one."""
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return client.post(DOOR, {"file": file, "kind": "salaries", "mapping": "guess"} | choices, follow=True)


def address_of(page) -> str:
    return page.redirect_chain[-1][0]


def confirmed(client: Client, page, **changes):
    """The answer to the button of a preview."""
    token = page.context["token"]
    assert f'value="{token}"' in page.text
    return client.post(f"{address_of(page)}run/", {"token": token} | changes, follow=True)


def again(client: Client, page, **changes):
    """The preview after its form was sent with some of it changed."""
    form = page.context["adminform"].form
    data = {bound.name: bound.value() for bound in form if bound.value() not in (None, False)}
    return client.post(address_of(page), data | changes, follow=True)


def table(page, *headings: str) -> Table:
    """The table with these first headings."""
    return next(one for one in tables(page) if tuple(one.head[: len(headings)]) == headings)


def counts(page) -> dict[str, int]:
    return {row[0]: int(row[1].replace(",", "")) for row in table(page, "Rows", "Number").rows}


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def downloaded(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode(), newline="")))


def whole_database() -> list:
    records = [model_to_dict(record) for record in SalaryRecord.objects.order_by("key")]
    others = [list(model.objects.order_by("pk").values()) for model in (Place, Role, Source, Estimate, ImportRun)]
    return [records, others, PublishedVersion.current()]
