"""Pages of the newsletter: signing up, confirming, choosing, leaving, and reading what was sent.

A page behind a link of a mail does nothing when it is opened, since mail scanners open links too; its button does.
The link itself says who the reader is, so that neither a cookie nor a token of a form is needed: mail providers press
the button of `unsubscribe` for a reader (RFC 8058), and have neither.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.figures import render as render_guide
from articles.models import NewsletterIssue, Subscriber
from articles.newsletter.forms import PreferencesForm, SignUpForm
from articles.newsletter.links import LinkEnded, Purpose, subscriber_of, token_of
from articles.newsletter.signup import NotSent, ask
from articles.views import never_shared
from guide_site.public_forms import public_form
from salaries.paging import page_of

ISSUES_ON_A_PAGE = 20
NO_MAIL_NOW = "Our mail does not leave at the moment. Please try again in a few minutes."


def index(request: HttpRequest) -> HttpResponse:
    """What the letter is, the form, and all that was sent."""
    issues = page_of(NewsletterIssue.objects.archived(), request, ISSUES_ON_A_PAGE)
    return render(request, "newsletter/index.html", {"page_obj": issues})


@public_form(rate="10/h")
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form on a page of its own, and its answer: the same for every address, and for robots."""
    form = SignUpForm(request.POST if request.method == "POST" else None)
    part = "#part" if request.htmx else ""  # type: ignore[attr-defined]
    status = 200 if not form.is_bound or form.is_valid() else 422
    if form.is_bound and form.is_valid():
        try:
            if not form.is_from_a_robot:
                ask(form.cleaned_data["email"])
            return render(request, f"newsletter/asked.html{part}", {"email": form.cleaned_data["email"]})
        except NotSent:
            form.add_error(None, NO_MAIL_NOW)
            status = 503
    return render(request, f"newsletter/subscribe.html{part}", {"form": form}, status=status)


View = Callable[..., HttpResponse]


def behind_a_link(purpose: Purpose) -> Callable[[View], View]:
    """For views of one reader, who came by a link: they are called with the subscriber."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @never_shared
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            try:
                subscriber = subscriber_of(purpose, token)
            except LinkEnded as ended:
                return render(request, "newsletter/ended.html", {"reason": ended}, status=410)
            return view(request, subscriber)

        return opened

    return decorate


def answer(request: HttpRequest, name: str, subscriber: Subscriber, **more: Any) -> HttpResponse:
    """A page with all links that its reader may need next."""
    links = {f"{purpose}_token": token_of(purpose, subscriber) for purpose in Purpose}
    return render(request, f"newsletter/{name}.html", {"subscriber": subscriber, **links, **more})


@behind_a_link(Purpose.CONFIRM)
def confirm(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """A button; pressed, the letter begins to come."""
    if subscriber.status not in {Subscriber.Status.PENDING, Subscriber.Status.CONFIRMED}:
        reason = "This address was unsubscribed since. Sign up again, and you get a new link."
        return render(request, "newsletter/ended.html", {"reason": reason}, status=410)
    if request.method == "POST" and not subscriber.is_active:
        subscriber.confirm()
    return answer(request, "confirmed" if subscriber.is_active else "confirm", subscriber)


@behind_a_link(Purpose.PREFERENCES)
def preferences(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """What the reader wants to hear of."""
    form = PreferencesForm(request.POST if request.method == "POST" else None, instance=subscriber)
    if saved := form.is_bound and form.is_valid():
        form.save()
    return answer(request, "preferences", subscriber, form=form, saved=saved)


@behind_a_link(Purpose.UNSUBSCRIBE)
def unsubscribe(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """A button that ends it, and one that takes that back. A mail provider presses the first without looking."""
    undone = False
    if request.method == "POST" and request.POST.get("undo"):
        undone = subscriber.undo()
    elif request.method == "POST":
        subscriber.end(Subscriber.Status.UNSUBSCRIBED)
    return answer(request, "unsubscribe", subscriber, undone=undone, pressed=request.method == "POST")


def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """An issue that was sent, its figures as they are now."""
    found = get_object_or_404(NewsletterIssue.objects.archived(), pk=pk)
    return render(request, "newsletter/issue.html", {"issue": found, "guide": render_guide(found.body)})
