"""Saving and deleting that works out each touched estimate once, in the same transaction."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from salaries import estimates


class DefersEstimates(admin.ModelAdmin):
    """For rows that estimates are made of: records, and the rates that convert them."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with estimates.deferred():
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with estimates.deferred():
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with estimates.deferred():
            super().delete_queryset(request, queryset)
