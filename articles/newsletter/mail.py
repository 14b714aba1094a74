"""A letter as mail: HTML of tables with inline styles, and plain text.

In: an issue. Out: both parts, made once for all readers; then the message for one reader, with the links of that reader
and the headers by which mail programs unsubscribe with one click (RFC 8058).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from articles.figures import render
from articles.markup import GuideError
from articles.models import Delivery, NewsletterIssue
from articles.newsletter.links import Purpose, address_of
from articles.newsletter.plain import plain_text
from articles.newsletter.rework import for_mail

# What stands for the links of a reader in the parts that all readers share.
PLACES = {Purpose.UNSUBSCRIBE: "%UNSUBSCRIBE%", Purpose.PREFERENCES: "%PREFERENCES%"}
LONGEST_LINE = 990
inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


@dataclass(frozen=True)
class Letter:
    """An issue for everybody, without the links of one reader; and what an editor must mend first."""

    subject: str
    html: str
    text: str
    problems: tuple[GuideError, ...] = ()


class Unfolded(EmailMultiAlternatives):
    """A mail with each header in one line: some programs look for the address to unsubscribe in the first line only."""

    def message(self, *args: Any, **kwargs: Any) -> Any:
        message = super().message(*args, **kwargs)
        message.policy = message.policy.clone(max_line_length=LONGEST_LINE)
        return message


def letter_of(issue: NewsletterIssue) -> Letter:
    """As it went out, once it has; else with its figures as they are now."""
    if issue.html:
        return Letter(issue.subject, issue.html, issue.text)
    guide = render(issue.body)
    body = for_mail(guide.body, settings.SITE_URL + reverse("newsletter:index"))
    context = {
        "issue": issue,
        "body": body,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "sources": guide.sources,
        "unsubscribe": PLACES[Purpose.UNSUBSCRIBE],
        "preferences": PLACES[Purpose.PREFERENCES],
        "archive": settings.SITE_URL + reverse("newsletter:index"),
    }
    html = inliner.inline(render_to_string("newsletter/mail.html", context))
    text = render_to_string("newsletter/mail.txt", context | {"body": plain_text(body)})
    return Letter(issue.subject, html, text.lstrip(), tuple(guide.problems))


def message_for(letter: Letter, delivery: Delivery) -> EmailMultiAlternatives:
    """The copy of one reader."""
    if delivery.subscriber is None:
        raise ValueError("The reader was erased.")
    links = {purpose: address_of(purpose, delivery.subscriber) for purpose in PLACES}
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "Message-ID": delivery.message_id,
        "List-Id": f"{settings.SITE_NAME} <newsletter.{host}>",
        "List-Unsubscribe": f"<{links[Purpose.UNSUBSCRIBE]}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return _message(letter, delivery.subscriber.email, links, headers)


def trial_of(letter: Letter, address: str) -> EmailMultiAlternatives:
    """A copy for whoever writes the letter. Its links lead to the page of the newsletter, and unsubscribe nobody."""
    nowhere = settings.SITE_URL + reverse("newsletter:index")
    marked = Letter(f"[Test] {letter.subject}", letter.html, letter.text)
    return _message(marked, address, dict.fromkeys(PLACES, nowhere), {})


def _message(
    letter: Letter, address: str, links: dict[Purpose, str], headers: dict[str, str]
) -> EmailMultiAlternatives:
    html, text = letter.html, letter.text
    for purpose, link in links.items():
        html, text = html.replace(PLACES[purpose], link), text.replace(PLACES[purpose], link)
    message = Unfolded(letter.subject, text, to=[address], headers=headers)
    message.attach_alternative(html, "text/html")
    return message
