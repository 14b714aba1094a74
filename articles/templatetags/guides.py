"""{% guides_that_quote place as guides %}: published guides that quote a record, a place or a role, newest first."""

from django import template

from articles.models import Article
from salaries.models import Place, Role, SalaryRecord

register = template.Library()
SHOWN = 10


@register.simple_tag
def guides_that_quote(quoted: SalaryRecord | Place | Role) -> list[Article]:
    """At most ten, in one query."""
    return list(Article.objects.published().quoting(quoted).order_by("-published_at", "title")[:SHOWN])
