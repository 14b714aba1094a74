"""Pages of a list by cursor: no count over large tables, and no row twice or left out while others are added.

In: ?cursor= as an earlier page gave it, ?page_size=. Out: {"next", "previous", "results"}. Errors: a page size
that is none is a field error, a cursor that leads nowhere is a page that does not exist.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BigAutoField
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.response import Response

LARGEST_ID = BigAutoField.MAX_BIGINT


class Cursors(CursorPagination):
    """In the order of the rows' own numbers, which never change."""

    ordering = "pk"
    page_size = 100
    max_page_size = 500
    page_size_query_param = "page_size"
    page_size_query_description = "How many on one page."
    cursor_query_description = "Where to go on: copy it from `next` or `previous`."

    def get_page_size(self, request: Any) -> int:
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        # Long digits are no number that is worth reading.
        if not (asked.isascii() and asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= self.max_page_size):
            raise ValidationError({"page_size": [f"Give a whole number from 1 to {self.max_page_size}."]})
        return int(asked)

    def decode_cursor(self, request: Any) -> Cursor | None:
        wrong = NotFound("This cursor leads nowhere: copy it from `next` or `previous`.")
        if not request.query_params.get(self.cursor_query_param):
            return None
        try:
            cursor: Cursor | None = super().decode_cursor(request)
        except NotFound:
            raise wrong from None
        if cursor is not None:
            # Numbers are unique, so that our own cursors always have one and never count on from it.
            at = cursor.position or ""
            known = at.isascii() and at.isdigit() and len(at) < 20 and int(at) <= LARGEST_ID
            if not known or cursor.offset:
                raise wrong
        return cursor

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"] |= {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return parameters


class CountsWithheld(Cursors):
    """A list that leaves out what may not be passed on says so: {source's slug: how many}, of the whole list."""

    withheld: dict[str, int] = {}

    def get_paginated_response(self, data: Any) -> Response:
        response = super().get_paginated_response(data)
        response.data["withheld"] = self.withheld
        return response

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described: dict[str, Any] = super().get_paginated_response_schema(schema)
        described["properties"]["withheld"] = {
            "type": "object",
            "additionalProperties": {"type": "integer"},
            "description": "Of the whole list: how many are left out, for each source that allows no redistribution.",
        }
        described["required"] = [*described.get("required", []), "withheld"]
        return described
