"""What the OpenAPI description covers: the API at its public address."""

from django.urls import include, path

urlpatterns = [path("api/", include("salaries.api.urls"))]
