"""Pictures in guides. A file that is no picture is refused with a sentence, and what is kept is written anew."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.http import HttpRequest
from django.utils.html import format_html

from articles.models import Article, Image
from articles.models.workflow import may_publish
from articles.pictures import FORMATS, LARGEST_BYTES, NotAPicture, cleaned


class PictureField(forms.FileField):
    """Asks no decoder but those of the formats that are taken."""

    widget = AdminFileWidget(
        attrs={"accept": ",".join(sorted(ending for endings in FORMATS.values() for ending in endings))}
    )

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        try:
            return cleaned(file, file.name or "", file.size)
        except NotAPicture as problem:
            raise forms.ValidationError(str(problem)) from problem


class ImageForm(forms.ModelForm):
    file = PictureField(
        help_text=f"JPEG, PNG, WebP or AVIF, at most {LARGEST_BYTES // 1_000_000} MB. It is written anew: upright, "
        "without location and camera data. Smaller ones for phones are made at once."
    )


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    form = ImageForm
    fields = ["title", "file", "preview", "alternative_text", "credit", ("width", "height"), "for_a_guide"]
    readonly_fields = ["preview", "width", "height", "for_a_guide"]
    list_display = ["title", "alternative_text", "credit", "width", "height"]
    search_fields = ["title", "alternative_text", "credit"]

    def has_change_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        """What readers see, only those who may publish change."""
        may = super().has_change_permission(request, obj)
        return may and (
            obj is None or may_publish(request.user) or not Article.objects.published().showing(obj).exists()
        )

    @admin.display
    def preview(self, image: Image) -> str:
        if not image.file:
            return ""
        return format_html('<img class="preview" src="{}" alt="{}">', image.file.url, image.alternative_text)

    @admin.display(description="in a guide")
    def for_a_guide(self, image: Image) -> str:
        """The Markdown for it."""
        return f"![{image.alternative_text}]({image.file.url})" if image.file else ""
