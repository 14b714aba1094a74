"""Addresses of the records, and of what is made of them."""

from django.urls import path

from salaries import siblings, takeaway, views, views_cell, views_check

app_name = "salaries"
urlpatterns = [
    path("check/", views_check.check, name="check"),
    path("cities/", views.cities, name="cities"),
    # Before the cities: no city may be called compare.
    path("cities/compare/", views_check.compare, name="compare"),
    path("cities/<slug:slug>/", views.CityView.as_view(), name="city"),
    path("countries/", views.countries, name="countries"),
    path("countries/<slug:slug>/", views.CountryView.as_view(), name="country"),
    path("estimate/", views_cell.estimate, name="estimate"),
    path("levels/", views.levels, name="levels"),
    path("levels/<slug:slug>/", views.LevelView.as_view(), name="level"),
    path("roles/<slug:slug>/", views.RoleView.as_view(), name="role"),
    path("skills/", views.SkillsView.as_view(), name="skills"),
    path("salaries/", views.records, name="records"),
    path("salaries/<slug:slug>/", views.RecordView.as_view(), name="record"),
    path("sources/", views.SourcesView.as_view(), name="sources"),
    path("sources/<slug:slug>/", views.SourceView.as_view(), name="source"),
    path("methodology/", views.MethodologyView.as_view(), name="methodology"),
    *(
        path(f"{address}.{form}", takeaway.take_away, {"page": page, "form": form}, name=f"{page}-{form}")
        for page, address in siblings.addresses().items()
        for form in siblings.FORMS
    ),
]
