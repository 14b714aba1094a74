"""One row of a file into the values of one record.

In: a row's cells and how to read them (our own format, or a mapping). Out: database values in a fixed order, and the
reasons where there are none. Built for speed: a cell is coerced once for each different text, not once for each row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Dictionary
from decimal import Decimal
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from django.core.validators import slug_re

from salaries.conversion import PERIODS_A_YEAR, RateTable, annual_problem, price_level_for, to_usd, typical_of
from salaries.importers.coercers import EstimatedYear, Memo, coercer, lenient, needed, optional, parse_stated_year
from salaries.importers.doubts import Doubts
from salaries.importers.lookups import Levels, Places, Roles, UnknownTitle
from salaries.importers.mapping import OWN_FIELDS, Mapping
from salaries.importers.notation import Notation, NotationError, Pay, parse_number, parse_pay
from salaries.importers.reading.formulas import restore
from salaries.importers.refused_rows import REASON_COLUMN
from salaries.importers.result import Refusal, Refused, RefusedRow
from salaries.importers.salary_row import SalaryRow
from salaries.models import Place
from salaries.models.amounts import amounts_problem

AMOUNTS = ("low", "typical", "high")
USD = ("annual_low_usd", "annual_typical_usd", "annual_high_usd")
IDS = {"source": "source_id", "place": "place_id", "role": "role_id", "level": "level_id"}
# What a record has room for, in US dollars a year.


class RowReader:
    """Reads the rows of one file. `names` are the record's attribute names in the order of the values that it gives."""

    def __init__(
        self,
        columns: Sequence[str],
        mapping: Mapping | None,
        *,
        places: Places,
        roles: Roles,
        levels: Levels,
        sources: Dictionary[str, int],
        source: int | None,
        doubts: Doubts,
    ) -> None:
        self.columns, self.mapping, self.places, self.doubts = list(columns), mapping, places, doubts
        self.width = len(self.columns)
        self.is_mended = REASON_COLUMN in self.columns
        self.rates = RateTable()
        self.units = Memo(self.units_of)
        self.pays = Memo(
            lambda text_and_hint: parse_pay(text_and_hint[0], self.notation, currency_hint=text_and_hint[1])
        )
        self.factors = Memo(self.factor_of)
        self.cities = Memo(lambda city_and_country: places.city(*city_and_country))
        column_of = (
            mapping.columns if mapping else {name: name for name in ["key", *OWN_FIELDS] if name in self.columns}
        )
        written = mapping.written if mapping else None
        self.notation = Notation(decimal=written.decimal, symbols=written.symbols) if written else Notation()
        self.missing = set(written.missing) if written else set()
        # Whether amounts are judged in another unit than annual US dollars at our rates.
        self.has_judged = bool(written and written.ppp_year) or "published_usd" in column_of
        coercers = self.coercers(places, roles, levels, sources)
        self.cells = [
            (name, self.columns.index(column), Memo(self.through_values(name, coercers[name])))
            for name, column in column_of.items()
        ]
        self.reads = [(index, memo) for _, index, memo in self.cells]
        self.read_names = [name for name, _, _ in self.cells]
        self.defaults = {
            name: coercer(name)("") for name in OWN_FIELDS if not SalaryRow.model_fields[name].is_required()
        }
        self.constants: dict[str, Any] = {"source": source} if source else {}
        for name, text in (mapping.constants if mapping else {}).items():
            try:
                self.constants[name] = self.through_values(name, coercers[name])(text)
            except ValueError as error:
                raise Refused(name, text, f"constant: {error}") from error
        self.takes = [
            (self.columns.index(column), frozenset(texts))
            for column, texts in (mapping.take if mapping else {}).items()
        ]
        self.names = ["key", *self.varying()]
        self.values_of = itemgetter(*self.names)
        self.content = self.content_columns()

    def coercers(
        self, places: Places, roles: Roles, levels: Levels, sources: Dictionary[str, int]
    ) -> dict[str, Callable[[str], Any]]:
        """{field: what reads its cells}; our own format is read strictly, files of others leniently."""

        def source(slug: str) -> int:
            if slug not in sources:
                raise ValueError("there is no source with this slug" if slug else "is needed")
            return sources[slug]

        if self.mapping is None:
            found = {name: coercer(name) for name in ["key", *OWN_FIELDS]}
            return found | {
                "source": source,
                "place": needed(places.slug),
                "role": needed(roles.slug),
                "level": levels.slug,
            }
        found = {name: lenient(name) for name in OWN_FIELDS}
        for name in ("currency_code", "period"):  # where the cell is empty, the amount may say it
            found[name] = optional(found[name])
        texts = dict.fromkeys(["pay", "published_usd", *AMOUNTS], str)
        return (
            found
            | texts
            | {
                "source": source,
                "place": needed(places.place),
                "country": needed(places.country),
                "city": str,
                "role": needed(roles.role),
                "level": levels.level,
                "year": parse_stated_year,
            }
        )

    def through_values(self, name: str, parse: Callable[[str], Any]) -> Callable[[str], Any]:
        """The coercer behind the mapping's value map and its words for nothing."""
        if self.mapping is None:
            return lambda text: parse(restore(text))
        values = self.mapping.values.get(name, {})
        if not values and not self.missing:
            return parse
        return lambda text: parse(values.get(text, "" if text in self.missing else text))

    def varying(self) -> list[str]:
        """The attributes that rows may have different values for; all others are `fixed`."""
        mapped = {name for name in self.read_names if name in OWN_FIELDS}
        always = {"source", "place", "role", "year", "currency_code", *AMOUNTS}
        computed = {"period", "qualifier", "basis", "quote", "note"} if "pay" in self.read_names else set()
        if self.mapping and (self.mapping.doubt.rows == "draft" or self.mapping.written.ppp_year or "year" in mapped):
            computed |= {"status", "note", "quote", "qualifier"}
        names = [name for name in OWN_FIELDS if name in mapped | always | computed]
        return [IDS.get(name, name) for name in names] + [*USD, "exchange_rate_id"]

    @property
    def fixed(self) -> dict[str, Any]:
        """{attribute: value} that all rows share."""
        given = self.defaults | self.constants
        return {IDS.get(n, n): given.get(n) for n in OWN_FIELDS if IDS.get(n, n) not in self.names}

    @property
    def stated(self) -> list[str]:
        """The attributes that the file says something of; others are left alone in records that exist."""
        said = {*self.read_names, *self.constants}
        if said & {"pay", *AMOUNTS}:
            said |= {*AMOUNTS}
        if "pay" in said:
            said |= {"currency_code", "period", "qualifier", "basis", "quote"}
        if self.mapping:
            said |= {"source", "place"} | ({"currency_code", "quote"} if self.mapping.written.ppp_year else set())
        return [IDS.get(name, name) for name in OWN_FIELDS if name in said and IDS.get(name, name) in self.names]

    def content_columns(self) -> Callable[[Sequence[str]], Any]:
        """What takes from a row the cells that say which row it is, in an order that does not depend on the file's."""
        rule = self.mapping.key if self.mapping else None
        names = sorted(rule.columns if rule and rule.columns else {*self.columns} - {REASON_COLUMN})
        if rule and rule.id is not None:
            names = [rule.id]
        indexes = [self.columns.index(name) for name in names]
        return itemgetter(*indexes) if len(indexes) > 1 else lambda cells: (cells[indexes[0]],)

    # -- one row ----------------------------------------------------------------------------------------------------
    def takes_row(self, cells: Sequence[str]) -> bool:
        """Whether the mapping wants the row at all."""
        return all(cells[index].strip() in texts for index, texts in self.takes if index < len(cells))

    def read(self, number: int, cells: list[str]) -> tuple[Any, ...]:
        """(row number, *values). Raises `Refused`, or ValueError for a cell: `refused` then tells all."""
        if len(cells) != self.width:
            self.fit(cells)
        cells = [cell.strip() for cell in cells]
        if self.is_mended:
            cells = [restore(cell) for cell in cells]
        row = self.defaults | self.constants
        row.update(zip(self.read_names, [memo[cells[index]] for index, memo in self.reads], strict=True))
        if self.mapping is not None:
            row["key"] = self.key_of(cells)
            self.understand(row, number)
        self.convert(row)
        if self.mapping is not None:
            if self.has_judged and "judged" not in row:
                row["judged"] = row["annual_typical_usd"] or published_amount(row["published_usd"])
            self.doubts.judge(row, number, row["judged"] if self.has_judged else row["annual_typical_usd"])
        for name, attribute in IDS.items():
            row[attribute] = row[name]
        return (number, *self.values_of(row), row["judged"]) if self.has_judged else (number, *self.values_of(row))

    def fit(self, cells: list[str]) -> None:
        """Make a short row as long as the header; a longer one must be empty beyond it."""
        surplus = sum(1 for cell in cells[self.width :] if cell.strip())
        if surplus:
            raise Refused("", "", f"has {surplus} more values than the header has columns")
        del cells[self.width :]
        cells.extend([""] * (self.width - len(cells)))

    def key_of(self, cells: Sequence[str]) -> str:
        rule, prefix = self.mapping.key, self.mapping.prefix  # type: ignore[union-attr]
        content = self.content(cells)
        if rule.id is not None:
            (own,) = content
            if not own:
                raise Refused(rule.id, "", "the row has no id")
            if slug_re.match(own) and len(prefix) + len(own) < 119:
                return f"{prefix}-{own}"
        return f"{prefix}-{blake2b(chr(31).join(content).encode(), digest_size=8).hexdigest()}"

    def understand(self, row: dict[str, Any], number: int) -> None:
        """What a foreign row means: its place, its amounts as written, its estimated year. Changes `row`."""
        if "country" in row or "city" in row:
            country, city = row.pop("country", None), row.pop("city", "")
            try:
                row["place"] = self.cities[city, country] if city else country
            except ValueError as error:
                raise Refused("city", city, str(error)) from None
            if row["place"] is None:
                raise Refused("city", "", "neither a city nor a country is given")
        if type(row["year"]) is EstimatedYear:
            row["year"] = int(row["year"])
            row["note"] = joined(row["note"], "The source marks the year as estimated.")
            self.doubts.note_estimated_year(number)
        hint = row.get("currency_code") or self.places.currency.get(row["place"], "")
        if text := row.pop("pay", ""):
            self.apply(row, self.pay_of("pay", text, hint), text)
        for name in AMOUNTS:
            if type(text := row[name]) is str:
                row[name] = self.point(row, name, text, self.pay_of(name, text, hint)) if text else None
        if self.mapping.written.ppp_year:  # type: ignore[union-attr]
            self.localise(row, self.mapping.written.ppp_year)  # type: ignore[union-attr]
        if row["typical"] is None and row["low"] is None and row["high"] is None:
            raise Refused("pay" if "pay" in self.read_names else "typical", "", "no amount is stated")
        if not row.get("currency_code"):
            raise Refused("currency_code", "", "no currency is given, by a column, a constant or the amount")
        if not row.get("period"):
            raise Refused("period", "", "no period is given (hour, day, week, month, year)")

    def pay_of(self, name: str, text: str, hint: str) -> Pay:
        try:
            if self.mapping and self.mapping.written.ppp_year:  # not money yet, so it may have any number of digits
                return Pay(typical=parse_number(text, decimal=self.notation.decimal))
            return self.pays[text, hint]
        except NotationError as error:
            raise Refused(name, text, str(error)) from None

    def apply(self, row: dict[str, Any], pay: Pay, text: str) -> None:
        """The amounts of a text, and what else it says; what it says must not contradict the columns."""
        self.agree(row, pay)
        row.update(low=pay.low, typical=pay.typical, high=pay.high, qualifier=pay.qualifier)
        row["basis"] = pay.basis or row["basis"]
        row["quote"], row["note"] = row["quote"] or text, joined(row["note"], pay.note)

    def point(self, row: dict[str, Any], name: str, text: str, pay: Pay) -> Decimal:
        """The one amount of a cell of low, typical or high."""
        if pay.typical is None:
            raise Refused(name, text, "a range stands where one amount is expected; map the column as pay")
        self.agree(row, pay)
        return pay.typical

    def agree(self, row: dict[str, Any], pay: Pay) -> None:
        for name, said in (("currency_code", pay.currency_code), ("period", pay.period)):
            if said and row.get(name) and name in {*self.read_names, *self.constants} and row[name] != said:
                raise Refused(name, said, f"the amount says {said}, the row says {row[name]}")
            if said:
                row[name] = said

    def localise(self, row: dict[str, Any], year: int) -> None:
        """International dollars of a year into local money by the country's PPP factor of that year."""
        country = self.places.country_of.get(row["place"])
        factor = self.factors[country, year]
        currency = self.places.currency.get(row["place"], "")
        if factor is None or not currency:
            named = next((name for name in ("country", "city", "place") if name in self.read_names), "place")
            raise Refused(named, self.places.names[row["place"]], f"no PPP factor of {year} is known for it")
        stated = next(row[name] for name in ("typical", "low", "high") if row[name] is not None)
        for name in AMOUNTS:
            row[name] = None if row[name] is None else to_usd(row[name], 1 / factor)
        row["quote"] = row["quote"] or f"{stated} PPP dollars of {year}"
        row["note"] = joined(
            row["note"], f"Worked out: {stated} PPP dollars of {year} × {factor.normalize():f} {currency} (PPP factor)."
        )
        row["currency_code"], row["qualifier"] = currency, "about"
        # International dollars can be compared between countries, whether or not a market rate is known.
        row["judged"] = stated * PERIODS_A_YEAR[row["period"]]

    def convert(self, row: dict[str, Any]) -> None:
        """Check the amounts together and add annual US dollars and their rate, where a rate is known."""
        low, typical, high = row["low"], row["typical"], row["high"]
        if low is None and high is None and typical is not None and typical > 0:
            amounts = (None, typical, None)
        else:
            if problem := amounts_problem(low, typical, high):
                shown = " / ".join("" if one is None else str(one) for one in (low, typical, high))
                raise Refused("low", shown, problem)
            amounts = (low, typical_of(low, typical, high), high)
        units, row["exchange_rate_id"] = self.units[row["currency_code"], row["year"]]
        factor = PERIODS_A_YEAR[row["period"]]
        for name, amount in zip(USD, amounts, strict=True):
            row[name] = usd = None if amount is None or units is None else to_usd(amount * factor, units)
            if usd is not None and (problem := annual_problem(usd)):
                raise Refused("typical", str(amount), problem)

    def units_of(self, currency_and_year: tuple[str, int]) -> tuple[Decimal | None, int | None]:
        """(units per US dollar, primary key of the rate); (None, None) where no rate is known."""
        currency, year = currency_and_year
        if currency == "USD":
            return Decimal(1), None
        rate = self.rates.rate_for(currency, year)
        return (rate.units_per_usd, rate.pk) if rate else (None, None)

    def factor_of(self, country_and_year: tuple[int, int]) -> Decimal | None:
        """The country's PPP factor of exactly that year."""
        country, year = country_and_year
        level = price_level_for(Place.objects.get(pk=country), year)
        return level.ppp_factor if level and level.year == year else None

    # -- what changes are called --------------------------------------------------------------------------------------
    @property
    def amount_column(self) -> str:
        """The column of the file that amounts are read from."""
        return next((self.column_of(name) for name in ("pay", "typical", "low", "high") if name in self.read_names), "")

    # -- a row that cannot be read ----------------------------------------------------------------------------------
    def refused(self, number: int, cells: list[str], error: ValueError) -> RefusedRow:
        """The row with everything that is wrong with it, `error` being what was found first."""
        stripped = [cell.strip() for cell in cells]
        problems = [] if isinstance(error, Refused) else self.cell_problems(number, stripped)
        if not problems:
            field, value = (error.field, error.value) if isinstance(error, Refused) else ("", "")
            problems = [Refusal(number, self.column_of(field), value, str(error))]
        return RefusedRow(number, stripped, problems)

    def cell_problems(self, number: int, cells: Sequence[str]) -> list[Refusal]:
        found = []
        for name, index, memo in self.cells:
            text = cells[index] if index < len(cells) else ""
            try:
                memo[text]
            except ValueError as error:
                found.append(Refusal(number, self.column_of(name), text, str(error)))
                if isinstance(error, UnknownTitle):
                    self.doubts.result.count_unmatched(text)
        return found

    def column_of(self, field: str) -> str:
        """The column of the file that a field is read from."""
        return self.mapping.columns.get(field, field) if self.mapping else field


def joined(note: str, more: str) -> str:
    """Two notes as one."""
    return f"{note} {more}".strip() if more else note


def published_amount(text: str) -> Decimal | None:
    """The US dollars that the source worked out, for judging a row whose currency has no rate."""
    try:
        return parse_number(text) or None
    except NotationError:
        return None
