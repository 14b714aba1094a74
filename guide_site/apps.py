"""The project itself as an app (its static files, commands and search), and the admin with our own index page."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class GuideSiteConfig(AppConfig):
    name = "guide_site"
    default = True

    def ready(self) -> None:
        from guide_site.search import signals  # noqa: F401  connects the receivers


class AdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "guide_site.admin.GuideAdminSite"
