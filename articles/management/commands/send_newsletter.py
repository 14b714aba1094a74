"""manage.py send_newsletter [--issue ID] [--batch N] [--rate N] [--dry-run] [--resend-uncertain]: what is due, once.

For cron, every few minutes. Ends with 1 where an issue cannot be sent, or mail does not leave; what is left goes out
with the next run. Whatever happens to a run, no reader gets an issue twice: see articles/newsletter/sending.py.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django_rich.management import RichCommand

from articles.models import NewsletterIssue
from articles.newsletter import sending
from articles.newsletter.carrier import Stop
from articles.newsletter.journal import Busy
from articles.newsletter.pace import Pace, SendingProgress
from articles.newsletter.report import in_short, prospect


class Command(RichCommand):
    help = "Send the issues that are due, each reader one mail. Safe to be killed, and to be run twice at a time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--issue", type=int, metavar="ID", help="only this one, and now, whatever its status")
        parser.add_argument("--batch", type=int, default=50, help="readers claimed at a time (50)")
        parser.add_argument(
            "--rate", type=int, default=0, help="mails a minute at most; else as fast as they are taken"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be sent to how many, and send nothing"
        )
        parser.add_argument(
            "--resend-uncertain", action="store_true", help="with --issue: send again what was perhaps sent"
        )

    def handle(self, *args: Any, issue: int | None, batch: int, rate: int, dry_run: bool, **options: Any) -> None:
        if batch < 1 or rate < 0 or (options["resend_uncertain"] and not issue):
            raise CommandError("--batch is 1 or more, --rate 0 or more, and --resend-uncertain needs --issue.")
        issues = NewsletterIssue.objects.filter(pk=issue) if issue else NewsletterIssue.objects.due()
        if issue and not issues:
            raise CommandError(f"There is no issue {issue}.")
        if not dry_run:
            sending.forget_unconfirmed()
        failures = [failure for one in list(issues) if (failure := self.one(one, batch, rate, dry_run, options))]
        if not issues and not failures:
            self.console.print("Nothing is due.")
        if failures:
            raise CommandError("\n".join(failures))

    def one(self, issue: NewsletterIssue, batch: int, rate: int, dry_run: bool, options: dict[str, Any]) -> str:
        """Send one issue and print what became of it; returns why not, if it could not be sent."""
        if dry_run:
            self.console.print(prospect(issue), soft_wrap=True, highlight=False, markup=False)
            return ""
        if options["resend_uncertain"]:
            sending.send_uncertain_again(issue)
        failure = ""
        try:
            with SendingProgress(self.console, str(issue), sending.number_left(issue)) as told:
                sending.send(issue, batch=batch, pace=Pace(rate), told=told)
        except (Stop, Busy, sending.NotReady) as error:
            failure = f"{issue}: {error}"
        self.console.print(in_short(issue), soft_wrap=True, highlight=False, markup=False)
        return failure
