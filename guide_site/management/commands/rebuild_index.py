"""manage.py rebuild_index: everything that search finds, indexed again.

Never needed while changes come through the site and its commands; after a database was changed by other means, or after
an upgrade that reads texts in another way.
"""

from typing import Any

from django.core.management.base import BaseCommand

from guide_site.search import index


class Command(BaseCommand):
    help = "Make the index of search anew, in one transaction."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in index.rebuild():
            self.stdout.write(f"{count:>7,} {name}")
