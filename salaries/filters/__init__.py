"""The query string, read once for every page, file and list of the API: which filters there are, what is applied.

In: request.GET. Out: a checked form, a question or a queryset, links that drop one value. Wrong values are errors of
their fields.
"""

from salaries.filters.base import PageFilterSet
from salaries.filters.comparison import CityFilterSet, ComparisonFilterSet, CountryFilterSet, most_quoted_role
from salaries.filters.records import RECORD_LABELS, RecordFilterSet

__all__ = [
    "RECORD_LABELS",
    "CityFilterSet",
    "ComparisonFilterSet",
    "CountryFilterSet",
    "PageFilterSet",
    "RecordFilterSet",
    "most_quoted_role",
]
