"""How to cite a page: who says it, under which title, when, where, and when it was read.

In: what a page shows. Out: one sentence of plain text. A page of figures names the sources behind them; the page of a
record is cited as its source, quoted here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from articles.models import Article
from salaries.models import SalaryRecord, Source
from salaries.money import quoted

MOST_SOURCES = 6


def in_full(day: datetime.date) -> str:
    """24 November 2026."""
    return f"{day.day} {day:%B %Y}"


def _read_at(address: str) -> str:
    return f"{address} (accessed {in_full(timezone.now().date())})."


def of_guide(article: Article, address: str) -> str:
    when = f", {in_full(article.published_at.date())}" if article.published_at else ""
    changed = ""
    if article.published_at and article.modified.date() > article.published_at.date():
        changed = f", updated {in_full(article.modified.date())}"
    return f"{article.author}: “{article.title}”. {settings.SITE_NAME}{when}{changed}. {_read_at(address)}"


def of_figures(title: str, sources: Iterable[Source], address: str) -> str:
    named = [str(source) for source in sources]
    more = [f"{len(named) - MOST_SOURCES} more"] if len(named) > MOST_SOURCES else []
    based = f" From: {'; '.join([*named[:MOST_SOURCES], *more])}." if named else ""
    return f"{settings.SITE_NAME}: “{title}”.{based} {_read_at(address)}"


def of_record(record: SalaryRecord, address: str) -> str:
    figure = f"{quoted(record)}, {record.role}, {record.place}, {record.year}"
    return f"{of_source(record.source)} Figure: {figure}. Quoted by {settings.SITE_NAME}, {_read_at(address)}"


def of_source(source: Source) -> str:
    """The source's own words about itself."""
    if not source.is_named:
        return f"{source} (no source named)."
    published = f", {in_full(source.published)}" if source.published else ""
    where = f" {source.url}" if source.url else ""
    read = f" (read by us {in_full(source.accessed)})" if source.url and source.accessed else ""
    return f"{source}{published}.{where}{read}{'.' if where else ''}"
