"""Addresses of comments: the form, all comments of a guide, one comment, and the links in mails.

A page behind a link of a mail does nothing when it is opened, since mail scanners open links too; its button does. The
link itself says whose it is, so that neither a cookie nor a token of a form is needed: mail providers press the button
that mutes for a reader (RFC 8058), and have neither.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.comments import intake, links, mail
from articles.comments.closing import closed_because
from articles.comments.forms import CommentForm
from articles.comments.text import to_html
from articles.comments.threads import THREADS_ON_A_PAGE, discussion_of
from articles.models import Article
from articles.views import never_shared
from guide_site.public_forms import public_form


def part_of(request: HttpRequest, template: str) -> str:
    """The page, or the part of it that htmx asks for."""
    return f"comments/{template}.html" + ("#part" if request.htmx else "")  # type: ignore[attr-defined]


@public_form(rate="20/h")
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """The form on a page of its own or as a part, its preview, and its answer: the same for every address."""
    article = get_object_or_404(Article.objects.published(), slug=slug)
    if closed := closed_because(article):
        context = {"article": article, "reason": closed, "typed": request.POST.get("text", "")}
        return render(request, part_of(request, "closed"), context, status=403 if request.method == "POST" else 200)
    if request.method != "POST":
        form = CommentForm(article=article, initial={"to": request.GET.get("to", "")})
        return render(request, part_of(request, "write"), {"article": article, "form": form})
    form = CommentForm(request.POST, article=article)
    if not form.is_valid():
        return render(request, part_of(request, "write"), {"article": article, "form": form}, status=422)
    if "preview" in request.POST:
        shown = {"name": form.cleaned_data["name"], "html": to_html(form.cleaned_data["text"])}
        return render(request, part_of(request, "write"), {"article": article, "form": form, "preview": shown})
    if not form.is_from_a_robot:
        intake.take(article, form.cleaned_data)
    return render(request, part_of(request, "sent"), {"article": article, "email": form.cleaned_data["email"]})


@require_safe
def every(request: HttpRequest, slug: str) -> HttpResponse:
    """All comments of a guide, in pages of whole threads."""
    article = get_object_or_404(Article.objects.published(), slug=slug)
    discussion = discussion_of(article)
    page = Paginator(discussion.threads, THREADS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "comments/every.html", {"article": article, "discussion": discussion, "page_obj": page})


@require_safe
def at(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Leads to where a comment stands: on the guide, or on a page of all comments."""
    article = get_object_or_404(Article.objects.published(), slug=slug)
    number = discussion_of(article).page_number_of(key)
    if number is None:
        raise Http404
    page = article.get_absolute_url() if number == 1 else reverse("articles:comments", args=[slug]) + f"?page={number}"
    return redirect(f"{page}#comment-{key}")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_shared
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button that confirms an address; of a link that has ended, one that sends a new link."""
    commenter, counts = links.confirmed_by(token)
    waiting = list(commenter.comments.unconfirmed().with_relations().order_by("created"))
    context = {"counts": counts, "comments": waiting, "commenter": commenter, "days": links.LASTS.days}
    if request.method != "POST":
        return render(request, "comments/confirm.html", context)
    if not counts:
        if waiting:
            mail.ask_to_confirm(commenter, waiting[-1].article)
        return render(request, "comments/confirm.html", context | {"sent_again": True})
    intake.confirm(commenter)
    return render(request, "comments/confirmed.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_shared
def mute(request: HttpRequest, token: str) -> HttpResponse:
    """A button that ends mails about replies to what its reader said on one guide."""
    comment = links.muted_by(token)
    if request.method == "POST":
        intake.mute(comment)
    return render(request, "comments/mute.html", {"article": comment.article, "is_done": request.method == "POST"})
