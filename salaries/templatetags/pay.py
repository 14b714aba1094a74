"""Template filters that write money, ratios, facts and durations, by salaries.money and salaries.words."""

from django import template

from salaries import money, words
from salaries.converted import Converted, converted
from salaries.unit import Unit

register = template.Library()

register.filter("quoted", money.quoted)
register.filter("quoted_amount", money.quoted_amount)
register.filter("annual_usd", money.annual_usd)
register.filter("usd", money.usd)
register.filter("times", money.times)
register.filter("fact_value", words.fact_value)
register.filter("fact_scope", words.fact_scope)
register.filter("experience", words.experience)
register.filter("reach", words.reach)
register.filter("multiplier", words.multiplier)


@register.simple_tag
def usd_span(low, typical, high) -> str:
    """A span of annual US dollars, as text."""
    return money.usd_span(low, typical, high)


@register.simple_tag
def span_in(unit: Unit, low, typical, high) -> str:
    """A span of amounts of a unit."""
    return unit.span(low, typical, high)


@register.simple_tag
def amount_in(unit: Unit, amount) -> str:
    """One amount of a unit, or a dash."""
    return unit.amount(amount) or "–"


@register.simple_tag
def record_in(unit: Unit, record) -> Converted:
    """A record in a unit that has read its year."""
    return converted(record, unit)
