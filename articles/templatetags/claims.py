"""{% claims_of guide as claims %}, and {% claims_quoting record as claims %} for a record, a fact or a level."""

from __future__ import annotations

from django import template

from articles.claims.dependencies import Dependency, numbered
from articles.models import Article, Claim
from salaries.models import CareerLevel, Fact, SalaryRecord

register = template.Library()
SHOWN = 200


@register.simple_tag
def claims_of(guide: Article) -> list[Claim]:
    """The ledger of a guide, in one query."""
    return list(guide.claims.with_relations()[:SHOWN])


@register.simple_tag
def claims_quoting(quoted: SalaryRecord | Fact | CareerLevel) -> list[Claim]:
    """The sentences in which guides quote this very row, or calculate with it, in one query."""
    if isinstance(quoted, CareerLevel):
        asked = [Dependency("level", quoted.slug), numbered("level", quoted.pk)]
    else:
        asked = [Dependency("record" if isinstance(quoted, SalaryRecord) else "fact", quoted.key)]
    return list(Claim.objects.depending_on(*asked).with_relations()[:SHOWN])
