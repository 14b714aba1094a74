"""Moderation: comments that wait come first, each with its text as it was typed.

What a decision leads to is in `articles.comments.moderation`. Who decided what and when is in the list of decisions,
which has neither names nor texts and outlives the comments.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.admin.claim import WITH_THE_GUIDE
from articles.comments import mail, moderation
from articles.models import Comment, CommentQuerySet
from articles.models.comment import CommentStatus, as_moderators_need_them
from guide_site.admin import Attention, AttentionFilter
from salaries.admin.read_only import ReadOnly

Decision = Comment.history.model


class CommentForm(forms.ModelForm):
    class Meta:
        model = Comment
        fields = ["status"]
        widgets = {"status": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            offered = {*moderation.CHOICES, CommentStatus(self.instance.status)}
            choices = [(status.value, status.label) for status in CommentStatus if status in offered]
            self.fields["status"].choices = choices  # type: ignore[attr-defined]
            self.fields["status"].widget.choices = choices  # type: ignore[attr-defined]


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    form = CommentForm
    attention = (
        Attention(
            "pending",
            "Comments that wait for a moderator",
            "Readers do not see them yet: approve them, or mark them as spam.",
            CommentQuerySet.pending,
        ),
    )
    fieldsets = [
        ("Comment", {"fields": ["name", "as_typed", "guide", "answers", "status"]}),
        ("Its author", {"fields": ["address", "created", "wants_replies"]}),
        ("Decisions", {"fields": ["decisions"]}),
    ]
    readonly_fields = ["name", "as_typed", "guide", "answers", "address", "created", "wants_replies", "decisions"]
    list_display = ["sent", "status", "who", "as_typed", "guide"]
    list_display_links = ["sent"]
    list_filter = [AttentionFilter, "status", ("article", admin.RelatedOnlyFieldListFilter)]
    show_facets = admin.ShowFacets.ALWAYS
    list_per_page = 50
    date_hierarchy = "created"
    search_fields = ["name", "text", "commenter__email", "article__title"]
    search_help_text = "Name, text, mail address or guide"
    actions = ["approve", "spam", "ban", "ask_again"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_relations()  # type: ignore[attr-defined]

    def get_ordering(self, request: HttpRequest) -> Any:
        return as_moderators_need_them()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_emptied)

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """Comments also go with their guide."""
        page = request.resolver_match.url_name if request.resolver_match else ""
        with_the_guide = page in WITH_THE_GUIDE and request.user.has_perm("articles.delete_article")
        return with_the_guide or super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What the page asks about before it deletes; answers stay, so nothing stands in the way."""
        comments = list(objs)
        return [f"{one}: {one.text[:200]}" for one in comments], {"comments": len(comments)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Comment) -> None:
        moderation.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        for comment in sorted(queryset, key=lambda one: (one.thread_id is None, -one.pk)):
            moderation.delete(comment)

    def save_model(self, request: HttpRequest, obj: Comment, form: Any, change: bool) -> None:
        if form.has_changed():
            moderation.move(obj, obj.status)

    def view_on_site(self, obj: Comment) -> str | None:
        return obj.get_absolute_url() if obj.is_approved and obj.article.is_public else None

    @admin.display(description="sent", ordering="created")
    def sent(self, comment: Comment) -> str:
        return f"{comment.created:%Y-%m-%d %H:%M}"

    @admin.display(description="text as typed", ordering="text")
    def as_typed(self, comment: Comment) -> str:
        return format_html('<div class="as-typed" dir="auto">{}</div>', comment.text)

    @admin.display(description="who", ordering="name")
    def who(self, comment: Comment) -> str:
        return format_html("<bdi>{}</bdi><br><bdi>{}</bdi>", comment.name, comment.commenter or "")

    @admin.display(description="mail address")
    def address(self, comment: Comment) -> str:
        """With what else it sent."""
        who = comment.commenter
        if who is None:
            return "None."
        state = "banned" if who.is_banned else "confirmed" if who.confirmed else "not confirmed"
        others = f"{reverse('admin:articles_comment_changelist')}?commenter__id__exact={who.pk}"
        words = '<bdi>{}</bdi>, {}; <a href="{}">all its comments ({})</a>'
        return format_html(words, who.email, state, others, who.comments.count())

    @admin.display(description="guide", ordering="article__title")
    def guide(self, comment: Comment) -> str:
        return format_html('<a href="{}">{}</a>', comment.article.get_absolute_url(), comment.article)

    @admin.display(description="answers")
    def answers(self, comment: Comment) -> str:
        other = comment.reply_to
        if other is None:
            return "No other comment."
        address = reverse("admin:articles_comment_change", args=[other.pk])
        words = '<a href="{}">Comment {}</a> by <bdi>{}</bdi> ({})<div class="as-typed" dir="auto">{}</div>'
        return format_html(words, address, other.pk, other.name, other.get_status_display().lower(), other.text)

    @admin.display(description="who decided what, and when")
    def decisions(self, comment: Comment) -> str:
        rows = [
            (CommentStatus(one.status).label, f"{one.history_date:%Y-%m-%d %H:%M}", one.history_user or "the site")
            for one in comment.history.select_related("history_user")
        ]
        cells = SafeString('<tr><th scope="row">{}</th><td>{} UTC</td><td>{}</td></tr>')
        return format_html("<table>{}</table>", format_html_join("", cells, rows))

    @admin.action(description="Approve", permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._each(request, queryset, lambda one: moderation.move(one, CommentStatus.APPROVED), "Approved")

    @admin.action(description="Mark as spam", permissions=["change"])
    def spam(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._each(request, queryset, lambda one: moderation.move(one, CommentStatus.SPAM), "Marked as spam")

    @admin.action(description="Ban the addresses: these and all that wait become spam", permissions=["ban"])
    def ban(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._each(request, queryset, lambda one: moderation.ban(one, by=request.user), "Banned")

    @admin.action(description="Send the mail to confirm the address again", permissions=["change"])
    def ask_again(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        def ask(comment: Comment) -> None:
            if comment.commenter:
                mail.ask_to_confirm(comment.commenter, comment.article)

        waiting = queryset.filter(status=CommentStatus.UNCONFIRMED)
        self._each(request, waiting, ask, "Asked")

    def has_ban_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and request.user.has_perm("articles.add_bannedaddress")

    def _each(self, request: HttpRequest, rows: QuerySet, decide: Callable[[Comment], Any], done: str) -> None:
        """Of emptied comments nothing can be made."""
        comments = [one for one in rows if not one.is_emptied]
        for comment in comments:
            decide(comment)
        self.message_user(request, f"{done}: {len(comments)}.", messages.SUCCESS if comments else messages.WARNING)


@admin.register(Decision)
class DecisionAdmin(ReadOnly, admin.ModelAdmin):
    """Every step of every comment; without those of the site these are the decisions of moderators."""

    fields = ["history_date", "history_user", "status", "history_type", "id", "guide"]
    readonly_fields = ["guide"]
    list_display = ["history_date", "history_user", "outcome", "id", "guide"]
    list_filter = ["status", ("history_user", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["history_user"]
    date_hierarchy = "history_date"
    search_fields = ["history_user__username", "article__title"]
    search_help_text = "Who decided, or the guide"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("article")

    @admin.display(description="what", ordering="status")
    def outcome(self, decision: Any) -> str:
        return "Deleted" if decision.history_type == "-" else CommentStatus(decision.status).label

    @admin.display(description="guide")
    def guide(self, decision: Any) -> str:
        return getattr(decision.article, "title", "")
