"""The head of a page: {% captured as title %}, {% page_head title description as head %}, {% structured_data head %}.

In: the page's context. Out: what templates/components/page_head.html writes.
"""

from __future__ import annotations

from html import unescape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from guide_site.sharing.head import Head, head_of
from guide_site.structured_data.graph import script
from guide_site.structured_data.pages import things_of
from guide_site.trails import trail_of

register = template.Library()


@register.simple_block_tag
def captured(content: str) -> SafeString:
    """What stands between the tags, which is HTML already, to be written more than once."""
    return mark_safe(content.strip())  # noqa: S308  rendered by the template


@register.simple_tag(takes_context=True)
def page_head(context: Any, title: str, description: str) -> Head:
    """`title` and `description` are HTML; of machines they are read as text."""
    shown = context.flatten()
    return head_of(shown.get("request"), shown, title=unescape(title), description=unescape(description))


@register.simple_tag(takes_context=True)
def structured_data(context: Any, head: Head) -> SafeString:
    """What the page says to machines, as JSON-LD."""
    shown = context.flatten()
    match = getattr(shown.get("request"), "resolver_match", None)
    return script(things_of(match.view_name, shown, head) if match else [])


@register.inclusion_tag("components/trail.html", takes_context=True)
def trail(context: Any, note: str = "") -> dict[str, Any]:
    """The way to this page, above its title; `note` says what kind of thing it is about."""
    shown = context.flatten()
    match = getattr(shown.get("request"), "resolver_match", None)
    return {"trail": trail_of(match.view_name, shown)[:-1] if match else [], "note": note}
