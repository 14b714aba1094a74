"""manage.py make_pictures: the smaller pictures that readers get, made again from every picture that was uploaded.

Needed once for pictures uploaded before the site made them, and after a change of sizes or kinds.
"""

from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand

from articles.models import Image
from salaries.models import PublishedVersion


class Command(BaseCommand):
    help = "Make AVIF and WebP pictures in several widths again. Names pictures whose file is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        made = 0
        for image in Image.objects.all():
            if default_storage.exists(image.file.name):
                image.make_ahead()
                made += 1
            else:
                self.stderr.write(f"{image}: there is no file {image.file.name}")
        PublishedVersion.advance()
        self.stdout.write(f"Pictures made again: {made}.")
