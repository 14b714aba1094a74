"""An issue to each of its readers, once.

In: an issue. Out: a `Delivery` for each reader, and what became of it. The queue is made in one transaction. A batch is
claimed in one, sent mail by mail with marks in the journal, and settled in one. Whoever was killed is followed by a run
that settles first what the journal says: what was not handed over is sent, what was handed over is not sent again. A
mail that was handed over and not answered is *uncertain*: the server has it and took it, most likely. It is told, and
sent again only if somebody says so. Runs on several machines claim different rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone

from articles.models import Delivery, NewsletterIssue, Subscriber
from articles.newsletter import events
from articles.newsletter.carrier import Carrier, Refused, Stop
from articles.newsletter.journal import Journal, Mark, machine
from articles.newsletter.mail import Letter, letter_of, message_for
from articles.newsletter.pace import Pace
from salaries.bulk import in_batches

Status = Delivery.Status
ATTEMPTS = 5
# After so many refusals in a row it is not the addresses.
REFUSALS_IN_A_ROW = 20
FOUND = {
    Mark.WAITING: (Status.QUEUED, ""),
    Mark.HANDED: (Status.UNCERTAIN, "handed over; the answer of the mail server is not known"),
    Mark.ACCEPTED: (Status.SENT, ""),
    Mark.REFUSED: (Status.FAILED, "refused; the reason was lost"),
}


class NotReady(Exception):
    """The issue cannot be sent as it is. Says why."""


@transaction.atomic
def begin(issue: NewsletterIssue) -> None:
    """Write down the letter as it is now and who gets it. Raises NotReady. Done already: nothing."""
    stored = NewsletterIssue.objects.select_for_update().get(pk=issue.pk)
    if stored.may_change:
        letter = letter_of(stored)
        if letter.problems:
            raise NotReady("; ".join(map(str, letter.problems)))
        stored.html, stored.text = letter.html, letter.text
        stored.status, stored.send_at = stored.Status.SENDING, stored.send_at or timezone.now()
        stored.save()
        readers = stored.readers().order_by("pk").values_list("pk", flat=True)
        for batch in in_batches(readers.iterator(), 1_000):
            Delivery.objects.bulk_create(Delivery(issue=stored, subscriber_id=pk) for pk in batch)
    issue.refresh_from_db()


def send(issue: NewsletterIssue, *, batch: int, pace: Pace, told: Callable[[int], None]) -> None:
    """Send what is left of an issue; `told` hears how many more are done. Raises Stop, Busy or NotReady."""
    with Journal(issue.key.hex) as journal:
        begin(issue)
        recover(issue, journal)
        letter, carrier, last = letter_of(issue), Carrier(), 0
        run = Run(journal, letter, carrier, pace)
        try:
            while claimed := claim(issue, batch, after=last):
                last = claimed[-1].pk
                waiting = [delivery for delivery in claimed if delivery.status == Status.SENDING]
                run.batch(waiting)
                told(len(claimed))
        finally:
            carrier.close()
        journal.begin([])
    finish(issue)


def number_left(issue: NewsletterIssue) -> int:
    """How many mails are to be sent."""
    if issue.may_change:
        return issue.readers().count()
    return issue.deliveries.filter(status__in=[Status.QUEUED, Status.SENDING]).count()


@transaction.atomic
def claim(issue: NewsletterIssue, number: int, *, after: int) -> list[Delivery]:
    """The next rows of the queue, taken by this machine. Those of readers who have left meanwhile are skipped."""
    queue = issue.deliveries.queued().filter(pk__gt=after).order_by("pk")
    claimed = list(queue.select_for_update(skip_locked=True, of=("self",)).select_related("subscriber")[:number])
    for delivery in claimed:
        leaves = delivery.subscriber is None or not delivery.subscriber.is_active
        delivery.status = Status.SKIPPED if leaves else Status.SENDING
        delivery.claimed_by = machine()
    settle(claimed)
    return claimed


class Run:
    """Sends batches over one connection."""

    def __init__(self, journal: Journal, letter: Letter, carrier: Carrier, pace: Pace) -> None:
        self.journal, self.letter, self.carrier, self.pace = journal, letter, carrier, pace
        self.refused_in_a_row = 0

    def batch(self, claimed: list[Delivery]) -> None:
        """Send these; whatever happens, what became of each is stored. Raises Stop."""
        self.journal.begin([delivery.pk for delivery in claimed])
        decided = 0
        try:
            for position, delivery in enumerate(claimed):
                self.pace.wait()
                self._one(position, delivery)
                decided += 1
        finally:
            for position, delivery in enumerate(claimed[decided:], start=decided):
                delivery.status, delivery.reason = FOUND[self.journal.mark_of(position)]
            settle(claimed)

    def _one(self, position: int, delivery: Delivery, *, again: bool = True) -> None:
        before = partial(self.journal.mark, position, Mark.HANDED)
        try:
            self.carrier.carry(message_for(self.letter, delivery), before)
        except Refused as refused:
            self._refused(position, delivery, refused)
        except OSError as error:
            self.carrier.close()
            delivery.status, delivery.reason = FOUND[self.journal.mark_of(position)]
            if delivery.status == Status.QUEUED and not again:
                raise Stop(f"The mail server closed the connection: {error}") from error
            if delivery.status == Status.QUEUED:
                self._one(position, delivery, again=False)
        else:
            self.journal.mark(position, Mark.ACCEPTED)
            delivery.status, delivery.reason = FOUND[Mark.ACCEPTED]
            self.refused_in_a_row = 0

    def _refused(self, position: int, delivery: Delivery, refused: Refused) -> None:
        delivery.attempts += 1
        comes_again = refused.for_now and delivery.attempts < ATTEMPTS
        self.journal.mark(position, Mark.WAITING if comes_again else Mark.REFUSED)
        delivery.status = Status.QUEUED if comes_again else Status.FAILED
        delivery.reason = refused.reason
        if refused.no_such_address and delivery.subscriber:
            events.record("bounce", delivery.subscriber.email)
            return
        self.refused_in_a_row += 1
        if self.refused_in_a_row >= REFUSALS_IN_A_ROW:
            self.carrier.close()
            raise Stop(f"The mail server refused {REFUSALS_IN_A_ROW} mails in a row, the last with: {refused}")


@transaction.atomic
def settle(deliveries: Iterable[Delivery]) -> None:
    """Store what became of these: mostly the same, so that one statement does."""
    alike: dict[tuple[str, str, int, str], list[int]] = defaultdict(list)
    for one in deliveries:
        alike[one.status, one.reason, one.attempts, one.claimed_by].append(one.pk)
    for (status, reason, attempts, claimed_by), keys in alike.items():
        values = {"status": status, "reason": reason, "attempts": attempts, "claimed_by": claimed_by}
        Delivery.objects.filter(pk__in=keys).update(**values, changed=timezone.now())


def recover(issue: NewsletterIssue, journal: Journal) -> None:
    """What a run that was stopped on this machine left behind. Those of other machines may still be going."""
    here, marks = machine(), journal.marks()
    host = here.split(" ")[0]
    left = list(issue.deliveries.claimed().filter(claimed_by__startswith=f"{host} "))
    for delivery in left:
        mark = marks.get(delivery.pk, Mark.WAITING)
        if delivery.claimed_by != here and mark is not Mark.ACCEPTED:
            mark = Mark.HANDED  # the machine was started since: its last marks may be lost
        delivery.status, delivery.reason = FOUND[mark]
    settle(left)


def send_uncertain_again(issue: NewsletterIssue) -> int:
    """Queue what was perhaps sent, also by machines that tell no more; some readers may get it twice."""
    doubtful = issue.deliveries.uncertain() | issue.deliveries.claimed().exclude(claimed_by=machine())
    with transaction.atomic():
        number = doubtful.update(status=Status.QUEUED, reason="")
        if number and issue.status == issue.Status.SENT:
            issue.status = issue.Status.SENDING
            issue.save()
    return number


@transaction.atomic
def finish(issue: NewsletterIssue) -> None:
    """Sent, once nothing waits and no other machine is at it."""
    stored = NewsletterIssue.objects.select_for_update().get(pk=issue.pk)
    open_rows = stored.deliveries.filter(status__in=[Status.QUEUED, Status.SENDING])
    if stored.status == stored.Status.SENDING and not open_rows.exists():
        stored.status, stored.finished_at = stored.Status.SENT, stored.finished_at or timezone.now()
        stored.save()
    issue.refresh_from_db()


def forget_unconfirmed() -> int:
    """Erase addresses that nobody confirmed in thirty days."""
    return Subscriber.objects.never_confirmed().delete()[0]
