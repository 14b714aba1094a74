"""Pictures in guides."""

from django.contrib import admin
from django.utils.html import format_html

from articles.models import Image


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    fields = ["title", "file", "preview", "alternative_text", "credit", ("width", "height")]
    readonly_fields = ["preview", "width", "height"]
    list_display = ["title", "alternative_text", "credit", "width", "height"]
    search_fields = ["title", "alternative_text", "credit"]

    @admin.display
    def preview(self, image: Image) -> str:
        if not image.file:
            return ""
        return format_html('<img class="preview" src="{}" alt="{}">', image.file.url, image.alternative_text)
