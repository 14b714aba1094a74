"""The reader's choice of a unit on pages that show amounts as quoted: guides and receipts.

In: the query string, `?currency=KRW` or `?currency=PPP`, as the comparisons take it. Out: a bound form for the page,
and the `Unit`; None for amounts as quoted, also where the choice cannot be read: the form then says so.
"""

from __future__ import annotations

from django import forms

from salaries.unit import USD, Unit, unit_choices

UNKNOWN = "There is no rate for this currency here, so amounts stay as quoted. Choose one of the list."


def choices() -> list[tuple[str, str]]:
    """Dollars too: as quoted is not in dollars, unlike the figures of a comparison."""
    return [(USD, "US dollars"), *unit_choices()]


class UnitField(forms.ChoiceField):
    empty_label = "As quoted"


class UnitForm(forms.Form):
    currency = UnitField(
        label="Amounts in", required=False, choices=choices, error_messages={"invalid_choice": UNKNOWN}
    )

    @property
    def unit(self) -> Unit | None:
        code = self.cleaned_data.get("currency") if self.is_valid() else ""
        return Unit(code) if code else None

    @property
    def problem(self) -> str:
        """Why the choice cannot be read; empty if it can."""
        return UNKNOWN if "currency" in self.errors else ""
