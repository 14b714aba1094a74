"""Whatever can be found is indexed again when it changes, or when something that its entry names does.

In: Django's save and delete signals, which imports of all but records send too. Out: entries, in the same transaction.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_delete
from django.dispatch import receiver

from articles.models import Article, Topic
from guide_site.search import index
from guide_site.search.engines import install
from guide_site.search.entries import INDEXED
from salaries.models import CareerLevel, Place, Skill

for model in INDEXED:

    @receiver(post_save, sender=model, weak=False)
    def index_after_save(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
        if not raw:
            index.write(sender, [instance.pk])

    @receiver(post_delete, sender=model, weak=False)
    def forget_after_delete(sender: Any, instance: Any, **kwargs: Any) -> None:
        index.forget(sender, [instance.pk])


@receiver(post_save, sender=Place)
def index_cities_of(instance: Place, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A city says in which country it lies, a country in which region."""
    if not created and not raw:
        index.write(Place, list(instance.children.values_list("pk", flat=True)))


@receiver([post_save, post_delete], sender=Skill)
def index_levels_that_ask_for(instance: Skill, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        index.write(CareerLevel, list(CareerLevel.objects.values_list("pk", flat=True)))


@receiver(m2m_changed, sender=CareerLevel.skills.through)
@receiver(m2m_changed, sender=CareerLevel.tools.through)
def index_level_after_skills(action: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        index.write(CareerLevel, list(CareerLevel.objects.values_list("pk", flat=True)))


@receiver(m2m_changed, sender=Article.topics.through)
def index_guide_after_topics(action: str, instance: Any, **kwargs: Any) -> None:
    """Always from the side of a guide: its history refuses changes from that of a topic."""
    if action.startswith("post_"):
        index.write_lead(Article.objects.filter(pk=instance.pk).prefetch_related("topics"))


@receiver(post_save, sender=Topic)
def index_guides_about(instance: Topic, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not created and not raw:
        index.write_lead(instance.articles.prefetch_related("topics"))


@receiver(pre_delete, sender=Topic)
def remember_guides_about(instance: Any, **kwargs: Any) -> None:
    instance.guides_before = list(instance.articles.values_list("pk", flat=True))


@receiver(post_delete, sender=Topic)
def index_guides_once_about(instance: Any, **kwargs: Any) -> None:
    index.write_lead(Article.objects.filter(pk__in=instance.guides_before).prefetch_related("topics"))


@receiver(post_migrate)
def install_after_upgrade(sender: Any, plan: Any = (), **kwargs: Any) -> None:
    """What the database needs besides the table (SQLite loses it when the table is altered), and the first filling:
    a site may have had content before it had an index."""
    done = {(step.app_label, step.name) for step, backwards in plan if not backwards}
    if sender.label == "guide_site" and any(label == "guide_site" for label, _ in done):
        install(connection)
        if ("guide_site", "0001_search") in done:
            list(index.rebuild())
