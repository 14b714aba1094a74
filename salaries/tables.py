"""What each data page gives away: documented columns, rows, and what is withheld.

In: the same querysets, questions and ladders as the pages. Out: a `Table`, whose rows are tuples in the order of its
columns. `salaries.takeaway` writes them as CSV and JSON.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.db.models import QuerySet

from salaries.columns import CITIES, LEVELS, RECORDS, SKILLS, SOURCE_LOOKUPS, SOURCES
from salaries.comparison import Comparison, Row
from salaries.models import CareerLevel, Fact, SalaryRecord, Skill, Source
from salaries.provenance import Behind, is_withheld, withheld_counts, withheld_sources
from salaries.record_rows import record_cells, record_rows

MILLIONTH = Decimal("0.000001")


@dataclass(frozen=True)
class Table:
    """`asked` says what the rows answer; `withheld` is {source's slug: rows whose figures are left out}.

    `cells` are the same rows as CSV has them, where there is a quicker way to them than through `rows`.
    """

    columns: Mapping[str, str]
    rows: Iterable[tuple[Any, ...]]
    asked: dict[str, Any] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)
    withheld_rows: int = 0
    cells: Iterable[tuple[Any, ...]] | None = None


def record_table(records: QuerySet[SalaryRecord]) -> Table:
    """Records in their order; those of withheld sources are counted instead."""
    counts = withheld_counts(records)
    given = records.filter(source__redistributable=True)
    return Table(RECORDS, record_rows(given), {}, counts, sum(counts.values()), record_cells(given))


def comparison_table(comparison: Comparison | None) -> Table:
    """Every place of a comparison, in its order."""
    if comparison is None:
        return Table(CITIES, [])
    question = comparison.question
    asked = {
        "role": question.role.slug,
        "level": question.level.slug if question.level else None,
        "year": question.year,
        "source": question.source.slug if question.source else None,
        "population": question.population or None,
    }
    slugs = dict(Source.objects.values_list("pk", "slug"))
    withheld = withheld_sources()
    behind = sources_of_rows(comparison, comparison.rows)
    closed_baselines = _closed_baselines(comparison, withheld) if withheld else set()
    rows, counted, closed_rows = [], Counter[str](), 0
    for row, sources in zip(comparison.rows, behind, strict=True):
        closed = is_withheld(sources, withheld)
        closed_rows += closed
        counted.update(withheld[source] for source in sources if closed)
        names = " ".join(sorted(slugs[source] for source in sources))
        rows.append((*_cell(row, asked), names, closed, *_figures(row, closed, row.place.pk in closed_baselines)))
    return Table(CITIES, rows, asked, dict(sorted(counted.items())), closed_rows)


def sources_of_rows(comparison: Comparison, rows: Iterable[Row]) -> list[set[int]]:
    """The ids of the sources behind each row."""
    question = comparison.question
    level = question.level.pk if question.level else None
    at = {"role": question.role.pk, "year": question.year}
    behind = Behind(roles=[at["role"]], years=[at["year"]], **question.narrowed)
    return [behind.sources(place=row.shown_place.pk, level=level, **at) for row in rows]


def withheld_rows(comparison: Comparison, rows: Iterable[Row]) -> int:
    """How many of the rows come without amounts in the files."""
    withheld = withheld_sources()
    if not withheld:
        return 0
    return sum(is_withheld(sources, withheld) for sources in sources_of_rows(comparison, rows))


def _cell(row: Row, asked: dict[str, Any]) -> tuple[Any, ...]:
    country = row.country
    return (
        row.place.slug,
        row.place.name,
        country.slug if country else None,
        country.name if country else None,
        asked["role"],
        asked["level"],
        asked["year"],
        row.shown_place.slug,
        row.national,
        row.sample_size,
        row.source_count,
        str(row.summary.confidence.value),
    )


def _figures(row: Row, closed: bool, closed_baseline: bool) -> tuple[Decimal | None, ...]:
    amounts = (None, None, None) if closed else (row.low_usd, row.typical_usd, row.high_usd)
    baseline = None if closed_baseline else row.baseline_usd
    ratio = None if closed or closed_baseline else row.ratio
    parts = (ratio.low, ratio.typical, ratio.high) if ratio else (None, None, None)
    return (*amounts, baseline, *map(to_the_millionth, parts))


def _closed_baselines(comparison: Comparison, withheld: dict[int, str]) -> set[int]:
    """Places whose figure outside IT rests on withheld sources only."""
    role = comparison.baseline
    if role is None:
        return set()
    at = {"role": role.pk, "year": comparison.year}
    narrowed = {"source": comparison.source} if comparison.source else {}
    behind = Behind(roles=[role.pk], years=[comparison.year], **narrowed)
    found = set()
    for row in comparison.rows:
        places = [place for place in (row.place.pk, row.place.parent_id) if place]
        sources = next(filter(None, (behind.sources(place=place, **at) for place in places)), set())
        if is_withheld(sources, withheld):
            found.add(row.place.pk)
    return found


def to_the_millionth(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.quantize(MILLIONTH, rounding=ROUND_HALF_EVEN)


def ladder_table(context: dict[str, Any]) -> Table:
    """The rungs of `portraits.ladder_context`, with what they pay by their publisher's own records."""
    role, place, year = context["role"], context.get("place"), context["year"]
    asked = {"role": role.slug if role else None, "place": place.slug if place else None, "year": year}
    rungs = {rung.level.pk: rung for rung in context["ladder"]}
    levels = list(CareerLevel.objects.select_related("source").prefetch_related("skills", "tools"))
    withheld = {level.source.slug for level in levels if not level.source.redistributable}
    rows = [_rung(level, rungs.get(level.pk), asked) for level in levels]
    counts = Counter(level.source.slug for level in levels if level.source.slug in withheld)
    return Table(LEVELS, rows, asked, dict(sorted(counts.items())), counts.total())


def _rung(level: CareerLevel, rung: Any, asked: dict[str, Any]) -> tuple[Any, ...]:
    open_ = level.source.redistributable
    pay = rung.estimate if rung and rung.estimate else None
    ratio = rung.given_ratio.typical if rung and rung.given_ratio else None
    figures = (
        level.experience_low_months,
        level.experience_high_months,
        level.reach_low_months,
        level.reach_high_months,
        level.multiplier_low,
        level.multiplier_high,
        pay.low_annual_usd if pay else None,
        pay.typical_annual_usd if pay else None,
        pay.high_annual_usd if pay else None,
        to_the_millionth(ratio),
    )
    return (
        level.order,
        level.slug,
        level.name,
        level.summary,
        " ".join(skill.slug for skill in level.skills.all()),
        " ".join(tool.slug for tool in level.tools.all()),
        *asked.values(),
        pay.sample_size if pay else None,
        *(figures if open_ else [None] * len(figures)),
        not open_,
        *_source(level.source),
    )


def _source(source: Source) -> tuple[Any, ...]:
    return tuple(getattr(source, name) for name in SOURCE_LOOKUPS)


def skill_table() -> Table:
    """A row for each fact about a skill, and one for a skill without facts."""
    facts = Fact.objects.filter(skill__isnull=False)
    counts = withheld_counts(facts)
    by_skill: dict[int | None, list[Fact]] = {}
    for fact in facts.filter(source__redistributable=True).select_related("source", "place", "import_run"):
        by_skill.setdefault(fact.skill_id, []).append(fact)
    skills = Skill.objects.prefetch_related("levels", "tool_levels")
    return Table(SKILLS, list(_skill_rows(skills, by_skill)), {}, counts, sum(counts.values()))


def _skill_rows(skills: Iterable[Skill], by_skill: dict[int | None, list[Fact]]) -> Iterator[tuple[Any, ...]]:
    for skill in skills:
        levels = " ".join(level.slug for level in skill.asking_levels)
        about = (skill.slug, skill.name, skill.kind, skill.description, skill.in_demand, levels)
        for fact in by_skill.get(skill.pk, []):
            yield *about, *_fact(fact)
        if skill.pk not in by_skill:
            yield *about, *[None] * (len(SKILLS) - len(about))


def _fact(fact: Fact) -> tuple[Any, ...]:
    return (
        fact.key,
        fact.statement,
        fact.low,
        fact.high,
        fact.unit,
        fact.place.slug if fact.place else None,
        fact.year,
        fact.quote,
        fact.note,
        *_source(fact.source),
        fact.import_run_id,
    )


def source_table(sources: QuerySet[Source]) -> Table:
    """Every source with what was taken from it; nothing about a publication is withheld."""
    return Table(SOURCES, [tuple(getattr(source, name) for name in SOURCES) for source in sources])
