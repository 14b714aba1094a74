"""What `send_newsletter` prints, and the admin shows, of an issue.

In: an issue. Out: a sentence or two.
"""

from __future__ import annotations

from django.db.models import Count

from articles.models import Delivery, NewsletterIssue
from articles.newsletter.journal import machine
from articles.newsletter.mail import letter_of

WORDS = {
    Delivery.Status.SENT: "sent",
    Delivery.Status.QUEUED: "to be sent",
    Delivery.Status.SENDING: "being sent",
    Delivery.Status.UNCERTAIN: "handed over without an answer",
    Delivery.Status.FAILED: "refused",
    Delivery.Status.SKIPPED: "left before",
}


def counted(issue: NewsletterIssue) -> str:
    """How many copies became what: “998 sent, 2 refused”."""
    counts = issue.counts()
    return ", ".join(f"{counts[status]:,} {words}" for status, words in WORDS.items() if counts.get(status))


def in_short(issue: NewsletterIssue) -> str:
    """What became of it, and what an operator should know."""
    lines = [f"{issue}: {counted(issue) or 'nobody to send it to'}."]
    if number := issue.deliveries.uncertain().count():
        lines.append(
            f"{number} handed over without an answer: a run was stopped meanwhile, and the mail server took them, most "
            f"likely. To send these again, perhaps twice: send_newsletter --issue {issue.pk} --resend-uncertain"
        )
    elsewhere = issue.deliveries.claimed().exclude(claimed_by=machine()).order_by()
    for name, number in elsewhere.values_list("claimed_by").annotate(Count("pk")):
        lines.append(f"{number} are claimed by {name.split(' ')[0]}: run the command there to settle them.")
    return "\n".join(lines)


def prospect(issue: NewsletterIssue) -> str:
    """Who would get it now, and what hinders it."""
    letter = letter_of(issue)
    left = issue.readers() if issue.may_change else issue.deliveries.queued()
    lines = [f"{issue}: would be sent to {left.count():,}. {counted(issue)}".strip()]
    lines += [f"{issue}: {problem}" for problem in letter.problems]
    return "\n".join(lines)
