"""Occupations, and the baseline that they are compared with."""

from django.contrib import admin

from salaries.models import Role


@admin.register(Role)
class RoleAdmin(admin.ModelAdmin):
    fields = ["name", "slug", "description", "aliases", "is_baseline"]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "slug", "is_baseline"]
    list_filter = ["is_baseline"]
    search_fields = ["name", "slug", "aliases"]
    search_help_text = "Name, or another title that files use"
