"""A comment that readers see, or saw until now, makes a new published version. One that waits does not: whoever sends
comments must not be able to empty the cache of pages.

In: Django's save and delete signals. Out: `PublishedVersion`.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from articles.models import Comment
from articles.models.comment import SHOWN
from salaries.models import PublishedVersion


@receiver(pre_save, sender=Comment)
def look_before(instance: Comment, **kwargs: Any) -> None:
    instance.was_shown = Comment.objects.shown().filter(pk=instance.pk).exists()  # type: ignore[attr-defined]


@receiver(post_save, sender=Comment)
def advance_version(instance: Comment, **kwargs: Any) -> None:
    if instance.was_shown or instance.status in SHOWN:  # type: ignore[attr-defined]
        PublishedVersion.advance()


@receiver(post_delete, sender=Comment)
def advance_after_delete(instance: Comment, **kwargs: Any) -> None:
    if instance.status in SHOWN:
        PublishedVersion.advance()
