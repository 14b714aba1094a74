"""Sourced numbers that are not pay."""

from django.contrib import admin

from salaries import words
from salaries.admin.history import HistoryAdmin, HistoryForm
from salaries.admin.place import NamesPlaces, PlaceFilter
from salaries.models import Fact


class FactForm(HistoryForm):
    class Meta:
        help_texts = {
            "unit": "What the number counts.",
            "quote": "The sentence of the source, word for word. Readers see it beside the number.",
            "note": "What we read into it.",
        }


@admin.register(Fact)
class FactAdmin(HistoryAdmin, NamesPlaces):
    form = FactForm
    fieldsets = [
        ("Who says it", {"fields": ["source", "quote"]}),
        ("What it says", {"fields": ["statement", ("low", "high", "unit"), "year"]}),
        (
            "What it is about",
            {"fields": [("place", "role"), ("skill", "level")], "description": "Each only if the source narrows it."},
        ),
        ("On the site", {"fields": ["key", "note"]}),
        ("Where it came from", {"fields": ["import_run", "created", "modified"]}),
    ]
    readonly_fields = ["import_run", "created", "modified"]
    autocomplete_fields = ["source", "place", "role", "skill", "level"]
    list_display = ["key", "statement", "value", "year", "where", "role", "source"]
    list_select_related = ["place", "role", "source"]
    list_filter = ["unit", "year", "role", "level", ("place", PlaceFilter), "source__kind", "source"]
    search_fields = ["key", "statement", "quote", "source__title", "source__publisher"]
    search_help_text = "Key, statement, source or quoted words"

    @admin.display(description="number", ordering="low")
    def value(self, fact: Fact) -> str:
        return words.fact_value(fact)
