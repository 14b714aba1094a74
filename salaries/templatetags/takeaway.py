"""The links under a data page that give its rows away: {% take_away "cities" %}, {% take_away "role" role %}.

In: the page's context: its filter, if it has one; what a page is about. Out: components/take_away.html, which says how
many records the files leave out.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from salaries.models import Fact, SalaryRecord
from salaries.provenance import withheld_counts
from salaries.siblings import SINGLE
from salaries.tables import withheld_rows

register = template.Library()
NOUNS = {"salaries": "record", "source": "record", "record": "record", "levels": "record", "skills": "fact"}


@register.inclusion_tag("components/take_away.html", takes_context=True)
def take_away(context: dict[str, Any], page: str, thing: Any = None, query: str = "") -> dict[str, Any]:
    """Links with the page's own query string, less its page number; nothing while a filter cannot be read.

    A page about one thing names it: {% take_away "role" role %}.
    """
    found = context.get("filter")
    if found is not None and not found.is_valid():
        return {}
    asked = found.address() if found is not None else f"?{query}"
    names = [name for name in (getattr(thing, "key", "") or getattr(thing, "slug", ""),) if name]
    return {
        "csv_url": reverse(f"salaries:{page}-csv", args=names) + asked.rstrip("?"),
        "json_url": reverse(f"salaries:{page}-json", args=names) + asked.rstrip("?"),
        "api_url": reverse("api:index"),
        "withheld": SINGLE[page].table(thing).withheld_rows if page in SINGLE else withheld(page, context),
        "noun": NOUNS.get(page, "figure"),
        "of_records": page == "source",
    }


def withheld(page: str, context: dict[str, Any]) -> int:
    """How many records, facts or figures the files of this page leave out."""
    if page == "salaries":
        found = context.get("filter")
        return sum(withheld_counts(found.qs if found else SalaryRecord.objects.published()).values())
    if page == "skills":
        return sum(withheld_counts(Fact.objects.filter(skill__isnull=False)).values())
    comparison = context.get("comparison")
    if page in ("cities", "countries") and comparison:
        return withheld_rows(comparison)
    return 0
