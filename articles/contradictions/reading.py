"""From the text of a guide to what it quotes: records, facts and levels as they are now.

In: a text, or the `Desk` that has looked up what it names. Out: `Material`. Of records only statements count, not
single persons' pay: of a source that gives several exact figures for one place, role and level none counts, and none of
one that gives more than a dozen statements for it. The number of queries depends neither on the guide's figures nor on
records; how many rows are read depends on what the guide quotes. What a page has looked up to show the guide is not
read again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q

from articles.contradictions.statements import Market, Material, Multiple, Rung, Span, Statement
from articles.figures import Desk
from articles.markup import parse
from articles.quotes import OneSource, Quoted, quoted_at
from salaries import money, words
from salaries.catalogue import Catalogue
from salaries.conversion import annualise, rates_by_year
from salaries.models import CareerLevel, Fact, SalaryRecord
from salaries.row import MOST_QUOTABLE

# So many records that no figure names, behind charts and ratios, are read. Where there are more, none counts: a part of
# them would not show which are statements.
MOST_BEHIND = 500
ABOUT_PAY = re.compile(r"\b(?:earn|pay|paid|salar|income|wage|compensat)", re.IGNORECASE)
NOT_SAID = {"unspecified", "unstated"}


def material_of(text: str) -> Material:
    return material_at(Desk(parse(text).every_construct))


def material_at(desk: Desk) -> Material:
    found, known = quoted_at(desk), desk.known
    records = {one.pk: one for one in (*_named(desk, found), *behind(found.figures, known))}
    statements = sorted((_statement(one, known) for one in of_statements(records.values())), key=lambda one: one.key)
    facts = desk.facts | desk.checks.quantities.facts
    currencies = {one.currency for one in statements} - {"USD"}
    return Material(
        tuple(statements),
        tuple(_multiple(one) for _, one in sorted(facts.items()) if is_about_pay(one)),
        tuple(_rung(one, known) for one in known.levels.values() if one.slug in found.levels),
        {code: tuple(Market(*year) for year in years) for code, years in rates_by_year(currencies).items()},
    )


def is_about_pay(fact: Fact) -> bool:
    """A role's ratio can be of anything; its words say whether it is one of pay."""
    is_ratio = fact.unit == Fact.Unit.RATIO and fact.role_id is not None and fact.skill_id is None
    return is_ratio and bool(ABOUT_PAY.search(f"{fact.statement} {fact.quote}"))


# -- records ----------------------------------------------------------------------------------------------------------
def _named(desk: Desk, found: Quoted) -> list[SalaryRecord]:
    """The records that are quoted by themselves."""
    at_hand = [*desk.records.values(), *desk.checks.quantities.records.values()]
    for shown in desk.shown.values():
        at_hand += shown if isinstance(shown, list) else []
    missing = found.records - {one.pk for one in at_hand}
    read = SalaryRecord.objects.published().filter(pk__in=missing).select_related("exchange_rate").order_by()
    return [*at_hand, *desk.known.complete(read)]


def behind(figures: Iterable[OneSource], known: Catalogue) -> Iterator[SalaryRecord]:
    """The records behind figures of one source: those with the very level, or of a ladder those of its levels.

    Every cell is named down to its level and source, so that an index leads there, past the records of other sources;
    were the status asked for too, a database without statistics would take the index of that one.
    """
    asked: dict[tuple[Any, ...], set[int]] = defaultdict(set)
    for one in figures:
        year = one.year or known.last_years.get(one.role)
        asked[one.role, one.source, year, one.level, one.is_ladder].add(one.place)
    cells = Q(pk__in=[])
    for (role, source, year, level, is_ladder), places in asked.items():
        inside = {inner for place in places for inner in known.tree.below(place)}
        at = Q(level__in=known.levels, place__in=inside) if is_ladder else Q(level=level, place__in=places)
        cells |= Q(at, role=role, source=source, year=year)
    read = SalaryRecord.objects.filter(cells).select_related("exchange_rate").order_by()[: MOST_BEHIND + 1]
    found = [one for one in known.complete(read) if one.is_published]
    if len(read) > MOST_BEHIND:
        return
    ladders = {key: places for key, places in asked.items() if key[-1]}
    leveled = [one for one in found if one.level_id]
    for key, places in ladders.items():
        for place in places:
            yield from _on_ladder(leveled, key, place, known)
    cells_asked = {(place, *key[:4]) for key, places in asked.items() if not key[-1] for place in places}
    for record in found:
        if (record.place_id, record.role_id, record.source_id, record.year, record.level_id) in cells_asked:
            yield record


def _on_ladder(
    records: list[SalaryRecord], key: tuple[Any, ...], place: int, known: Catalogue
) -> Iterator[SalaryRecord]:
    """Of each level those of the place, or else those inside it: what the ladder is drawn from."""
    inside = [
        one
        for one in records
        if (one.role_id, one.source_id, one.year) == key[:3] and place in known.above.get(one.place_id, ())
    ]
    own = {one.level_id for one in inside if one.place_id == place}
    yield from (one for one in inside if one.place_id == place or one.level_id not in own)


def of_statements(records: Iterable[SalaryRecord]) -> list[SalaryRecord]:
    """Without single persons' pay."""
    records = list(records)
    cells = Counter(map(_cell, records))
    single = Counter((*_cell(one), *_kind(one)) for one in records if is_exact_figure(one))
    return [
        one
        for one in records
        if cells[_cell(one)] <= MOST_QUOTABLE and not (is_exact_figure(one) and single[(*_cell(one), *_kind(one))] > 1)
    ]


def is_exact_figure(record: SalaryRecord) -> bool:
    is_exact = record.qualifier == SalaryRecord.Qualifier.EXACT
    return is_exact and record.low is None and record.high is None


def _cell(record: SalaryRecord) -> tuple[Any, ...]:
    return record.source_id, record.place_id, record.role_id, record.level_id, record.year


def _kind(record: SalaryRecord) -> tuple[Any, ...]:
    return record.currency_code, record.population, record.employment_type, record.work_mode


def _statement(record: SalaryRecord, known: Catalogue) -> Statement:
    annual = [None if one is None else annualise(one, record.period) for one in record.quoted_amounts]
    level, rate = record.level, record.exchange_rate
    return Statement(
        key=record.key,
        url=record.get_absolute_url(),
        quoted=money.quoted(record),
        place=str(record.place),
        place_id=record.place_id,
        lies_in=known.above.get(record.place_id, (record.place_id,)),
        is_region=record.place.kind == record.place.Kind.REGION,
        role=str(record.role),
        role_id=record.role_id,
        year=record.year,
        currency=record.currency_code,
        period=record.period,
        local=Span(*annual),
        usd=Span(record.annual_low_usd, record.annual_typical_usd, record.annual_high_usd),
        units_per_usd=rate.units_per_usd if rate else None,
        source=str(record.source),
        source_id=record.source_id,
        level=str(level) if level else "",
        level_order=level.order if level else None,
        is_baseline=record.role.is_baseline,
        is_average=record.qualifier == SalaryRecord.Qualifier.AVERAGE,
        population=_said(record.population),
        employment_type=_said(record.employment_type),
        work_mode=_said(record.work_mode),
        basis=_said(record.basis),
    )


def _said(value: str) -> str:
    return "" if value in NOT_SAID else value


# -- facts and levels -------------------------------------------------------------------------------------------------
def _multiple(fact: Fact) -> Multiple:
    return Multiple(
        key=fact.key,
        url=fact.get_absolute_url(),
        statement=fact.statement,
        words=words.fact_value(fact),
        low=fact.low,
        high=fact.high,
        role_id=fact.role_id or 0,
        place=str(fact.place or ""),
        place_id=fact.place_id,
        level_order=fact.level.order if fact.level else None,
        year=fact.year,
        source=str(fact.source),
    )


def _rung(level: CareerLevel, known: Catalogue) -> Rung:
    return Rung(
        slug=level.slug,
        url=level.get_absolute_url(),
        name=str(level),
        order=level.order,
        experience=(level.experience_low_months, level.experience_high_months),
        reach=(level.reach_low_months, level.reach_high_months),
        multiplier=(level.multiplier_low, level.multiplier_high),
        experience_words=words.experience(level),
        reach_words=words.reach(level),
        multiplier_words=words.multiplier(level),
        source=str(known.sources.get(level.source_id, "")),
    )
