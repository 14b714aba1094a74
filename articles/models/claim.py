"""The ledger: each figure of each guide, whether it still says what the records say, and on what it depends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from articles.models.article import Article

if TYPE_CHECKING:
    from articles.claims.dependencies import Dependency


class ClaimQuerySet(models.QuerySet["Claim"]):
    def contradicted(self) -> ClaimQuerySet:
        """Contradictions that nobody has accepted, or not with the figure of now."""
        accepted = ~Q(accepted_note="") & Q(value=F("reviewed_value"))
        return self.filter(verdict=Claim.Verdict.CONTRADICTED).exclude(accepted)

    def failing(self) -> ClaimQuerySet:
        """What `check_guides` fails for."""
        return self.contradicted() | self.filter(verdict=Claim.Verdict.BROKEN)

    def changed(self) -> ClaimQuerySet:
        """What an editor should read again: whatever changed since somebody last looked, and failing claims."""
        return (self.failing() | self.filter(verdict=Claim.Verdict.DRIFTED)).in_use()

    def unsourced(self) -> ClaimQuerySet:
        return self.filter(verdict=Claim.Verdict.UNSOURCED).in_use()

    def in_use(self) -> ClaimQuerySet:
        """Not of guides that are off the site for good."""
        return self.exclude(article__status=Article.Status.RETIRED)

    def depending_on(self, *dependencies: Dependency) -> ClaimQuerySet:
        """Claims that one of these (without their years) concerns."""
        names = models.Q(pk__in=[])
        for one in dependencies:
            names |= Q(kind=one.kind, name=one.name)
        return self.filter(pk__in=ClaimDependency.objects.filter(names).values("claim"))

    def with_relations(self) -> ClaimQuerySet:
        return self.select_related("article", "reviewed_by")


class Claim(models.Model):
    """One figure in one guide. Written by `articles.claims.ledger`; people only accept and review."""

    class Kind(models.TextChoices):
        PAY = "pay", "Pay"
        RATIO = "ratio", "Ratio"
        FACT = "fact", "Fact"
        LEVEL = "level", "Level"
        CHECK = "check", "The author’s words"
        NUMBER = "number", "Plain number"

    class Verdict(models.TextChoices):
        HOLDS = "holds", "holds"
        DRIFTED = "drifted", "drifted"
        CONTRADICTED = "contradicted", "contradicted"
        UNSOURCED = "unsourced", "unsourced"
        BROKEN = "broken", "broken"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="claims", verbose_name="guide")
    position = models.PositiveIntegerField(help_text="Its place among the figures of the guide, from 1.")
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField("as written", help_text="What stands in the guide: the text of the role, or the number.")
    before = models.TextField(blank=True, help_text="The sentence before the figure.")
    after = models.TextField(blank=True, help_text="The sentence after it.")
    value = models.TextField("now", blank=True, help_text="What the records say.")
    verdict = models.CharField(max_length=15, choices=Verdict.choices)
    reason = models.TextField(blank=True, help_text="Why it is broken or contradicted.")
    reviewed_value = models.TextField(
        "at the last review", blank=True, help_text="What the records said when somebody last looked."
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_note = models.TextField(
        blank=True,
        help_text="Why these words stay although the records say something else. Readers see it beside the figure.",
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["article", "position"]
        indexes = [models.Index(fields=["verdict", "article"], name="claim_verdict")]
        constraints = [
            models.CheckConstraint(
                name="claim_verdict_known",
                condition=Q(verdict__in=["holds", "drifted", "contradicted", "unsourced", "broken"]),
            ),
            models.CheckConstraint(
                name="claim_kind_known",
                condition=Q(kind__in=["pay", "ratio", "fact", "level", "check", "number"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}, line {self.line}: {self.shown}"

    @property
    def words(self) -> str:
        """The author's words; empty for a figure that is drawn from the records."""
        return self.text.split("|")[0].strip() if self.kind in {self.Kind.CHECK, self.Kind.NUMBER} else ""

    @property
    def shown(self) -> str:
        """What readers see in its place."""
        return self.words or self.value or "[figure missing]"

    @property
    def sentence(self) -> str:
        return f"{self.before}{self.shown}{self.after}"

    @property
    def sentence_at_review(self) -> str:
        """The sentence as it read at the last review; the same as now where the author's words stand in it."""
        return f"{self.before}{self.words or self.reviewed_value}{self.after}"

    @property
    def has_moved(self) -> bool:
        """Whether the records say something else than at the last review."""
        return self.value != self.reviewed_value

    @property
    def is_accepted(self) -> bool:
        """Whether an editor has accepted the contradiction, with the figure that it has now."""
        return self.verdict == self.Verdict.CONTRADICTED and bool(self.accepted_note) and not self.has_moved


class ClaimDependency(models.Model):
    """What a claim depends on: see `articles.claims.dependencies`."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="dependencies")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=130)
    year = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "name"], name="claim_depends_on")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
