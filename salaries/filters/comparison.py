"""The filters of the comparison of cities and of countries: which places, and what is asked about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.http import QueryDict

from salaries.atlas import atlas_of
from salaries.catalogue import Catalogue, catalogue
from salaries.comparison import Comparison
from salaries.dumbbell import dumbbells
from salaries.facets import ANY_LEVEL, Candidates, Facets
from salaries.filters.base import ChoicesFilter, PageFilterSet, SlugsFilter, YearsFilter, sort_choices
from salaries.models import Place, Role, SalaryRecord, Source
from salaries.question import MOST_CELLS, Narrowing, Question
from salaries.unit import USD, Unit, unit_choices

CITY_LABELS = {
    "place": "City",
    "high": "Range",
    "typical": "Typical pay",
    "ppp": "What it buys",
    "ratio": "Against pay outside IT",
    "records": "Records and sources",
    "confidence": "Confidence",
    "freshness": "Newest source",
}
# What may be drawn above the table.
VIEWS = [("map", "On a map"), ("gap", "The gap to pay outside IT")]
COUNTRY_LABELS = CITY_LABELS | {"place": "Country"}


def levels_or_any() -> list[tuple[str, str]]:
    return [(ANY_LEVEL, "Any level"), *((level.slug, level.name) for level in catalogue().levels.values())]


@dataclass(frozen=True)
class Answer:
    """What the page shows: the rows, and what else could be chosen. Files take the rows alone."""

    comparison: Comparison
    facets: Facets


class ComparisonFilterSet(PageFilterSet):
    """Which places to compare, and what of them. Several values of one filter are “or”, filters together are “and”."""

    default_sort = "-typical"
    labels: dict[str, str]
    kind: str

    region = SlugsFilter(lambda request: Place.objects.regions(), "Region", method="leave")
    country = SlugsFilter(lambda request: Place.objects.countries(), "Country", method="leave")
    city = SlugsFilter(lambda request: Place.objects.cities(), "City", method="leave")
    role = SlugsFilter(lambda request: Role.objects.all(), "Role", method="leave")
    level = ChoicesFilter(choices=levels_or_any, label="Level", method="leave")
    year = YearsFilter(label="Year", method="leave")
    source = SlugsFilter(lambda request: Source.objects.all(), "Source", method="leave")
    population = ChoicesFilter(choices=SalaryRecord.Population.choices, label="Employers", method="leave")
    employment_type = ChoicesFilter(choices=SalaryRecord.Employment.choices, label="Employment", method="leave")
    work_mode = ChoicesFilter(choices=SalaryRecord.WorkMode.choices, label="Place of work", method="leave")
    currency = django_filters.ChoiceFilter(
        choices=unit_choices,
        label="Figures in",
        empty_label="US dollars",
        method="leave",
        error_messages={"invalid_choice": "There is no rate for %(value)s here."},
    )
    view = django_filters.ChoiceFilter(choices=VIEWS, label="Show", empty_label="Table", method="leave")
    sort = django_filters.ChoiceFilter(
        choices=sort_choices(CITY_LABELS), label="Sort by", empty_label="Typical pay, descending", method="leave"
    )

    class Meta:
        model = Place
        fields: list[str] = []

    def leave(self, queryset: Any, name: str, value: Any) -> Any:
        """`places` and `question` read the choices."""
        return queryset

    def is_valid(self) -> bool:
        """Also: few enough combinations of roles, levels and years."""
        valid = super().is_valid()
        if valid and "role" not in self.form.errors:
            asked = self.form.cleaned_data
            cells = max(len(asked["role"]), 1) * max(len(asked["level"]), 1) * max(len(asked["year"]), 1)
            if cells > MOST_CELLS:
                problem = f"Choose fewer roles, levels or years: {cells} combinations, at most {MOST_CELLS} are shown."
                self.form.add_error("role", ValidationError(problem))
                return False
        return valid

    @property
    def mended(self) -> ComparisonFilterSet:
        """The same without what cannot be read, so that a reader can go on from there."""
        data = QueryDict(mutable=True)
        for name in self.filters:
            if name not in self.form.errors and name in self.data:
                data.setlist(name, self.data.getlist(name))
        return type(self)(data)

    @cached_property
    def known(self) -> Catalogue:
        return catalogue()

    # -- what was asked; call after `is_valid` ------------------------------------------------------------------------
    def answer(self) -> Answer | None:
        """The comparison and its facets; None while there is nothing to ask about."""
        question = self.question()
        if question is None:
            return None
        candidates = self.candidates()
        left = candidates.left()
        places = [place for pk, place in candidates.places.items() if pk in left]
        comparison = Comparison(question, places, sort=self.sort, unit=self.unit(), known=candidates.known)
        return Answer(comparison, Facets(question, candidates))

    def candidates(self) -> Candidates:
        """The places that the page could be about, with the choices among them."""
        asked = self.form.cleaned_data
        names = [name for name in ("region", "country", "city") if name in self.filters]
        return Candidates(self.kind, {name: asked[name] for name in names}, self.known)

    def question(self) -> Question | None:
        """What is asked; None while there is nothing to ask about."""
        asked = self.form.cleaned_data
        roles = tuple(asked["role"]) or tuple(filter(None, [self.known.main_role]))
        years = tuple(sorted(asked["year"], reverse=True)) or latest_years(roles, self.known)
        if not roles or not years:
            return None
        named = {level.slug: level for level in self.known.levels.values()} if asked["level"] else {}
        levels = tuple(named.get(slug) for slug in asked["level"]) or (None,)
        narrowing = Narrowing(
            tuple(asked["source"]),
            tuple(asked["population"]),
            tuple(asked["employment_type"]),
            tuple(asked["work_mode"]),
        )
        return Question(roles, years, levels, narrowing)

    def charts_of(self, comparison: Comparison) -> dict[str, Any]:
        """The chart above the table, if one is asked for, and the addresses of the others: for one figure a place."""
        single = comparison.question.is_single
        shown = self.form.cleaned_data["view"]
        names = {"": "The table alone", **dict(VIEWS)}
        atlas = gap = None
        if single and shown == "map":
            atlas = atlas_of(comparison.every_row, unit=comparison.unit, middles=comparison.known.middles)
        if single and shown == "gap" and comparison.has_baseline:
            gap = dumbbells(comparison)
        return {
            "view": shown,
            "atlas": atlas,
            "dumbbells": gap,
            "others": [
                {"label": label, "url": self.address(view=name or None)}
                for name, label in names.items()
                if name != shown and (single or not name)
            ],
        }

    def unit(self) -> Unit:
        return Unit(self.form.cleaned_data["currency"] or USD)


class CityFilterSet(ComparisonFilterSet):
    """The comparison of cities."""

    labels, kind = CITY_LABELS, Place.Kind.CITY


class CountryFilterSet(ComparisonFilterSet):
    """The comparison of countries: the same, but no city can be chosen."""

    labels, kind = COUNTRY_LABELS, Place.Kind.COUNTRY
    city = None  # type: ignore[assignment]  # how django-filter drops an inherited filter


def latest_years(roles: tuple[Role, ...], known: Catalogue) -> tuple[int, ...]:
    """The last year for which anyone states the pay of one of the roles; none where nobody does."""
    years = [known.last_years[role.pk] for role in roles if role.pk in known.last_years]
    return (max(years),) if years else ()


def most_quoted_role() -> Role | None:
    """The occupation with most statements: what a reader who asks for nothing in particular sees."""
    return catalogue().main_role
