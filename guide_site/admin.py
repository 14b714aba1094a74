"""The admin site: Django's own, with an index page that begins with what needs attention."""

from django.contrib import admin


class GuideAdminSite(admin.AdminSite):
    site_header = "Guide Site"
    site_title = "Guide Site"
    index_title = "What needs attention"
