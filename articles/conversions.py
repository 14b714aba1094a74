"""Figures of a guide in the unit that its reader chose: the quoted words, and what they are in it in square brackets.

In: records, estimates and facts, and a `Unit`, or none. Out: HTML such as
S$100,000–170,000 <span>[₩104.50M–177.60M]</span> a year. The quoted words stay where the author put them, so that a
sentence says what it said; square brackets mark what is not the author's, also within round ones. Without a unit
nothing is added; where a figure cannot be converted it stays as quoted, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString

from salaries import money, words
from salaries.catalogue import catalogue
from salaries.converted import converted
from salaries.models import Fact, SalaryRecord
from salaries.row import Row
from salaries.unit import Unit


@dataclass
class Conversions:
    """What stands in brackets. `unconverted` counts the figures that stay as quoted, by the reason."""

    unit: Unit | None
    unconverted: dict[str, int] = field(default_factory=dict)

    def read(self, years: Iterable[int]) -> None:
        """Look up the rates and price levels of these years."""
        if self.unit:
            self.unit.read(catalogue(), years)

    @property
    def shown_in(self) -> Unit:
        """What charts are drawn in."""
        return self.unit or Unit()

    def receipt(self, url: str) -> str:
        """The address of a receipt that goes on to the unit."""
        return f"{url}{self.unit.query}" if self.unit else url

    def record(self, record: SalaryRecord, *, as_usd: bool, period: str) -> SafeString:
        """A record as quoted, or in US dollars a year, with what it is in the unit."""
        text = money.annual_usd(record) if as_usd else money.quoted_amount(record)
        if self.unit is None or self.unit.code == ("USD" if as_usd else record.currency_code):
            return self._with(text, "", period=period)
        found = converted(record, self.unit)
        return self._with(text, found.a_year if as_usd else found.a_period, found.why_not, period=period)

    def estimate(self, row: Row) -> SafeString:
        """Typical pay in US dollars, with what it is in the unit."""
        text = money.usd(row.typical_usd)
        if self.unit is None or self.unit.is_usd:
            return self._with(text, "")
        return self._with(text, self.unit.amount(row.typical), self.unit.why_not(row.place, row.year))

    def fact(self, fact: Fact) -> SafeString:
        text = words.fact_value(fact)
        if self.unit is None or self.unit.is_usd or fact.unit != Fact.Unit.USD:
            return self._with(text, "")
        return self._with(text, words.fact_value_in(fact, self.unit), self.unit.why_not(fact.place, fact.year))

    def _with(self, text: str, amount: str, why_not: str = "", *, period: str = "") -> SafeString:
        after = f" {period}" if period else ""
        if amount:
            return format_html('{} <span class="converted">[{}]</span>{}', text, amount, after)
        if why_not:
            self.unconverted[why_not] = self.unconverted.get(why_not, 0) + 1
            return format_html('<span title="Stays as quoted: {}">{}{}</span>', why_not, text, after)
        return format_html("{}{}", text, after)
