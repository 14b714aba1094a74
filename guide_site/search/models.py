"""The table of what can be found, and the order of what was found.

In: the terms of a question. Out: entries that have all of them and that readers may see, the best first.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Length

from articles.models import Article
from guide_site.search.engines import ANYWHERE, LEAD, NAMES, Bytewise, Has
from guide_site.search.words import Question, Term


class Kind(models.TextChoices):
    """What can be found, in the order in which equally good results stand: the many last."""

    CITY = "city", "Cities"
    COUNTRY = "country", "Countries"
    ROLE = "role", "Roles"
    LEVEL = "level", "Levels"
    SKILL = "skill", "Skills"
    GUIDE = "guide", "Guides"
    SOURCE = "source", "Sources"
    RECORD = "record", "Records"


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def public(self) -> SearchEntryQuerySet:
        """What readers may see now. Guides are indexed whatever their status; their own rule decides here."""
        return self.filter(~Q(thing="article") | Q(object_id__in=Article.objects.published().values("pk")))

    def having(self, terms: Sequence[Term], where: str = ANYWHERE) -> SearchEntryQuerySet:
        return self.filter(Has(terms, where)) if terms else self.none()

    def best_first(self, question: Question) -> SearchEntryQuerySet:
        """A name that is the question, a title that begins with it, its words in names, in the summary, in the text.

        Equally good ones by kind, guides by date, then the shortest title. Each step asks the index once, so that the
        work grows with the results, and not with their square.
        """
        if not question.terms:
            return self.none()
        words = " ".join(term.word for term in question.terms)
        steps = (
            Q(names__contains=f"|{words}|"),
            Q(names__startswith=f"|{words} "),
            Has(question.whole, NAMES),
            Has(question.terms, NAMES),
            Has(question.terms, LEAD),
        )
        fit = Case(
            *(When(step, then=Value(number)) for number, step in enumerate(steps)),
            default=Value(len(steps)),
            output_field=IntegerField(),
        )
        return self.order_by(
            fit, "order", F("date").desc(nulls_last=True), Length("title"), Bytewise(F("names")), "thing", "object_id"
        )

    def counts(self) -> dict[str, int]:
        """{kind: how many}"""
        return dict(self.order_by().values_list("kind").annotate(Count("pk")))


class SearchEntry(models.Model):
    """One thing that can be found: what is shown of it, and its words (`guide_site.search.words`).

    `guide_site.search.engines` adds triggers or columns to the table, which keep an index of the words.
    """

    thing = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    order = models.PositiveSmallIntegerField()
    date = models.DateTimeField(null=True)
    url = models.CharField(max_length=300)
    title = models.TextField()
    # Title and other names, each between bars, so that one can be compared with a question.
    names = models.TextField()
    summary = models.TextField()
    lead_words = models.TextField()
    text = models.TextField()
    text_words = models.TextField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "object_id"], name="search_entry_once")]

    def __str__(self) -> str:
        return self.title
