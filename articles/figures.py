"""Constructs of a guide into figures, charts and tables, each drawn from records as they are now.

In: a parsed guide. Out: HTML for its slots, the sources that it quotes, and problems by line. The number of queries
depends on the charts in the guide, neither on its figures nor on records. What everything looked up is kept at hand
(`RenderedGuide.desk`), for those who ask what the guide quotes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from articles import blocks
from articles.asides import ASIDES, Held
from articles.claims.checks import CheckError, Checks
from articles.conversions import Conversions
from articles.markup import HOLDERS, Construct, Document, GuideError, fill, parse
from articles.picture_tags import with_pictures
from salaries import money, words
from salaries.catalogue import catalogue
from salaries.comparison import Comparison
from salaries.models import Fact, Place, SalaryRecord, Source
from salaries.question import Question
from salaries.row import Row
from salaries.unit import Unit

GAP = mark_safe('<span class="figure-missing">[figure missing]</span>')


class Unknown(ValueError):
    """A construct names something that is not there; the message says what."""


@dataclass
class RenderedGuide:
    """A guide as readers see it, and what an editor must mend."""

    body: SafeString
    contents: list[dict[str, str]]
    figure_count: int
    sources: list[Source]
    conversions: Conversions
    problems: list[GuideError]
    charts: list[Construct]
    desk: Desk = field(repr=False)


def render(text: str, accepted: dict[str, str] | None = None, unit: Unit | None = None) -> RenderedGuide:
    """The guide as HTML. A construct that cannot be shown becomes a visible gap and a problem, never a traceback.

    `accepted` holds the notes that editors gave to checks, by the text of the check. With a `unit`, amounts are
    followed by what they are in it; without one they stay as quoted.
    """
    document = parse(text)
    desk = Desk(document.every_construct, accepted, unit)
    desk.problems += document.problems
    body = with_pictures(desk.fill(document))
    sources = sorted({source.pk: source for source in desk.sources}.values(), key=str)
    charts = [one for one in document.constructs if one.is_block and one.name in blocks.CHARTS]
    return RenderedGuide(
        mark_safe(body),  # noqa: S308  sanitised by parse, filled with what Desk escaped
        document.contents,
        desk.figure_count,
        sources,
        desk.conversions,
        desk.problems,
        charts,
        desk,
    )


def check_guide(text: str) -> None:
    """Raise the first problem of a guide, if it has one."""
    for problem in render(text).problems:
        raise problem


class Desk:
    """Looks up everything that the constructs name, in one query for each kind, then shows them one by one."""

    def __init__(
        self, constructs: list[Construct], accepted: dict[str, str] | None = None, unit: Unit | None = None
    ) -> None:
        self.constructs, self.known = constructs, catalogue()
        self.accepted, self.conversions = accepted or {}, Conversions(unit)
        checks = (one.text for one in constructs if one.name == "check" and not one.is_block)
        self.checks = Checks(checks, self.known)
        self.problems: list[GuideError] = []
        self.sources: list[Source] = []
        self.figure_count = 0
        # What charts and tables were drawn from, by the construct.
        self.shown: dict[int, Comparison | list[SalaryRecord]] = {}
        self.texts = [one.text for one in constructs if one.name in {"pay", "ratio"} and one.text.split()]
        records = SalaryRecord.objects.filter(key__in={text.split()[0] for text in self.texts})
        found = self.known.complete(records.select_related("exchange_rate__source").order_by())
        self.records = {record.key: record for record in found if record.is_published}
        facts = Fact.objects.filter(key__in={one.text for one in constructs if one.name == "fact"})
        self.facts = {fact.key: fact for fact in self.known.complete(facts)}
        years = {record.year for record in self.records.values()} | {fact.year for fact in self.facts.values()}
        self.conversions.read(years)

    @cached_property
    def rows(self) -> dict[tuple[Question, int], Row]:
        """What a role pays in a place, for every question that the guide asks; places of one question go together."""
        asked: dict[Question, dict[int, Place]] = defaultdict(dict)
        for text in self.texts:
            try:
                question, place = self.question(text)
            except Unknown:
                continue
            asked[question][place.pk] = place
        unit = self.conversions.shown_in
        return {
            (question, row.place.pk): row
            for question, places in asked.items()
            for row in Comparison(question, places.values(), unit=unit, known=self.known).rows
        }

    def fill(self, document: Document) -> str:
        """The HTML of a document with what is shown for each of its constructs."""
        return fill(document.html, [self.show(one) for one in document.constructs])

    def held_by(self, construct: Construct) -> Held:
        """What a directive holds, with the sources that it quotes. Raises Unknown where it may hold nothing."""
        if construct.name in HOLDERS and construct.inside is None:
            raise Unknown("a directive that holds text cannot stand inside another one")
        before = len(self.sources)
        html = mark_safe(self.fill(construct.inside).strip()) if construct.inside else SafeString("")  # noqa: S308
        return Held(html, sorted(set(self.sources[before:]), key=str))

    def show(self, construct: Construct) -> str:
        """HTML for a construct; a gap, and a problem noted, where it names something that is not there."""
        try:
            if construct.is_block:
                if draw_aside := ASIDES.get(construct.name):
                    return draw_aside(construct, self.held_by(construct))
                if (draw := blocks.BLOCKS.get(construct.name)) is None:
                    raise Unknown(f"there is no directive {construct.name!r}")
                drawn = draw(construct.options, self.conversions.shown_in)
                self.sources += drawn.sources
                if drawn.shown is not None:
                    self.shown[id(construct)] = drawn.shown
                return drawn.html
            if (role := ROLES.get(construct.name)) is None:
                raise Unknown(f"there is no role {construct.name!r}")
            html = role(self, construct.text)
            self.figure_count += construct.name != "plain"
            return html
        except (Unknown, CheckError, blocks.UnknownOption) as error:
            self.problems.append(GuideError(construct.line, str(construct), str(error)))
            return GAP

    # -- inline roles -------------------------------------------------------------------------------------------------
    def pay(self, text: str) -> str:
        key, *rest = text.split() or [""]
        if record := self.records.get(key):
            form = rest[0] if len(rest) == 1 else "" if not rest else "?"
            periods = {"": record.get_period_display(), "amount": "", "usd": "a year"}
            if form not in periods:
                raise Unknown(f"a record is shown as it is, as amount or as usd, not as {' '.join(rest)!r}")
            if form == "usd" and not money.annual_usd(record):
                raise Unknown(f"no exchange rate covers {record.currency_code} in {record.year}")
            self.sources.append(record.source)
            shown = self.conversions.record(record, as_usd=form == "usd", period=periods[form])
            return self._link(record.get_absolute_url(), shown, receipt=True)
        question, place = self.question(text)
        row = self.rows.get((question, place.pk))
        if row is None or row.typical_usd is None:
            raise Unknown("there is no record with this key, and no typical pay for this place, role and level")
        return self._link(place.get_absolute_url(), self.conversions.estimate(row))

    def ratio(self, text: str) -> str:
        question, place = self.question(text)
        row = self.rows.get((question, place.pk))
        if row is None or row.ratio is None:
            raise Unknown("there is no pay or no baseline for this place and role")
        if question.source:
            self.sources.append(question.source)
        return self._link(place.get_absolute_url(), money.times(row.ratio))

    def fact(self, text: str) -> str:
        if (fact := self.facts.get(text)) is None:
            raise Unknown("there is no fact with this key")
        self.sources.append(fact.source)
        return self._link(fact.get_absolute_url(), self.conversions.fact(fact))

    def level(self, text: str) -> str:
        slug, _, form = text.partition(" ")
        forms = {"experience": words.experience, "reach": words.reach, "multiplier": words.multiplier}
        if (level := self.known.by_slug.levels.get(slug)) is None or form not in forms:
            raise Unknown("name a level and one of experience, reach, multiplier")
        self.sources.append(self.known.sources[level.source_id])
        return self._link(level.get_absolute_url(), forms[form](level))

    def check(self, text: str) -> str:
        """The author's words, leading to what they were judged by; an accepted contradiction says so."""
        checked = self.checks.answer(text)
        self.sources += checked.sources
        note = (checked.note or self.accepted.get(text, "")) if checked.disagreement else ""
        words = self._link(checked.url, checked.words, receipt=checked.is_receipt)
        context = {"words": words, "value": checked.value, "note": note}
        return render_to_string("components/checked.html", context).strip()

    def plain(self, text: str) -> str:
        """A number that needs no record."""
        return escape(text)

    def question(self, text: str) -> tuple[Question, Place]:
        """A place, a role, and in any order after them a level and a source. Raises Unknown."""
        slug, role_slug, *rest = [*text.split(), "", ""][: max(len(text.split()), 2)]
        known = self.known.by_slug
        place, role = known.places.get(slug), known.roles.get(role_slug)
        if place is None or role is None:
            raise Unknown("there is no record with this key, and no such place and role")
        level = source = None
        for word in rest:
            if word in known.levels:
                level = known.levels[word]
            elif word in known.sources:
                source = known.sources[word]
            else:
                raise Unknown(f"{word!r} is neither a level nor a source")
        if role.pk not in self.known.last_years:
            raise Unknown(f"nobody states what a {role.name} earns")
        return Question.of(role, self.known.last_years[role.pk], level, source), place

    def _link(self, url: str, text: str, *, receipt: bool = False) -> str:
        if receipt:
            return format_html(
                '<a class="figure" href="{0}" data-receipt data-hx-get="{0}" data-hx-target="#receipt">{1}</a>',
                self.conversions.receipt(url),
                text,
            )
        return format_html('<a class="figure" href="{}">{}</a>', url, text)


ROLES: dict[str, Callable[[Desk, str], str]] = {
    "pay": Desk.pay,
    "ratio": Desk.ratio,
    "fact": Desk.fact,
    "level": Desk.level,
    "check": Desk.check,
    "plain": Desk.plain,
}
