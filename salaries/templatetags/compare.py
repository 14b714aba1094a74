"""Marks of pay and rows of comparisons, written as formatted strings: a template loop costs ten times as much.

In: rows and bars with their numbers worked out. Out: HTML. Every text that comes from data is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe

from salaries.charts import Bar, Tick
from salaries.comparison import Comparison
from salaries.facets import Facet
from salaries.money import quoted, usd, usd_span
from salaries.row import Row
from salaries.unit import Unit

register = template.Library()
US_DOLLARS = Unit()

BAR = '<svg class="pay-bar" role="img" width="100%" height="36" aria-label="{}">{}</svg>'
GRID = '<line class="pay-grid" x1="{0}%" x2="{0}%" y1="0" y2="100%"/>'
RANGE = '<svg x="{low}%" width="{width}%" height="36">{drawn}</svg>'
BOX = '<rect class="pay-range" y="12" width="100%" height="12"/>'
START = '<line class="pay-end" x1="0" x2="0" y1="10" y2="26"/>'
END = '<line class="pay-end" x1="100%" x2="100%" y1="10" y2="26"/>'
OPEN_START = '<path class="pay-open" d="M0 18h-14m5-5-5 5 5 5"/>'
OPEN_END = '<svg x="100%"><path class="pay-open" d="M0 18h14m-5-5 5 5-5 5"/></svg>'
AT = '<svg x="{}%">{}</svg>'
MIDDLE = '<rect class="pay-typical" x="-2" y="5" width="4" height="26"/>'
BASELINE = '<circle class="pay-baseline" cx="{}%" cy="18" r="4.5"/>'

DOT = '<circle class="dot{}" cx="{}" cy="5.5" r="4.5"/>'
DOTS_AT = ("6", "18.5", "31", "43.5")
DOTS = '<svg width="50" height="11" aria-hidden="true" focusable="false">{}</svg>'
CONFIDENCE = '<span class="confidence">{dots} {label}</span>'


def grid_of(ticks: Iterable[Tick]) -> str:
    return "".join([GRID.format(tick.percent) for tick in ticks])


@dataclass(frozen=True)
class Pieces:
    """The parts that bars are made of: drawn in full, or named, where a long table draws them once."""

    grid: str
    closed: str = f"{BOX}{START}{END}"
    typical: str = MIDDLE


SHARED = Pieces('<use href="#pay-grid"/>', '<use href="#pay-closed"/>', '<use href="#pay-mid"/>')


@register.simple_tag
def shared_pieces(ticks: list[Tick]) -> SafeString:
    """What the rows of a comparison name: the grid, a range with two ends, a typical mark, and the dots."""
    whole = Pieces(grid_of(ticks))
    named = {"grid": whole.grid, "closed": whole.closed, "mid": whole.typical}
    named |= {f"dots-{count}": dots_drawn(count) for count in range(1, 5)}
    groups = "".join([f'<g id="pay-{name}">{drawn}</g>' for name, drawn in named.items()])
    return mark_safe(  # noqa: S308  numbers only
        f'<svg class="visually-hidden" aria-hidden="true" focusable="false">{groups}</svg>'
    )


OPTION = '<option value="{}"{}>{}</option>'


@register.simple_tag
def options(field: BoundField) -> SafeString:
    """The options of a select, without a template for each."""
    chosen = str(field.value() or "")
    asked: Any = field.field
    empty = getattr(asked, "empty_label", None)
    offered = ([("", empty)] if empty else []) + [(value, label) for value, label in asked.choices if value]
    drawn = [
        OPTION.format(escape(str(value)), " selected" if str(value) == chosen else "", escape(str(label)))
        for value, label in offered
    ]
    return mark_safe("".join(drawn))  # noqa: S308  escaped piece by piece


def tenths(percent: str) -> str:
    """A position on an axis as finely as it can be seen: a tenth of a percent is less than a pixel."""
    return f"{float(percent):.1f}"


def bar_svg(bar: Bar, pieces: Pieces, label: str, *, is_range: bool) -> str:
    """One range of yearly pay on a shared axis; `label` is escaped text that says the same in words."""
    shown = ""
    if bar.low and is_range:
        open_ends = f"{BOX}{OPEN_START if bar.open_low else START}{OPEN_END if bar.open_high else END}"
        drawn = open_ends if bar.open_low or bar.open_high else pieces.closed
        shown = RANGE.format(low=tenths(bar.low), width=tenths(bar.width or "0"), drawn=drawn)
    typical = AT.format(tenths(bar.typical), pieces.typical) if bar.typical else ""
    baseline = BASELINE.format(tenths(bar.baseline)) if bar.baseline else ""
    return BAR.format(label, f"{pieces.grid}{shown}{typical}{baseline}")


def range_in_words(unit: Unit, low: Any, typical: Any, high: Any) -> str:
    """A range; the typical figure where there is none."""
    return unit.span(low, typical if low is None and high is None else None, high)


def in_words(label: Any, low: Any, typical: Any, high: Any, baseline: Any, unit: Unit) -> str:
    """All that a bar shows, for those who do not see it."""
    text = f"{label}: " if label else ""
    text += range_in_words(unit, low, typical, high)
    if typical and low != high:
        text += f", typically {unit.amount(typical)}"
    return escape(f"{text}; outside IT {unit.amount(baseline)}" if baseline else text)


@register.simple_tag
def pay_bar(
    bar: Bar | None,
    ticks: list[Tick],
    label: Any,
    low: Any,
    typical: Any,
    high: Any,
    baseline: Any = None,
    unit: Unit = US_DOLLARS,
) -> SafeString:
    """A bar of annual amounts of a unit, with its axis' grid."""
    if bar is None:
        return mark_safe("")
    words = in_words(label, low, typical, high, baseline, unit)
    return mark_safe(bar_svg(bar, Pieces(grid_of(ticks)), words, is_range=low != high))  # noqa: S308  escaped in in_words


@register.simple_tag
def dots(count: int) -> SafeString:
    """How sure an estimate is, as one to four dots."""
    return mark_safe(DOTS.format(dots_drawn(count)))  # noqa: S308  numbers only


def dots_drawn(count: int) -> str:
    return "".join([DOT.format(" on" if n < count else "", x) for n, x in enumerate(DOTS_AT)])


# -- the comparison ---------------------------------------------------------------------------------------------------
ROW = (
    '<tr><th scope="row"><a class="place" href="{url}">{place}</a>'
    '<span class="sub">{about}</span></th>'
    '<td class="plot">{bar}</td><td class="end as-quoted">{pay}</td><td class="end buys">{buys}</td>'
    '<td class="end against">{against}</td><td class="end sure">{sure}</td></tr>'
)
LINK = '<a id="sort-{key}" href="{url}" data-hx-get="{url}">{label}</a>'
QUOTED = '<span class="quoted"><a class="figure" href="{url}">{text}</a></span>'
SUB = '<span class="sub">{}</span>'
SPAN = '<span class="sub">sources span <span class="num nowrap">{}</span></span>'
NUMBER = '<span class="sub num">{}</span>'
TYPICALLY = '<span class="typically"><a class="figure" href="{url}">{text}</a></span>'


@register.simple_tag
def aria_sort(column: Mapping[str, Any]) -> SafeString:
    """How a column that the rows are sorted by is sorted, as an attribute."""
    return mark_safe(f' aria-sort="{column["sorted"]}"' if column and column["sorted"] else "")  # noqa: S308  one of two words


@register.simple_tag
def sort_link(column: Mapping[str, Any], text: str) -> SafeString:
    """The words of a column's heading, as a link that sorts by it; `text` where nothing can be sorted."""
    if not column:
        return mark_safe(escape(text))  # noqa: S308
    return mark_safe(  # noqa: S308
        LINK.format(key=column["key"], url=escape(column["url"]), label=escape(column["label"]))
    )


@register.simple_tag
def comparison_rows(comparison: Comparison) -> SafeString:
    """The rows of components/compare_table.html."""
    unit = comparison.unit
    return mark_safe("\n".join([_row(row, SHARED, unit) for row in comparison.rows]))  # noqa: S308  escaped piece by piece


def _row(row: Row, pieces: Pieces, unit: Unit) -> str:
    country = row.country
    name, label = str(row.place), row.label
    about = [str(country)] if country and country != row.place else []
    about += [label[len(name) + 2 :]] if label != name else []
    about += ["national figures"] if row.national else []
    # The row says all else in words: its place, what is typical, and pay outside IT.
    words = escape(range_in_words(unit, row.low, row.typical, row.high) or "no figure")
    return ROW.format(
        url=escape(row.place.get_absolute_url()),
        place=escape(name),
        about=escape(", ".join(about)),
        bar=bar_svg(row.bar, pieces, words, is_range=row.low != row.high) if row.bar else "",
        pay=_pay(row, unit),
        buys=_buys(row),
        against=_against(row, unit),
        sure=_sure(row),
    )


def _pay(row: Row, unit: Unit) -> str:
    """As quoted where there are few records, then typical in local money, dollars and the reader's unit."""
    found = [
        QUOTED.format(url=escape(record.get_absolute_url()), text=escape(quoted(record))) for record in row.records
    ]
    if row.records and row.more_records:
        found.append(SUB.format(f"and {row.more_records:,} more"))
    url = escape(row.estimate_url)
    if row.typical_usd is None:
        span = unit.span(row.low, None, row.high) or usd_span(row.low_usd, None, row.high_usd)
        return "".join([*found, TYPICALLY.format(url=url, text=escape(span))])
    local, dollars = row.local_typical, usd(row.typical_usd)
    if unit.is_usd:
        found.append(TYPICALLY.format(url=url, text=f"typically {escape(dollars)}"))
        found.append(NUMBER.format(escape(local)) if local else "")
    else:
        shown = unit.amount(row.typical) or f"no figure in {'PPP' if unit.is_ppp else unit.code}"
        found.append(TYPICALLY.format(url=url, text=f"typically {escape(shown)}"))
        found.append(NUMBER.format(escape(f"{local}, {dollars}" if local and local != shown else dollars)))
    return "".join(found)


def _buys(row: Row) -> str:
    buys = row.buys
    if buys is None:
        return SUB.format(_why_not(row))
    year = row.worth.price_level.year if row.worth and row.worth.price_level else ""
    return f'<span class="num">{escape(PPP_UNIT.amount(buys))}</span>' + SUB.format(f"prices of {year}")


PPP_UNIT = Unit("PPP")


def _why_not(row: Row) -> str:
    """Why it cannot be said what the pay buys."""
    if row.typical_usd is None:
        return "no typical figure"
    return "no exchange rate" if row.worth and row.worth.price_level else "no price level"


def _against(row: Row, unit: Unit) -> str:
    if row.baseline_usd is None:
        return SUB.format("no figure outside IT")
    outside = unit.amount(row.baseline) or usd(row.baseline_usd)
    headline, span = row.ratio_in_short
    headline = f'<span class="ratio num">{escape(headline)}</span>' if headline else ""
    span = SPAN.format(escape(span)) if span else ""
    return f"{headline}{span}" + SUB.format(f"{escape(outside)} outside IT")


def _sure(row: Row) -> str:
    sources, records = row.source_count, row.sample_size
    counted = f"{records:,} record{'' if records == 1 else 's'}"
    if sources > 1:
        counted = f"{sources} sources, {counted}"
    undated = "sources undated" if sources > 1 else "source undated"
    newest = f"newest source {row.newest.year}" if row.newest else undated
    return (
        CONFIDENCE.format(
            dots=DOTS.format(f'<use href="#pay-dots-{row.confidence_dots}"/>'), label=escape(row.confidence)
        )
        + f'<span class="sub"><a href="{escape(row.estimate_url)}" data-bands>{counted}</a></span>'
        + SUB.format(newest)
    )


# -- facets -----------------------------------------------------------------------------------------------------------
FACET = (
    '<details class="facet">\n<summary><span class="facet-label">{label}</span> {chosen}</summary>\n'
    "{values}\n</details>"
)
CHOSEN = '<span class="facet-chosen" id="facet-{name}-chosen"{swap}>{summary}</span>'
VALUES = (
    '<fieldset class="facet-values" id="facet-{name}-values"{swap}><legend class="visually-hidden">{label}</legend>'
    "<ul>{values}</ul>{more}</fieldset>"
)
VALUE = (
    '<li><label><input type="checkbox" name="{name}" value="{value}"{checked}>'
    '<span>{label}</span><span class="count num">{count:,}</span></label></li>'
)
MORE = '<p class="sub">{} more with fewer figures; narrow another filter to see them.</p>'
REPLACES_ITSELF = ' data-hx-swap-oob="true"'


@register.simple_tag
def facets_of(facets: Iterable[Facet]) -> SafeString:
    """Facets: each with its name, what is chosen, and its values as ticks with how many rows they give."""
    drawn = (FACET.format(label=escape(one.label), chosen=_chosen(one), values=_values(one)) for one in facets)
    return mark_safe("\n".join(drawn))  # noqa: S308  escaped piece by piece


@register.simple_tag
def facets_replaced(facets: Iterable[Facet]) -> SafeString:
    """The parts of facets that change with every choice, each to replace itself on the page: open ones stay open."""
    parts = (_chosen(one, REPLACES_ITSELF) + _values(one, REPLACES_ITSELF) for one in facets)
    return mark_safe("\n".join(parts))  # noqa: S308  escaped piece by piece


def _chosen(facet: Facet, swap: str = "") -> str:
    return CHOSEN.format(name=facet.name, swap=swap, summary=escape(facet.summary))


def _values(facet: Facet, swap: str = "") -> str:
    values = [
        VALUE.format(
            name=facet.name,
            value=escape(one.value),
            checked=" checked" if one.chosen else "",
            label=escape(one.label),
            count=one.count,
        )
        for one in facet.values
    ]
    more = MORE.format(facet.left_out) if facet.left_out else ""
    return VALUES.format(name=facet.name, swap=swap, label=escape(facet.label), values="".join(values), more=more)
