"""What guides are filed under."""

from django.contrib import admin

from articles.models import Topic


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    fields = ["name", "slug", "description"]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "slug", "description"]
    search_fields = ["name", "slug", "description"]
