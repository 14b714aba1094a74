"""Who gets the newsletter. Addresses are personal: Moderators look one up and unsubscribe it, nobody else sees one.

Readers change their choices themselves; `export_reader` and `erase_reader` are commands.
"""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import Subscriber
from salaries.admin.read_only import ReadOnly


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnly, admin.ModelAdmin):
    fields = ["email", "status", "frequency", "topics", "places", "created", "asked_at", "confirmed_at", "ended_at"]
    list_display = ["email", "status", "frequency", "confirmed_at", "ended_at"]
    list_filter = ["status", "frequency"]
    search_fields = ["email"]
    search_help_text = "Address, or part of it"
    actions = ["unsubscribe"]

    def has_unsubscribe_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.unsubscribe_subscriber")

    @admin.action(description="Unsubscribe", permissions=["unsubscribe"])
    def unsubscribe(self, request: HttpRequest, queryset: QuerySet[Subscriber]) -> None:
        for subscriber in queryset:
            subscriber.end(Subscriber.Status.UNSUBSCRIBED)
        self.message_user(request, f"Unsubscribed: {len(queryset)}.")
