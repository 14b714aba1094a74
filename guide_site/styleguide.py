"""Real content for each component of the style guide, taken from the records that there are.

In: the database. Out: {component: its context}.
"""

from __future__ import annotations

from typing import Any

from articles.models import Article
from salaries.filters import CityFilterSet
from salaries.models import Fact, SalaryRecord
from salaries.pairing import paired_bars
from salaries.portraits import ladder_context
from salaries.receipt import receipt_of


def examples() -> dict[str, Any]:
    found = CityFilterSet({})
    answer = found.answer() if found.is_valid() else None
    comparison = answer.comparison if answer else None
    if comparison:
        comparison.attach_records(comparison.rows)
    records = list(SalaryRecord.objects.published().with_relations()[:5])
    ladder = ladder_context()
    return {
        "comparison": comparison,
        "chart": paired_bars(comparison) if comparison else None,
        "filter": found,
        "facets": answer.facets.every() if answer else [],
        "records": records,
        "record": records[0] if records else None,
        "steps": receipt_of(records[0]).steps if records else [],
        "facts": list(Fact.objects.select_related("source", "place", "skill")[:3]),
        "ladder": ladder,
        "articles": list(Article.objects.published().with_relations()[:2]),
    }
