"""Who writes guides. Authors come with their first guide; here they get a page worth reading."""

from django.contrib import admin

from articles.models import Author


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    fields = ["name", "slug", "about"]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "slug", "about"]
    search_fields = ["name", "slug", "about"]

    def view_on_site(self, obj: Author) -> str | None:
        return obj.get_absolute_url() if Author.objects.with_guides().filter(pk=obj.pk).exists() else None
