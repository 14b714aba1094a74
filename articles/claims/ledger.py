"""Writes the ledger: a `Claim` for each figure of a guide, judged when the guide or a record changes.

In: a guide that was saved, or claims that a change touches. Out: their rows. The number of queries depends neither on
figures nor on records. What a figure shows is asked of the same `Desk` that draws the page, so that ledger and page
cannot differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from html import unescape

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags

from articles.claims.checks import CheckError, Parts
from articles.claims.dependencies import Dependency
from articles.claims.prose import NUMBER, Figure, figures_in
from articles.claims.watching import depends_on
from articles.figures import Desk
from articles.markup import Construct
from articles.models import Article, Claim, ClaimDependency
from salaries.bulk import in_batches, insert_many
from salaries.models import PublishedVersion

Verdict = Claim.Verdict
JUDGED = ("value", "verdict", "reason")
PLACED = ("position", "line", "text", "before", "after")
REVIEWED = ("reviewed_value", "reviewed_at", "reviewed_by")
AT_ONCE = 500
LONGEST_NAME = 130
NEEDS_A_RECORD = "No record stands behind this number: quote one, check it, or mark it with {plain}."


@transaction.atomic
def write(article: Article) -> None:
    """The claims of a guide as its text is now. A figure that stays keeps its last review, wherever it moves."""
    known: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in article.claims.order_by("-position"):
        known[_identity(claim.kind, claim.text)].append(claim)
    claims, reviewed = [], []
    for position, figure in enumerate(figures_in(article.body), start=1):
        same = known[_identity(figure.kind, figure.text)]
        claim = same.pop() if same else Claim(article=article)
        if _place(claim, figure, position) or not claim.pk:
            reviewed.append(claim)
        claims.append(claim)
    article.claims.filter(pk__in=[claim.pk for left in known.values() for claim in left]).delete()
    depends = _judge(claims)
    for claim in reviewed:
        _look_at(claim)
    new, kept = [claim for claim in claims if not claim.pk], [claim for claim in claims if claim.pk]
    Claim.objects.bulk_create(new)
    _depend(new, depends, {})
    _save(kept, depends)


def foreseen(text: str, accepted: dict[str, str]) -> list[Claim]:
    """The claims of a text as if it were saved and looked at; nothing is stored. `accepted` is {text: note}."""
    claims = []
    for position, figure in enumerate(figures_in(text), start=1):
        claims.append(Claim())
        _place(claims[-1], figure, position)
    _judge(claims)
    for claim in claims:
        claim.accepted_note = claim.accepted_note or accepted.get(claim.text, "")
        _look_at(claim)
    return claims


def judge(keys: Iterable[int]) -> int:
    """Judge the claims with these primary keys again; returns how many are not what they were."""
    changed = 0
    for batch in in_batches(sorted(set(keys)), AT_ONCE):
        with transaction.atomic():
            found = list(Claim.objects.filter(pk__in=batch))
            changed += _save(found, _judge(found)) if found else 0
    return changed


@transaction.atomic
def review(claims: Iterable[Claim], user: User | None = None) -> None:
    """Somebody has looked at these claims and leaves the sentences as they are, with the notes that they have now."""
    claims = list(claims)
    for claim in claims:
        _look_at(claim, user)
    Claim.objects.bulk_update(claims, [*REVIEWED, "accepted_note"])
    judge(claim.pk for claim in claims)
    PublishedVersion.advance()


def accepted_notes(article: Article) -> dict[str, str]:
    """{text of a check: the note that accepts its contradiction}, for the page of a guide."""
    accepted = article.claims.filter(kind=Claim.Kind.CHECK, verdict=Verdict.CONTRADICTED).exclude(accepted_note="")
    return {claim.text: claim.accepted_note for claim in accepted if claim.is_accepted}


# -- one claim --------------------------------------------------------------------------------------------------------
def _identity(kind: str, text: str) -> tuple[str, ...]:
    """What makes two figures the same one: a check stays itself when its note changes."""
    parts = Parts.of(text)
    return (kind, parts.words, parts.expression) if kind == Claim.Kind.CHECK else (kind, text)


def _place(claim: Claim, figure: Figure, position: int) -> bool:
    """Where it stands now; whether its note is new, so that its author has just looked at it.

    A note in the text goes before one that was written in the ledger, and goes when the text loses it.
    """
    is_check = figure.kind == Claim.Kind.CHECK
    note, before = (Parts.of(text).note if is_check else "" for text in (figure.text, claim.text))
    is_new = bool(note) and note != claim.accepted_note
    if note or (before and before == claim.accepted_note):
        claim.accepted_note = note
    claim.kind, claim.text, claim.line, claim.position = figure.kind, figure.text, figure.line, position
    claim.before, claim.after = figure.before, figure.after
    return is_new


def _look_at(claim: Claim, user: User | None = None) -> None:
    """Whoever looks takes the value of now."""
    claim.reviewed_value, claim.reviewed_at, claim.reviewed_by = claim.value, timezone.now(), user
    if claim.verdict == Verdict.DRIFTED:
        claim.verdict = Verdict.HOLDS


def _judge(claims: list[Claim]) -> dict[int, set[Dependency]]:
    """Set value, verdict and reason; returns on what each depends, by the claim's index."""
    constructs = [Construct(claim.kind, claim.text, claim.line) for claim in claims]
    desk = Desk([one for one in constructs if one.name != NUMBER])
    for claim, construct in zip(claims, constructs, strict=True):
        claim.reason = ""
        if claim.kind == NUMBER:
            claim.value, claim.verdict, claim.reason = claim.text, Verdict.UNSOURCED, NEEDS_A_RECORD
        elif claim.kind == Claim.Kind.CHECK:
            _judge_check(claim, desk)
        else:
            _judge_figure(claim, construct, desk)
    return {id(claim): depends_on(construct, desk) for claim, construct in zip(claims, constructs, strict=True)}


def _judge_check(claim: Claim, desk: Desk) -> None:
    try:
        checked = desk.checks.answer(claim.text)
    except CheckError as error:
        claim.value, claim.verdict, claim.reason = "", Verdict.BROKEN, str(error)
        return
    claim.value, claim.reason = checked.value, checked.disagreement
    claim.verdict = Verdict.CONTRADICTED if checked.disagreement else _moved(claim)


def _judge_figure(claim: Claim, construct: Construct, desk: Desk) -> None:
    problems = len(desk.problems)
    shown = unescape(strip_tags(desk.show(construct)))
    if len(desk.problems) > problems:
        claim.value, claim.verdict, claim.reason = "", Verdict.BROKEN, desk.problems[-1].reason
        return
    claim.value = shown
    claim.verdict = _moved(claim)


def _moved(claim: Claim) -> str:
    """Drifted, if the records said something else when somebody last looked."""
    return Verdict.DRIFTED if claim.value != claim.reviewed_value else Verdict.HOLDS


# -- the rows ---------------------------------------------------------------------------------------------------------
def _save(claims: list[Claim], depends: dict[int, set[Dependency]]) -> int:
    """Write what is not as it is stored; returns how many claims have another value or verdict."""
    stored = Claim.objects.in_bulk([claim.pk for claim in claims])
    fields = (*JUDGED, *PLACED, *REVIEWED, "accepted_note")
    changed = [one for one in claims if _differ(one, stored[one.pk], fields)]
    if changed:
        Claim.objects.bulk_update(changed, fields, batch_size=200)
    before: dict[int, set[Dependency]] = defaultdict(set)
    rows = ClaimDependency.objects.filter(claim__in=claims).values_list("claim", "kind", "name", "year")
    for pk, kind, name, year in rows:
        before[pk].add(Dependency(kind, name, year))
    _depend(claims, depends, before)
    return sum(_differ(one, stored[one.pk], JUDGED) for one in changed)


def _differ(one: Claim, other: Claim, names: Iterable[str]) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in names)


def _depend(claims: list[Claim], depends: dict[int, set[Dependency]], before: dict[int, set[Dependency]]) -> None:
    """Write on what claims depend, for those of which that has changed."""
    now = {
        claim.pk: {Dependency(one.kind, one.name[:LONGEST_NAME], one.year) for one in depends[id(claim)]}
        for claim in claims
    }
    changed = {pk: wanted for pk, wanted in now.items() if wanted != before.get(pk, set())}
    if any(before.get(pk) for pk in changed):
        ClaimDependency.objects.filter(claim__in=changed).delete()
    rows = ((pk, one) for pk, wanted in changed.items() for one in sorted(wanted, key=str))
    insert_many(ClaimDependency, (ClaimDependency(claim_id=pk, **one._asdict()) for pk, one in rows))
