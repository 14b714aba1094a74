"""The table of a comparison's page as numbers, and what they must be by a row of its file.

In: the HTML of /cities/ or /countries/, or a row of /cities.csv. Out: one dict for each row, the same from both.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP
from decimal import Decimal as D
from fractions import Fraction
from html import unescape
from typing import Any

from guide_site.tests.html import tables

NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)(M| lakh|)")
TIMES = {"M": 1_000_000, "": 1, " lakh": 100_000}
BAR = re.compile(r'<svg class="pay-bar"[^>]*? aria-label="(.*?)">')
AGAINST = re.compile(r"(?:(?P<ratio>.*×(?: or more)?) )?(?P<outside>\S.*) outside IT")
CONFIDENCE = {"single-source": "single source"}


# -- from the page ----------------------------------------------------------------------------------------------------
def amounts(text: str | None) -> list[D]:
    """The amounts that a text names: S$65,000–170,000, ₩40M or more, ₹30–45 lakh."""
    # Of a range in lakh only the second number says so.
    text = re.sub(r"(\d)–(\S+) lakh", r"\1 lakh–\2 lakh", text or "")
    return [D(number.replace(",", "")) * TIMES[unit] for number, unit in NUMBER.findall(text)]


def rows_on(response) -> list[dict[str, Any]]:
    """What the table says, row by row."""
    found = tables(response)
    bars = [unescape(label).replace("\xa0", " ") for label in BAR.findall(response.content.decode())]
    return [_row(cells, bar) for cells, bar in zip(found[0].rows, bars, strict=True)] if found else []


def _row(cells: list[str], bar: str) -> dict[str, Any]:
    place, _, pay, buys, against, sure = cells
    outside = AGAINST.fullmatch(against)
    return {
        "place": place,
        "span": amounts(bar),
        "baseline": amounts(outside["outside"]),
        # In the reader's unit, then in the country's money.
        "pay": amounts(pay.rpartition("typically ")[2]),
        # Then the year of the prices.
        "buys": amounts(buys)[:1],
        "ratio": outside["ratio"] or "",
        "sure": sure,
    }


# -- from the file ----------------------------------------------------------------------------------------------------
def shown(amount: str, unit: str) -> list[set[D]]:
    """An amount of the file as the page may round it: whole dollars, and four digits of any other money.

    The file rounds what is converted to the cent, the page rounds what was never rounded: half a cent may tell.
    """
    if not amount:
        return []
    unknown = D(0) if unit == "USD" else D("0.005")
    return [{rounded(D(amount) - unknown, unit), rounded(D(amount) + unknown, unit)}]


def rounded(exact: D, unit: str) -> D:
    if unit in {"USD", "PPP"}:
        return exact.quantize(D(1), rounding=ROUND_HALF_UP)
    step = D(1).scaleb(max(exact.adjusted() - 3, -2))
    return (exact / step).quantize(D(1), rounding=ROUND_HALF_EVEN) * step


def agrees(given: list[D], wanted: list[set[D]]) -> bool:
    """Whether the page's amounts are roundings of the file's; two that look the same are written once."""
    if len(given) == 1 and len(wanted) == 2:
        return given[0] in wanted[0] & wanted[1]
    return len(given) == len(wanted) and all(one in many for one, many in zip(given, wanted, strict=True))


def span(row: dict[str, str]) -> list[set[D]]:
    """Low and high, the one that there is, or the typical figure where the range has one end only."""
    low, typical, high = (shown(row[name], row["unit"]) for name in ("low", "typical", "high"))
    if low and high:
        return low if row["low"] == row["high"] else low + high
    return typical or low or high


def ratio_in_words(row: dict[str, str]) -> str:
    """From the amounts, because the file's ratios are rounded."""
    if not row["baseline_usd"]:
        return ""
    low, typical, high = (
        Fraction(D(row[name])) / Fraction(D(row["baseline_usd"])) if row[name] else None
        for name in ("low_usd", "typical_usd", "high_usd")
    )
    if low == high:
        low = high = None
    if low is not None and high is not None:
        text = f"{two_digits(low)}–{two_digits(high)}×"
        several = typical is not None and row["source_count"] != "1"
        return f"{two_digits(typical)}× sources span {text}" if several else text
    if typical is not None:
        opens = (low is not None) and row["source_count"] != "1"
        text = f"{two_digits(typical)}×"
        return f"{text} sources span {text}" if opens else text
    if low is not None:
        return f"{two_digits(low)}× or more"
    return "" if high is None else f"up to {two_digits(high)}×"


def two_digits(number: Fraction) -> D:
    """Half-up, two decimals below five and one from there."""
    places = 2 if number < 5 else 1
    return D((number * 10**places + Fraction(1, 2)).__floor__()).scaleb(-places)


def parts_of(row: dict[str, str], named: dict[str, str], several: tuple[str, ...]) -> list[str]:
    """What tells rows of one place apart: `named` are names by slug, `several` what there are many of."""
    names = {
        "role": named[row["role"]],
        "level": named[row["level"]] if row["level"] else "any level",
        "year": row["year"],
    }
    return [names[name] for name in several]


def label_of(row: dict[str, str], named: dict[str, str], several: tuple[str, ...]) -> str:
    return ", ".join([row["place_name"], *parts_of(row, named, several)])


def expected(row: dict[str, str], named: dict[str, str], several: tuple[str, ...]) -> dict[str, Any]:
    """What the page must say of a row of the file."""
    parts = parts_of(row, named, several)
    about = [row["country_name"]] if row["country"] != row["place"] else []
    about += [", ".join(parts)] if parts else []
    about += ["national figures"] if row["national"] == "true" else []
    sources, records = int(row["source_count"]), int(row["record_count"])
    counted = f"{records:,} record{'' if records == 1 else 's'}"
    counted = f"{sources} sources, {counted}" if sources > 1 else counted
    undated = "sources undated" if sources > 1 else "source undated"
    newest = f"newest source {row['newest_source'][:4]}" if row["newest_source"] else undated
    return {
        "place": " ".join([row["place_name"], ", ".join(about)]).strip(),
        "span": span(row),
        # Dollars where there is no rate.
        "baseline": shown(row["baseline"], row["unit"]) or shown(row["baseline_usd"], "USD"),
        "buys": shown(row["typical_ppp"], "PPP"),
        "ratio": ratio_in_words(row),
        "sure": f"{CONFIDENCE.get(row['confidence'], row['confidence'])} {counted} {newest}",
    }
