"""What each data page gives away: documented columns, rows, and what is withheld.

In: the same querysets, questions and ladders as the pages. Out: a `Table`, whose rows are tuples in the order of its
columns. `salaries.takeaway` writes them as CSV and JSON.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from salaries.catalogue import catalogue
from salaries.columns import BANDS, ESTIMATES, LEVELS, RECORDS, SKILLS, SOURCE_LOOKUPS, SOURCES
from salaries.comparison import Comparison
from salaries.derivation import Derivation, SourcesBand
from salaries.estimate_rows import about, estimate_cells, in_usd, is_closed, rows_of, to_the_cent, to_the_millionth
from salaries.facets import ANY_LEVEL
from salaries.models import CareerLevel, Estimate, Fact, Place, SalaryRecord, Skill, Source
from salaries.provenance import closed_figures, is_withheld, withheld_counts, withheld_sources
from salaries.record_rows import record_cells, record_rows
from salaries.row import Row, name_sources
from salaries.unit import Unit

NARROWING = ("source", "population", "employment_type", "work_mode")


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
    counts, closed = closed_figures((row.source_ids for row in comparison.rows), withheld)
    rows = [comparison_cells(row, comparison.unit, withheld) for row in comparison.rows]
    return Table(columns, rows, asked_of(comparison), counts, closed)


def asked_of(comparison: Comparison) -> dict[str, Any]:
    """The question in the words of the address; None where nothing is narrowed."""
    question = comparison.question
    return {
        "role": [role.slug for role in question.roles],
        "level": [level.slug if level else ANY_LEVEL for level in question.levels],
        "year": list(question.years),
        **dict.fromkeys(NARROWING),
        **question.narrowing.in_address,
        "currency": comparison.unit.code,
    }


def withheld_rows(comparison: Comparison) -> int:
    """How many of the rows come without amounts in the files."""
    withheld = comparison.known.withheld
    return sum(is_withheld(row.source_ids, withheld) for row in comparison.every_row) if withheld else 0


def comparison_cells(row: Row, unit: Unit, withheld: Collection[int]) -> tuple[Any, ...]:
    """One row in the order of `columns.CITIES`."""
    closed, closed_baseline = is_closed(row, withheld)
    given = (None, None, None) if closed else (row.low, row.typical, row.high)
    return (
        *about(row),
        closed,
        *in_usd(row, closed, closed_baseline),
        unit.code,
        *map(to_the_cent, given),
        None if closed_baseline else to_the_cent(row.baseline),
        None if closed else to_the_cent(row.buys),
    )


def estimate_table(estimates: QuerySet[Estimate], asked: dict[str, Any], place: Place | None = None) -> Table:
    """Stored estimates, read as the file is written; with `place`, all as its own, its country's as national."""
    withheld = withheld_sources()
    counts, closed = closed_figures(_behind(estimates, withheld), withheld)
    rows = (estimate_cells(row, withheld) for row in rows_of(estimates, place))
    return Table(ESTIMATES, rows, asked, counts, closed)


def _behind(estimates: QuerySet[Estimate], withheld: Collection[int]) -> Iterator[set[int]]:
    """The sources behind each of the estimates that may be closed; none is read where no withheld source states pay."""
    if SalaryRecord.objects.filter(source__in=withheld).exists():
        # No more sources went into an estimate than stand behind it.
        few = estimates.order_by().filter(source_count__lte=len(withheld)).values_list("made_of", flat=True)
        yield from ({part[0] for part in made_of} for made_of in few.iterator())


def row_table(rows: Collection[Row], asked: dict[str, Any]) -> Table:
    """The rows of a page that were made of stored estimates, in its order."""
    withheld = withheld_sources()
    name_sources(rows, catalogue().sources)
    counts, closed = closed_figures([row.source_ids for row in rows], withheld)
    return Table(ESTIMATES, [estimate_cells(row, withheld) for row in rows], asked, counts, closed)


def band_table(found: Derivation | None, asked: dict[str, Any]) -> Table:
    """What each source says of one cell."""
    if found is None:
        return Table(BANDS, [], asked)
    closed = {one.source.slug: 1 for one in found.bands if one.source.pk in found.withheld}
    rows = [_band(found, one) for one in found.bands]
    return Table(BANDS, rows, asked, closed, len(closed))


def _band(found: Derivation, one: SourcesBand) -> tuple[Any, ...]:
    asked, band, closed = found.asked, one.band, one.source.pk in found.withheld
    amounts = (band.low_annual_usd, band.typical_annual_usd, band.high_annual_usd)
    return (
        asked.place.slug,
        asked.role.slug,
        asked.level.slug if asked.level else None,
        asked.year,
        found.figures_of.slug,
        found.national,
        *_source(one.source),
        one.observation_count,
        one.published_count,
        closed,
        *((None, None, None) if closed else map(to_the_cent, amounts)),
    )


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
