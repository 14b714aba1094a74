"""What became of each item of an export of WordPress, to look at and to work through."""

from django.contrib import admin
from django.utils.text import Truncator

from articles.models import ImportedItem
from salaries.admin.read_only import ReadOnly


@admin.register(ImportedItem)
class ImportedItemAdmin(ReadOnly, admin.ModelAdmin):
    fields = ["run", "number", "kind", "title", "outcome", "notes", "article", "identity"]
    list_display = ["number", "outcome", "title", "in_short", "article"]
    list_display_links = ["number", "title"]
    list_select_related = ["article"]
    list_filter = ["outcome", "kind", ("run", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["title", "notes", "article__slug"]
    search_help_text = "Title, notes, or address of the guide"

    @admin.display(description="notes")
    def in_short(self, item: ImportedItem) -> str:
        return Truncator("; ".join(item.notes.splitlines())).chars(140)
