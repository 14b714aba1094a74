"""The way of a guide: draft, in review, scheduled, published, retired. Who may move it, and what must hold.

In: a guide, where it is to go, and who moves it (`by`; None for the site's own commands). Out: the guide, moved and
saved with who, when and why in its history; or `NotAllowed` with every reason. The admin's form asks the same rules.
"""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple, Protocol

from django.db import models
from django.utils import timezone

PUBLISH = "articles.publish_article"


class Person(Protocol):
    """Whoever is signed in."""

    def has_perm(self, perm: str, obj: Any = None) -> bool: ...


class GuideStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in-review", "In review"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


# Where a guide can go from where it is.
NEXT = {
    GuideStatus.DRAFT: {GuideStatus.IN_REVIEW, GuideStatus.SCHEDULED, GuideStatus.PUBLISHED, GuideStatus.RETIRED},
    GuideStatus.IN_REVIEW: {GuideStatus.DRAFT, GuideStatus.SCHEDULED, GuideStatus.PUBLISHED, GuideStatus.RETIRED},
    GuideStatus.SCHEDULED: {GuideStatus.DRAFT, GuideStatus.IN_REVIEW, GuideStatus.PUBLISHED, GuideStatus.RETIRED},
    GuideStatus.PUBLISHED: {GuideStatus.DRAFT, GuideStatus.RETIRED},
    GuideStatus.RETIRED: {GuideStatus.DRAFT, GuideStatus.PUBLISHED},
}
# What whoever writes guides may do with them; all else takes the right to publish.
OPEN = {GuideStatus.DRAFT, GuideStatus.IN_REVIEW}
FOR_READERS = {GuideStatus.SCHEDULED, GuideStatus.PUBLISHED}
DEEDS = {GuideStatus.SCHEDULED: "schedule", GuideStatus.PUBLISHED: "publish", GuideStatus.RETIRED: "retire"}


class Problem(NamedTuple):
    """Why a guide cannot go where it should: the field, what is wrong, and the line of the text if it is there."""

    field: str
    text: str
    line: int = 0

    def __str__(self) -> str:
        return f"line {self.line}, {self.text}" if self.line else self.text


class NotAllowed(ValueError):
    """A guide stays where it is. Says every reason at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


class Step(NamedTuple):
    """A status that a guide was given, by whom (empty for the site's own commands), when and why."""

    status: str
    who: str
    when: datetime.datetime
    why: str


def why_not(user: Person | None, now: str, then: str) -> str:
    """The sentence that refuses a move; empty if it may be made."""
    now, then = GuideStatus(now), GuideStatus(then)
    if now == then:
        return ""
    if user is not None and not may_publish(user):
        if then in DEEDS:
            return f"You may not {DEEDS[then]} a guide: send it for review, and an editor decides."
        if now not in OPEN:
            return f"Only an editor can take back a guide that is {now.label.lower()}."
    if then not in NEXT[now]:
        return f"A guide that is {now.label.lower()} cannot become {then.label.lower()}: take it back to draft first."
    return ""


def may_publish(user: Person) -> bool:
    return user.has_perm(PUBLISH)


class Workflow:
    """What a guide can do on its way; mixed into Article, which has the fields."""

    def send_for_review(self: Any, *, by: Person | None) -> None:
        self._move(GuideStatus.IN_REVIEW, by)

    def back_to_draft(self: Any, *, by: Person | None) -> None:
        self._move(GuideStatus.DRAFT, by)

    def schedule(self: Any, at: datetime.datetime, *, by: Person | None) -> None:
        self._move(GuideStatus.SCHEDULED, by, published_at=at)

    def publish(self: Any, *, by: Person | None) -> None:
        """Show it from now on. A guide that was public before keeps its date."""
        now = timezone.now()
        self._move(GuideStatus.PUBLISHED, by, published_at=min(self.published_at or now, now))

    def retire(self: Any, reason: str, *, replaced_by: Any = None, by: Person | None) -> None:
        """Take it from the site. Its address then says why, and what to read instead."""
        self._move(GuideStatus.RETIRED, by, retired_reason=reason, replaced_by=replaced_by)

    def may_be_edited_by(self: Any, user: Person) -> bool:
        """Writers change what readers have not seen; the rest is for those who may publish."""
        return self.status in OPEN or may_publish(user)

    def steps(self: Any) -> list[Step]:
        """Every change of status, oldest first, as the history has it."""
        versions = self.history.order_by("history_date", "history_id").values_list(
            "status", "history_user__username", "history_date", "history_change_reason"
        )
        found: list[Step] = []
        for status, who, when, why in versions:
            if not found or found[-1].status != status:
                found.append(Step(status, who or "", when, why or ""))
        return found

    def _move(self: Any, then: GuideStatus, by: Person | None, **values: Any) -> None:
        from articles.gate import problems_of  # which itself needs the models

        before = {name: getattr(self, name) for name in ("status", *values)}
        if reason := why_not(by, self.status, then):
            raise NotAllowed([Problem("status", reason)])
        for name, value in {"status": then, **values}.items():
            setattr(self, name, value)
        if problems := problems_of(self, before=before["status"]):
            for name, value in before.items():
                setattr(self, name, value)
            raise NotAllowed(problems)
        self._history_user = by
        self.save()
