"""What a reader may ask of the check page and of places side by side.

In: a query string or a posted form. Out: checked objects; whatever is wrong is an error of its field, and what was
typed stays in the form.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from salaries.catalogue import catalogue
from salaries.cells import address
from salaries.check import Asked
from salaries.conversion import RateTable, annualise, to_usd
from salaries.filters import most_quoted_role, offers
from salaries.importers.notation import NotationError, Pay, parse_pay
from salaries.models import Estimate, Place, SalaryRecord
from salaries.side_by_side import FEWEST, MOST, SideBySide

PERIODS = [(period.value, period.label.capitalize()) for period in reversed(SalaryRecord.Period)]
NO_ROLE, NO_YEAR = "There are no figures for this role.", "There are no figures for this year."
LIKE_THIS = "Write it like 8,000, S$95k or 30 lakh."
ONE_AMOUNT = "Give one amount, not a range or an open one."
LEAST_A_YEAR, MOST_A_YEAR = Decimal(1), Decimal(1_000_000_000)


def currencies() -> list[tuple[str, str]]:
    """US dollars and every currency with a rate."""
    codes = {*catalogue().currencies, "USD"}
    return [("", "The place’s own"), *((code, code) for code in sorted(codes))]


def places_with_figures() -> QuerySet[Place]:
    """Cities and countries with a figure, a city also with its country's."""
    stated = Estimate.objects.order_by().values("place")
    city, country = Q(kind=Place.Kind.CITY), Q(kind=Place.Kind.COUNTRY)
    found = Place.objects.filter((city | country) & Q(pk__in=stated) | city & Q(parent__in=stated))
    return found.select_related("parent__parent").order_by("name")


class PlaceChoiceField(forms.ModelChoiceField):
    """Singapore the city and Singapore the country are two choices."""

    def label_from_instance(self, obj: Place) -> str:
        return named_apart(obj)


class StandingForm(forms.Form):
    """Whose pay it is, and what to set it against. A valid form says so as `asked`."""

    place = PlaceChoiceField(
        queryset=places_with_figures(),
        to_field_name="slug",
        empty_label="Choose a place",
        error_messages={"required": "Choose a place.", "invalid_choice": "There are no figures for this place."},
    )
    role = forms.ModelChoiceField(
        queryset=offers.roles(),
        to_field_name="slug",
        empty_label="Choose a role",
        error_messages={"required": "Choose a role.", "invalid_choice": NO_ROLE},
    )
    level = forms.ModelChoiceField(
        queryset=offers.levels(),
        to_field_name="slug",
        empty_label="Any level",
        required=False,
        error_messages={"invalid_choice": "There are no figures for this level."},
    )
    pay = forms.CharField(
        label="Your pay, before tax",
        max_length=60,
        help_text="As you would write it: 8,000, S$95k, 30 lakh",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text", "spellcheck": "false"}),
        error_messages={"required": "Write an amount, such as 8,000 or 95k."},
    )
    currency = forms.ChoiceField(
        choices=currencies, required=False, error_messages={"invalid_choice": "There is no rate for this currency."}
    )
    period = forms.ChoiceField(
        choices=PERIODS,
        label="Period",
        initial=SalaryRecord.Period.YEAR,
        required=False,
        error_messages={"invalid_choice": "Choose one of the periods."},
    )
    year = forms.ChoiceField(
        choices=lambda: [("", "Latest year"), *offers.years()],
        required=False,
        label="Compare with pay of",
        error_messages={"invalid_choice": NO_YEAR},
    )
    share = forms.BooleanField(required=False, label="Put my answers into the address, so that I can share this page")

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if not self.errors:
            self._read_pay(asked)
        return asked

    def _read_pay(self, asked: dict[str, Any]) -> None:
        country = asked["place"].country
        hint = asked["currency"] or (country.currency_code if country else "")
        try:
            pay = parse_pay(asked["pay"], currency_hint=hint)
        except NotationError as problem:
            self.add_error("pay", unreadable(problem))
            return
        asked["period"] = asked["period"] or pay.period or SalaryRecord.Period.YEAR.value
        if trouble := self._trouble(pay, asked):
            self.add_error("pay", trouble)
            return
        asked["currency_code"] = pay.currency_code or hint
        asked["year"] = int(asked["year"]) if asked["year"] else latest_year(asked)
        if asked["year"] is None:
            self.add_error("role", "There is no figure for this role yet.")
        else:
            self._convert(pay.typical or Decimal(0), asked)

    def _trouble(self, pay: Pay, asked: dict[str, Any]) -> str:
        """Why the amount is not one person's pay for the chosen period and currency; empty if it is."""
        if pay.typical is None or pay.low is not None or pay.high is not None:
            return ONE_AMOUNT
        if asked["currency"] and pay.currency_code not in ("", asked["currency"]):
            return f"The amount says {pay.currency_code}, the currency beside it says {asked['currency']}."
        if pay.period not in ("", asked["period"]):
            said, chosen = (SalaryRecord.Period(period).label for period in (pay.period, asked["period"]))
            return f"The amount says {said}, the choice beside it says {chosen}."
        if pay.basis == SalaryRecord.Basis.NET:
            return "The figures here are before tax: give your pay before tax."
        return ""

    def _convert(self, amount: Decimal, asked: dict[str, Any]) -> None:
        """At the rate that the records of the year were converted with, so that local amounts compare exactly."""
        code = asked["currency_code"]
        rate = RateTable().rate_for(code, asked["year"]) if code != "USD" else None
        if code != "USD" and rate is None:
            self.add_error("currency", f"There is no rate for {code} in {asked['year']}.")
            return
        units = rate.units_per_usd if rate else Decimal(1)
        annual = annualise(amount, asked["period"])
        annual_usd = to_usd(annual, units)
        if not LEAST_A_YEAR <= annual_usd <= MOST_A_YEAR:
            size = "less than one US dollar" if annual_usd < LEAST_A_YEAR else "more than a billion US dollars"
            self.add_error("pay", f"That is {size} a year. Look at the currency and the period.")
            return
        self.asked = Asked(
            place=asked["place"],
            role=asked["role"],
            level=asked["level"],
            year=asked["year"],
            amount=amount,
            currency_code=code,
            period=asked["period"],
            annual=annual,
            annual_usd=annual_usd,
            units_per_usd=units,
            rate=rate,
        )

    def canonical(self) -> str:
        """The query string of a valid answer: always in the same order, nothing empty, the currency named."""
        asked = self.asked
        query = {
            "place": asked.place.slug,
            "role": asked.role.slug,
            "level": asked.level.slug if asked.level else "",
            "pay": self.cleaned_data["pay"],
            "currency": asked.currency_code,
            "period": asked.period,
            "year": self.data.get("year", ""),
        }
        return urlencode({name: value for name, value in query.items() if value})

    def only_what_is_given(self) -> None:
        """Forget the errors of fields that were left empty: a link may fill in a part of the form."""
        for name in [name for name in self.errors if not self.data.get(name)]:
            del self.errors[name]

    def changed(self, changes: dict[str, Any]) -> list[tuple[str, Any]]:
        """The fields with some values changed, for a button that asks again."""
        given = {name: self.data.get(name, "") for name in self.fields if name != "share"}
        return [(name, value) for name, value in (given | changes).items() if value]


def unreadable(problem: NotationError) -> str:
    """The reason for a reader; the parser's own advice is for those who mend files.

    >>> unreadable(NotationError("$ could be USD, SGD: name the currency in the mapping"))
    '$ could be USD, SGD: write the code of the currency, or leave the sign out.'
    >>> unreadable(NotationError("negative: pay is above zero"))
    'Pay is above zero. Write it like 8,000, S$95k or 30 lakh.'
    """
    reason, _, advice = str(problem).partition(": ")
    if advice == "pay is above zero":
        return f"Pay is above zero. {LIKE_THIS}"
    if reason == "too fine":
        return "Write at most two decimals."
    if "name the currency in the mapping" in advice:
        return f"{reason}: write the code of the currency, or leave the sign out."
    if "decimal separator" in advice:
        return f"{reason}: write all digits of a whole amount."
    if "the range" in str(problem) or "more than one amount" in reason:
        return ONE_AMOUNT
    return f"This amount cannot be read: {problem}. {LIKE_THIS}"


def named_apart(place: Place) -> str:
    """Singapore the city and Singapore the country are two choices."""
    if place.kind == Place.Kind.COUNTRY:
        return f"{place}, the whole country"
    return f"{place}, {place.parent}" if place.parent and place.parent.name != place.name else str(place)


def latest_year(asked: dict[str, Any]) -> int | None:
    """The last year with a figure for the place (or its country), role and level; or for the role anywhere."""
    place = asked["place"]
    around = [place.pk] + ([place.parent_id] if place.kind == Place.Kind.CITY else [])
    stored = Estimate.objects.filter(role=asked["role"])
    years = stored.order_by("-year").values_list("year", flat=True)
    return years.filter(place__in=around, level=asked["level"]).first() or years.first()


class SlugsField(forms.Field):
    """What all the selects of one name say: each slug once, in the order given."""

    widget = forms.SelectMultiple

    def clean(self, value: list[str] | None) -> list[str]:
        return list(dict.fromkeys(slug for slug in value or [] if slug))


class SideBySideForm(forms.Form):
    """Which places to set side by side, for which role and year."""

    place = SlugsField(label="Places")
    role = forms.ModelChoiceField(
        queryset=offers.roles(),
        to_field_name="slug",
        empty_label="Most quoted role",
        required=False,
        error_messages={"invalid_choice": NO_ROLE},
    )
    year = forms.ChoiceField(
        choices=lambda: [("", "Latest year"), *offers.years()],
        required=False,
        error_messages={"invalid_choice": NO_YEAR},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups: dict[str, list[Place]] = {"Cities": [], "Countries": []}
        for place in places_with_figures():
            self.groups["Cities" if place.kind == Place.Kind.CITY else "Countries"].append(place)

    @property
    def known(self) -> dict[str, Place]:
        return {place.slug: place for group in self.groups.values() for place in group}

    def clean_place(self) -> list[Place]:
        known, slugs = self.known, self.cleaned_data["place"]
        if unknown := [slug for slug in slugs if slug not in known]:
            raise forms.ValidationError(f"There are no figures for a place called “{unknown[0][:60]}”.")
        if len(slugs) > MOST:
            raise forms.ValidationError(f"Choose {MOST} places at most; these are {len(slugs)}.")
        if not slugs:
            raise forms.ValidationError("Choose at least two places.")
        if len(slugs) < FEWEST:
            raise forms.ValidationError(f"Choose at least one more place to set beside {known[slugs[0]]}.")
        return [known[slug] for slug in slugs]

    def answer(self) -> SideBySide | None:
        """The places side by side; None where nothing is on record. Call after `is_valid`."""
        asked = self.cleaned_data
        places, role = asked["place"], asked["role"] or most_quoted_role()
        around = [place.pk for place in places] + [place.parent_id for place in places]
        year = asked["year"] or address.latest_year(role=role, place__in=[pk for pk in around if pk])
        return SideBySide(places, role=role, year=int(year)) if role and year else None

    def query(self) -> str:
        """The query string of a valid form: nothing empty, nothing that the page does not read."""
        asked = self.cleaned_data
        role = asked["role"].slug if asked["role"] else ""
        named = [("role", role), ("year", asked["year"])]
        return urlencode([("place", place.slug) for place in asked["place"]] + [pair for pair in named if pair[1]])

    def slots(self) -> Iterator[dict[str, Any]]:
        """Five selects of one name, with what was chosen; what is not on offer leaves its select empty."""
        known = self.known
        given = self.data.getlist("place") if isinstance(self.data, QueryDict) else []
        chosen = [slug for slug in dict.fromkeys(given) if slug in known][:MOST]
        for index in range(MOST):
            slug = chosen[index] if index < len(chosen) else ""
            yield {"number": index + 1, "id": "id_place" if not index else f"id_place_{index + 1}", "chosen": slug}
