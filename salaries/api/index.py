"""The API's description for people: /api/, a page made of the same description that programs read.

In: the outline of the description and the columns of the files. Out: a page without scripts or third-party requests.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from salaries import columns
from salaries.api.schema import outline
from salaries.siblings import FORMS, PAGES, SINGLE

# {heading: what the columns hold}; the pages say which heading describes their files.
FILES = {
    "cities": columns.CITIES,
    "countries": columns.COUNTRIES,
    "estimates": columns.ESTIMATES,
    "estimate": columns.BANDS,
    "salaries": columns.RECORDS,
    "levels": columns.LEVELS,
    "skills": columns.SKILLS,
    "sources": columns.SOURCES,
}
# What a page cannot be read without.
QUERIES = {"compare": "?place=…&place=…", "estimate": "?place=…&role=…"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every address with its parameters and members, and the columns of the files."""
    context = {
        "operations": [_operation(path, how["get"]) for path, how in sorted(outline()["paths"].items())],
        "files": [_files(described, named) for described, named in FILES.items()],
        "requests_a_minute": settings.API_REQUESTS_A_MINUTE,
    }
    return render(request, "salaries/api.html", context)


def _files(described: str, named: dict[str, str]) -> dict[str, Any]:
    """The files with these columns: those of a list are led to, those of single pages are named."""
    singles = {page: one.address for page, one in SINGLE.items() if one.columns == described}
    return {
        "page": described,
        "columns": named,
        "addresses": [reverse(f"salaries:{described}-{form}") for form in FORMS] if described in PAGES else [],
        "single": [
            f"/{address.replace('<slug:slug>', '…')}.{form}{QUERIES.get(page, '')}"
            for page, address in singles.items()
            for form in FORMS
        ],
    }


def _operation(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {
        "path": path,
        "is_list": not any(parameter.get("required") for parameter in operation.get("parameters", [])),
        "id": operation["operationId"],
        "description": operation.get("description", ""),
        "parameters": operation.get("parameters", []),
        "members": _members(operation["responses"]["200"]),
    }


def _members(response: dict[str, Any]) -> list[dict[str, str]]:
    """Name and description of what one thing of the answer holds."""
    if "text/csv" in response["content"]:
        return [{"name": name, "description": text} for name, text in columns.RECORDS.items()]
    shape = _resolved(next(iter(response["content"].values()))["schema"])
    if "results" in shape.get("properties", {}):
        shape = _resolved(shape["properties"]["results"]["items"])
    return [
        {"name": name, "description": of.get("description", "")} for name, of in shape.get("properties", {}).items()
    ]


def _resolved(shape: dict[str, Any]) -> dict[str, Any]:
    name = shape.get("$ref", "").rpartition("/")[2]
    return outline()["components"]["schemas"][name] if name else shape
