"""The site's addresses, and what the bench asks of a worker: a constant page, its memory, to forget kept pages."""

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from bench.tasks import peak_mb

CONSTANT = b"<!doctype html>" + b"x" * 20_000
# So that these are not kept themselves: their views are called each time.
EACH_TIME = {"Cache-Control": "no-store"}


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CONSTANT, headers=EACH_TIME)


def forget(request: HttpRequest) -> HttpResponse:
    caches["pages"].clear()
    return HttpResponse(headers=EACH_TIME)


def memory(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(peak_mb()), headers=EACH_TIME)


urlpatterns = [
    path("bench/constant/", constant),
    path("bench/forget/", forget),
    path("bench/memory/", memory),
    path("", include("guide_site.urls")),
]
