"""Two pages that answer a reader's own question: where pay stands, and places side by side."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from salaries.check import Answer
from salaries.discretion import WithoutPay
from salaries.forms import SideBySideForm, StandingForm

# The development server writes request lines to a log, and a shared address has pay in it.
logging.getLogger("django.server").addFilter(WithoutPay())


# No token is asked for, because one needs a cookie, and public pages set none. It would protect nothing: the view
# changes nothing and stores nothing, and its answer goes to whoever sent the form. A page elsewhere that posts here
# learns nothing that it could not have worked out from the public records.
@csrf_exempt
@sensitive_post_parameters("pay")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Where do I stand? Posted, so that pay is in no address; read from the address where a reader shares it."""
    posted = request.method == "POST"
    given = request.POST if posted else request.GET
    form = StandingForm(given if given or posted else None)
    context: dict[str, Any] = {"form": form, "posted": posted}
    if form.is_valid():
        if posted and form.cleaned_data["share"]:
            return kept_private(redirect(f"{request.path}?{form.canonical()}"))
        answer = context["answer"] = Answer(form.asked)
        context["instead"] = (
            [] if answer.found else [(one["label"], form.changed(one["fields"])) for one in answer.instead]
        )
    elif not posted and "pay" not in given:
        form.only_what_is_given()
    response = render(request, "salaries/check.html", context)
    return kept_private(response) if posted or "pay" in given else response


def kept_private(response: HttpResponse) -> HttpResponse:
    """Neither stored on the way, nor told to the next site, nor found by search engines."""
    patch_cache_control(response, no_store=True, private=True)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def compare(request: HttpRequest) -> HttpResponse:
    """Two to five places side by side."""
    form = SideBySideForm(request.GET or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context["beside"] = form.answer()
    return render(request, "salaries/compare.html", context)
