"""Statements for tests of the contradiction finder, made by hand.

The world: region 1 holds country 2, which holds cities 3 and 4. A US dollar costs 2 crowns (written as SGD).
"""

from __future__ import annotations

from decimal import Decimal as D

from articles.contradictions import found_in
from articles.contradictions.statements import Market, Material, Multiple, Rung, Span, Statement

PLACES = {1: ("Region", (1,)), 2: ("Land", (2, 1)), 3: ("City", (3, 2, 1)), 4: ("Town", (4, 2, 1))}
TWO = {"SGD": (Market(2026, D(2), D(2)),)}


def span(*amounts: int | None) -> Span:
    """One amount is a single figure, two are the ends of a range."""
    low, high = amounts if len(amounts) == 2 else (None, None)
    typical = amounts[0] if len(amounts) == 1 else (low + high) / 2 if low and high else None
    return Span(*(None if one is None else D(one) for one in (low, typical, high)))


def said(key: str, *amounts: int | None, place: int = 3, currency: str = "USD", level: int = 0, **more) -> Statement:
    """What a source says of pay in a year; SGD is half a dollar."""
    name, lies_in = PLACES[place]
    usd = span(*amounts)
    local = Span(usd.low, usd.typical if usd.low is usd.high is None else None, usd.high)
    if currency == "SGD":
        usd = Span(*(None if one is None else one / 2 for one in usd.ends))
    return Statement(
        **{
            "key": key,
            "url": f"/salaries/{key}/",
            "quoted": "-".join(map(str, amounts)),
            "place": name,
            "place_id": place,
            "lies_in": lies_in,
            "is_region": place == 1,
            "role": "Coder",
            "role_id": 1,
            "year": 2026,
            "currency": currency,
            "period": "year",
            "local": local,
            "usd": usd,
            "source": "One",
            "source_id": 1,
            "level": f"L{level}" if level else "",
            "level_order": level or None,
        }
        | more
    )


OTHERS = {"role": "Others", "role_id": 9, "is_baseline": True}


def rung(order: int, multiplier=(None, None), experience=(None, None), reach=(None, None)) -> Rung:
    multiplier = tuple(None if one is None else D(one) for one in multiplier)
    words = "-".join(map(str, multiplier))
    return Rung(f"l{order}", f"/levels/l{order}/", f"L{order}", order, experience, reach, multiplier, "", "", words)


def multiple(low, high=None, **more) -> Multiple:
    ends = [None if end is None else D(end) for end in (low, high)]
    values = {"role_id": 1, "place": "Land", "place_id": 2, "level_order": None, "year": 2026} | more
    return Multiple("fact", "/f", "Pay as a multiple", "3×", *ends, **values)


def found(*statements: Statement, markets=TWO, **more) -> list[tuple[str, tuple[str, ...]]]:
    """(kind, what is compared) of each contradiction."""
    material = Material(tuple(sorted(statements, key=lambda one: one.key)), markets=markets, **more)
    return [(one.kind, one.keys) for one in found_in(material)]


def steps(*statements: Statement, markets=TWO, **more) -> tuple[str, ...]:
    material = Material(tuple(sorted(statements, key=lambda one: one.key)), markets=markets, **more)
    return next(iter(found_in(material))).steps
