"""The CSV and JSON siblings of the data pages: /cities.csv beside /cities/, with the same query string.

In: a request for one of them. Out: all rows of the page's answer in its order, streamed, with the licence and what is
withheld. Errors: a query string that the page would not apply is refused with 400, and the sentence for each field; a
page that there is not has no files: 404. `salaries.siblings` says which pages have files.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from salaries.cell_text import cell, plain
from salaries.problems import TOO_MANY, in_short, problem_response
from salaries.siblings import PAGES, SINGLE
from salaries.tables import Table

LICENCE = (
    "Single figures are quotations. Their sources keep their rights: each row names its source, and the licence where "
    "the source states one. Name the source when you pass a figure on. Estimates are statistics of this site: name "
    "this site. Records of sources that may not be redistributed are left out and counted."
)
UNREADABLE = "Some filters cannot be read."
MISSING = "There is no such page, so there is no file of it."
ROWS_IN_ONE_PIECE = 500
# What a file's name need not say.
UNREMARKABLE = ("any", "USD")


@require_safe
def take_away(request: HttpRequest, page: str, form: str, slug: str = "") -> HttpResponse | StreamingHttpResponse:
    """One page's answer as a file; `page` is one of `PAGES` or of `SINGLE`."""
    single = SINGLE.get(page)
    try:
        answer = single.answer(request, slug) if single else PAGES[page](request)
    except TooManyFieldsSent:
        return refused(400, UNREADABLE, form, {"parameters": [TOO_MANY]})
    except Http404:
        return refused(404, MISSING, form)
    if not isinstance(answer, Table):
        return refused(400, UNREADABLE, form, answer.errors)
    if single is None:
        return handed_over(request, answer, form, name=page, described=page)
    name = single.address.partition("/<")[0].replace("/", "-")
    return handed_over(request, answer, form, name=name, described=single.columns)


def handed_over(request: HttpRequest, table: Table, form: str, *, name: str, described: str) -> StreamingHttpResponse:
    """A table as a file, streamed: with its name, its licence and what is withheld."""
    written = as_csv(table) if form == "csv" else as_json(table, request.path.removesuffix(".json"))
    kind = "text/csv; charset=utf-8; header=present" if form == "csv" else "application/json"
    body: Iterable[str] = [] if request.method == "HEAD" else written
    response = StreamingHttpResponse(body, content_type=kind)
    disposition = "attachment" if form == "csv" else "inline"
    response["Content-Disposition"] = f'{disposition}; filename="{file_name(name, table)}.{form}"'
    about = reverse("api:index")
    response["Link"] = f'<{about}#licence>; rel="license", <{about}#{described}-columns>; rel="describedby"'
    response["X-Withheld-Records"] = str(table.withheld_rows)
    if table.withheld:
        response["X-Withheld-Sources"] = ", ".join(f"{slug}={count}" for slug, count in table.withheld.items())
    return response


def file_name(name: str, table: Table) -> str:
    """The page and what it was asked: cities-machine-learning-engineer-2026. Slugs and years only."""
    given = [value if isinstance(value, list) else [value] for value in table.asked.values() if value]
    return "-".join([name, *(str(one) for values in given for one in values if one not in UNREMARKABLE)])[:120]


def refused(status: int, detail: str, form: str, errors: Any = None) -> HttpResponse:
    """What is wrong: a problem document, or lines of text for whoever asked for CSV."""
    if form == "json":
        return problem_response(status, detail, errors)
    lines = [f"{name}: {' '.join(messages)}" for name, messages in in_short(errors or {}).items()]
    text = "\n".join([detail, *lines, ""])
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def as_csv(table: Table) -> Iterator[str]:
    """A header and a line for each row, in pieces of many lines."""
    cells = table.cells or (tuple(cell(value) for value in row) for row in table.rows)
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(table.columns)
    yield page.getvalue()
    for rows in in_pieces(cells):
        page.seek(0)
        page.truncate()
        writer.writerows(rows)
        yield page.getvalue()


def as_json(table: Table, page: str) -> Iterator[str]:
    """One object: what it is and what is withheld, then `rows`."""
    about = {
        "page": f"{settings.SITE_URL}{page}/",
        "asked": table.asked,
        "licence": LICENCE,
        "columns": table.columns,
        "withheld_records": table.withheld_rows,
        "withheld": table.withheld,
    }
    yield f'{json.dumps(about, ensure_ascii=False)[:-1]}, "rows": [\n'
    names = list(table.columns)
    separator = ""
    for rows in in_pieces(table.rows):
        yield separator + ",\n".join(encoder.encode(dict(zip(names, row, strict=True))) for row in rows)
        separator = ",\n"
    yield "\n]}\n"


encoder = json.JSONEncoder(ensure_ascii=False, default=plain)


def in_pieces(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """A few rows at a time: small enough to stream, large enough that the server is not asked for each line."""
    waiting = iter(rows)
    while piece := list(islice(waiting, ROWS_IN_ONE_PIECE)):
        yield piece
