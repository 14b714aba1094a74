"""A changed guide, topic or picture makes a new published version."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from articles.models import Article, Image, Topic
from salaries.models import PublishedVersion


@receiver([post_save, post_delete], sender=Article)
@receiver([post_save, post_delete], sender=Topic)
@receiver([post_save, post_delete], sender=Image)
@receiver(m2m_changed, sender=Article.topics.through)
def advance_version(**kwargs: Any) -> None:
    PublishedVersion.advance()
