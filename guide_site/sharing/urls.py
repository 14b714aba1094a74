"""Addresses of cards, of charts as files and in frames. Public addresses are final: they stand on other sites."""

from django.urls import path

from guide_site.sharing import views

app_name = "sharing"
FORMS = ("svg", "png")
# By the names of `charts.CHARTS`: the addresses of the pages that have the same figures.
PAGES = {
    "cities": "cities/",
    "countries": "countries/",
    "city": "cities/<slug:slug>/",
    "country": "countries/<slug:slug>/",
    "estimate": "estimate/",
}

urlpatterns = [
    path("cards/cities/<slug:slug>.png", views.place_card, {"kind": "city"}, name="city-card"),
    path("cards/countries/<slug:slug>.png", views.place_card, {"kind": "country"}, name="country-card"),
    path("cards/articles/<slug:slug>.png", views.article_card, name="article-card"),
    path("embed/articles/<slug:slug>/<int:number>/", views.embed_guide_chart, name="embed-guide-chart"),
    path("share/cities/", views.share, {"noun": "cities"}, name="share-cities"),
    path("share/countries/", views.share, {"noun": "countries"}, name="share-countries"),
    *(path(f"embed/{page}", views.embed, {"chart": chart}, name=f"embed-{chart}") for chart, page in PAGES.items()),
    *(
        path(f"{page}chart.{form}", views.chart_file, {"chart": chart, "form": form}, name=f"{chart}-{form}")
        for chart, page in PAGES.items()
        for form in FORMS
    ),
    *(
        path(
            f"articles/<slug:slug>/chart-<int:number>.{form}",
            views.guide_chart_file,
            {"form": form},
            name=f"guide-{form}",
        )
        for form in FORMS
    ),
]
