"""Every address of the site. Public addresses are final: they are linked from elsewhere."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.static import serve

from articles.views import AuthorView
from guide_site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("articles/", include("articles.urls")),
    path("authors/<slug:slug>/", AuthorView.as_view(), name="author"),
    path("", include("salaries.urls")),
    path("api/", include("salaries.api.urls")),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
]
