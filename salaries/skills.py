"""What employers ask for, and what sources say it is worth.

In: skills and the facts about them. Out: the context of /skills/. A fact in per cent about a skill is a premium if its
statement says premium or uplift, and a share of job advertisements if it begins with “Share of”; other facts stand
with their skill and in no chart. Every figure keeps its scope, its year and its source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from salaries.charts import Axis, Bar, Ticks, short_label
from salaries.models import Fact, Skill, Source
from salaries.words import fact_value

PREMIUM_WORDS = ("premium", "uplift")
SHARE_BEGINS = "share of"


@dataclass(frozen=True)
class FactBar:
    """A fact in per cent on an axis."""

    fact: Fact
    skill: Skill
    text: str
    bar: Bar

    @property
    def is_range(self) -> bool:
        return self.fact.low != self.fact.high

    @property
    def url(self) -> str:
        return self.fact.get_absolute_url()


@dataclass(frozen=True)
class FactChart:
    """Facts of one kind on one axis, the highest first."""

    title: str
    rows: list[FactBar]
    ticks: Ticks

    @property
    def sources(self) -> list[Source]:
        return list({row.fact.source_id: row.fact.source for row in self.rows}.values())


def skills_context() -> dict[str, Any]:
    """Skills and tools with their facts and levels; charts of premiums and of shares, where there are any."""
    facts = Prefetch("facts", Fact.objects.select_related("source", "place", "role", "level"))
    skills = list(Skill.objects.prefetch_related("levels", "tool_levels", facts))
    percents = [(skill, fact) for skill in skills for fact in skill.facts.all() if fact.unit == Fact.Unit.PERCENT]
    premiums = [(skill, fact) for skill, fact in percents if is_premium(fact)]
    shares = [(skill, fact) for skill, fact in percents if is_share(fact)]
    return {
        "in_demand": [skill for skill in skills if skill.in_demand],
        "premiums": _chart(premiums, "What a skill adds to pay, as sources state it"),
        "shares": _chart(shares, "How many job advertisements name it", up_to=Decimal(100)),
        "skills": [skill for skill in skills if skill.kind == Skill.Kind.SKILL],
        "tools": [skill for skill in skills if skill.kind == Skill.Kind.TOOL],
    }


def is_share(fact: Fact) -> bool:
    return fact.statement.lower().startswith(SHARE_BEGINS)


def is_premium(fact: Fact) -> bool:
    return not is_share(fact) and any(word in fact.statement.lower() for word in PREMIUM_WORDS)


def _chart(found: Sequence[tuple[Skill, Fact]], subject: str, up_to: Decimal | None = None) -> FactChart | None:
    if not found:
        return None
    facts = [fact for _, fact in found]
    ends = [end for fact in facts for end in (fact.low, fact.high)]
    axis = Axis([up_to, *ends], label=short_label(unit="%"), is_log=False)
    rows = [FactBar(fact, skill, fact_value(fact), _bar(fact, axis)) for skill, fact in found]
    rows.sort(key=lambda row: (-_upper(row.fact), row.skill.name, row.fact.key))
    return FactChart(f"{subject}: {span_in_words(facts)}", rows, axis.ticks)


def _bar(fact: Fact, axis: Axis) -> Bar:
    """A range from its low to its high end, a single figure from zero."""
    if fact.low is None or fact.low != fact.high:
        return axis.bar(fact.low, None, fact.high)
    return axis.bar(min(Decimal(0), fact.low), None, max(Decimal(0), fact.low))


def _upper(fact: Fact) -> Decimal:
    return fact.high if fact.high is not None else fact.low or Decimal(0)


def span_in_words(facts: Sequence[Fact]) -> str:
    """From the lowest to the highest figure of the facts, open at an end where one of them is."""
    ends = [end for fact in facts for end in (fact.low, fact.high) if end is not None]
    low, high = (f"{end.normalize():,f}%" for end in (min(ends), max(ends)))
    open_low = any(fact.low is None for fact in facts)
    open_high = any(fact.high is None for fact in facts)
    if open_low and open_high:
        return "their figures are open at both ends"
    if open_low:
        return f"up to {high}"
    if open_high:
        return f"{low} or more"
    return low if low == high else f"{low} to {high}"
