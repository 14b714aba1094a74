"""Files that admin pages offer: refused rows to mend, a mapping to edit, records.

In: lines of text. Out: a response that is saved as a file; long ones are streamed. Errors: none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from salaries.bulk import in_batches
from salaries.importers.refused_rows import write_refused_rows
from salaries.importers.result import RefusedRow

Response = TypeVar("Response", bound=HttpResponseBase)


class Lines(list[str]):
    """A file that keeps what is written to it, line by line."""

    write = list.append


def refused_lines(columns: Sequence[str], rows: Iterable[RefusedRow]) -> Iterator[str]:
    """Refused rows as CSV, some at a time: there can be as many as a file has rows."""
    header = Lines()
    write_refused_rows(header, columns, [])
    yield from header
    for batch in in_batches(rows, 500):
        lines = Lines()
        write_refused_rows(lines, columns, batch)
        yield from lines[len(header) :]


def as_csv(lines: Iterable[str], file_name: str) -> StreamingHttpResponse:
    return saved(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), file_name)


def as_toml(text: str, file_name: str) -> HttpResponse:
    return saved(HttpResponse(text, content_type="application/toml; charset=utf-8"), file_name)


def saved(response: Response, file_name: str) -> Response:
    response["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    return response
