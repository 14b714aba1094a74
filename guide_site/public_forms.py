"""Forms that anyone may send without signing in: what keeps robots out, and costs people and caches nothing.

In: a posted form. Out: whether a robot sent it; a readable refusal where somebody sends too many, or from elsewhere. No
cookie is needed, so that a page with such a form is the same for everybody and can be kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from rest_framework.throttling import BaseThrottle

from guide_site.rate_limits import spend

SALT = "guide_site.public_forms"
FASTEST_SECONDS = 2
View = Callable[..., HttpResponse]


class PublicForm(forms.Form):
    """A form with a field that only robots fill, and the signed time at which it was made.

    Include components/public_form_guard.html in its <form>. A view answers a form that `is_from_a_robot` as if all were
    well, and does nothing.
    """

    trap_name, start_name = "remark", "started"

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.data.get(self.trap_name))

    @property
    def started(self) -> str:
        """When the form was made, signed; what was sent stays as it was, if it is ours."""
        sent = str(self.data.get(self.start_name, ""))
        return sent if self._began(sent) is not None else signing.dumps(int(time.time()), salt=SALT)

    def clean(self) -> dict[str, Any] | None:
        began = self._began(str(self.data.get(self.start_name, "")))
        if began is None:
            raise forms.ValidationError(
                "This form had grown old. Please send it once more: all that you typed is here."
            )
        if time.time() - began < FASTEST_SECONDS:
            raise forms.ValidationError("That was faster than people type. Please send it once more.")
        return super().clean()

    @staticmethod
    def _began(token: str) -> int | None:
        try:
            return int(signing.loads(token, salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return None


def public_form(*, rate: str) -> Callable[[View], View]:
    """For views that answer such a form: `rate` ("5/h") limits what one address may send.

    No token is asked for, because one needs a cookie. It would protect nothing: nobody is signed in, so that a page
    elsewhere could do no more in a reader's name than in its own. Browsers say where a form comes from, and one from
    another site is refused all the same. The answer is kept nowhere.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @sensitive_post_parameters()
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = refusal(request, rate, purpose=view.__qualname__) or view(request, *args, **kwargs)
            patch_cache_control(response, no_store=True, private=True)
            return response

        return guarded

    return decorate


def refusal(request: HttpRequest, rate: str, *, purpose: str) -> HttpResponse | None:
    """Why a posted form is not looked at: 403 from another site, 429 after too many; None if it is."""
    if request.method != "POST":
        return None
    if not is_from_this_site(request):
        return refused(request, 403, "This form was sent from another site. Open the page here and send it again.")
    left = spend(rate, purpose=purpose, address=str(BaseThrottle().get_ident(request)))
    if left is None or left.allowed:
        return None
    minutes = -(-left.seconds // 60)
    response = refused(
        request,
        429,
        f"Too many were sent from your address. Please try again in {minutes} minute{'s' * (minutes != 1)}; "
        "going back in your browser brings back what you typed.",
    )
    response["Retry-After"] = str(left.seconds)
    return response


def refused(request: HttpRequest, status: int, reason: str) -> HttpResponse:
    """The reason as a page, or as a part of one where htmx asks."""
    template = "components/refused.html" if getattr(request, "htmx", False) else "refused.html"
    return render(request, template, {"reason": reason}, status=status)


def is_from_this_site(request: HttpRequest) -> bool:
    """What the browser says of the page that sent the form. Programs that say nothing are no browsers, and may."""
    if (fetch_site := request.headers.get("Sec-Fetch-Site")) is not None:
        return fetch_site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or origin in {f"{request.scheme}://{request.get_host()}", settings.SITE_URL}
