"""The columns of what is given away: the name of each, and what it holds. One place for files, API and documentation.

`RECORD_LOOKUPS` and `SOURCE_LOOKUPS` say where a column is read from, in the same order.
"""

from __future__ import annotations

SOURCE_LOOKUPS = {
    "slug": ("source", "The source: /sources/<source>/"),
    "publisher": ("source_publisher", "Who published it"),
    "title": ("source_title", "Its title"),
    "url": ("source_url", "Where it can be found; empty if nowhere on the web"),
    "published": ("source_published", "When it was published; empty if it gives no date"),
    "licence": ("source_licence", "Its licence, as the publisher words it; empty if it states none"),
}
SOURCE = dict(SOURCE_LOOKUPS.values())

_RECORD = {
    "key": ("key", "The record's name; its receipt is /salaries/<key>/"),
    "place": ("place__slug", "Where, as in addresses"),
    "place_name": ("place__name", "Where, for readers"),
    "place_kind": ("place__kind", "region, country or city"),
    "role": ("role__slug", "The occupation, as in addresses"),
    "role_name": ("role__name", "The occupation, for readers"),
    "level": ("level__slug", "The rung of the ladder; empty if the source names none"),
    "year": ("year", "The year that the pay is for"),
    "currency_code": ("currency_code", "ISO 4217, as quoted"),
    "period": ("period", "What the amounts pay for, as quoted: hour, day, week, month or year"),
    "low": ("low", "As quoted; alone, it means “this or more”"),
    "typical": ("typical", "The quoted median, average or single figure"),
    "high": ("high", "As quoted; alone, it means “up to this”"),
    "qualifier": ("qualifier", "How the source puts it: exact, about, average, from, up-to"),
    "population": ("population", "Whose pay: unspecified, local or international employers"),
    "employment_type": ("employment_type", "full-time, part-time, contract, freelance, internship or unspecified"),
    "work_mode": ("work_mode", "on-site, hybrid, remote or unspecified"),
    "sample_size": ("sample_size", "People asked, if the source says"),
    "basis": ("basis", "gross, net or unstated"),
    "quote": ("quote", "The words as quoted"),
    "note": ("note", "What was read into them"),
    "annual_low_usd": ("annual_low_usd", "Low for a year in US dollars; empty if no rate covers it"),
    "annual_typical_usd": ("annual_typical_usd", "Typical for a year in US dollars: quoted, or midway of low and high"),
    "annual_high_usd": ("annual_high_usd", "High for a year in US dollars"),
    "rate_units_per_usd": ("exchange_rate__units_per_usd", "Units of the currency per US dollar that were used"),
    "rate_span": ("exchange_rate__span", "What that rate stands for: day, month or year"),
    "rate_date": ("exchange_rate__date", "The day of the rate, or the first day of its month or year"),
    "rate_source": ("exchange_rate__source__slug", "The source of the rate"),
    **{column: (f"source__{name}", text) for name, (column, text) in SOURCE_LOOKUPS.items()},
    "import_run": ("import_run_id", "The number of the import that brought it; empty if an editor wrote it"),
    "import_sha256": ("import_run__sha256", "SHA-256 of the imported file"),
}
RECORD_LOOKUPS = [lookup for lookup, _ in _RECORD.values()]
RECORDS = {name: text for name, (_, text) in _RECORD.items()}

CITIES = {
    "place": "The city, as in addresses",
    "place_name": "The city, for readers",
    "country": "Its country, as in addresses",
    "country_name": "Its country, for readers",
    "role": "The occupation that is compared",
    "level": "The rung of the ladder; empty for any level",
    "year": "The year",
    "figures_of": "The place that the figures are of: the city, or its country",
    "national": "true if the city has no records of its own and shows its country's figures",
    "record_count": "Records behind the figures",
    "source_count": "Sources behind the figures, one vote each",
    "confidence": "strong, fair, thin or single-source; the rule is on /methodology/#confidence",
    "newest_source": "When the newest source behind them that gives a date was published",
    "source_slugs": "The sources behind the figures, with spaces between them: /sources/<source>/",
    "withheld": "true if the amounts are left out because no source behind them may be redistributed",
    "low_usd": "The lowest low of the sources, US dollars a year",
    "typical_usd": "The median of the sources' typical figures, US dollars a year",
    "high_usd": "The highest high of the sources, US dollars a year",
    "baseline_usd": "Typical pay outside IT in the same place and year, US dollars a year",
    "ratio_low": "low_usd ÷ baseline_usd, to six decimals; empty where pay is a single figure",
    "ratio_typical": "typical_usd ÷ baseline_usd, to six decimals",
    "ratio_high": "high_usd ÷ baseline_usd, to six decimals; empty where pay is a single figure",
    "unit": "What the next four are in: an ISO 4217 code, or PPP for international dollars",
    "low": "low_usd in this unit, to the cent; empty where no rate or PPP factor is known",
    "typical": "typical_usd in this unit",
    "high": "high_usd in this unit",
    "baseline": "baseline_usd in this unit",
    "typical_ppp": "What typical_usd buys, in international dollars; empty where no PPP factor is known",
}
COUNTRIES = CITIES | {
    "place": "The country, as in addresses",
    "place_name": "The country, for readers",
    "figures_of": "The place that the figures are of: the country",
    "national": "false: a country's figures are its own or those of its cities together",
}
# A figure outside a comparison: in US dollars alone.
ESTIMATES = {
    **{name: text for name, text in CITIES.items() if name not in {"unit", "low", "typical", "high", "baseline"}},
    "place": "The place, as in addresses",
    "place_name": "The place, for readers",
    "country": "The country that it is or lies in, as in addresses; empty for a region",
    "country_name": "The country that it is or lies in, for readers",
    "role": "The occupation that the figures are of",
    "figures_of": "The place that the figures are of: the place itself, or a city's country",
}

BANDS = {
    "place": "The place that is asked about",
    "role": "The occupation that the figures are of",
    "level": "The rung of the ladder; empty for any level",
    "year": "The year",
    "figures_of": "The place that the figures are of: the place itself, or a city's country",
    "national": "true if the city has no records of its own and shows its country's figures",
    **SOURCE,
    "observation_count": "Records of the source that state one person's pay",
    "published_count": "Records of the source that state a published figure or range",
    "withheld": "true if the amounts are left out because the source may not be redistributed",
    "low_usd": "The low end of what the source says, US dollars a year",
    "typical_usd": "The typical figure of the source, US dollars a year",
    "high_usd": "The high end of what the source says, US dollars a year",
}

LEVELS = {
    "order": "1 is the lowest rung",
    "level": "The rung, as in addresses",
    "name": "The rung, for readers",
    "summary": "What changes on this rung",
    "skills": "Skills that it asks for, with spaces between them",
    "tools": "Tools that it asks for, with spaces between them",
    "role": "The occupation that the pay is of",
    "place": "The place that the pay is of",
    "year": "The year that the pay is of",
    "record_count": "Records behind the pay",
    "experience_low_months": "Experience from, in months",
    "experience_high_months": "Experience to, in months; empty if open",
    "reach_low_months": "Time to reach from the rung below, from, in months",
    "reach_high_months": "Time to reach from the rung below, to, in months",
    "multiplier_low": "Pay as a multiple of the first rung's, as published, from",
    "multiplier_high": "Pay as a multiple of the first rung's, as published, to",
    "low_usd": "Low by the publisher's own records, US dollars a year",
    "typical_usd": "Typical by the publisher's own records, US dollars a year",
    "high_usd": "High by the publisher's own records, US dollars a year",
    "ratio_to_first": "typical_usd as a multiple of the first rung's, to six decimals",
    "withheld": "true if the figures are left out because the source may not be redistributed",
    **SOURCE,
}

SKILLS = {
    "skill": "The skill or tool, as in addresses",
    "name": "The skill or tool, for readers",
    "kind": "skill or tool",
    "description": "What it is for",
    "in_demand": "true if a source names it as something that employers ask for",
    "levels": "Rungs that ask for it, with spaces between them",
    "fact": "The name of a fact about it; empty if there is none",
    "statement": "What the number says, without the number",
    "low": "The number, or the lower end; alone, it means “more than this”",
    "high": "The number, or the upper end; alone, it means “under this”",
    "unit": "percent, ratio, USD, months or count",
    "place": "Where it holds; empty for anywhere",
    "year": "The year that the number is for",
    "quote": "The words as quoted",
    "note": "What was read into them",
    **SOURCE,
    "import_run": "The number of the import that brought the fact; empty if an editor wrote it",
}

SOURCES = {
    "slug": "The source: /sources/<slug>/",
    "publisher": "Who published it",
    "title": "Its title",
    "url": "Where it can be found; empty if nowhere on the web",
    "published": "When it was published; empty if it gives no date",
    "accessed": "When it was read",
    "kind": "survey, salary-guide, job-ads, official or guide (a guide's own statement)",
    "licence": "Its licence, as the publisher words it; empty if it states none",
    "redistributable": "Whether its single figures may be passed on; if false, they are withheld and counted",
    "note": "What to know before trusting it",
    "record_count": "Pay records taken from it",
    "fact_count": "Other facts taken from it",
}
