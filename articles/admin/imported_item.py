"""What became of each item of an export of WordPress, to look at and to work through."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from articles.models import ImportedItem
from salaries.admin.read_only import ReadOnly


@admin.register(ImportedItem)
class ImportedItemAdmin(ReadOnly, admin.ModelAdmin):
    fields = ["run", "number", "kind", "title", "outcome", "notes", "article", "identity"]
    list_display = ["number", "outcome", "name", "in_short", "guide"]
    list_display_links = ["number", "name"]
    list_select_related = ["article"]
    list_filter = ["outcome", "kind", ("run", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["title", "notes", "article__slug"]
    search_help_text = "Title, notes, or address of the guide"

    # Titles of one long word would push the notes off the page.
    @admin.display(description="title", ordering="title")
    def name(self, item: ImportedItem) -> str:
        return Truncator(item.title).chars(26) or "(none)"

    @admin.display(description="notes")
    def in_short(self, item: ImportedItem) -> str:
        return Truncator("; ".join(item.notes.splitlines())).chars(140)

    @admin.display(description="guide")
    def guide(self, item: ImportedItem) -> str:
        if item.article is None:
            return ""
        address = reverse("admin:articles_article_change", args=[item.article.pk])
        return format_html('<a href="{}">{}</a>', address, item.article.slug)
