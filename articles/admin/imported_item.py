"""What became of each item of an export of WordPress, to look at and to work through."""

from django.contrib import admin

from articles.models import ImportedItem
from salaries.admin.read_only import ReadOnly


@admin.register(ImportedItem)
class ImportedItemAdmin(ReadOnly, admin.ModelAdmin):
    fields = ["run", "number", "kind", "title", "outcome", "notes", "article", "identity"]
    list_display = ["number", "kind", "title", "outcome", "notes", "article", "run"]
    list_display_links = ["number", "title"]
    list_select_related = ["article", "run"]
    list_filter = ["outcome", "kind", "run"]
    search_fields = ["title", "notes", "article__slug"]
    search_help_text = "Title, notes, or address of the guide"
