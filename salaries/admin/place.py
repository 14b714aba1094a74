"""Regions, countries and cities."""

from django.contrib import admin

from salaries.models import Place


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin):
    fieldsets = [
        ("Place", {"fields": ["name", "slug", "kind", "parent"]}),
        ("For a country", {"fields": [("country_code", "currency_code")]}),
        ("On the map", {"fields": [("latitude", "longitude")]}),
        ("In files", {"fields": ["aliases"]}),
    ]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent"]
    list_display = ["name", "kind", "parent", "country_code", "currency_code"]
    list_select_related = ["parent"]
    list_filter = ["kind", "currency_code"]
    search_fields = ["name", "slug", "country_code", "aliases"]
    search_help_text = "Name, country code or another name that files use"
