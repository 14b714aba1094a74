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

from salaries.columns import LEVELS, RECORDS, SKILLS, SOURCE_LOOKUPS, SOURCES
from salaries.comparison import Comparison
from salaries.facets import ANY_LEVEL
from salaries.models import CareerLevel, Fact, SalaryRecord, Skill, Source
from salaries.provenance import is_withheld, withheld_counts
from salaries.record_rows import record_cells, record_rows
from salaries.row import Row
from salaries.statistics import CENT
from salaries.unit import Unit

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


def comparison_table(comparison: Comparison | None, columns: Mapping[str, str]) -> Table:
    """Every row of a comparison, in its order."""
    if comparison is None:
        return Table(columns, [])
    withheld = comparison.known.withheld
    rows, counted, closed_rows = [], Counter[str](), 0
    for row in comparison.rows:
        closed = is_withheld(row.source_ids, withheld)
        closed_rows += closed
        counted.update(withheld[source] for source in row.source_ids if closed)
        closed_baseline = is_withheld(row.baseline_source_ids, withheld)
        rows.append((*_cell(row), closed, *_figures(row, comparison.unit, closed, closed_baseline)))
    return Table(columns, rows, asked_of(comparison), dict(sorted(counted.items())), closed_rows)


def asked_of(comparison: Comparison) -> dict[str, Any]:
    """The question in the words of the address; None where nothing is narrowed."""
    question, narrowing = comparison.question, comparison.question.narrowing
    return {
        "role": [role.slug for role in question.roles],
        "level": [level.slug if level else ANY_LEVEL for level in question.levels],
        "year": list(question.years),
        "source": [source.slug for source in narrowing.sources] or None,
        "population": list(narrowing.populations) or None,
        "employment_type": list(narrowing.employment_types) or None,
        "work_mode": list(narrowing.work_modes) or None,
        "currency": comparison.unit.code,
    }


def withheld_rows(comparison: Comparison) -> int:
    """How many of the rows come without amounts in the files."""
    withheld = comparison.known.withheld
    return sum(is_withheld(row.source_ids, withheld) for row in comparison.every_row) if withheld else 0


def _cell(row: Row) -> tuple[Any, ...]:
    country = row.country
    return (
        row.place.slug,
        row.place.name,
        country.slug if country else None,
        country.name if country else None,
        row.role.slug,
        row.level.slug if row.level else None,
        row.year,
        row.shown_place.slug,
        row.national,
        row.sample_size,
        row.source_count,
        str(row.summary.confidence.value),
        row.newest,
        " ".join(source.slug for source in sorted(row.sources, key=lambda source: source.slug)),
    )


def _figures(row: Row, unit: Unit, closed: bool, closed_baseline: bool) -> tuple[Any, ...]:
    amounts = (row.low_usd, row.typical_usd, row.high_usd, row.low, row.typical, row.high, row.buys)
    low_usd, typical_usd, high_usd, low, typical, high, buys = (
        (None,) * len(amounts) if closed else map(to_the_cent, amounts)
    )
    baselines = (None, None) if closed_baseline else (to_the_cent(row.baseline_usd), to_the_cent(row.baseline))
    ratio = None if closed or closed_baseline else row.ratio
    parts = (ratio.low, ratio.typical, ratio.high) if ratio else (None, None, None)
    return (
        low_usd,
        typical_usd,
        high_usd,
        baselines[0],
        *map(to_the_millionth, parts),
        unit.code,
        low,
        typical,
        high,
        baselines[1],
        buys,
    )


def to_the_cent(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.quantize(CENT, rounding=ROUND_HALF_EVEN)


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
