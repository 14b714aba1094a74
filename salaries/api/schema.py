"""The API's description for programs: OpenAPI 3.1.

In: the views and filters themselves, so that the description cannot fall behind, and the values that filters accept
now. Out: /api/schema/. Worked out once for each published version.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache, lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from salaries.api.views import LISTS
from salaries.filters.base import FIRST_YEAR, LAST_YEAR, AtMost, YearsField
from salaries.filters.base import MOST_VALUES as MOST_OF_ONE
from salaries.models import PublishedVersion
from salaries.problems import MEDIA_TYPE

VERSION = "1.0.0"
MOST_VALUES = 2_000
SLUG = "^[-a-zA-Z0-9_]*$"
PROBLEM = {
    "type": "object",
    "description": "A problem document, RFC 9457.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "Sentences for each parameter that is wrong.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["type", "title", "status", "detail"],
}
PROBLEMS = {
    "400": "A parameter is wrong or unknown.",
    "403": "The source does not allow passing single figures on.",
    "404": "There is no such thing.",
    "429": "Too many requests; Retry-After says how many seconds to wait.",
}
PATH_PARAMETERS = {
    "key": "The name of the thing, as lists give it",
    "slug": "The thing as in addresses, as lists give it",
    "id": "The number of the thing, as lists give it",
}


def parameters_of(form: type[forms.Form]) -> list[OpenApiParameter]:
    """The fields of a form as parameters of a query string."""
    return [
        OpenApiParameter(
            name, OpenApiTypes.STR, required=field.required, description=str(field.label), many=takes_several(field)
        )
        for name, field in form.base_fields.items()
    ]


def described(title: str, members: dict[str, str]) -> dict[str, Any]:
    """The schema of an object whose members are described in words."""
    properties = {name: {"description": text} for name, text in members.items()}
    return {"type": "object", "title": title, "properties": properties, "required": list(members)}


@cache
def outline() -> dict[str, Any]:
    """The description without what depends on the records."""
    found: dict[str, Any] = SchemaGenerator(urlconf="salaries.api.described_urls").get_schema(public=True)
    found["info"] = {
        "title": settings.SITE_NAME,
        "version": VERSION,
        "description": "Salary records, what is made of them, and where they come from. Read only, no key needed.",
    }
    found["servers"] = [{"url": settings.SITE_URL}]
    found["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in found["paths"].values():
        for operation in operations.values():
            operation.pop("security", None)
            for parameter in operation.get("parameters", []):
                text = (parameter.get("description") or PATH_PARAMETERS[parameter["name"]]).rstrip(".")
                several = parameter["schema"].get("type") == "array"
                parameter["description"] = f"{text}; may be repeated." if several else f"{text}."
            for status, text in PROBLEMS.items():
                operation["responses"].setdefault(status, {"description": text, "content": content})
    without_marks(found)
    return found


def without_marks(shape: Any) -> None:
    """Takes the generator's own marks out of a description."""
    if isinstance(shape, dict):
        shape.pop("x-spec-enum-id", None)
    for inner in shape.values() if isinstance(shape, dict) else shape if isinstance(shape, list) else ():
        without_marks(inner)


@lru_cache(maxsize=2)
def document(version: str) -> dict[str, Any]:
    """The whole description, with the values that each filter accepts in this published version."""
    from salaries.api.estimate import Parameters  # it describes itself with what is above

    asked: dict[str, Any] = {
        f"/api/{name}/": view.filterset_class(queryset=view.queryset.none()).form.fields
        for name, view in LISTS.items()
        if getattr(view, "filterset_class", None)
    }
    asked["/api/estimate/"] = asked["/api/estimate/records.csv"] = Parameters().fields
    found = deepcopy(outline())
    for path, fields in asked.items():
        for parameter in found["paths"][path]["get"]["parameters"]:
            if parameter["name"] in fields:
                parameter["schema"] = values_of(fields[parameter["name"]])
    return found


def takes_several(field: Any) -> bool:
    return isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)


def values_of(field: Any) -> dict[str, Any]:
    """What a field accepts. An empty value counts as none given."""
    nothing = [] if field.required else [""]
    if takes_several(field):
        limit = {"maxItems": MOST_OF_ONE} if isinstance(field, AtMost) else {}
        return {"type": "array", "items": _item(field, nothing), **limit}
    if isinstance(field, forms.IntegerField):
        number = {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
        return number if field.required else {"anyOf": [number, {"const": ""}]}
    return {"type": "string"} | _values(field, nothing)


def _item(field: Any, nothing: list[str]) -> dict[str, Any]:
    if isinstance(field, YearsField):
        return {"anyOf": [{"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}, {"const": ""}]}
    return {"type": "string"} | _values(field, nothing)


def _values(field: Any, nothing: list[str]) -> dict[str, Any]:
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        slugs = list(field.queryset.order_by("slug").values_list("slug", flat=True)[: MOST_VALUES + 1])
        return {"enum": [*slugs, *nothing]} if len(slugs) <= MOST_VALUES else {"pattern": SLUG}
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return {"enum": [*dict.fromkeys(str(value) for value, _ in choices if value), *nothing]}
    pattern = next(one.regex.pattern.replace("\\Z", "$") for one in field.validators if hasattr(one, "regex"))
    return {"pattern": f"({pattern})|(^$)"}


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, as JSON."""
    found = document(PublishedVersion.current())
    return JsonResponse(found, content_type="application/vnd.oai.openapi+json")
