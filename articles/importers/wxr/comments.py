"""Readers' comments of a WordPress export: kept as pending, whatever they were there, so that a moderator reads each.

In: the items of a file, and the guides that they became. Out: stored comments in their threads, and words for the
report. A later run finds them by item and id, and leaves alone what became of them here. Nobody is sent a mail: their
authors have not confirmed their addresses to this site. Web addresses and IP addresses of authors are not taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.importers.wxr import export as wxr
from articles.importers.wxr.content import Unconvertible, plain, to_markdown
from articles.importers.wxr.fields import moment_in
from articles.mail_addresses import normal
from articles.models import Article, Comment, Commenter
from articles.models.comment import LONGEST_NAME, CommentStatus

NOT_BY_READERS = {"pingback": "pingbacks", "trackback": "trackbacks"}
UNWANTED = {"spam": "spam", "trash": "in the trash", "post-trashed": "in the trash"}
NAMELESS = "Anonymous"


@dataclass
class OfItem:
    """The comments of one item: those that are new, by what they are called here, and what becomes of the others."""

    new: dict[str, wxr.Comment] = field(default_factory=dict)
    here: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def note(self) -> str:
        parts = [f"comments that wait for a moderator: {len(self.new)}"] if self.new else []
        parts += [f"comments that are here already: {self.here}"] if self.here else []
        parts += [f"left out, {why}: {count}" for why, count in sorted(self.left_out.items())]
        return ", ".join(parts)


class ReadersComments:
    """Those of a whole file, by the number of their item."""

    def __init__(self, items: Iterable[wxr.Item], identities: Mapping[int, str]) -> None:
        known = set(Comment.objects.exclude(origin=None).values_list("origin", flat=True))
        self.of: dict[int, OfItem] = {}
        self.origins: dict[tuple[int, str], str] = {}
        for item in items:
            found = self.of[item.number] = OfItem()
            for origin, comment in self._named(item, identities[item.number]):
                if why := NOT_BY_READERS.get(comment.kind) or UNWANTED.get(comment.approved):
                    found.left_out[why] += 1
                elif origin in known:
                    found.here += 1
                else:
                    found.new[origin] = comment

    def _named(self, item: wxr.Item, identity: str) -> Iterable[tuple[str, wxr.Comment]]:
        """Each with what it is called here. Where ids are missing or repeated, its content tells it apart."""
        seen: Counter[str] = Counter()
        for comment in item.comments:
            key = f"{identity} {comment.key}"
            if not comment.key or key in seen:
                key = f"{identity} {comment.date_gmt} {comment.author} {comment.content}"
            seen[key] += 1
            origin = sha256(f"{key} {seen[key]}".encode()).hexdigest()
            self.origins.setdefault((item.number, comment.key), origin)
            yield origin, comment

    def save(self, guides: Mapping[int, Article]) -> None:
        """Store those of the items that became guides, then put them into their threads."""
        commenters: dict[str, Commenter | None] = {}
        made = [
            (number, comment, stored(comment, guide, origin, commenters))
            for number, guide in guides.items()
            for origin, comment in self.of[number].new.items()
        ]
        Comment.objects.bulk_create([one for _, _, one in made], batch_size=500)
        above = {one.pk: self._origin_of(number, comment.parent) for number, comment, one in made}
        there = {one.origin: one for one in Comment.objects.filter(origin__in=set(above.values()) - {None})}
        parents = {key: there.get(origin) for key, origin in above.items()}
        answers = [one for _, _, one in made if put_into_thread(one, parents)]
        Comment.objects.bulk_update(answers, ["thread", "reply_to"], batch_size=500)

    def _origin_of(self, number: int, key: str) -> str | None:
        """What the comment with this id is called here; WordPress says 0 for none."""
        return None if key in {"", "0"} else self.origins.get((number, key))

    def total(self, taken: set[int]) -> str:
        """What became of all of them; empty if there are none."""
        with_guide = [self.of[number] for number in sorted(taken)]
        counts = Counter({"new ones that wait for a moderator": sum(len(one.new) for one in with_guide)})
        counts["here already"] = sum(one.here for one in with_guide)
        for one in with_guide:
            counts += one.left_out
        lost = [one for number, one in self.of.items() if number not in taken]
        counts["left out with their item"] = sum(len(one.new) + one.here + one.left_out.total() for one in lost)
        said = ", ".join(f"{what} ({count:,})" for what, count in counts.items() if count)
        return f"{counts.total():,} comments: {said}" if said else ""


def stored(source: wxr.Comment, guide: Article, origin: str, commenters: dict[str, Commenter | None]) -> Comment:
    """A comment that is not saved yet. Its author is known by address, without having confirmed it."""
    if source.email not in commenters:
        commenters[source.email] = commenter_at(source.email)
    return Comment(
        article=guide,
        commenter=commenters[source.email],
        name=plain(source.author)[:LONGEST_NAME].strip() or NAMELESS,
        text=text_of(source.content),
        status=CommentStatus.PENDING,
        created=moment_in(source.date_gmt) or moment_in(source.date) or timezone.now(),
        wants_replies=False,
        origin=origin,
    )


def commenter_at(email: str) -> Commenter | None:
    try:
        return Commenter.objects.get_or_create(email=normal(email))[0]
    except ValidationError:
        return None


def text_of(content: str) -> str:
    """WordPress keeps comments as HTML; what cannot be converted stays as it is, and is shown as text."""
    try:
        return to_markdown(content).markdown
    except Unconvertible:
        return content.replace("\0", "")


def put_into_thread(comment: Comment, parents: Mapping[int, Comment | None]) -> bool:
    """Make it answer its parent, in the thread that the first of its line began; False if it answers nothing."""
    head = parent = parents[comment.pk]
    seen = {comment.pk}
    while head is not None and head.pk not in seen:
        seen.add(head.pk)
        above = parents.get(head.pk, head.thread)
        if above is None:
            comment.thread, comment.reply_to = head, parent
            return True
        head = above
    return False  # also of what answers itself in the end
