"""{% share head %}: what a reader can take from a page; {% picture_bar row ticks %}: a row of a chart in a frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from guide_site.sharing.head import Head
from guide_site.sharing.share import shared_of
from salaries.charts import Tick
from salaries.pictures import PictureRow
from salaries.templatetags.compare import BAR, Pieces, bar_svg, grid_of

register = template.Library()
POINT = '<circle class="pay-typical" cx="{}%" cy="18" r="4.5"/>'


@register.inclusion_tag("components/share.html", takes_context=True)
def share(context: Any, head: Head) -> dict[str, Any]:
    shown = context.flatten()
    match = getattr(shown.get("request"), "resolver_match", None)
    return {"shared": shared_of(match.view_name, shown, head) if match else None}


@register.simple_tag
def picture_bar(row: PictureRow, ticks: Sequence[Tick]) -> SafeString:
    """The marks of one row, as on the pages."""
    words, grid = escape(row.in_words), grid_of(ticks)
    if row.points:
        points = format_html_join("", POINT, ((point,) for point in row.points))
        return mark_safe(BAR.format(words, f"{grid}{points}"))  # noqa: S308  escaped above
    return mark_safe(bar_svg(row.bar, Pieces(grid), words, is_range=row.is_range))  # noqa: S308  escaped above
