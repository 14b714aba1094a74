"""A changed guide, topic or picture makes a new published version; a guide's quotations are kept in step with it,
its former addresses are noted, and its author has a page.

In: Django's save and delete signals. Out: `PublishedVersion`, and what `articles.quotes` derives. A changed record
changes the places and roles of the guides that quote it. Imports change records without signals: after those that
changed some, all guides are read again.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver

from articles.models import Article, ArticleChange, Author, FormerSlug, Image, NewsletterIssue, Topic
from articles.quotes import requote
from salaries.models import ImportRun, PublishedVersion, SalaryRecord


@receiver([post_save, post_delete], sender=Article)
@receiver([post_save, post_delete], sender=ArticleChange)
@receiver([post_save, post_delete], sender=Author)
@receiver([post_save, post_delete], sender=Topic)
@receiver([post_save, post_delete], sender=Image)
@receiver(m2m_changed, sender=Article.topics.through)
def advance_version(**kwargs: Any) -> None:
    PublishedVersion.advance()


@receiver([post_save, post_delete], sender=NewsletterIssue)
def advance_with_the_archive(instance: NewsletterIssue, **kwargs: Any) -> None:
    """Readers see an issue once it is sent; drafts change nothing for them."""
    if instance.finished_at:
        PublishedVersion.advance()


@receiver(pre_save, sender=Article)
def keep_former_slug(instance: Article, raw: bool = False, **kwargs: Any) -> None:
    """A slug that readers knew leads to its guide for good. Raises ValidationError for one that leads to another."""
    before = Article.objects.filter(pk=instance.pk).first()
    if raw or (before and before.slug == instance.slug):
        return
    if problem := instance.slug_problem():
        raise ValidationError({"slug": problem})
    if before:
        FormerSlug.objects.filter(slug=instance.slug).delete()
        if before.has_been_public:
            FormerSlug.objects.create(slug=before.slug, article=instance)


@receiver(post_save, sender=Article)
def make_author(instance: Article, raw: bool = False, **kwargs: Any) -> None:
    if not raw and instance.author:
        Author.objects.named(instance.author)


@receiver(post_save, sender=Article)
def requote_after_save(instance: Article, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        requote(instance)


@receiver(post_save, sender=SalaryRecord)
def requote_after_record(instance: SalaryRecord, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not created and not raw:
        for article in Article.objects.filter(quoted_records=instance):
            requote(article)


@receiver(post_save, sender=ImportRun)
def requote_after_import(instance: ImportRun, raw: bool = False, **kwargs: Any) -> None:
    if not raw and instance.outcome == ImportRun.Outcome.DONE and instance.updated_count:
        for article in Article.objects.all():
            requote(article)
