"""manage.py requote_guides: which places, roles and records each guide quotes, worked out again from its text.

Needed when new records bring places into a chart of a guide: saving a guide does the same for that guide.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from articles.models import Article
from articles.quotes import requote
from salaries.models import PublishedVersion


class Command(BaseCommand):
    help = "Work out again which places, roles and records the guides quote, in one transaction."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        guides = list(Article.objects.all())
        for article in guides:
            requote(article)
        PublishedVersion.advance()
        self.stdout.write(f"The quotations of {len(guides)} guides are worked out again.")
