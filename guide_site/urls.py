"""Every address of the site. Public addresses are final: they are linked from elsewhere."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.static import serve

from articles.feeds import Guides, GuidesRss
from articles.views import AuthorView
from guide_site import sitemaps, views, well_known
from guide_site.search import views as search_views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("guide_site.sharing.urls")),
    path("articles/", include("articles.urls")),
    path("newsletter/", include("articles.newsletter.urls")),
    path("authors/<slug:slug>/", AuthorView.as_view(), name="author"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<str:section>-<int:number>.xml", sitemaps.sitemap_file, name="sitemap-file"),
    path("feeds/guides.atom", Guides(), name="guides-atom"),
    path("feeds/guides.rss", GuidesRss(), name="guides-rss"),
    path("feeds/topics/<slug:slug>.atom", Guides(), name="topic-atom"),
    path("feeds/topics/<slug:slug>.rss", GuidesRss(), name="topic-rss"),
    path("search/", search_views.search, name="search"),
    path("search/suggestions/", search_views.suggestions, name="suggestions"),
    path("", include("salaries.urls")),
    path("api/", include("salaries.api.urls")),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
]
