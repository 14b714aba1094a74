"""The ledger: every figure of every guide and what became of it. People accept and review; the site writes the rest.

It is also shown under each guide, and under each record, fact and level that guides quote
(`articles.templatetags.claims`).
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from articles.claims import ledger
from articles.claims.checks import Parts
from articles.models import Claim, ClaimQuerySet
from guide_site.admin import Attention, AttentionFilter

# Where claims go with their guide.
WITH_THE_GUIDE = {"articles_article_delete", "articles_article_changelist"}


class AcceptedFilter(admin.SimpleListFilter):
    title = "accepted"
    parameter_name = "accepted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "Contradicted, not accepted"), ("yes", "With a note")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        if self.value() == "no":
            return queryset.contradicted()
        return queryset.exclude(accepted_note="") if self.value() == "yes" else queryset


@admin.register(Claim)
class ClaimAdmin(admin.ModelAdmin):
    attention = (
        Attention(
            "changed",
            "Figures in guides that changed, or are contradicted or broken",
            "The records say something else than when somebody last looked: read the sentence again, then mend it, "
            "accept it with a note or mark it as reviewed.",
            ClaimQuerySet.changed,
        ),
        Attention(
            "unsourced",
            "Numbers in guides without a record",
            "Quote a record, check the number against some, or mark it as one that needs none.",
            ClaimQuerySet.unsourced,
        ),
    )
    fieldsets = [
        ("Where it stands", {"fields": ["article", "line", "kind", "text"]}),
        ("What it says", {"fields": ["sentence", "sentence_at_review", "value", "reviewed_value"]}),
        ("Verdict", {"fields": ["verdict", "reason", "accepted_note"]}),
        ("Last review", {"fields": ["reviewed_at", "reviewed_by"], "description": "Saving this form is a review."}),
    ]
    list_display = ["where", "judged", "as_read", "records_say", "reason"]
    list_display_links = ["where"]
    list_filter = [AttentionFilter, "verdict", "kind", AcceptedFilter, "article"]
    search_fields = ["text", "value", "reviewed_value", "article__title"]
    search_help_text = "Text, value or guide"
    actions = ["reviewed"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_relations()  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Claim | None = None) -> bool:
        """Claims go with their guide, and only so."""
        page = request.resolver_match.url_name if request.resolver_match else ""
        return page in WITH_THE_GUIDE and request.user.has_perm("articles.delete_article")

    def get_readonly_fields(self, request: HttpRequest, obj: Claim | None = None) -> list[str]:
        """The note alone can be written, and only where words are checked and the text has no note of its own."""
        fields = [str(name) for _, options in self.fieldsets for name in options["fields"]]
        is_open = obj is not None and obj.kind == Claim.Kind.CHECK and not Parts.of(obj.text).note
        return [name for name in fields if not (is_open and name == "accepted_note")]

    def save_model(self, request: HttpRequest, obj: Claim, form: Any, change: bool) -> None:
        ledger.review([obj], request.user)  # type: ignore[arg-type]

    def view_on_site(self, obj: Claim) -> str | None:
        return obj.article.get_absolute_url() if obj.article.is_public else None

    @admin.display(description="guide, line", ordering="article__title")
    def where(self, claim: Claim) -> str:
        return f"{claim.article}, {claim.line}"

    @admin.display(description="sentence")
    def as_read(self, claim: Claim) -> str:
        return format_html("{}<strong>{}</strong>{}", claim.before, claim.shown, claim.after)

    @admin.display(description="verdict", ordering="verdict")
    def judged(self, claim: Claim) -> str:
        return f"{claim.get_verdict_display()}, accepted" if claim.is_accepted else claim.get_verdict_display()

    @admin.display(description="the records say")
    def records_say(self, claim: Claim) -> str:
        """What they say now, after what they said at the last review if that was something else."""
        if claim.kind == Claim.Kind.NUMBER:
            return "nothing"
        return f"{claim.reviewed_value or 'nothing'} → {claim.value or 'nothing'}" if claim.has_moved else claim.value

    @admin.display(description="sentence now")
    def sentence(self, claim: Claim) -> str:
        return claim.sentence

    @admin.display(description="sentence at the last review")
    def sentence_at_review(self, claim: Claim) -> str:
        return claim.sentence_at_review

    @admin.action(description="Mark as reviewed: the sentences stay as they are", permissions=["change"])
    def reviewed(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        claims = list(queryset)
        ledger.review(claims, request.user)  # type: ignore[arg-type]
        self.message_user(request, f"Reviewed: {len(claims)}.")
