"""Addresses of the API."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from salaries.api import schema, views
from salaries.api.estimate import EstimateRecordsView, EstimateView
from salaries.api.index import index

app_name = "api"
router = SimpleRouter()
for name, viewset in views.LISTS.items():
    router.register(name, viewset, basename=name)

urlpatterns = [
    path("", index, name="index"),
    path("schema/", schema.schema, name="schema"),
    path("estimate/", EstimateView.as_view(), name="estimate"),
    path("estimate/records.csv", EstimateRecordsView.as_view(), name="estimate-records"),
    path("", include(router.urls)),
    # With a slash at the end: an address without one is first led to the one with. A line break is no exception.
    re_path(r"^[\s\S]+/\Z", views.missing),
]
