"""Every error of the API as a problem document (RFC 9457).

In: an exception that a view raised. Out: a response; None for a failure of ours, which Django answers.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import TooManyFieldsSent
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from salaries.problems import MEDIA_TYPE, TOO_MANY, problem


def handle(exception: Exception, context: dict[str, Any]) -> Response | None:
    """The response of the framework, its headers kept, with a problem document for content."""
    if isinstance(exception, TooManyFieldsSent):
        exception = ParseError(TOO_MANY)
    response = exception_handler(exception, context)
    if response is None:
        return None
    if isinstance(exception, ValidationError) and isinstance(response.data, dict):
        response.data = problem(response.status_code, "Some parameters cannot be read.", response.data)
    else:
        response.data = problem(response.status_code, str(response.data.get("detail", "")))
    response.content_type = MEDIA_TYPE
    return response
